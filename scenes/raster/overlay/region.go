package overlay

import (
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// coarse is how many cells a side regions are studied in at most.
const coarse = 512

// region is what is seen of an object.
type region struct {
	// x0 to y1 is the box round it in pixels, the upper bounds exclusive.
	x0, y0, x1, y1 int
	pixels         int
	// anchor is the point of it that is farthest from its outline: where
	// set-of-mark prompting puts a mark (Yang et al. 2023, section 2.3). deep is
	// how far.
	anchor ink.Point
	deep   float64
}

// survey finds the regions of all objects.
func (s *sheet) survey() {
	s.regions = make([]region, len(s.task.Objects))
	for i := range s.regions {
		s.regions[i] = region{x0: s.f.W, y0: s.f.H}
	}
	for y := range s.f.H {
		for x, id := range s.f.ID[y*s.f.W : (y+1)*s.f.W] {
			k := int(id) - raster.ObjectID
			if k < 0 || k >= len(s.regions) {
				continue
			}
			r := &s.regions[k]
			r.pixels++
			r.x0, r.y0, r.x1, r.y1 = min(r.x0, x), min(r.y0, y), max(r.x1, x+1), max(r.y1, y+1)
		}
	}
	step := max(1, (max(s.f.W, s.f.H)+coarse-1)/coarse)
	var dist []int32
	for k := range s.regions {
		dist = s.pole(&s.regions[k], uint16(k+raster.ObjectID), step, dist)
	}
}

// pole finds a region's anchor by a chamfer distance with steps of 3 and 4.
func (s *sheet) pole(r *region, id uint16, step int, dist []int32) []int32 {
	if r.pixels == 0 {
		return dist
	}
	w, h := (r.x1-r.x0+step-1)/step+2, (r.y1-r.y0+step-1)/step+2
	if cap(dist) < w*h {
		dist = make([]int32, w*h)
	}
	dist = dist[:w*h]
	clear(dist)
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			if u, v := r.x0+(x-1)*step, r.y0+(y-1)*step; s.f.ID[v*s.f.W+u] == id {
				i := y*w + x
				dist[i] = min(dist[i-1]+3, dist[i-w]+3, dist[i-w-1]+4, dist[i-w+1]+4)
			}
		}
	}
	best, at := int32(0), 0
	cx, cy := w/2, h/2
	for y := h - 2; y > 0; y-- {
		for x := w - 2; x > 0; x-- {
			i := y*w + x
			if dist[i] == 0 {
				continue
			}
			dist[i] = min(dist[i], dist[i+1]+3, dist[i+w]+3, dist[i+w+1]+4, dist[i+w-1]+4)
			// Of equally deep points that nearest to the middle.
			if d := dist[i]; d > best || d == best && square(x-cx, y-cy) < square(at%w-cx, at/w-cy) {
				best, at = d, i
			}
		}
	}
	if best == 0 { // finer than the cells: its first pixel
		for i := r.y0*s.f.W + r.x0; ; i++ {
			if s.f.ID[i] == id {
				r.anchor = ink.Point{X: float64(i%s.f.W) + 0.5, Y: float64(i/s.f.W) + 0.5}
				return dist
			}
		}
	}
	r.anchor = ink.Point{X: float64(r.x0+(at%w-1)*step) + 0.5, Y: float64(r.y0+(at/w-1)*step) + 0.5}
	r.deep = float64(best) / 3 * float64(step)
	return dist
}

func square(x, y int) int { return x*x + y*y }
