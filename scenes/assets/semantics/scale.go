package semantics

import (
	"fmt"
	"math"
	"slices"
	"strings"
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

// packScale infers the metres per file unit of a pack from the classes whose
// size bodies fix: the median over classes of typical ÷ measured size, each
// class counted once. Classes without such a size are asked when no other is
// there, by the mean over their three axes.
func packScale(files []*Facts) (float64, string) {
	votes := collect(files, func(f *Facts) (float64, bool) {
		a := f.kind.ruler
		if a < 0 {
			return 0, false
		}
		return typical(f, a) / f.measured[a], f.measured[a] > 0
	})
	how := "by the length of beds and the height of seats, tables and worktops"
	if len(votes) == 0 {
		how = "by all their sides"
		votes = collect(files, func(f *Facts) (float64, bool) {
			if !f.kind.known || f.kind.flat {
				return 0, false
			}
			sum := 0.0
			for a := range 3 {
				if f.measured[a] <= 0 {
					return 0, false
				}
				sum += math.Log(typical(f, a) / f.measured[a])
			}
			return math.Exp(sum / 3), true
		})
		// One look-alike in a pack of other things proves nothing.
		if len(votes) < 2 && len(files) > 2 {
			return 1, "file units taken as metres: the pack has no classes whose size is known"
		}
	}
	if len(votes) == 0 {
		return 1, "file units taken as metres: the pack has no classes whose size is known"
	}
	scale := median(votes)
	for _, u := range commonUnits {
		if math.Abs(math.Log(scale/u.scale)) < math.Log(1.15) {
			return u.scale, fmt.Sprintf("file units are %s: %s", u.name, describe(votes, scale, how))
		}
	}
	// Two digits are all that proportions of game furniture support.
	digits := math.Pow(10, math.Floor(math.Log10(scale))-1)
	scale = math.Round(scale/digits) * digits
	return scale, describe(votes, scale, how)
}

// typical is the middle of the class's usual size along an axis.
func typical(f *Facts, axis int) float64 { return (f.kind.lo[axis] + f.kind.hi[axis]) / 2 }

// collect takes the median within each class first.
func collect(files []*Facts, ratio func(*Facts) (float64, bool)) []vote {
	by := make(map[string][]vote)
	var order []string
	for _, f := range files {
		r, ok := ratio(f)
		if !ok || !(r > 0) || math.IsInf(r, 0) {
			continue
		}
		if by[f.kind.name] == nil {
			order = append(order, f.kind.name)
		}
		by[f.kind.name] = append(by[f.kind.name], vote{f.kind.name, r})
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
	return fmt.Sprintf("%.3g m per unit, the median over %d classes %s (%s)", scale, len(votes), how, strings.Join(parts, ", "))
}
