package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"strings"
)

//go:embed page.html
var pageHTML string

//go:embed style.css
var styleCSS []byte

//go:embed search.js
var searchJS []byte

//go:embed icon.svg
var iconSVG []byte

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// entry is a line of the navigation.
type entry struct {
	Title, URL string
	Here       bool
}

// framed is what the frame of a page shows.
type framed struct {
	Title, Base string
	Home        string
	Sections    []framedSection
	Contents    []heading
	Body        template.HTML
	Before      *entry
	After       *entry
}

type framedSection struct {
	Title string
	Open  bool
	Pages []entry
}

// frame puts a page into the frame that all have.
func (s *site) frame(p *page) ([]byte, error) {
	f := framed{Title: p.title, Base: strings.Repeat("../", strings.Count(p.url, "/")), Body: template.HTML(p.html)} // goldmark has escaped it
	for _, sec := range s.nav {
		fs := framedSection{Title: sec.title, Open: sec.title != commandsTitle}
		for _, src := range sec.pages {
			q := s.pages[src]
			fs.Open = fs.Open || q == p
			fs.Pages = append(fs.Pages, entry{short(q), relative(p.url, q.url), q == p})
		}
		f.Sections = append(f.Sections, fs)
	}
	for i, q := range s.order {
		if q != p {
			continue
		}
		if i > 0 {
			f.Before = &entry{Title: short(s.order[i-1]), URL: relative(p.url, s.order[i-1].url)}
		}
		if i+1 < len(s.order) {
			f.After = &entry{Title: short(s.order[i+1]), URL: relative(p.url, s.order[i+1].url)}
		}
	}
	for _, h := range p.headings {
		if h.Level == 2 || h.Level == 3 {
			f.Contents = append(f.Contents, h)
		}
	}
	if len(f.Contents) < 2 {
		f.Contents = nil
	}
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, f)
	return b.Bytes(), err
}

// short is a page's title in the navigation, which says under which heading it
// stands: "For level designers: from …" is "Level designers" there.
func short(p *page) string {
	title := p.title
	if strings.HasPrefix(p.source, commandFolder) {
		return title
	}
	title, _, _ = strings.Cut(title, ":")
	if rest, ok := strings.CutPrefix(title, "For "); ok {
		title = strings.ToUpper(rest[:1]) + rest[1:]
	}
	return title
}

// fixed adds the files that all sites have, and what the search looks through.
func (s *site) fixed(out map[string][]byte) error {
	var all []found
	for _, p := range s.order {
		all = append(all, p.sections...)
	}
	index, err := json.Marshal(all)
	if err != nil {
		return err
	}
	out["style.css"], out["search.js"], out["icon.svg"] = styleCSS, searchJS, iconSVG
	// A script, and not JSON: a page that was opened from a folder may not read files.
	out["index.js"] = append(append([]byte("const index = "), index...), ";\n"...)
	return nil
}
