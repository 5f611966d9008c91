package semantics

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// licences are the wordings looked for, the more specific first.
var licences = []struct {
	name string
	text *regexp.Regexp
}{
	{"CC0-1.0", regexp.MustCompile(`(?i)\bCC0\b|creative commons zero|publicdomain/zero`)},
	{"CC-BY-NC", regexp.MustCompile(`(?i)\bCC[- ]BY[- ]NC|creativecommons\.org/licenses/by-nc`)},
	{"CC-BY-SA-4.0", regexp.MustCompile(`(?i)\bCC[- ]BY[- ]SA|creativecommons\.org/licenses/by-sa`)},
	{"CC-BY-4.0", regexp.MustCompile(`(?i)\bCC[- ]BY\b|creativecommons\.org/licenses/by/|creative commons attribution`)},
	{"OGA-BY-3.0", regexp.MustCompile(`(?i)\bOGA[- ]BY`)},
	{"Apache-2.0", regexp.MustCompile(`(?i)apache license,? version 2|\bapache-2\.0`)},
	{"MIT", regexp.MustCompile(`(?i)\bMIT licen[sc]e|permission is hereby granted, free of charge`)},
	{"GPL", regexp.MustCompile(`(?i)gnu general public license`)},
}

var (
	licenceFile = regexp.MustCompile(`(?i)^(licen[sc]e|copying)[^/]*(\.(txt|md|rst))?$`)
	readmeFile  = regexp.MustCompile(`(?i)^(readme|credits|about)[^/]*\.(txt|md|rst)$`)
	aboutAssets = regexp.MustCompile(`(?i)\b(assets?|models?|meshes|art|sprites)\b`)
)

// Licence reads the licence from the pack's own text files. A readme's
// sentence about the assets outranks a licence file, which in a code
// repository may hold for the code alone.
func Licence(fsys fs.FS) (name, evidence string) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return "unknown", "the pack's folder cannot be listed"
	}
	var first, firstWhy string
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		license, readme := licenceFile.MatchString(e.Name()), readmeFile.MatchString(e.Name())
		if !license && !readme {
			continue
		}
		text, err := fs.ReadFile(fsys, e.Name())
		if err != nil || len(text) > 1<<20 {
			continue
		}
		if readme {
			for _, line := range strings.Split(string(text), "\n") {
				if n := licenceIn(line); n != "" && aboutAssets.MatchString(line) {
					return n, fmt.Sprintf("%s says so of the assets", e.Name())
				}
			}
			continue
		}
		if n := licenceIn(string(text)); n != "" && first == "" {
			first, firstWhy = n, fmt.Sprintf("%s of the pack", e.Name())
		}
	}
	if first == "" {
		return "unknown", "the pack has no licence file that names a known licence"
	}
	return first, firstWhy
}

func licenceIn(text string) string {
	for _, l := range licences {
		if l.text.MatchString(text) {
			return l.name
		}
	}
	return ""
}
