package semantics

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// vote is what one class says about the metres per unit of a pack.
type vote struct {
	class string
	scale float64
}

// commonUnits are the units that files are made in; a guess close to one of
// them is that one.
var commonUnits = []struct {
	scale float64
	name  string
}{{1, "metres"}, {0.01, "centimetres"}, {0.0254, "inches"}, {0.001, "millimetres"}, {0.3048, "feet"}}

// measured is a model's size in file units with what it is taken for.
type measured struct {
	kind kind
	size scenes.Vec3
}

// scaleGuess is metres per file unit, why, and how far to trust it.
type scaleGuess struct {
	scale      float64
	why        string
	confidence float64
}

var asMetres = scaleGuess{1, "file units taken as metres: the pack has no classes whose size is known", 0.2}

// rulerOf is the axis (0 right, 1 front, 2 up) by which a class tells a pack's
// scale, or -1. Bodies fix the length of beds and the height of seats, tables
// and worktops; widths vary with style, and so do stools and low tables.
func rulerOf(c *taxonomy.Class) int {
	switch {
	case c == nil:
	case c.Has(taxonomy.Bed):
		return 1
	case c.Has(taxonomy.Stool) || c.Has(taxonomy.Bench) || c.Has(taxonomy.LowTable):
	case c.Mount == scenes.OnFloor && (c.Has(taxonomy.Seat) || c.Has(taxonomy.Table) || c.Has(taxonomy.Counter) || c.Has(taxonomy.Sanitary)):
		return 2
	}
	return -1
}

// packScale infers the metres per file unit of a pack from the classes whose
// size bodies fix: the median over classes of typical ÷ measured size, each
// class counted once, so that neither many chairs nor one wrong class decide.
// Classes without such a size are asked when no other is there, by the mean
// over their three axes.
func packScale(models []measured) scaleGuess {
	votes := collect(models, func(m measured) (float64, bool) {
		a := rulerOf(m.kind.class)
		if a < 0 {
			return 0, false
		}
		return m.kind.class.Typical()[a] / m.size[a], m.size[a] > 0
	})
	how := "by the length of beds and the height of seats, tables and worktops"
	if len(votes) == 0 {
		how = "by all their sides"
		votes = collect(models, func(m measured) (float64, bool) {
			if m.kind.flat() {
				return 0, false
			}
			s := bySides(m.size, m.kind.class)
			return s, s > 0
		})
		// One look-alike in a pack of other things proves nothing.
		if len(votes) < 2 && len(models) > 2 {
			return asMetres
		}
	}
	if len(votes) == 0 {
		return asMetres
	}
	scale, spread := median(votes), 0.0
	var off []float64
	for _, v := range votes {
		off = append(off, math.Abs(math.Log(v.scale/scale)))
	}
	slices.Sort(off)
	spread = off[len(off)/2]
	out := scaleGuess{scale: scale, confidence: 0.55 + 0.1*min(float64(len(votes)), 4)}
	if how == "by all their sides" {
		out.confidence -= 0.2
	}
	switch {
	case spread > math.Log(2):
		out.confidence = 0.25
	case spread > math.Log(1.4):
		out.confidence -= 0.2
	}
	for _, u := range commonUnits {
		if math.Abs(math.Log(scale/u.scale)) < math.Log(1.15) {
			out.scale, out.why = u.scale, fmt.Sprintf("file units are %s: %s", u.name, describe(votes, scale, how))
			return out
		}
	}
	// Two digits are all that proportions of game furniture support.
	digits := math.Pow(10, math.Floor(math.Log10(scale))-1)
	out.scale = math.Round(scale/digits) * digits
	out.why = describe(votes, scale, how)
	return out
}

// bySides is the scale that a model's own size speaks for, by the mean over its
// three sides, or 0.
func bySides(size scenes.Vec3, c *taxonomy.Class) float64 {
	if c == nil {
		return 0
	}
	sum, typical := 0.0, c.Typical()
	for a := range 3 {
		if !(size[a] > 0) {
			return 0
		}
		sum += math.Log(typical[a] / size[a])
	}
	return math.Exp(sum / 3)
}

// collect takes the median within each class first. What a weak source named
// has no vote.
func collect(models []measured, ratio func(measured) (float64, bool)) []vote {
	by := make(map[string][]vote)
	var order []string
	for _, m := range models {
		if m.kind.class == nil || m.kind.confidence < byMeshName {
			continue
		}
		r, ok := ratio(m)
		if !ok || !(r > 0) || math.IsInf(r, 0) {
			continue
		}
		name := m.kind.class.Name
		if by[name] == nil {
			order = append(order, name)
		}
		by[name] = append(by[name], vote{name, r})
	}
	var out []vote
	for _, class := range order {
		out = append(out, vote{class, median(by[class])})
	}
	return out
}

func median(v []vote) float64 {
	s := slices.Clone(v)
	slices.SortFunc(s, func(a, b vote) int {
		if a.scale != b.scale {
			if a.scale < b.scale {
				return -1
			}
			return 1
		}
		return strings.Compare(a.class, b.class)
	})
	n := len(s)
	return (s[(n-1)/2].scale + s[n/2].scale) / 2
}

func describe(votes []vote, scale float64, how string) string {
	var parts []string
	for i, v := range votes {
		if i == 5 {
			parts = append(parts, fmt.Sprintf("%d more", len(votes)-i))
			break
		}
		parts = append(parts, fmt.Sprintf("%s %.3g", v.class, v.scale))
	}
	word := "classes"
	if len(votes) == 1 {
		word = "class"
	}
	return fmt.Sprintf("%.3g m per unit, the median over %d %s %s (%s)", scale, len(votes), word, how, strings.Join(parts, ", "))
}
