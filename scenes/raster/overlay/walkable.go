package overlay

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
	"github.com/metaspatial/metaspatial/scenes/measure/function"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// margin is how many cells are added round the floor, so that its outline has
// another side to be measured on.
const margin = 4

// reach returns the floor that a person who comes in by any door can cover, or
// by the largest piece in rooms without doors: the navigability of package
// function. It is false when nobody can be on the floor.
func reach(t *scenes.Task, l *scenes.Layout) (*freespace.Grid, bool) {
	g := function.Reached(world.New(t, l, nil), function.Options{})
	if g.Count() == 0 {
		return nil, false
	}
	return widen(g), true
}

// widen returns a raster with the margin round it.
func widen(g *freespace.Grid) *freespace.Grid {
	// at is a place of the floor in halves of cells.
	at := func(x, y int) scenes.Vec2 {
		return scenes.Vec2{g.Origin[0] + float64(half(x)*g.Cell), g.Origin[1] + float64(half(y)*g.Cell)}
	}
	var out freespace.Grid
	out.Cover(g.Origin, at(2*g.W, 2*g.H), freespace.Options{Cell: g.Cell, Margin: margin * g.Cell})
	for y := range g.H {
		for x := 0; x < g.W; x++ {
			from := x
			for g.Free(x, y) {
				x++
			}
			if n := x - from; n > 0 {
				out.Open(geom.Box{
					Center: raise(at(from+x, 2*y+1), 0),
					Half:   scenes.Vec3{float64(half(n)*g.Cell) - float64(g.Cell/4), g.Cell / 4, 1},
				}, 0)
			}
		}
	}
	return &out
}

// signed returns the distance in metres of every cell's centre to the outline
// of what is free, negative outside.
func signed(g *freespace.Grid) []float32 {
	in := g.Distances(nil)
	var rest freespace.Grid
	rest.CopyFrom(g)
	rest.Clear()
	size := float64(g.W+g.H) * g.Cell
	rest.Open(geom.Box{Center: scenes.Vec3{g.Origin[0], g.Origin[1], 0}, Half: scenes.Vec3{size, size, 1}}, 0)
	rest.AndNot(g)
	edge := float32(g.Cell / 2)
	for i, d := range rest.Distances(nil) {
		if in[i] > 0 {
			in[i] -= edge
		} else {
			in[i] = edge - d
		}
	}
	return in
}

// walkable tints the floor that a person reaches, with a line round it.
func (s *sheet) walkable() {
	g, ok := reach(s.task, s.layout)
	if !ok {
		return
	}
	dist := signed(g)
	at := func(x, y int) float64 {
		return float64(dist[min(max(y, 0), g.H-1)*g.W+min(max(x, 0), g.W-1)])
	}
	for y := range s.f.H {
		for x := range s.f.W {
			p, ok := s.floor(x, y)
			if !ok {
				continue
			}
			// Bilinear between the cells' centres.
			u, v := (p[0]-g.Origin[0])/g.Cell-0.5, (p[1]-g.Origin[1])/g.Cell-0.5
			i, j := int(math.Floor(u)), int(math.Floor(v))
			fx, fy := u-float64(i), v-float64(j)
			low := at(i, j) + float64((at(i+1, j)-at(i, j))*fx)
			high := at(i, j+1) + float64((at(i+1, j+1)-at(i, j+1))*fx)
			d := (low + float64((high-low)*fy)) / s.pixel(float64(s.f.Depth[y*s.f.W+x]))
			if d < -0.5 {
				continue
			}
			edge := min(1, max(0, d+0.5))
			a, c := float64(128*edge), sky
			if line := float64(1.5 * s.u); d < line+0.5 {
				a, c = max(a, float64(235*min(edge, line+0.5-d))), deep(sky)
			}
			q := s.img.PixOffset(x, y)
			ink.Blend(s.img.Pix[q:q+4], c, int32(a+0.5))
		}
	}
}

// floor returns the point of the floor, or of a covering on it, that is seen at
// a pixel.
func (s *sheet) floor(x, y int) (scenes.Vec3, bool) {
	i := y*s.f.W + x
	id, depth := s.f.ID[i], s.f.Depth[i]
	if id == raster.NoID || depth <= 0 {
		return scenes.Vec3{}, false
	}
	highest := 0.015
	if k := int(id) - raster.ObjectID; k >= 0 {
		if k >= len(s.task.Objects) || !s.task.Objects[k].Flat {
			return scenes.Vec3{}, false
		}
		highest = 0.1
	}
	p := s.rays.point(x, y, depth)
	return p, p[2] < highest && p[2] > -0.05
}
