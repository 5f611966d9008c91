package document

import (
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// narrowest is the least width of an opening, in metres, that a wall which
// becomes too short leaves of it; below that the opening goes.
const narrowest = 0.3

// WallOf returns the point at which a wall of a room begins and the unit vector
// along it.
func WallOf(room *scenes.Room, wall int) (from, along scenes.Vec2) {
	n := len(room.Floor)
	from = room.Floor[wall%n]
	d := room.Floor[(wall+1)%n].Sub(from)
	if l := d.Len(); l > 0 {
		d = d.Mul(1 / l)
	}
	return from, d
}

func wallLength(room *scenes.Room, wall int) float64 {
	return room.Floor[(wall+1)%len(room.Floor)].Sub(room.Floor[wall]).Len()
}

// MoveCorner puts a corner of a room's floor at a point of the room's frame.
// Doors and windows stay where they were as far as their walls allow, and so
// does everything in the room; the room's origin moves so that the floor begins
// there.
func MoveCorner(room string, corner int, to scenes.Vec2) Change {
	return Change{"Move a corner of " + room, func(e *edit) error {
		return e.floor(room, func(f []scenes.Vec2) ([]scenes.Vec2, []int, error) {
			if corner < 0 || corner >= len(f) {
				return nil, nil, fmt.Errorf("room %s has no corner %d", room, corner)
			}
			f[corner] = to
			return f, identity(len(f)), nil
		})
	}}
}

// MoveWall pushes a wall outwards by so many metres, inwards where negative.
func MoveWall(room string, wall int, out float64) Change {
	return Change{"Move a wall of " + room, func(e *edit) error {
		return e.floor(room, func(f []scenes.Vec2) ([]scenes.Vec2, []int, error) {
			if wall < 0 || wall >= len(f) {
				return nil, nil, fmt.Errorf("room %s has no wall %d", room, wall)
			}
			next := (wall + 1) % len(f)
			d := f[next].Sub(f[wall])
			if !(d.Len() > 0) {
				return nil, nil, fmt.Errorf("this wall has no length")
			}
			by := scenes.Vec2{d[1], -d[0]}.Mul(out / d.Len())
			f[wall], f[next] = f[wall].Add(by), f[next].Add(by)
			return f, identity(len(f)), nil
		})
	}}
}

// AddCorner splits a wall at a point of the room's frame.
func AddCorner(room string, wall int, at scenes.Vec2) Change {
	return Change{"Add a corner to " + room, func(e *edit) error {
		return e.floor(room, func(f []scenes.Vec2) ([]scenes.Vec2, []int, error) {
			if wall < 0 || wall >= len(f) {
				return nil, nil, fmt.Errorf("room %s has no wall %d", room, wall)
			}
			walls := make([]int, len(f))
			for i := range walls {
				walls[i] = i
				if i > wall {
					walls[i]++
				}
			}
			return slices.Insert(f, wall+1, at), walls, nil
		})
	}}
}

// RemoveCorner joins the two walls at a corner.
func RemoveCorner(room string, corner int) Change {
	return Change{"Remove a corner of " + room, func(e *edit) error {
		return e.floor(room, func(f []scenes.Vec2) ([]scenes.Vec2, []int, error) {
			if corner < 0 || corner >= len(f) || len(f) <= 3 {
				return nil, nil, fmt.Errorf("a floor has at least three corners")
			}
			walls := make([]int, len(f))
			for i := range walls {
				walls[i] = i
				if i >= corner {
					walls[i]--
				}
			}
			if corner == 0 {
				walls[0] = len(f) - 2
			}
			return slices.Delete(f, corner, corner+1), walls, nil
		})
	}}
}

// SetFloor gives a room another outline, in the room's frame, its corners either
// way round. Doors and windows go to the walls that are nearest to where they
// were.
func SetFloor(room string, floor []scenes.Vec2) Change {
	return Change{"Draw the floor of " + room, func(e *edit) error {
		return e.floor(room, func([]scenes.Vec2) ([]scenes.Vec2, []int, error) {
			f := slices.Clone(floor)
			if len(f) >= 3 && twiceArea(f) < 0 {
				slices.Reverse(f)
			}
			return f, nil, nil
		})
	}}
}

func identity(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// floor changes the outline of a room. The function gets a copy of the floor and
// returns the new one and which of its walls each old one became, or nil for
// the nearest.
func (e *edit) floor(id string, change func([]scenes.Vec2) ([]scenes.Vec2, []int, error)) error {
	r, err := e.both(id)
	if err != nil {
		return err
	}
	room := &r.Task.Room
	middles := make([]scenes.Vec2, len(room.Openings))
	for i, o := range room.Openings {
		from, along := WallOf(room, o.Wall)
		middles[i] = from.Add(along.Mul(o.Offset))
	}
	next, walls, err := change(slices.Clone(room.Floor))
	if err != nil {
		return err
	}
	room.Floor = next
	if err := geom.CheckFloor(room); err != nil {
		return fmt.Errorf("the floor cannot be so: %w", err)
	}
	kept := room.Openings[:0]
	for i, o := range room.Openings {
		if walls == nil {
			o.Wall = nearestWall(room, middles[i])
		} else {
			o.Wall = walls[o.Wall]
			// A wall that was split keeps what lies before its new corner.
			if len(next) > len(walls) {
				if after := (o.Wall + 1) % len(next); wallGap(room, after, middles[i]) < wallGap(room, o.Wall, middles[i]) {
					o.Wall = after
				}
			}
		}
		if settle(room, &o, middles[i]) {
			kept = append(kept, o)
		}
	}
	room.Openings = kept
	e.toOrigin(r)
	return nil
}

// settle puts an opening as near to a point as its wall allows, narrower where
// the wall is too short, and reports whether there is place for it at all.
func settle(room *scenes.Room, o *scenes.Opening, middle scenes.Vec2) bool {
	from, along := WallOf(room, o.Wall)
	length := wallLength(room, o.Wall)
	o.Width = min(o.Width, length)
	o.Offset = min(max(middle.Sub(from).Dot(along), o.Width/2), length-o.Width/2)
	return o.Width >= narrowest
}

// wallGap is how far a point lies from a wall.
func wallGap(room *scenes.Room, wall int, p scenes.Vec2) float64 {
	from, along := WallOf(room, wall)
	t := min(max(p.Sub(from).Dot(along), 0), wallLength(room, wall))
	return p.Sub(from.Add(along.Mul(t))).Len()
}

func nearestWall(room *scenes.Room, p scenes.Vec2) int {
	best := 0
	for i := range room.Floor {
		if wallGap(room, i, p) < wallGap(room, best, p) {
			best = i
		}
	}
	return best
}

// NearestWall returns the wall that is nearest to a point of the room's frame,
// how far along it that point lies, and how far from it.
func NearestWall(room *scenes.Room, p scenes.Vec2) (wall int, offset, gap float64) {
	wall = nearestWall(room, p)
	from, along := WallOf(room, wall)
	return wall, min(max(p.Sub(from).Dot(along), 0), wallLength(room, wall)), wallGap(room, wall, p)
}

// toOrigin moves a room's own frame so that its floor begins at the origin;
// nothing moves in the level.
func (e *edit) toOrigin(r *scenes.LevelRoom) {
	lo := least(r.Task.Room.Floor)
	if lo == (scenes.Vec2{}) {
		return
	}
	r.Origin = r.Point(lo.Vec3(0))
	for i := range r.Task.Room.Floor {
		r.Task.Room.Floor[i] = r.Task.Room.Floor[i].Sub(lo)
	}
	for i, h := range r.Task.Room.Holes {
		h = slices.Clone(h)
		for k := range h {
			h[k] = h[k].Sub(lo)
		}
		r.Task.Room.Holes[i] = h
	}
	for i := range r.Task.Locked {
		r.Task.Locked[i].Position = r.Task.Locked[i].Position.Sub(lo.Vec3(0))
	}
	for i := range r.Layout.Placements {
		r.Layout.Placements[i].Position = r.Layout.Placements[i].Position.Sub(lo.Vec3(0))
	}
}

// SetHoles replaces the parts of a room's floor where nothing can stand.
func SetHoles(room string, holes [][]scenes.Vec2) Change {
	return Change{"Cut the floor of " + room, func(e *edit) error {
		r, err := e.task(room)
		if err != nil {
			return err
		}
		r.Task.Room.Holes = holes
		return geom.CheckFloor(&r.Task.Room)
	}}
}
