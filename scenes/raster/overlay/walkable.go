package overlay

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
	"github.com/metaspatial/metaspatial/scenes/measure/function"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// A body is in a walker's way between these heights in metres, as package
// function has it; threshold is how far behind a door one stands who came in.
const (
	headroom  = 2.0
	stepOver  = 0.03
	threshold = 0.15
	mostCells = 1024
)

// reach returns the floor that a person who comes in by any door can cover, or
// by the largest piece in rooms without doors: the navigability of package
// function. It is false when nobody can be on the floor.
func reach(t *scenes.Task, l *scenes.Layout) (*freespace.Grid, bool) {
	room := &t.Room
	e := room.Extent()
	var free, seeds freespace.Grid
	free.Reset(room.Floor, room.Holes, freespace.Options{
		Cell: max(function.DefaultCell, e[0]/mostCells, e[1]/mostCells), Margin: 0.1,
	})
	for i := range l.Placements {
		o, _ := t.Find(l.Placements[i].ID)
		if o == nil || o.Flat {
			continue
		}
		if b := geom.BoxOf(o, l.Placements[i]); b.Bottom() < headroom && b.Top() > stepOver {
			free.Block(b, 0)
		}
	}
	const radius = function.DefaultRadius
	stand := &free
	stand.ErodeDisk(radius)
	var parts freespace.Components
	parts.Find(stand, freespace.Eight)
	marked, doors := make([]bool, len(parts.Sizes)), 0
	seeds.CopyFrom(stand)
	var touched []bool
	for _, o := range room.Openings {
		if o.Kind != scenes.Door || o.Wall < 0 || o.Wall >= len(room.Floor) || !(o.Width > 0) {
			continue
		}
		doors++
		b := geom.DoorZone(room, o)
		_, front := scenes.Axes(b.Yaw)
		depth := max(threshold, 3*stand.Cell)
		at := offset(offset(b.Center.Vec2(), front, -b.Half[1]), front, radius+depth/2)
		b.Center[0], b.Center[1] = at[0], at[1]
		b.Half[0], b.Half[1] = max(b.Half[0]-radius, 1.5*stand.Cell), depth/2
		seeds.Clear()
		seeds.Open(b, 0)
		touched = parts.Touching(&seeds, touched)
		for k, m := range touched {
			marked[k] = marked[k] || m
		}
	}
	if k, _ := parts.Largest(); doors == 0 && k >= 0 {
		marked[k] = true
	}
	reached := new(freespace.Grid)
	reached.CopyFrom(stand)
	parts.Keep(reached, marked)
	reached.DilateDisk(radius)
	return reached, reached.Count() > 0
}

// signed returns the distance in metres of every cell's centre to the outline
// of what is free, negative outside.
func signed(g *freespace.Grid) []float32 {
	in := g.Distances(nil)
	var rest freespace.Grid
	rest.CopyFrom(g)
	rest.Clear()
	size := math.Hypot(float64(g.W), float64(g.H)) * g.Cell
	rest.Open(geom.Box{Center: scenes.Vec3{g.Origin[0], g.Origin[1], 0}, Half: scenes.Vec3{size, size, 1}}, 0)
	rest.AndNot(g)
	half := float32(g.Cell / 2)
	for i, d := range rest.Distances(nil) {
		if in[i] > 0 {
			in[i] -= half
		} else {
			in[i] = half - d
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
			a, c := 128*edge, sky
			if line := 1.5 * s.u; d < line+0.5 {
				a, c = max(a, 235*min(edge, line+0.5-d)), deep(sky)
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
