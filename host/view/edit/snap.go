package edit

import (
	"math"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Snap says what a drag holds on to. The zero value holds on to nothing.
type Snap struct {
	// Grid is the distance of the grid's lines in metres, Angle the steps of
	// headings in degrees; 0 for none.
	Grid, Angle float64
	// Walls pulls things to walls, and turns what is put down anew with its back
	// to one; Sides pulls them to the sides and middles of others; Surfaces puts
	// what stands onto what is below it.
	Walls, Sides, Surfaces bool
	// Reach is how near, in metres, something must be to hold; 0 means 0.12.
	Reach float64
}

// DefaultSnap is what a new window snaps to.
var DefaultSnap = Snap{Grid: 0.05, Angle: 15, Walls: true, Sides: true, Surfaces: true}

// Off returns the snapping while its toggle key is held: none, but that things
// still stand on what is below them.
func (s Snap) Off() Snap { return Snap{Surfaces: s.Surfaces} }

// Snapped is where something goes.
type Snapped struct {
	Placement scenes.Placement
	// Carrier is what it stands on, empty for the floor.
	Carrier string
	// Guides are the lines that it holds on to.
	Guides [][2]scenes.Vec3
}

// To returns where an object goes that is held at p in a room. Turn says that
// its heading may follow a wall: when it is put down anew, and for what hangs on
// walls, always.
func (s Snap) To(t *scenes.Task, l *scenes.Layout, o *scenes.Object, p scenes.Placement, turn bool) Snapped {
	reach := s.Reach
	if reach <= 0 {
		reach = 0.12
	}
	p.ID = o.ID
	if s.Angle > 0 {
		p.Yaw = math.Round(p.Yaw/s.Angle) * s.Angle
	}
	p.Yaw = document.Heading(p.Yaw)
	out := Snapped{}
	space := geom.NewSpace(&t.Room)
	if o.Support == scenes.OnWall {
		p = onWall(space, o, p)
		p.Position[2] = min(max(p.Position[2], o.Size[2]/2), max(t.Room.Height-o.Size[2]/2, o.Size[2]/2))
		out.Placement = p
		return out
	}
	if s.Walls && turn && o.Support == scenes.OnFloor {
		if w, gap := nearest(space, p.Position.Vec2()); gap < o.Size[1]/2+4*reach {
			p.Yaw = w.Yaw
		}
	}
	var held [2]bool
	if s.Walls {
		s.toWalls(space, o, &p, reach, &held, &out)
	}
	if s.Sides {
		s.toSides(t, l, o, &p, reach, &held, &out)
	}
	if s.Grid > 0 {
		for axis := range held {
			if !held[axis] {
				p.Position[axis] = math.Round(p.Position[axis]/s.Grid) * s.Grid
			}
		}
	}
	switch {
	case o.Support == scenes.OnCeiling:
		p.Position[2] = t.Room.Height - o.Size[2]/2
	case s.Surfaces:
		var top float64
		out.Carrier, top = document.Carrier(t, l, o, p.Position.Vec2(), math.Inf(1))
		if !small(o) && o.Parent != out.Carrier {
			out.Carrier, top = "", 0
		}
		p.Position[2] = top + o.Size[2]/2
	case o.Support == scenes.OnObject:
		out.Carrier = o.Parent
	}
	out.Placement = p
	return out
}

// Within returns a pose moved in from the walls that the object would stand in or
// beyond, as when one points at the wall behind the place that is meant. Walls
// further than a metre and a half behind are left alone.
func Within(room *scenes.Room, o *scenes.Object, p scenes.Placement) scenes.Placement {
	walls := geom.NewSpace(room).Walls()
	// Twice, for what the one wall pushes into another.
	for range 2 {
		for _, w := range walls {
			right, front := scenes.Axes(p.Yaw)
			shadow := (o.Size[0]*math.Abs(right.Dot(w.Inward)) + o.Size[1]*math.Abs(front.Dot(w.Inward))) / 2
			d := p.Position.Vec2().Sub(w.From)
			in := shadow - d.Dot(w.Inward)
			along := d.Dot(w.To.Sub(w.From)) / (w.Length * w.Length)
			if in > 0 && in < shadow+1.5 && along > -0.1 && along < 1.1 {
				p.Position = p.Position.Add(w.Inward.Mul(in).Vec3(0))
			}
		}
	}
	return p
}

// small reports whether an object goes onto tables by itself when it is dragged
// over one: what is larger slides past.
func small(o *scenes.Object) bool {
	return o.Support == scenes.OnObject || o.Size[0]*o.Size[1] < 0.12 && o.Size[2] < 0.7
}

// nearest returns the wall nearest to a point and how far that is.
func nearest(space *geom.Space, p scenes.Vec2) (w geom.Wall, gap float64) {
	gap = math.Inf(1)
	for _, c := range space.Walls() {
		along := c.To.Sub(c.From).Mul(1 / c.Length)
		at := c.From.Add(along.Mul(min(max(p.Sub(c.From).Dot(along), 0), c.Length)))
		if d := at.Sub(p).Len(); d < gap {
			w, gap = c, d
		}
	}
	return w, gap
}

// onWall puts an object with its back to the nearest wall, within its length.
func onWall(space *geom.Space, o *scenes.Object, p scenes.Placement) scenes.Placement {
	w, gap := nearest(space, p.Position.Vec2())
	if math.IsInf(gap, 1) {
		return p
	}
	along := w.To.Sub(w.From).Mul(1 / w.Length)
	half := min(o.Size[0], w.Length) / 2
	s := min(max(p.Position.Vec2().Sub(w.From).Dot(along), half), w.Length-half)
	p.Position = w.From.Add(along.Mul(s)).Add(w.Inward.Mul(o.Size[1] / 2)).Vec3(p.Position[2])
	p.Yaw = w.Yaw
	return p
}

// toWalls moves an object until a side touches a wall that it is near to, or in.
func (s Snap) toWalls(space *geom.Space, o *scenes.Object, p *scenes.Placement, reach float64, held *[2]bool, out *Snapped) {
	for _, w := range space.Walls() {
		b := geom.BoxOf(o, *p)
		right, front := scenes.Axes(p.Yaw)
		shadow := b.Half[0]*math.Abs(right.Dot(w.Inward)) + b.Half[1]*math.Abs(front.Dot(w.Inward))
		d := p.Position.Vec2().Sub(w.From)
		gap := d.Dot(w.Inward) - shadow
		along := w.To.Sub(w.From).Mul(1 / w.Length)
		if at := d.Dot(along); at < 0 || at > w.Length || math.Abs(gap) > reach {
			continue
		}
		axis := 0
		if math.Abs(w.Inward[1]) > math.Abs(w.Inward[0]) {
			axis = 1
		}
		if held[axis] {
			continue
		}
		p.Position = p.Position.Sub(w.Inward.Mul(gap).Vec3(0))
		held[axis] = true
		if min(math.Abs(w.Inward[0]), math.Abs(w.Inward[1])) > 1e-6 {
			held[0], held[1] = true, true // a slanted wall fixes both
		}
		out.Guides = append(out.Guides, [2]scenes.Vec3{w.From.Vec3(0.01), w.To.Vec3(0.01)})
	}
}

// toSides moves an object until a side or its middle is in line with that of
// another one.
func (s Snap) toSides(t *scenes.Task, l *scenes.Layout, o *scenes.Object, p *scenes.Placement, reach float64, held *[2]bool, out *Snapped) {
	lo, hi := geom.BoxOf(o, *p).Bounds()
	var best [2]float64
	var guide [2][2]scenes.Vec3
	found := [2]bool{}
	for i := range t.Objects {
		other := &t.Objects[i]
		q := l.Find(other.ID)
		if q == nil || other.ID == o.ID || other.Parent == o.ID || other.Flat {
			continue
		}
		a, b := geom.BoxOf(other, *q).Bounds()
		for axis := range 2 {
			if held[axis] {
				continue
			}
			mine := [3]float64{lo[axis], (lo[axis] + hi[axis]) / 2, hi[axis]}
			theirs := [3]float64{a[axis], (a[axis] + b[axis]) / 2, b[axis]}
			for k, m := range mine {
				for j, v := range theirs {
					// Middles go with middles only.
					if (k == 1) != (j == 1) || math.Abs(v-m) > reach || found[axis] && math.Abs(v-m) >= math.Abs(best[axis]) {
						continue
					}
					best[axis], found[axis] = v-m, true
					var from, to scenes.Vec3
					from[axis], to[axis] = v, v
					from[1-axis], to[1-axis] = min(lo[1-axis], a[1-axis]), max(hi[1-axis], b[1-axis])
					from[2], to[2] = 0.01, 0.01
					guide[axis] = [2]scenes.Vec3{from, to}
				}
			}
		}
	}
	for axis := range 2 {
		if found[axis] {
			p.Position[axis] += best[axis]
			held[axis] = true
			out.Guides = append(out.Guides, guide[axis])
		}
	}
}
