package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/CycloneDX/cyclonedx-go"
)

// modules are those that are linked into any of the programs, each once, by name.
func modules(programs []program) []*debug.Module {
	seen := map[string]*debug.Module{}
	for _, p := range programs {
		for _, m := range p.info.Deps {
			if m.Replace != nil {
				m = m.Replace
			}
			seen[m.Path] = m
		}
	}
	var out []*debug.Module
	for _, m := range seen {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b *debug.Module) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// sbom is the bill of materials of the programs in CycloneDX: what the programs
// themselves say was linked into them.
func sbom(programs []program, at time.Time) ([]byte, error) {
	info := programs[0].info
	url := func(path, version string) string { return "pkg:golang/" + path + "@" + version }
	root := cyclonedx.Component{
		BOMRef: url(info.Main.Path, info.Main.Version), Type: cyclonedx.ComponentTypeApplication, Name: name, Version: info.Main.Version,
		PackageURL: url(info.Main.Path, info.Main.Version),
		Licenses:   &cyclonedx.Licenses{{License: &cyclonedx.License{ID: "Apache-2.0"}}},
	}
	goVersion := strings.TrimPrefix(info.GoVersion, "go")
	components := []cyclonedx.Component{{
		BOMRef: url("stdlib", goVersion), Type: cyclonedx.ComponentTypeLibrary, Name: "stdlib", Version: goVersion, PackageURL: url("stdlib", goVersion),
		Licenses: &cyclonedx.Licenses{{License: &cyclonedx.License{ID: "BSD-3-Clause"}}},
	}}
	refs := []string{components[0].BOMRef}
	for _, m := range modules(programs) {
		ref := url(m.Path, m.Version)
		refs = append(refs, ref)
		components = append(components, cyclonedx.Component{
			BOMRef: ref, Type: cyclonedx.ComponentTypeLibrary, Name: m.Path, Version: m.Version, PackageURL: ref,
			Properties: &[]cyclonedx.Property{{Name: "go:sum", Value: m.Sum}},
		})
	}
	bom := cyclonedx.NewBOM()
	bom.Metadata = &cyclonedx.Metadata{Timestamp: at.Format(time.RFC3339), Component: &root}
	bom.Components = &components
	bom.Dependencies = &[]cyclonedx.Dependency{{Ref: root.BOMRef, Dependencies: &refs}}
	var b bytes.Buffer
	err := cyclonedx.NewBOMEncoder(&b, cyclonedx.BOMFileFormatJSON).SetPretty(true).EncodeVersion(bom, cyclonedx.SpecVersion1_6)
	return b.Bytes(), err
}

// licenceFile are the names under which a module has its licence and what must be
// shown with it.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|copyright)([-._].*)?$`)

// notices are the licences of all linked modules, which must go with the program.
func notices(ctx context.Context, root string, linked []*debug.Module) ([]byte, error) {
	text, err := run(ctx, root, []string{"GOFLAGS=", "GOWORK=off"}, "go", "list", "-m", "-json", "all")
	if err != nil {
		return nil, err
	}
	folders := map[string]string{}
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var m struct{ Path, Dir string }
		if err := d.Decode(&m); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("what go list says of the modules: %w", err)
		}
		folders[m.Path] = m.Dir
	}
	var b bytes.Buffer
	b.WriteString("What is linked into this program beside its own code, and under which terms.\n")
	for _, m := range linked {
		files, err := fs.ReadDir(os.DirFS(folders[m.Path]), ".")
		if err != nil {
			return nil, fmt.Errorf("the licence of %s: %w", m.Path, err)
		}
		found := false
		for _, f := range files {
			if f.IsDir() || !licenceFile.MatchString(f.Name()) {
				continue
			}
			data, err := os.ReadFile(filepath.Join(folders[m.Path], f.Name()))
			if err != nil {
				return nil, err
			}
			found = true
			fmt.Fprintf(&b, "\n%s\n%s %s: %s\n\n%s\n", strings.Repeat("=", 80), m.Path, m.Version, f.Name(), bytes.TrimSpace(data))
		}
		if !found {
			return nil, fmt.Errorf("%s has no licence file; it must not be shipped", m.Path)
		}
	}
	return b.Bytes(), nil
}
