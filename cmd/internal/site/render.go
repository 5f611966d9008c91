package main

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// markdown reads what GitHub shows, and lets no HTML through.
var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAutoHeadingID()))

// found is a part of a page as the search knows it.
type found struct {
	Title   string `json:"t"`
	Heading string `json:"h,omitempty"`
	URL     string `json:"u"`
	Text    string `json:"x"`
}

// maxText bounds how much of a part is searched.
const maxText = 2000

// render turns the page's text into HTML and notes its headings, links and words.
func (s *site) render(p *page, source []byte) {
	doc := markdown.Parser().Parse(text.NewReader(source), parser.WithContext(parser.NewContext(parser.WithIDs(&anchors{seen: map[string]int{}}))))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if strings.HasPrefix(p.source, commandFolder) {
				n.Level = max(1, n.Level-1) // those of a command begin with the second
			}
			h := heading{Level: n.Level, Text: plain(n, source)}
			if id, ok := n.AttributeString("id"); ok {
				h.ID = string(id.([]byte))
			}
			if n.Level == 1 && p.title == "" {
				p.title = h.Text
			}
			p.headings = append(p.headings, h)
		case *ast.Link:
			n.Destination = []byte(s.resolve(p, string(n.Destination)))
		case *ast.Image:
			n.Destination = []byte(s.picture(p, string(n.Destination)))
			n.SetAttributeString("loading", []byte("lazy"))
			if w, h := s.size(p, n); w > 0 {
				n.SetAttributeString("width", fmt.Append(nil, w))
				n.SetAttributeString("height", fmt.Append(nil, h))
			}
		}
		return ast.WalkContinue, nil
	})
	if err == nil && p.title == "" {
		s.problem(p, "has no title; begin it with a line \"# Title\"")
	}
	var b bytes.Buffer
	if err == nil {
		err = markdown.Renderer().Render(&b, source, doc)
	}
	if err != nil {
		s.problem(p, "%v", err)
	}
	p.html = b.String()
	p.sections = words(p, doc, source)
}

// words are the parts of a page for the search: what lies below each heading.
func words(p *page, doc ast.Node, source []byte) []found {
	out := []found{{Title: p.title, URL: p.url}}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		last := &out[len(out)-1]
		if h, ok := n.(*ast.Heading); ok {
			if h.Level > 1 {
				id, _ := h.AttributeString("id")
				out = append(out, found{Title: p.title, Heading: plain(h, source), URL: fmt.Sprintf("%s#%s", p.url, id)})
			}
			continue
		}
		if len(last.Text) < maxText {
			last.Text = strings.TrimSpace(last.Text + " " + plain(n, source))
		}
	}
	return out
}

// plain is the text of a node without its marks.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // this one never fails
		if !entering {
			if n.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(source))
			if n.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				b.Write(line.Value(source))
			}
		}
		return ast.WalkContinue, nil
	})
	return html.UnescapeString(strings.Join(strings.Fields(b.String()), " "))
}

// anchors names headings as GitHub does, so that links lead to the same places there.
type anchors struct{ seen map[string]int }

// Generate makes the name of a heading from its text.
func (a *anchors) Generate(value []byte, _ ast.NodeKind) []byte {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(string(value))) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		}
	}
	id := b.String()
	n := a.seen[id]
	a.seen[id]++
	if n > 0 {
		id = fmt.Sprintf("%s-%d", id, n)
	}
	return []byte(id)
}

// Put takes a name that a page chose itself.
func (a *anchors) Put(value []byte) { a.seen[string(value)]++ }
