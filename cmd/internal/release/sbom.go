package main

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/CycloneDX/cyclonedx-go"
)

// sbom is the bill of materials of a program in CycloneDX.
func sbom(p program, linked []module, at time.Time) ([]byte, error) {
	main := p.info.Main
	root := component(module{path: main.Path, version: main.Version, licences: []licence{{id: "Apache-2.0"}}})
	root.Type, root.Name = cyclonedx.ComponentTypeApplication, name
	root.Properties = &[]cyclonedx.Property{{Name: "platform", Value: p.platform}}
	var components []cyclonedx.Component
	var refs []string
	for _, m := range linked {
		c := component(m)
		components, refs = append(components, c), append(refs, c.BOMRef)
	}
	bom := cyclonedx.NewBOM()
	bom.Metadata = &cyclonedx.Metadata{Timestamp: at.Format(time.RFC3339), Component: &root}
	bom.Components = &components
	bom.Dependencies = &[]cyclonedx.Dependency{{Ref: root.BOMRef, Dependencies: &refs}}
	var b bytes.Buffer
	err := cyclonedx.NewBOMEncoder(&b, cyclonedx.BOMFileFormatJSON).SetPretty(true).EncodeVersion(bom, cyclonedx.SpecVersion1_6)
	return b.Bytes(), err
}

// component is a module as the bill lists it.
func component(m module) cyclonedx.Component {
	url := "pkg:golang/" + m.path + "@" + m.version
	c := cyclonedx.Component{BOMRef: url, Type: cyclonedx.ComponentTypeLibrary, Name: m.path, Version: m.version, PackageURL: url}
	if m.sum != "" {
		c.Properties = &[]cyclonedx.Property{{Name: "go:sum", Value: m.sum}}
	}
	var terms cyclonedx.Licenses
	seen := map[string]bool{}
	for _, l := range m.licences {
		if l.id != "" && !seen[l.id] {
			seen[l.id] = true
			terms = append(terms, cyclonedx.LicenseChoice{License: &cyclonedx.License{ID: l.id}})
		}
	}
	if len(terms) > 0 {
		c.Licenses = &terms
	}
	return c
}

// notices are the terms of everything of others that goes with the program.
func notices(source string, linked []module) ([]byte, error) {
	own, err := embedded(source)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("What is in this program beside its own code, and under which terms.\n")
	for _, m := range append(own, linked...) {
		for _, l := range m.licences {
			fmt.Fprintf(&b, "\n%s\n%s: %s\n\n%s\n", strings.Repeat("=", 80), strings.TrimSpace(m.path+" "+m.version), l.file, bytes.TrimSpace(l.text))
		}
	}
	return b.Bytes(), nil
}
