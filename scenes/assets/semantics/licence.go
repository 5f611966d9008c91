package semantics

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
)

// noLicence is what an unknown licence is called.
const noLicence = "unknown"

// licences are the wordings looked for, the more specific first, with their
// SPDX identifiers. A version that the text names takes the place of the %s.
var licences = []struct {
	name, usual string
	text        *regexp.Regexp
}{
	{"CC0-1.0", "", regexp.MustCompile(`(?i)\bCC[- ]?0\b|creative commons zero|publicdomain/zero`)},
	{"CC-BY-NC-SA-%s", "4.0", regexp.MustCompile(`(?i)\bCC[- ]BY[- ]NC[- ]SA(?:[- ]?v?(\d\.\d))?|creativecommons\.org/licenses/by-nc-sa(?:/(\d\.\d))?|attribution-noncommercial-sharealike(?: (\d\.\d))?`)},
	{"CC-BY-NC-ND-%s", "4.0", regexp.MustCompile(`(?i)\bCC[- ]BY[- ]NC[- ]ND(?:[- ]?v?(\d\.\d))?|creativecommons\.org/licenses/by-nc-nd(?:/(\d\.\d))?`)},
	{"CC-BY-NC-%s", "4.0", regexp.MustCompile(`(?i)\bCC[- ]BY[- ]NC(?:[- ]?v?(\d\.\d))?|creativecommons\.org/licenses/by-nc(?:/(\d\.\d))?|attribution-noncommercial(?: (\d\.\d))?`)},
	{"CC-BY-ND-%s", "4.0", regexp.MustCompile(`(?i)\bCC[- ]BY[- ]ND(?:[- ]?v?(\d\.\d))?|creativecommons\.org/licenses/by-nd(?:/(\d\.\d))?`)},
	{"CC-BY-SA-%s", "4.0", regexp.MustCompile(`(?i)\bCC[- ]BY[- ]SA(?:[- ]?v?(\d\.\d))?|creativecommons\.org/licenses/by-sa(?:/(\d\.\d))?|attribution-sharealike(?: (\d\.\d))?`)},
	{"CC-BY-%s", "4.0", regexp.MustCompile(`(?i)\bCC[- ]BY\b(?:[- ]?v?(\d\.\d))?|creativecommons\.org/licenses/by(?:/(\d\.\d)|/|\b)|creative commons attribution(?:[- ]?(\d\.\d))?`)},
	{"OGA-BY-%s", "3.0", regexp.MustCompile(`(?i)\bOGA[- ]BY(?:[- ]?(\d\.\d))?`)},
	{"Unlicense", "", regexp.MustCompile(`(?i)\bunlicense\b|free and unencumbered software released into the public domain`)},
	{"Apache-2.0", "", regexp.MustCompile(`(?i)apache license,? version 2|\bapache[- ]2\.0`)},
	{"MIT", "", regexp.MustCompile(`(?i)\bMIT licen[sc]ed?\b|permission is hereby granted, free of charge|^MIT$`)},
	{"BSD-3-Clause", "", regexp.MustCompile(`(?i)\bBSD[- ]3|redistribution and use in source and binary forms`)},
	{"GPL-3.0-only", "", regexp.MustCompile(`(?i)gnu general public license\s+version 3|\bGPL-?v?3`)},
	{"GPL-2.0-only", "", regexp.MustCompile(`(?i)gnu general public license\s+version 2|\bGPL-?v?2`)},
}

var (
	licenceFile = regexp.MustCompile(`(?i)^(licen[sc]e|copying|unlicense)[^/]*$`)
	readmeFile  = regexp.MustCompile(`(?i)^(readme|credits?|about|note|notice|info|attribution|authors?)[^/]*$`)
	textFile    = regexp.MustCompile(`(?i)(\.(txt|md|rst)|^[a-z]+)$`)
	aboutAssets = regexp.MustCompile(`(?i)\b(assets?|models?|meshes|art|sprites|content)\b`)
)

const (
	// mostText bounds what is read of one text file.
	mostText = 1 << 18
	// mostTexts bounds the text files read of one pack.
	mostTexts = 16
)

// page is a text file of a pack.
type page struct {
	name   string
	text   string
	readme bool
}

// pages reads the text files about licence and authors in a pack's folder and
// the folders in it, those nearest the top first.
func pages(fsys fs.FS) []page {
	var out []page
	for _, pattern := range []string{".", "*", "*/*"} {
		dirs := []string{"."}
		if pattern != "." {
			dirs, _ = fs.Glob(fsys, pattern)
		}
		for _, dir := range dirs[:min(len(dirs), 200)] {
			if st, err := fs.Stat(fsys, dir); err != nil || !st.IsDir() {
				continue
			}
			entries, err := fs.ReadDir(fsys, dir)
			if err != nil {
				continue
			}
			for _, e := range entries {
				name := e.Name()
				readme := readmeFile.MatchString(name)
				if e.IsDir() || !readme && !licenceFile.MatchString(name) || !textFile.MatchString(name) {
					continue
				}
				if text, ok := readText(fsys, path.Join(dir, name)); ok {
					out = append(out, page{path.Join(dir, name), text, readme})
				}
				if len(out) == mostTexts {
					return out
				}
			}
		}
	}
	return out
}

func readText(fsys fs.FS, name string) (string, bool) {
	st, err := fs.Stat(fsys, name)
	if err != nil || !st.Mode().IsRegular() || st.Size() > mostText {
		return "", false
	}
	text, err := fs.ReadFile(fsys, name)
	return string(text), err == nil && len(text) <= mostText
}

// Licence reads the licence of a pack's assets from its text files, as SPDX
// names it, and says where it stood. A readme's sentence about the assets
// outranks a licence file, which in a code repository may hold for the code
// alone.
func Licence(fsys fs.FS) (name, evidence string) {
	list := pages(fsys)
	for _, p := range list {
		for _, l := range strings.Split(p.text, "\n") {
			if n := licenceIn(l); p.readme && n != "" && aboutAssets.MatchString(l) {
				return n, fmt.Sprintf("%s says so of the assets", p.name)
			}
		}
	}
	for _, readme := range []bool{false, true} {
		for _, p := range list {
			if n := licenceIn(p.text); n != "" && p.readme == readme {
				return n, fmt.Sprintf("%s of the pack", p.name)
			}
		}
	}
	return noLicence, "the pack has no file that names a known licence"
}

// licenceIn returns the SPDX name of the licence that a text speaks of, or "".
func licenceIn(text string) string {
	for _, l := range licences {
		m := l.text.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		version := l.usual
		for _, v := range m[1:] {
			if v != "" {
				version = v
			}
		}
		return strings.Replace(l.name, "%s", version, 1)
	}
	return ""
}

// credits are the wordings before an author's name, the more specific first.
var credits = []*regexp.Regexp{
	regexp.MustCompile(`(?im)^[\s*_>#-]*(?:created|made|distributed|modell?ed|designed)(?:\s*[/&,]\s*(?:and\s+)?(?:distributed|created|designed))?\s+by[\s:*_]+(\S[^\n]*)`),
	regexp.MustCompile(`(?im)^[\s*_>#-]*(?:authors?|artists?|creators?|credits?)\s*[:=][\s*_]*(\S[^\n]*)`),
	regexp.MustCompile(`(?im)\bcopyright\s+(?:\(c\)|©)?\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?,?)?\s*(?:by\s+)?(\S[^\n]*)`),
	regexp.MustCompile(`(?im)\bcredit(?:ing)?\s+(?:to\s+)?["“]?([A-Z][\w.'-]*(?:\s[A-Z][\w.'-]*){0,3})`),
}

var (
	nameEnd  = regexp.MustCompile(`\s*[(<\[|,;"“”]|\s+(?:https?://|www\.)|\.\s|\s+(?:is|are|for|under|and contributors|this|all rights)\b`)
	noAuthor = regexp.MustCompile(`(?i)^(the|notice|holders?|owners?|law|license|licence|and|or|in|us|you|me|yourself|copyright|year|fullname)\b|^[^\pL]*$`)
)

// Author reads the author of a pack's assets from its text files, or returns
// "".
func Author(fsys fs.FS) (name, evidence string) {
	list := pages(fsys)
	for _, c := range credits {
		for _, p := range list {
			for _, m := range c.FindAllStringSubmatch(p.text, 8) {
				if n := authorName(m[1]); n != "" {
					return n, fmt.Sprintf("%s of the pack", p.name)
				}
			}
		}
	}
	return "", "the pack's files name no author"
}

// authorName cuts a name out of the rest of its line, or returns "".
func authorName(text string) string {
	if at := nameEnd.FindStringIndex(text); at != nil {
		text = text[:at[0]]
	}
	text = strings.Trim(strings.Join(strings.Fields(text), " "), " .*_-:")
	if noAuthor.MatchString(text) || len(text) > 60 || len(strings.Fields(text)) > 6 {
		return ""
	}
	return text
}

// licenceOf settles one asset's licence: a person's word, the file's own, the
// pack's.
func licenceOf(p *Pack, f *Facts, o Override) (string, assets.Reason) {
	if o.Licence != "" {
		return o.Licence, o.where.said("licence")
	}
	for _, s := range []struct{ text, what string }{{f.Licence, "the file's metadata"}, {f.Copyright, "asset.copyright of the file"}} {
		if n := licenceIn(s.text); n != "" {
			return n, assets.Reason{Why: s.what, Confidence: 0.95}
		}
	}
	own := f.Licence
	if own == "" && p.Licence == noLicence {
		own = f.Copyright
	}
	switch {
	case own != "":
		return own, assets.Reason{Why: "in the file's own words", Confidence: 0.6}
	case p.Licence == noLicence:
		return p.Licence, assets.Reason{Why: p.LicenceWhy}
	case p.licenceSaid:
		return p.Licence, assets.Reason{Why: p.LicenceWhy, Confidence: 1}
	}
	return p.Licence, assets.Reason{Why: p.LicenceWhy, Confidence: 0.85}
}

// authorOf settles one asset's author likewise.
func authorOf(p *Pack, f *Facts, o Override) (string, assets.Reason) {
	if o.Author != "" {
		return o.Author, o.where.said("author")
	}
	if f.Author != "" {
		return f.Author, assets.Reason{Why: "the file's metadata", Confidence: 0.95}
	}
	i := slices.IndexFunc(credits, func(c *regexp.Regexp) bool { return c.MatchString(f.Copyright) })
	if i >= 0 {
		if n := authorName(credits[i].FindStringSubmatch(f.Copyright)[1]); n != "" {
			return n, assets.Reason{Why: "asset.copyright of the file", Confidence: 0.8}
		}
	}
	switch {
	case p.Author == "":
		why := p.AuthorWhy
		if why == "" {
			why = "nothing names an author"
		}
		return "", assets.Reason{Why: why}
	case p.authorSaid:
		return p.Author, assets.Reason{Why: p.AuthorWhy, Confidence: 1}
	}
	return p.Author, assets.Reason{Why: p.AuthorWhy, Confidence: 0.75}
}
