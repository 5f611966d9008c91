package semantics

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// byShapeOnly is the confidence of what no name speaks for.
const byShapeOnly = 0.3

// byShape takes a model without a telling name for a chair or a table when it
// looks like nothing else: a seat at sitting height with a back over it, or one
// free top at table height on legs. Everything else stays unknown.
func byShape(k kind, s shape.Shape, scale float64) kind {
	if k.confidence > byFolder && k.name != "prop" && !numbered(k) {
		return k
	}
	size := s.Size.Mul(scale)
	if q, _, sure := byUpper(s); sure >= 0.9 {
		s := s.Turned(q)
		for _, l := range s.Levels {
			h := l.Height * scale
			if h > 0.38 && h < 0.56 && h < 0.65*size[2] && h > 0.35*size[2] && l.Clear == 0 && misfit(s.Size.Mul(scale), taxonomy.Find("chair")) < 0.15 {
				return shaped("chair", fmt.Sprintf("it has a seat at %.2f m with a back over it", h))
			}
		}
	}
	if n := len(s.Levels); n > 0 && s.Levels[n-1].Height > 0.97*s.Size[2] && s.Levels[n-1].Area > 0.75*s.Size[0]*s.Size[1] {
		open := 0.0
		for _, side := range s.Sides {
			open = max(open, side.Flat)
		}
		small, large := min(size[0], size[1]), max(size[0], size[1])
		if open < 0.3 && size[2] > 0.68 && size[2] < 0.8 && small > 0.55 && large < 2.6 {
			return shaped("table", fmt.Sprintf("it is one free top at %.2f m on legs", size[2]))
		}
	}
	return k
}

// numbered reports whether an unknown thing's words are too short to be words.
func numbered(k kind) bool { return len(k.name) <= 3 }

func shaped(class, why string) kind {
	return kind{class: taxonomy.Find(class), name: class, why: "no name tells, but " + why, confidence: byShapeOnly}
}
