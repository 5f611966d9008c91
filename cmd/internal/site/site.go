package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// site is the whole of what is written.
type site struct {
	root fs.FS
	nav  []section
	// pages are all pages by their source; commands' lie in commandFolder.
	pages map[string]*page
	order []*page
	// sources are what of the repository is shown as it is, pictures what is copied.
	sources, pictures map[string]bool
	todo              []string
	problems          []string
}

// page is one page of the site.
type page struct {
	// source is its file below the root, url where it is on the site.
	source, url string
	title       string
	html        string
	headings    []heading
	sections    []found
	links       []link
}

// heading is an entry of a page's own contents.
type heading struct {
	Level    int
	ID, Text string
}

// link is a link to another page or a place of one, to be checked when all are known.
type link struct{ target, anchor, text string }

const (
	// commandsTitle is the section of the pages of commands.
	commandsTitle = "Commands"
	// commandFolder is where they lie, as sources and on the site.
	commandFolder = "commands/"
)

func newSite(root fs.FS, nav []section) *site {
	s := &site{root: root, nav: slices.Clone(nav), pages: map[string]*page{}, sources: map[string]bool{}, pictures: map[string]bool{}}
	for _, sec := range nav {
		for _, src := range sec.pages {
			s.add(src)
		}
	}
	return s
}

// add makes room for a page before anything is read, so that links find it.
func (s *site) add(source string) *page {
	p := &page{source: source, url: pageURL(source)}
	s.pages[source] = p
	s.order = append(s.order, p)
	return p
}

// pageURL is where a source is on the site.
func pageURL(source string) string {
	if source == "README.md" {
		return "index.html"
	}
	return strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(source, "docs/"), ".md")) + ".html"
}

// problem notes what is wrong with a page.
func (s *site) problem(p *page, format string, args ...any) {
	s.problems = append(s.problems, p.source+": "+fmt.Sprintf(format, args...))
}

// files renders everything. The error names all that is wrong.
func (s *site) files() (map[string][]byte, error) {
	s.unlisted()
	for _, p := range slices.Clone(s.order) {
		if p.html != "" { // of a command
			continue
		}
		text, err := fs.ReadFile(s.root, p.source)
		if err != nil {
			return nil, err
		}
		s.render(p, text)
	}
	out := map[string][]byte{}
	for len(s.todo) > 0 {
		name := s.todo[0]
		s.todo = s.todo[1:]
		if err := s.showSource(out, name); err != nil {
			return nil, err
		}
	}
	for _, p := range s.pages {
		for _, l := range p.links {
			if !slices.ContainsFunc(s.pages[l.target].headings, func(h heading) bool { return h.ID == l.anchor }) {
				s.problem(p, "links to %s, and %s has no such heading", l.text, l.target)
			}
		}
	}
	for name := range s.pictures {
		data, err := fs.ReadFile(s.root, name)
		if err != nil {
			return nil, err
		}
		out["files/"+name] = data
	}
	if len(s.problems) > 0 {
		slices.Sort(s.problems)
		return nil, errors.New(strings.Join(slices.Compact(s.problems), "\n"))
	}
	for _, p := range s.order {
		var err error
		if out[p.url], err = s.frame(p); err != nil {
			return nil, err
		}
	}
	return out, s.fixed(out)
}

// unlisted finds pages of docs that are not in the navigation.
func (s *site) unlisted() {
	_ = fs.WalkDir(s.root, "docs", func(name string, d fs.DirEntry, err error) error { // a missing folder has no pages
		if err == nil && !d.IsDir() && path.Ext(name) == ".md" && s.pages[name] == nil {
			s.problems = append(s.problems, name+": is not in the navigation; add it to cmd/internal/site/navigation.go")
		}
		return nil
	})
}

// addCommands adds the pages that the program wrote of its commands.
func (s *site) addCommands(dir fs.FS) error {
	names, err := fs.Glob(dir, "metaspatial*.md")
	if err != nil || len(names) == 0 {
		return fmt.Errorf("there are no pages of commands: %v", err)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(strings.TrimSuffix(a, ".md"), strings.TrimSuffix(b, ".md")) })
	sec := section{title: commandsTitle}
	for _, n := range names {
		s.add(commandFolder + n)
		sec.pages = append(sec.pages, commandFolder+n)
	}
	s.nav = append(s.nav, sec)
	for _, n := range names {
		text, err := fs.ReadFile(dir, n)
		if err != nil {
			return err
		}
		s.render(s.pages[commandFolder+n], text)
	}
	return nil
}
