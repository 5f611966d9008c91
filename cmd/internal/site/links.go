package main

import (
	"image"
	_ "image/jpeg" // pictures of the manual
	_ "image/png"
	"io/fs"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// resolve turns a link of a page into one of the site.
func (s *site) resolve(p *page, dest string) string {
	if strings.Contains(dest, "://") || strings.HasPrefix(dest, "mailto:") {
		return dest
	}
	name, anchor, _ := strings.Cut(dest, "#")
	target := p.source
	if name != "" {
		target = path.Join(path.Dir(p.source), name)
	}
	suffix := ""
	if anchor != "" {
		suffix = "#" + anchor
	}
	if q := s.pages[target]; q != nil {
		if anchor != "" {
			p.links = append(p.links, link{target, anchor, dest})
		}
		return relative(p.url, q.url) + suffix
	}
	if !fs.ValidPath(target) || target == "." {
		s.problem(p, "links to %s, which lies outside of the repository", dest)
		return dest
	}
	if _, err := fs.Stat(s.root, target); err != nil {
		s.problem(p, "links to %s, which is not there", dest)
		return dest
	}
	if isPicture(target) {
		s.pictures[target] = true
		return relative(p.url, "files/"+target)
	}
	s.want(target)
	return relative(p.url, sourceURL(target))
}

// want has a file or folder of the repository shown.
func (s *site) want(name string) {
	if !s.sources[name] {
		s.sources[name] = true
		s.todo = append(s.todo, name)
	}
}

func isPicture(name string) bool {
	switch path.Ext(name) {
	case ".png", ".jpg", ".jpeg":
		return true
	}
	return false
}

// picture turns a picture of a page into one of the site.
func (s *site) picture(p *page, dest string) string {
	if strings.Contains(dest, "://") {
		s.problem(p, "shows %s; pictures lie in the repository", dest)
		return dest
	}
	name := path.Join(path.Dir(p.source), dest)
	if _, err := fs.Stat(s.root, name); err != nil || !isPicture(name) {
		s.problem(p, "shows %s, which is no picture that is there", dest)
		return dest
	}
	s.pictures[name] = true
	return relative(p.url, "files/"+name)
}

// size is that of a picture in pixels, which keeps the page from jumping while it
// loads; 0 where it cannot be read.
func (s *site) size(p *page, n *ast.Image) (w, h int) {
	name := path.Join(path.Dir(p.url), string(n.Destination))
	f, err := s.root.Open(strings.TrimPrefix(name, "files/"))
	if err != nil {
		return 0, 0
	}
	defer f.Close()
	c, _, err := image.DecodeConfig(f)
	if err != nil {
		s.problem(p, "shows %s, which cannot be read: %v", name, err)
	}
	return c.Width, c.Height
}

// relative is the way from one page of the site to another.
func relative(from, to string) string {
	return strings.Repeat("../", strings.Count(from, "/")) + to
}
