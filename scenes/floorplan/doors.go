package floorplan

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// opener puts doors and windows into a plan.
type opener struct {
	*maker
	plan *Plan
	l    *layout
	g    *rand.Rand
	// zones are the squares before the doors of every room, in the plan's frame.
	zones [][]geom.Box
}

// corner is how much wall a door leaves to the next corner where there is room,
// which is enough for the frame and a switch.
const corner = 0.25

// open gives the plan its doors, its entrance and its windows. It is false where
// a door has no place.
func (m *maker) open(p *Plan, l *layout) bool {
	o := &opener{maker: m, plan: p, l: l, g: rand.New(rand.NewPCG(m.options.Seed, 0xd005)), zones: make([][]geom.Box, len(p.Rooms))}
	for i := range p.Rooms {
		if i != l.root && !o.between(l.parent[i], i, l.walls[l.tree[i]]) {
			return false
		}
	}
	o.rounds()
	if !o.entrance() {
		return false
	}
	for i := range p.Rooms {
		o.windows(i)
	}
	return true
}

// between puts a door in the wall that two rooms share, into the second.
func (o *opener) between(from, to int, w shared) bool {
	s := w.stretch
	if w.rooms[0] != to { // the room that the leaf swings into is on the left
		s = stretch{s.to, s.from}
	}
	var best *Door
	most := math.Inf(-1)
	for _, d := range o.places(s, doorWidth) {
		d.Rooms = [2]int{to, from}
		if score := o.score(&d); score > most {
			most, best = score, &d
		}
	}
	return o.add(best)
}

// places lists where a door may be in a stretch of border: near its ends and in
// its middle.
func (o *opener) places(s stretch, width float64) []Door {
	u := direction(s.from, s.to)
	l := s.length()
	lo, hi := o.wall/2+jamb+width/2, l-o.wall/2-jamb-width/2
	if hi < lo-1e-5 {
		return nil
	}
	room := (hi - lo) / 2
	near := min(corner-jamb, room)
	var out []Door
	for _, at := range []float64{lo + near, hi - near, (lo + hi) / 2, lo + min(1, room), hi - min(1, room)} {
		out = append(out, Door{At: round(s.from.Add(u.Mul(at))), Along: u, Width: width, Height: o.doorHeight()})
	}
	return out
}

// doorHeight is two metres, less where rooms are low.
func (o *opener) doorHeight() float64 { return min(2, o.plan.Height-0.2) }

// zone is the square before a door on the side of its first or second room.
func (o *opener) zone(d *Door, side int) geom.Box {
	in := scenes.Vec2{-d.Along[1], d.Along[0]}
	if side == 1 {
		in = in.Mul(-1)
	}
	c := d.At.Add(in.Mul((o.wall + d.Width) / 2))
	yaw, _ := geom.Bearing(scenes.Vec2{}, in)
	return geom.Box{Center: scenes.Vec3{c[0], c[1], d.Height / 2}, Half: scenes.Vec3{d.Width / 2, d.Width / 2, d.Height / 2}, Yaw: yaw}
}

// score says how good the place of a door is: whole walls are left in both
// rooms, and the squares before doors do not overlap.
func (o *opener) score(d *Door) float64 {
	sum := 0.0
	for side, i := range d.Rooms {
		if i == Outside {
			continue
		}
		along := d.Along
		if side == 1 {
			along = along.Mul(-1)
		}
		r := &o.plan.Rooms[i]
		wall, at, length := r.wallAt(d.At, along, o.wall)
		sum += whole(r, wall, at, d.Width, length)
		z := o.zone(d, side)
		for _, other := range o.zones[i] {
			if depth, _ := geom.FloorPenetration(z, other); depth > 1e-6 {
				sum -= 40 + 40*depth
			}
		}
		if min(at, length-at) < d.Width/2+jamb-1e-6 {
			sum -= 100
		}
	}
	return sum
}

// whole is the sum of the squares of what openings leave of a wall when one more
// is put into it, relative to the wall.
func whole(r *Room, wall int, at, width, length float64) float64 {
	cuts := []float64{0, length, at - width/2, at + width/2}
	for _, o := range r.Space.Openings {
		if o.Wall == wall {
			cuts = append(cuts, o.Offset-o.Width/2, o.Offset+o.Width/2)
		}
	}
	slices.Sort(cuts)
	sum := 0.0
	for k := 0; k+1 < len(cuts); k += 2 {
		sum += (cuts[k+1] - cuts[k]) * (cuts[k+1] - cuts[k])
	}
	return sum / length
}

// add puts a door into the plan, where there is one.
func (o *opener) add(d *Door) bool {
	if d == nil {
		return false
	}
	for side, i := range d.Rooms {
		if i != Outside {
			o.zones[i] = append(o.zones[i], o.zone(d, side))
		}
	}
	o.plan.Doors = append(o.plan.Doors, *d)
	o.plan.pierce(d)
	return true
}

// rounds adds doors that make a way round, where both rooms welcome one.
func (o *opener) rounds() {
	welcome := func(i int) bool { return o.kinds[i].loops || o.kinds[i].hub > 0 }
	for _, w := range o.l.walls {
		a, b := w.rooms[0], w.rooms[1]
		if o.l.parent[a] == b || o.l.parent[b] == a || !welcome(a) || !welcome(b) || !o.kinds[a].loops && !o.kinds[b].loops ||
			w.length() < doorway+o.wall+2*(corner-jamb) || o.g.Float64() > 0.5 {
			continue
		}
		before := len(o.plan.Doors)
		if !slices.ContainsFunc(o.plan.Doors, func(d Door) bool { return d.Rooms == [2]int{a, b} || d.Rooms == [2]int{b, a} }) {
			to, from := a, b
			if o.kinds[a].hub > o.kinds[b].hub {
				to, from = b, a
			}
			if o.between(from, to, w) && o.crowded(&o.plan.Doors[before]) {
				o.drop()
			}
		}
	}
}

// crowded says whether the square before a door overlaps another's.
func (o *opener) crowded(d *Door) bool {
	for side, i := range d.Rooms {
		if i == Outside {
			continue
		}
		z := o.zone(d, side)
		for _, other := range o.zones[i][:len(o.zones[i])-1] {
			if depth, _ := geom.FloorPenetration(z, other); depth > 1e-6 {
				return true
			}
		}
	}
	return false
}

// drop takes the last door out again.
func (o *opener) drop() {
	d := o.plan.Doors[len(o.plan.Doors)-1]
	o.plan.Doors = o.plan.Doors[:len(o.plan.Doors)-1]
	for _, i := range d.Rooms {
		if i != Outside {
			space := &o.plan.Rooms[i].Space
			space.Openings = space.Openings[:len(space.Openings)-1]
			o.zones[i] = o.zones[i][:len(o.zones[i])-1]
		}
	}
}

// entrance puts the way in into the root's outer walls. Its leaf opens outward
// where it would meet another door.
func (o *opener) entrance() bool {
	var best *Door
	most := math.Inf(-1)
	for _, s := range outer(o.footprint, o.plan.Rooms[o.l.root].Cell) {
		for _, d := range o.places(s, entranceWidth) {
			d.Rooms = [2]int{o.l.root, Outside}
			if score := o.score(&d) + o.g.Float64(); score > most {
				most, best = score, &d
			}
		}
	}
	if !o.add(best) {
		return false
	}
	if o.crowded(best) {
		list := o.plan.Rooms[o.l.root].Space.Openings
		list[len(list)-1].Swing = scenes.SwingOutward
	}
	return true
}

// windows puts up to two windows into the outer walls of a room, in the middle
// of what the entrance leaves of them.
func (o *opener) windows(i int) {
	const sill, post = 0.9, 0.4
	r, k := &o.plan.Rooms[i], o.kinds[i]
	if k.panes == 0 {
		return
	}
	sides := outer(o.footprint, r.Cell)
	slices.SortStableFunc(sides, func(a, b stretch) int {
		switch {
		case a.length() > b.length()+1e-9:
			return -1
		case a.length() < b.length()-1e-9:
			return 1
		}
		return 0
	})
	made := 0
	for _, s := range sides {
		u := direction(s.from, s.to)
		wall, at, _ := r.wallAt(s.from.Add(s.to).Mul(0.5), u, o.wall)
		lo, hi := at-s.length()/2+o.wall/2, at+s.length()/2-o.wall/2
		for _, d := range r.Space.Openings {
			if d.Wall != wall {
				continue
			}
			if d.Offset-lo > hi-d.Offset {
				hi = d.Offset - d.Width/2
			} else {
				lo = d.Offset + d.Width/2
			}
		}
		width := math.Floor(min(k.panes, 0.6*(hi-lo), hi-lo-post)*20) / 20
		if width < 0.6-1e-9 {
			continue
		}
		w := scenes.Opening{ID: fmt.Sprintf("window_%d", made+1), Kind: scenes.Window, Wall: wall, Offset: math.Round((lo+hi)*500) / 1000,
			Width: width, Sill: sill, Height: min(1.2, o.plan.Height-sill-0.3)}
		if k.panes <= 0.6 { // where nobody is to look in
			w.Sill, w.Height = 1.4, min(0.6, o.plan.Height-1.6)
		}
		r.Space.Openings = append(r.Space.Openings, w)
		if made++; made == 2 || r.Area() < 9 {
			return
		}
	}
}
