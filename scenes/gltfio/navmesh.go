package gltfio

import (
	"cmp"
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/earcut"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

const (
	// defaultNavRadius is half a person's breadth, as in package function.
	defaultNavRadius = 0.25
	// navHeadroom and navStep are the heights between which an object is in a
	// person's way.
	navHeadroom, navStep = 2.0, 0.03
	// navCell is the pixel of the raster that the floor is drawn on, and navMost
	// the pixels along a side from which on pixels grow.
	navCell, navMost = 0.02, 3000
	// navBeyond is how far behind a door another room's floor may begin.
	navBeyond = 0.6
)

// navmesh adds the floor where the centre of a person can be who comes in by any
// door; in a room without doors, the largest piece. Rooms are joined by their
// doors. There is one mesh for each height that rooms stand at.
func (w *levelWriter) navmesh() error {
	var heights []float64
	for i := range w.src.Rooms {
		z, known := w.src.Rooms[i].Origin[2], false
		for _, h := range heights {
			known = known || math.Abs(h-z) < 1e-3
		}
		if !known {
			heights = append(heights, z)
		}
	}
	for k, z := range heights {
		n := navigation{radius: cmp.Or(w.opts.NavRadius, defaultNavRadius)}
		for i := range w.src.Rooms {
			if r := &w.src.Rooms[i]; math.Abs(r.Origin[2]-z) < 1e-3 {
				n.rooms = append(n.rooms, r)
			}
		}
		part := n.mesh(z)
		if len(part.Indices) == 0 {
			w.note("no person of radius %.2f m reaches any floor at height %.2f m: there is no navigation mesh of it", n.radius, z)
			continue
		}
		name := "navigation"
		if k > 0 {
			name = fmt.Sprintf("navigation_%d", k+1)
		}
		name += "-navmesh"
		at, err := w.mesh(&mesh.Model{Parts: []mesh.Part{part}}, name, layoutFrame, nil)
		if err != nil {
			return err
		}
		w.add(-1, &gltf.Node{Name: name, Mesh: gltf.Index(at), Extras: map[string]any{keyElement: "navmesh", "radius_m": n.radius}})
	}
	return nil
}

// navigation draws the floors of rooms at one height, in the level's frame.
type navigation struct {
	rooms  []*scenes.LevelRoom
	radius float64
	// lo and hi bound the floors.
	lo, hi scenes.Vec2
	// free is where a person's centre can be, seeds where people begin.
	free, seeds freespace.Grid
}

func (n *navigation) mesh(z float64) mesh.Part {
	n.draw()
	var parts freespace.Components
	n.free.Flood(&parts, &n.seeds, freespace.Four)
	parts.Find(&n.free, freespace.Four)
	out := mesh.Part{Material: -1}
	index := make(map[[3]float32]uint32)
	for _, o := range outlines(&n.free, &parts) {
		for _, t := range earcut.Triangulate(o.outer, o.holes) {
			for _, p := range t {
				v := [3]float32{float32(p[0]), float32(p[1]), float32(z)}
				at, ok := index[v]
				if !ok {
					at = uint32(len(out.Positions))
					index[v] = at
					out.Positions = append(out.Positions, v)
				}
				out.Indices = append(out.Indices, at)
			}
		}
	}
	return out
}

// draw fills free and seeds.
func (n *navigation) draw() {
	n.lo, n.hi = scenes.Vec2{math.Inf(1), math.Inf(1)}, scenes.Vec2{math.Inf(-1), math.Inf(-1)}
	for _, r := range n.rooms {
		for _, p := range floorOf(r) {
			for k, x := range p {
				n.lo[k], n.hi[k] = min(n.lo[k], x), max(n.hi[k], x)
			}
		}
	}
	cell := max(navCell, (n.hi[0]-n.lo[0])/navMost, (n.hi[1]-n.lo[1])/navMost)
	o := freespace.Options{Cell: cell, Margin: navBeyond + n.radius}
	n.free.Cover(n.lo, n.hi, o)
	n.seeds.CopyFrom(&n.free)
	var clear, room, way freespace.Grid
	clear.CopyFrom(&n.free)
	m := o.Margin
	clear.Polygon([]scenes.Vec2{{n.lo[0] - m, n.lo[1] - m}, {n.hi[0] + m, n.lo[1] - m}, {n.hi[0] + m, n.hi[1] + m}, {n.lo[0] - m, n.hi[1] + m}}, true)
	for _, r := range n.rooms {
		for _, b := range obstacles(r) {
			clear.Block(b, 0)
		}
	}
	// Outlines are drawn through the steps of slanted edges: one pixel more keeps
	// them off.
	clear.ErodeDisk(n.radius + cell)
	for _, r := range n.rooms {
		n.room(r, &room)
		n.free.Or(&room)
	}
	for _, r := range n.rooms {
		for _, d := range r.Task.Room.Openings {
			if d.Kind != scenes.Door || d.Width <= 2*n.radius {
				continue
			}
			way.CopyFrom(&n.free)
			way.Clear()
			way.Open(n.passage(r, d), 0)
			way.And(&clear)
			n.free.Or(&way)
			n.seeds.Or(&way)
		}
	}
}

// room draws where a person's centre can be within one room. Where the room has
// no door, the largest piece is where people begin.
func (n *navigation) room(r *scenes.LevelRoom, g *freespace.Grid) {
	g.CopyFrom(&n.free)
	g.Clear()
	g.Polygon(floorOf(r), true)
	for _, h := range r.Task.Room.Holes {
		g.Polygon(inLevel(r, h), false)
	}
	for _, b := range obstacles(r) {
		g.Block(b, 0)
	}
	g.ErodeDisk(n.radius + g.Cell)
	for _, d := range r.Task.Room.Openings {
		if d.Kind == scenes.Door && d.Width > 2*n.radius {
			return
		}
	}
	var parts freespace.Components
	parts.Find(g, freespace.Four)
	if k, _ := parts.Largest(); k >= 0 {
		mark, piece := make([]bool, len(parts.Sizes)), freespace.Grid{}
		mark[k] = true
		piece.CopyFrom(g)
		parts.Keep(&piece, mark)
		n.seeds.Or(&piece)
	}
}

// passage is the way through a door: from where the room's free floor begins to
// where that of the next room does, or through the wall where there is none.
func (n *navigation) passage(r *scenes.LevelRoom, d scenes.Opening) geom.Box {
	zone := geom.DoorZone(&r.Task.Room, d)
	_, in := scenes.Axes(zone.Yaw)
	door := zone.Center.Vec2().Sub(in.Mul(zone.Half[1]))
	inside := n.radius + 3*n.free.Cell
	beyond := wallThickness
	for s := n.free.Cell; s < navBeyond; s += n.free.Cell {
		if n.inOther(r, r.Point(door.Sub(in.Mul(s)).Vec3(0))) {
			beyond = s + inside
			break
		}
	}
	middle := door.Add(in.Mul((inside - beyond) / 2))
	return geom.Box{
		Center: r.Point(middle.Vec3(1)), Half: scenes.Vec3{d.Width/2 - n.radius, (inside + beyond) / 2, 1}, Yaw: r.Heading(zone.Yaw),
	}
}

func (n *navigation) inOther(r *scenes.LevelRoom, p scenes.Vec3) bool {
	for _, o := range n.rooms {
		if o != r && geom.InsideFloor(&o.Task.Room, o.Local(p).Vec2(), 0) {
			return true
		}
	}
	return false
}

// floorOf is a room's floor in the level.
func floorOf(r *scenes.LevelRoom) []scenes.Vec2 { return inLevel(r, r.Task.Room.Floor) }

func inLevel(r *scenes.LevelRoom, polygon []scenes.Vec2) []scenes.Vec2 {
	out := make([]scenes.Vec2, len(polygon))
	for i, p := range polygon {
		out[i] = r.Point(p.Vec3(0)).Vec2()
	}
	return out
}

// obstacles are the boxes that are in a person's way, in the level.
func obstacles(r *scenes.LevelRoom) []geom.Box {
	var out []geom.Box
	for i := range r.Task.Objects {
		o := &r.Task.Objects[i]
		p := r.Layout.Find(o.ID)
		if p == nil || o.Flat {
			continue
		}
		b := geom.BoxOf(o, *p)
		if b.Bottom() < navHeadroom && b.Top() > navStep {
			b.Center, b.Yaw = r.Point(b.Center), r.Heading(b.Yaw)
			out = append(out, b)
		}
	}
	return out
}
