package semantics

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

const (
	// leastArea is the free area in m² from which a surface is of use.
	leastArea = 0.005
	// leastClear is the headroom in metres from which a surface is of use.
	leastClear = 0.06
	// leastHeight is the height in metres below which a surface is the floor.
	leastHeight = 0.01
	// oneStep is the difference of heights in metres below which two surfaces
	// are one with a rim or a seam.
	oneStep = 0.025
)

// carriers are the roles of things that others stand, lie or sit on. What is
// known to be none of them has level parts too, such as the rim of a flower
// pot, but they carry nothing.
var carriers = []taxonomy.Role{
	taxonomy.Seat, taxonomy.Table, taxonomy.Bed, taxonomy.Storage, taxonomy.Sideboard, taxonomy.Bookcase, taxonomy.WallShelf,
	taxonomy.Appliance, taxonomy.Counter, taxonomy.Sanitary, taxonomy.Display, taxonomy.Hearth, taxonomy.Instrument, taxonomy.Structure,
}

func (it *item) carries() bool {
	c := it.kind.class
	return c == nil || c.SurfaceOK || slices.ContainsFunc(carriers, c.Plays)
}

// surfaces turns levels into metres and leaves out what is of no use.
func (it *item) surfaces(s shape.Shape, scale float64, flat bool) ([]assets.Surface, []float64, assets.Reason) {
	heights := []float64{}
	if flat {
		return nil, heights, assets.Reason{Why: "it lies flat: what stands on it stands on the floor", Confidence: 0.9}
	}
	if !it.carries() {
		return nil, heights, assets.Reason{Why: fmt.Sprintf("nothing stands on %s", article(it.kind.class)), Confidence: it.kind.confidence}
	}
	var out []assets.Surface
	for _, l := range s.Levels {
		n := assets.Surface{
			Height: round(l.Height*scale, 1e3), Area: round(l.Area*scale*scale, 1e4), Clear: round(l.Clear*scale, 1e3),
			Min: scenes.Vec2{round(l.Min[0]*scale, 1e3), round(l.Min[1]*scale, 1e3)},
			Max: scenes.Vec2{round(l.Max[0]*scale, 1e3), round(l.Max[1]*scale, 1e3)},
		}
		if n.Area < leastArea || n.Height < leastHeight || n.Clear > 0 && n.Clear < leastClear {
			continue
		}
		if last := len(out) - 1; last >= 0 && n.Height-out[last].Height < oneStep {
			if n.Area > out[last].Area {
				out[last] = n
			}
			continue
		}
		out = append(out, n)
	}
	for _, n := range out {
		heights = append(heights, n.Height)
	}
	if len(out) == 0 {
		return nil, heights, assets.Reason{Why: fmt.Sprintf("no level surface that is free covers over %.0f %% of its plan", 100*shape.SupportShare), Confidence: 0.7}
	}
	sure := 0.85
	if it.kind.class == nil {
		sure = 0.6
	}
	top := out[len(out)-1]
	many := "a level surface covers"
	if len(out) > 1 {
		many = fmt.Sprintf("%d level surfaces cover", len(out))
	}
	return out, heights, assets.Reason{Why: fmt.Sprintf("%s over %.0f %% of its plan, the highest at %.2f m with %.2f m² free",
		many, 100*shape.SupportShare, top.Height, top.Area), Confidence: sure}
}

// saidWithin returns the heights that a person gave and a model of the given
// height can have, and warns of the others. It is false where nothing is left
// of what was said, and so what was found stands.
func (it *item) saidWithin(height float64) ([]float64, bool) {
	if it.said.SupportHeights == nil {
		return nil, false
	}
	within, out := []float64{}, []string{}
	for _, h := range it.said.SupportHeights {
		if h <= height*1.01+0.001 {
			within = append(within, h)
		} else {
			out = append(out, fmt.Sprintf("%.4g", h))
		}
	}
	if len(out) > 0 {
		it.warnings = append(it.warnings, fmt.Sprintf("is %.2f m high; left out of what was said of its support_heights_m: %s", height, strings.Join(out, ", ")))
	}
	return within, len(within) > 0 || len(out) == 0
}

// saidHeights are the surfaces at the heights that a person gave; those that
// were found within a few centimetres keep what was measured of them.
func saidHeights(found []assets.Surface, heights []float64) []assets.Surface {
	var out []assets.Surface
	for _, h := range heights {
		best, least := assets.Surface{Height: h}, 0.05
		for _, s := range found {
			if d := math.Abs(s.Height - h); d < least {
				best, least = s, d
			}
		}
		best.Height = h
		out = append(out, best)
	}
	return out
}
