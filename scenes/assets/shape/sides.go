package shape

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Side is what one of the four sides shows.
type Side struct {
	// Flat is the part of the side of the bounding box that an upright surface
	// at its very edge covers: 1 for the back of a wardrobe.
	Flat float64 `json:"flat"`
	// Detail is the number of triangles near the side that face it or look
	// askance from it: handles, frames and mouldings have many.
	Detail float64 `json:"detail"`
}

const (
	// upperShare is the part of the height that tells a back.
	upperShare = 0.35
	// edgeShare is the part of the extent that is the very edge of a side.
	edgeShare = 0.02
	// nearShare is the part of the extent that is near a side.
	nearShare = 0.2
)

// upper returns the centre of the upper part's surface as shares of the extent.
func (s *soup) upper() scenes.Vec2 {
	size := s.size()
	limit := size[2] * (1 - upperShare)
	var sum scenes.Vec2
	total := 0.0
	for i := range s.triangles {
		t := &s.triangles[i]
		if c := t.centre(); c[2] > limit {
			sum, total = sum.Add(scenes.Vec2{c[0], c[1]}.Mul(float64(t.area))), total+float64(t.area)
		}
	}
	for k := range sum {
		if total == 0 || size[k] == 0 {
			return scenes.Vec2{}
		}
		sum[k] = math.Round(sum[k]/(total*size[k])*1e4)/1e4 + 0
	}
	return sum
}

func (s *soup) sides() [4]Side {
	var out [4]Side
	size := s.size()
	for i := range s.triangles {
		t := &s.triangles[i]
		n, c := t.normal, t.centre()
		for k := range 4 {
			// The sides look along y and x by turns, forwards first.
			axis, sign := 1-k%2, 1.0
			if k >= 2 {
				sign = -1
			}
			facing := sign * float64(n[axis])
			if facing < -0.1 {
				continue
			}
			from := size[axis]/2 - sign*c[axis]
			if from > nearShare*size[axis] {
				continue
			}
			if across := size[1-axis] * size[2]; facing > 0.95 && from < edgeShare*size[axis] && across > 0 {
				out[k].Flat += float64(t.area) / across
			}
			if math.Abs(t.up()) < 0.95 {
				out[k].Detail++
			}
		}
	}
	for k := range out {
		out[k].Flat = math.Round(min(out[k].Flat, 1)*1000) / 1000
	}
	return out
}
