package main

import (
	"bytes"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"
)

// sourceURL is where a file or folder of the repository is shown.
func sourceURL(name string) string { return "source/" + name + ".html" }

// escape makes a way on the site a part of a link.
func escape(way string) string { return (&url.URL{Path: way}).EscapedPath() }

// maxSource is the size of the largest file that is shown.
const maxSource = 512 << 10

// showSource writes the page of a file, or of a folder and all that is in it.
func (s *site) showSource(out map[string][]byte, name string) error {
	info, err := fs.Stat(s.root, name)
	if err != nil {
		return err
	}
	p := &page{source: name, url: sourceURL(name), title: name}
	if info.IsDir() {
		err = s.folder(p)
	} else {
		err = s.file(p)
	}
	if err == nil {
		out[p.url], err = s.frame(p)
	}
	return err
}

// folder lists what is in a folder; its README comes first.
func (s *site) folder(p *page) error {
	entries, err := fs.ReadDir(s.root, p.source)
	if err != nil {
		return err
	}
	var list strings.Builder
	list.WriteString("<ul class=\"files\">\n")
	for _, e := range entries {
		name := path.Join(p.source, e.Name())
		if e.Name()[0] == '.' || strings.HasPrefix(e.Name(), "__") || strings.HasSuffix(e.Name(), ".egg-info") {
			continue
		}
		label := html.EscapeString(e.Name())
		if e.IsDir() {
			label += "/"
		}
		if ok, err := s.readable(name, e); err != nil {
			return err
		} else if !ok {
			fmt.Fprintf(&list, "<li>%s</li>\n", label)
			continue
		}
		s.want(name)
		fmt.Fprintf(&list, "<li><a href=\"%s\">%s</a></li>\n", html.EscapeString(escape(relative(p.url, sourceURL(name)))), label)
	}
	list.WriteString("</ul>\n")
	readme := path.Join(p.source, "README.md")
	if text, err := fs.ReadFile(s.root, readme); err == nil {
		about := &page{source: readme, url: p.url}
		s.render(about, text)
		s.pages[readme+" as part of its folder"] = about // its links are checked with all others
		p.html = about.html + "<h2>Files</h2>\n" + list.String()
		return nil
	}
	p.html = "<h1>" + html.EscapeString(p.source) + "</h1>\n" + list.String()
	return nil
}

// readable reports whether an entry can be shown: folders, and texts of some size.
func (s *site) readable(name string, e fs.DirEntry) (bool, error) {
	if e.IsDir() {
		return true, nil
	}
	info, err := e.Info()
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxSource {
		return false, err
	}
	data, err := fs.ReadFile(s.root, name)
	return err == nil && utf8.Valid(data) && !bytes.ContainsRune(data, 0), err
}

// file shows a file as it is.
func (s *site) file(p *page) error {
	data, err := fs.ReadFile(s.root, p.source)
	if err != nil {
		return err
	}
	if len(data) > maxSource || !utf8.Valid(data) {
		return fmt.Errorf("%s is linked to, and is no text that can be shown", p.source)
	}
	p.html = "<h1>" + html.EscapeString(p.source) + "</h1>\n<pre><code>" + html.EscapeString(string(data)) + "</code></pre>\n"
	return nil
}
