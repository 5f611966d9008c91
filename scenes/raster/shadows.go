package raster

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// contact fills the occlusion maps of the floor and the walls: corners, and
// the furniture that stands on or near them.
func (sh *shell) contact(s *Scene) {
	room := &s.Task.Room
	same := sh.sameRoom(room)
	if !same {
		sh.corners(room)
	}
	if sh.sameStands(s) && same {
		return
	}
	sh.shaded = true
	for i := range sh.shades {
		sh.shades[i].copy(&sh.edges[i])
	}
	if s.Layout == nil {
		return
	}
	for i := range s.Layout.Placements {
		p := &s.Layout.Placements[i]
		o, _ := s.Task.Find(p.ID)
		if o == nil || o.Flat {
			continue
		}
		in, ok := place(o, p, vec3{})
		if ok {
			sh.object(room, o, p, &in)
		}
	}
}

// stand is all that an object's contact shade depends on.
type stand struct {
	size, at scenes.Vec3
	yaw      float64
}

// sameStands reports whether objects stand as they did in the last picture, as
// when a room is seen from several cameras.
func (sh *shell) sameStands(s *Scene) bool {
	was := sh.stands
	sh.stands, sh.before = sh.before[:0], was
	if s.Layout != nil {
		for i := range s.Layout.Placements {
			p := &s.Layout.Placements[i]
			if o, _ := s.Task.Find(p.ID); o != nil && !o.Flat {
				sh.stands = append(sh.stands, stand{o.Size, p.Position, p.Yaw})
			}
		}
	}
	return slices.Equal(was, sh.stands) && len(sh.shades) == len(sh.edges) && sh.shaded
}

// sameRoom reports whether the corners' shade is that of a room.
func (sh *shell) sameRoom(room *scenes.Room) bool {
	return len(sh.edges) == len(room.Floor)+1 && sh.height == room.Height && slices.Equal(sh.outline, room.Floor)
}

// corners fills the maps of the floor and the walls of an empty room.
func (sh *shell) corners(room *scenes.Room) {
	sh.height, sh.outline = room.Height, append(sh.outline[:0], room.Floor...)
	sh.edges = grow(sh.edges, len(room.Floor)+1)
	e := room.Extent()
	floor := &sh.edges[0]
	floor.reset(0, 0, float32(e[0]), float32(e[1]))
	floor.sa, floor.ta, floor.sd, floor.td = vec3{1, 0, 0}, vec3{0, 1, 0}, 0, 0
	for i := range room.Floor {
		f, length := wallFrame(room, i)
		floor.edge(f.o.x, f.o.y, f.n.x, f.n.y, length, 0.55, 0.22)
		m := &sh.edges[i+1]
		h := float32(room.Height)
		m.reset(0, 0, max(length, 0.01), h)
		m.sa, m.ta = f.s, vec3{0, 0, 1}
		m.sd, m.td = -f.s.dot(f.o), 0
		m.edge(0, h, 1, 0, h, 0.6, 0.20)
		m.edge(length, 0, -1, 0, h, 0.6, 0.20)
		m.edge(0, 0, 0, 1, length, 0.45, 0.18)
		m.edge(length, h, 0, -1, length, 0.5, 0.10)
	}
}

// object adds the contact shade of one object.
func (sh *shell) object(room *scenes.Room, o *scenes.Object, p *scenes.Placement, in *instance) {
	hx, hy, hz := float32(o.Size[0]/2), float32(o.Size[1]/2), float32(o.Size[2]/2)
	lift := max(0, in.ground)
	if lift < 0.9 {
		// Furniture on legs lets light in below, so the shade is soft and wide,
		// with a tight dark seam for what stands on the floor.
		reach := 0.14 + float32(0.22*min(1, hz))
		near := 1 - lift/0.9
		cos, sin := in.ax.x, in.ay.x
		x, y := in.origin.x, in.origin.y
		sh.shades[0].blob(x, y, float32(hx*0.92), float32(hy*0.92), sin, cos, reach, float32(0.42*near))
		// A faint pool away from the sun gives the light a direction.
		run := float32(min(hz, 0.8)*0.55) / daylight.sun.z
		sh.shades[0].blob(x-float32(daylight.sun.x*run), y-float32(daylight.sun.y*run),
			float32(hx*0.9), float32(hy*0.9), sin, cos, reach+0.1, float32(0.26*near))
		if lift < 0.05 {
			sh.shades[0].blob(x, y, hx, hy, sin, cos, 0.07, 0.25)
		}
	}
	// Half extents along the room's axes, for the walls.
	for i := range room.Floor {
		f, length := wallFrame(room, i)
		if length < 0.01 {
			continue
		}
		d := in.origin.sub(f.o)
		abs := func(v float32) float32 { return max(v, -v) }
		along := float32(abs(in.ax.dot(f.s))*hx) + float32(abs(in.ay.dot(f.s))*hy)
		across := float32(abs(in.ax.dot(f.n))*hx) + float32(abs(in.ay.dot(f.n))*hy)
		gap := max(0, d.dot(f.n)-across)
		if gap >= 0.3 || d.dot(f.n) < -0.3 {
			continue
		}
		near := 1 - gap/0.3
		sh.shades[i+1].blob(d.dot(f.s), in.origin.z-0.03, max(0, along-0.05), max(0, hz-0.05), 0, 1, 0.32, float32(0.22*near))
	}
}
