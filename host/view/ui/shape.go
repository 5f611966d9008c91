package ui

import (
	"cmp"
	"slices"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// run is a line of text shaped at one size in pixels.
type run struct {
	glyphs []placed
	// width is the advance, ascent and descent those of the main font, so that
	// lines of all scripts stand on one line.
	width, ascent, descent float32
	// edges[i] is where the i-th letter begins, edges[len] where the last ends.
	edges []float32
	hash  uint64
}

type placed struct {
	face *font.Face
	gid  font.GID
	x, y float32
}

type runKey struct {
	text string
	size float32
	bold bool
}

// shaper shapes and remembers lines of text.
type shaper struct {
	maps  [2]*fontmap
	seg   shaping.Segmenter
	hb    shaping.HarfbuzzShaper
	cache map[runKey]*run
}

func newShaper() *shaper {
	return &shaper{maps: [2]*fontmap{newFontmap(false), newFontmap(true)}, cache: map[runKey]*run{}}
}

// cacheLimit is how many lines are remembered; then the memory starts afresh.
const cacheLimit = 8192

// tabular asks for digits of one width, so that changing numbers do not dance.
var tabular = []shaping.FontFeature{{Tag: ot.MustNewTag("tnum"), Value: 1}}

func (s *shaper) shape(text string, size float32, bold bool) *run {
	key := runKey{text, size, bold}
	if r, ok := s.cache[key]; ok {
		return r
	}
	if len(s.cache) >= cacheLimit {
		clear(s.cache)
	}
	m := s.maps[0]
	if bold {
		m = s.maps[1]
	}
	letters := []rune(text)
	r := &run{edges: make([]float32, len(letters)+1), hash: hashString(hashSeed, text)}
	r.hash = mix(r.hash, uint64(size*64))
	if bold {
		r.hash = mix(r.hash, 1)
	}
	perUnit := size / float32(m.main.Upem())
	if e, ok := m.main.FontHExtents(); ok {
		r.ascent, r.descent = e.Ascender*perUnit, -e.Descender*perUnit
	}
	in := shaping.Input{
		Text: letters, RunEnd: len(letters), Direction: di.DirectionLTR, Size: fixed.Int26_6(size * 64),
		Language: language.DefaultLanguage(), FontFeatures: tabular,
	}
	var outs []shaping.Output
	if len(letters) > 0 {
		for _, part := range s.seg.Split(in, m) {
			outs = append(outs, s.hb.Shape(part))
		}
	}
	s.arrange(outs)
	slices.SortStableFunc(outs, func(a, b shaping.Output) int { return cmp.Compare(a.VisualIndex, b.VisualIndex) })
	x := float32(0)
	for _, out := range outs {
		x = r.add(out, x)
	}
	r.width = x
	r.edges[len(letters)] = x
	if len(outs) > 0 && outs[len(outs)-1].Direction == di.DirectionRTL && len(outs) == 1 {
		r.edges[len(letters)] = 0
	}
	s.cache[key] = r
	return r
}

// arrange puts runs that read from right to left, and follow each other, into
// the order they are seen in; the line as a whole reads from left to right.
func (s *shaper) arrange(outs []shaping.Output) {
	for i := 0; i < len(outs); {
		j := i + 1
		if outs[i].Direction == di.DirectionRTL {
			for j < len(outs) && outs[j].Direction == di.DirectionRTL {
				j++
			}
		}
		for k := i; k < j; k++ {
			outs[k].VisualIndex = int32(i + j - 1 - k)
		}
		i = j
	}
}

// add appends the glyphs of a part from x on and returns where it ends.
func (r *run) add(out shaping.Output, x float32) float32 {
	for _, g := range out.Glyphs {
		r.glyphs = append(r.glyphs, placed{out.Face, g.GlyphID, x + f32(g.XOffset), -f32(g.YOffset)})
		n := max(1, g.RunesCount())
		advance := f32(g.Advance)
		for k := range n {
			if i := g.TextIndex() + k; i < len(r.edges) {
				at := x + advance*float32(k)/float32(n)
				if out.Direction == di.DirectionRTL {
					at = x + advance - advance*float32(k)/float32(n)
				}
				// Several glyphs of a cluster: the first one's edge stands.
				if k > 0 || r.edges[i] == 0 || out.Direction == di.DirectionRTL {
					r.edges[i] = at
				}
			}
		}
		x += advance
	}
	return x
}

func f32(v fixed.Int26_6) float32 { return float32(v) / 64 }
