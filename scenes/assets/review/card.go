package review

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// card is what the page says of one asset.
type card struct {
	asset *assets.Asset
	doubt doubt

	Views   []picture
	Rows    []row
	Facts   []string
	Snippet string
	Command string
	// Query is what the search looks in.
	Query string
}

// picture is one thumbnail; Caption is for those who do not see it.
type picture struct {
	URL     template.URL
	Caption string
}

// row is one property: its value, how far it is to be trusted and why.
type row struct {
	Name, Value, Note string
	Trust             trust
	Why               string
}

func (c *card) ID() string       { return legible(c.asset.ID) }
func (c *card) Name() string     { return legible(c.asset.Name) }
func (c *card) Pack() string     { return legible(c.asset.Pack) }
func (c *card) Category() string { return legible(c.asset.Category) }
func (c *card) Known() bool      { return c.asset.Known }
func (c *card) Triangles() int   { return c.asset.Triangles }
func (c *card) Score() string    { return fmt.Sprintf("%.1f", c.doubt.score) }

// Reasons are what to look at.
func (c *card) Reasons() []string {
	const most = 8
	out := legibles(c.doubt.reasons[:min(len(c.doubt.reasons), most)])
	if n := len(c.doubt.reasons) - most; n > 0 {
		out = append(out, fmt.Sprintf("%d more", n))
	}
	return out
}

// Volume is that of the box in litres, which cards are sorted by.
func (c *card) Volume() string {
	s := c.asset.Size
	return fmt.Sprintf("%.3g", 1000*s[0]*s[1]*s[2])
}

func cardOf(a *assets.Asset, d *drawn, whole *assets.Reason, opts Options) *card {
	c := &card{asset: a, doubt: doubtOf(a, d.err, whole), Snippet: snippet(a), Command: clean(command(a, opts.Library))}
	if d.err == nil {
		for v, caption := range [...]string{Corner: "from the corner", Above: "from above, front downwards", Scale: "from the front, beside a person of 1.75 m"} {
			c.Views = append(c.Views, picture{d.views[v], caption})
		}
	}
	e := &a.Evidence
	add := func(name, value, note string, r *assets.Reason) {
		why := legible(r.Why)
		if why == "" {
			why = "no evidence"
		}
		c.Rows = append(c.Rows, row{name, legible(value), legible(note), trustIn(r), why})
	}
	add("category", a.Category, "", &e.Category)
	add("size", extent(a.Size), "", &e.Scale)
	front := ""
	if !hasFront(a) {
		front = "has none"
	}
	add("front", a.Front, front, &e.Front)
	mount := ""
	if a.Flat {
		mount = "lies flat"
	}
	add("mount", string(a.Mount), mount, &e.Mount)
	if t := trustIn(&e.Up); a.Up != "+Y" || t == guessed || t == likely {
		add("up", a.Up, "", &e.Up)
	}
	value, note := supports(a)
	add("supports", value, note, &e.Support)
	if len(a.Sides) > 0 || stated(&e.Sides) {
		add("sides", cmp.Or(strings.Join(a.Sides, ", "), "none"), "", &e.Sides)
	}
	add("licence", a.Licence, "", &e.Licence)
	if a.Author != "" {
		add("author", a.Author, "", &e.Author)
	}
	c.Facts = facts(a)
	c.Query = legible(strings.ToLower(strings.Join(slices.Concat([]string{a.ID, a.File, a.Category, a.Licence}, a.Tags, a.Materials, a.Colours), " ")))
	return c
}

// facts are what needs no evidence.
func facts(a *assets.Asset) []string {
	out := []string{count(a.Triangles, "triangle")}
	out = append(out, "pivot "+place(a.Pivot))
	if len(a.Joints) > 0 {
		var parts []string
		for _, j := range a.Joints[:min(len(a.Joints), 6)] {
			parts = append(parts, fmt.Sprintf("%s (%s)", j.Kind, j.Node))
		}
		if n := len(a.Joints) - len(parts); n > 0 {
			parts = append(parts, fmt.Sprintf("%d more", n))
		}
		out = append(out, "moves: "+strings.Join(parts, ", "))
	}
	for _, words := range [][]string{a.Tags, a.Materials, a.Colours} {
		if len(words) > 0 {
			out = append(out, strings.Join(words[:min(len(words), 8)], ", "))
		}
	}
	file := a.File
	if a.Node != "" {
		file += ", node " + a.Node
	}
	return legibles(append(out, file))
}

// place words where a point lies from the centre of the base.
func place(p scenes.Vec3) string {
	var parts []string
	for k, words := range [3][2]string{{"right", "left"}, {"to the front", "to the back"}, {"up", "down"}} {
		switch v := p[k]; {
		case v >= 0.01:
			parts = append(parts, metres(v)+"\u00a0m "+words[0])
		case v <= -0.01:
			parts = append(parts, metres(-v)+"\u00a0m "+words[1])
		}
	}
	if len(parts) == 0 {
		return "in the centre of the base"
	}
	return strings.Join(parts, ", ")
}

// supports lists the heights of what things can stand on, and the free areas.
func supports(a *assets.Asset) (value, note string) {
	if len(a.SupportHeights) == 0 {
		return "none", ""
	}
	const most = 6
	var heights []string
	for _, h := range a.SupportHeights[:min(len(a.SupportHeights), most)] {
		heights = append(heights, fmt.Sprintf("%.2f", h))
	}
	value = strings.Join(heights, ", ") + " m"
	if n := len(a.SupportHeights) - most; n > 0 {
		value += fmt.Sprintf(" and %d more", n)
	}
	free := 0.0
	for _, s := range a.Surfaces {
		free += s.Area
	}
	if free > 0 {
		note = fmt.Sprintf("%.2g\u00a0m²\u00a0free", free)
	}
	return value, note
}

// extent writes a size in one piece: right, front and up.
func extent(s scenes.Vec3) string {
	return fmt.Sprintf("%s\u00a0×\u00a0%s\u00a0×\u00a0%s\u00a0m", metres(s[0]), metres(s[1]), metres(s[2]))
}

// metres writes a length with the digits that matter.
func metres(v float64) string {
	switch m := max(v, -v); {
	case m >= 100:
		return fmt.Sprintf("%.0f", v)
	case m >= 10:
		return fmt.Sprintf("%.1f", v)
	case m >= 0.01 || m == 0:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

// count writes a number with its word.
func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return thousands(n) + " " + word + "s"
}

// thousands sets the digits of a number off in threes.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "\u202f" + text[i:]
	}
	return text
}

// longest is how many bytes of a text of a pack are shown.
const longest = 800

// legible makes a text of a pack fit for a page: clean and of bounded length.
func legible(text string) string {
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return clean(text)
}

// clean makes a text valid UTF-8 without control characters or those that turn
// the direction of what follows.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < 0x20 || r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f:
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

func legibles(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = legible(t)
	}
	return out
}
