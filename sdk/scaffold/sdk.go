package scaffold

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

// modulePath is the module that plugins in Go import.
const modulePath = "github.com/metaspatial/metaspatial"

// SDK is where a plugin's dependencies come from: a released version, or a
// checkout of the source.
type SDK struct {
	// Version is a released version, such as "v1.2.3".
	Version string
	// Checkout is the folder of a checkout; it is used instead of a version.
	Checkout string
}

// Released returns the version of the SDK that came with this program, which
// is that of a released module or empty: a program built from a checkout has none.
func Released() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Path != modulePath {
		return ""
	}
	return released(info.Main.Version, info.Main.Sum)
}

// released is the version of a main module that can be downloaded: one with a
// checksum came from a download itself, one without was built from a tagged
// checkout, unless it has changes or no tag of its own.
func released(version, sum string) string {
	if sum == "" && (!semver.IsValid(version) || semver.Prerelease(version) != "" || semver.Build(version) != "") {
		return ""
	}
	return version
}

// sdkValues are what the templates say about dependencies.
type sdkValues struct {
	// Go is the language's version; Version the SDK's, Replace where it lies
	// instead; Requires the modules that it needs, Replaces those it replaces.
	Go, Version, Replace string
	Requires, Replaces   []string
	// Sums are the checksums of all of them, or nil.
	Sums []byte
	// Requirement is the line of a requirements.txt.
	Requirement string
}

// golang returns what a go.mod says. With a checkout it is complete, so that the
// plugin builds without asking a network what there is.
func (s SDK) golang() (sdkValues, error) {
	if s.Checkout == "" {
		if s.Version == "" {
			return sdkValues{}, errNoVersion
		}
		return sdkValues{Go: "1.26.0", Version: s.Version}, nil
	}
	dir, m, err := s.checkout()
	if err != nil {
		return sdkValues{}, err
	}
	v := sdkValues{Go: m.Go.Version, Version: "v0.0.0", Replace: modfile.AutoQuote(filepath.ToSlash(dir))}
	for _, r := range m.Require {
		v.Requires = append(v.Requires, r.Mod.Path+" "+r.Mod.Version)
	}
	for _, r := range m.Replace {
		if r.New.Version == "" { // a folder of the checkout's
			continue
		}
		v.Replaces = append(v.Replaces, strings.TrimSpace(r.Old.Path+" "+r.Old.Version)+" => "+r.New.Path+" "+r.New.Version)
	}
	v.Sums, err = os.ReadFile(filepath.Join(dir, "go.sum"))
	return v, err
}

// python returns what a requirements.txt says.
func (s SDK) python() (sdkValues, error) {
	if s.Checkout == "" {
		if s.Version == "" {
			return sdkValues{}, errNoVersion
		}
		return sdkValues{Requirement: "metaspatial[plugin]==" + strings.TrimPrefix(s.Version, "v")}, nil
	}
	dir, _, err := s.checkout()
	if err != nil {
		return sdkValues{}, err
	}
	return sdkValues{Requirement: "-e " + filepath.ToSlash(filepath.Join(dir, "sdk", "python")) + "[plugin]"}, nil
}

var errNoVersion = fmt.Errorf("this program was built from a checkout, which no released version of the SDK goes with; name the folder of the checkout with --sdk")

// checkout reads the module of the checkout.
func (s SDK) checkout() (dir string, m *modfile.File, err error) {
	if dir, err = filepath.Abs(s.Checkout); err != nil {
		return "", nil, err
	}
	name := filepath.Join(dir, "go.mod")
	data, err := os.ReadFile(name)
	if err != nil {
		return "", nil, fmt.Errorf("%s is no checkout of metaspatial: %w", s.Checkout, err)
	}
	if m, err = modfile.Parse(name, data, nil); err != nil {
		return "", nil, err
	}
	if m.Module == nil || m.Module.Mod.Path != modulePath || m.Go == nil {
		return "", nil, fmt.Errorf("%s is no checkout of metaspatial; its go.mod is that of another module", s.Checkout)
	}
	return dir, m, nil
}
