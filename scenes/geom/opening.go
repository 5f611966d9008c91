package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// PassageDepth is how deep, in metres, the passage in front of a door must stay
// free where no leaf swings: about a person's depth and the width of a walking
// aid. It is never deeper than the door is wide.
const PassageDepth = 0.6

// WindowDepth is how deep, in metres, the space in front of a window is
// (opening clearance in SceneEval's public code).
const WindowDepth = 0.5

// DoorZone returns the box in front of an opening on the room's side that must
// stay free: as wide and as deep as the opening is wide, from the floor to the
// opening's upper edge. It is what a door without a stated swing asks for; see
// [SwingZones] for the others.
func DoorZone(room *scenes.Room, o scenes.Opening) Box {
	return frameOf(room, o).box(o.Width, 0, o.Sill+o.Height)
}

// WindowZone returns the box in front of a window on the room's side, as wide as
// the window and [WindowDepth] deep, from its sill to its head.
func WindowZone(room *scenes.Room, o scenes.Opening) Box {
	return frameOf(room, o).box(WindowDepth, o.Sill, o.Sill+o.Height)
}

// SwingZones returns the volumes in front of a door that must stay free, from
// the floor to the door's head:
//
//   - without a stated swing, the square of [DoorZone];
//   - left and right, the quarter disk that the leaf sweeps round its hinge, and
//     the passage, [PassageDepth] deep;
//   - double, two quarter disks of half the width round both ends, and the
//     passage;
//   - outward and sliding, the passage alone.
//
// All of them lie inside the square. For a window it is the [WindowZone].
func SwingZones(room *scenes.Room, o scenes.Opening) []Zone {
	f := frameOf(room, o)
	top := o.Sill + o.Height
	passage := Zone{Box: f.box(min(PassageDepth, o.Width), 0, top)}
	left := f.center.Add(f.along.Mul(o.Width / 2))
	right := f.center.Sub(f.along.Mul(o.Width / 2))
	leaf := func(hinge, closed scenes.Vec2, radius float64) Zone {
		return sector(hinge, closed, f.inward, radius, 0, top)
	}
	toLeft, toRight := f.along, f.along.Mul(-1)
	switch {
	case o.Kind == scenes.Window:
		return []Zone{{Box: WindowZone(room, o)}}
	case o.Swing == scenes.SwingLeft:
		return []Zone{leaf(left, toRight, o.Width), passage}
	case o.Swing == scenes.SwingRight:
		return []Zone{leaf(right, toLeft, o.Width), passage}
	case o.Swing == scenes.SwingDouble:
		return []Zone{leaf(left, toRight, o.Width/2), leaf(right, toLeft, o.Width/2), passage}
	case o.Swing == scenes.SwingOutward, o.Swing == scenes.SwingSliding:
		return []Zone{passage}
	}
	return []Zone{{Box: DoorZone(room, o)}}
}

// frame is an opening's place on the floor. Seen from inside the room, along
// points to the left.
type frame struct {
	center, along, inward scenes.Vec2
	width                 float64
}

// frameOf finds the frame of an opening. In a wall that does not exist, or has
// no length, the opening lies along the x axis.
func frameOf(room *scenes.Room, o scenes.Opening) frame {
	f := frame{along: scenes.Vec2{1, 0}, width: o.Width}
	if n := len(room.Floor); o.Wall >= 0 && o.Wall < n {
		a, b := room.Floor[o.Wall], room.Floor[(o.Wall+1)%n]
		f.center = a
		if along, ok := unit(b.Sub(a)); ok {
			f.along = along
		}
	}
	f.inward = scenes.Vec2{0 - f.along[1], f.along[0]}
	f.center = f.center.Add(f.along.Mul(o.Offset))
	return f
}

// box returns the box in front of the opening.
func (f frame) box(depth, bottom, top float64) Box {
	c := f.center.Add(f.inward.Mul(depth / 2))
	return Box{
		Center: scenes.Vec3{c[0], c[1], (bottom + top) / 2},
		Half:   scenes.Vec3{f.width / 2, depth / 2, (top - bottom) / 2},
		Yaw:    heading(f.inward),
	}
}

// heading returns the compass heading of a vector on the floor, from 0 up to
// but not including 360.
func heading(v scenes.Vec2) float64 {
	h := math.Atan2(v[0], v[1]) * 180 / math.Pi
	if h < 0 {
		h += 360
	}
	if h >= 360 { // a hair left of north
		return 0
	}
	return h
}
