package raster

import (
	"fmt"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/near"
)

// The camera presets that a room alone decides.
const (
	// Dollhouse looks down into the room from the south-south-east.
	Dollhouse = "dollhouse"
	// Top is a floor plan, north up.
	Top = "top"
	// Eye is what a person sees who comes in by the first door, or who stands
	// in the south-western corner of a room without doors.
	Eye = "eye"
	// Reference is the view of MetaSpatial's renderer on the whole room.
	Reference = "reference"
	// North, East, South and West look straight at the wall of that name,
	// without perspective.
	North = "north"
	East  = "east"
	South = "south"
	West  = "west"
)

// Presets lists the camera presets.
var Presets = []string{Dollhouse, Top, Eye, Reference, North, East, South, West}

// Preset returns the named camera for a room and a picture of the given shape.
func Preset(name string, room *scenes.Room, width, height int) (Camera, error) {
	switch name {
	case Dollhouse:
		return dollhouse(room, width, height), nil
	case Top:
		return top(room, width, height), nil
	case Eye:
		return eye(room), nil
	case Reference:
		return reference(room, width, height), nil
	case North, East, South, West:
		return elevation(name, room, width, height), nil
	}
	return Camera{}, unknownCamera(name, Presets)
}

func unknownCamera(name string, known []string) error {
	if n := near.Nearest(name, known); n != "" {
		return fmt.Errorf("unknown camera %q; did you mean %q?", name, n)
	}
	return fmt.Errorf("unknown camera %q; use one of %s", name, strings.Join(known, ", "))
}

// dollhouse looks down from the south-south-east, so that the picture reads as
// a plan does, with north away from the viewer.
func dollhouse(room *scenes.Room, width, height int) Camera {
	return FrameRoom(room, 180-32, 40, 26, width, height)
}

// The camera of MetaSpatial's Blender scene: rotation 1.1093189716339111, 0,
// 0.8149281740188599 rad, and where it stands as seen from the middle of the
// room of 6×4×3 m that it was placed for (at 7.358891, -6.925791, 4.958309; 35
// mm lens, 36 mm sensor, lens shift 0.3 and 0.1).
const (
	referenceYaw   = 180 - 46.69204
	referencePitch = 90 - 63.55930
)

var (
	referenceRoom  = scenes.Vec3{6, 4, 3}
	referenceStand = scenes.Vec3{4.358891, -8.925791, 3.458309}
)

// reference looks at a room as MetaSpatial's renderer does, from a place that
// is as much further away as the room is larger. Lens and lens shift frame the
// room, so that a picture of MetaSpatial's own room is a part of the one it
// makes.
func reference(room *scenes.Room, width, height int) Camera {
	e := room.Extent()
	mid := scenes.Vec3{e[0] / 2, e[1] / 2, e[2] / 2}
	c := Orbit{Target: mid, Yaw: referenceYaw, Pitch: referencePitch, Distance: 10}.Camera()
	_, _, f := c.basis()
	larger := math.Sqrt(dot64(e, e) / dot64(referenceRoom, referenceRoom))
	c.Eye = along(mid, referenceStand, larger)
	c.Target = along(c.Eye, f, dot64(mid.Sub(c.Eye), f))
	return c.zoom(corners(room), width, height)
}

// elevation looks straight at the wall of a compass direction.
func elevation(name string, room *scenes.Room, width, height int) Camera {
	yaw, _ := scenes.WallYaw(name + "_wall")
	_, front := scenes.Axes(yaw)
	e := room.Extent()
	mid := scenes.Vec3{e[0] / 2, e[1] / 2, e[2] / 2}
	c := Camera{Eye: mid.Sub(scenes.Vec3{front[0], front[1], 0}), Target: mid, Ortho: 1}
	return c.frame(corners(room), width, height)
}

func top(room *scenes.Room, width, height int) Camera {
	e := room.Extent()
	const border = 0.25
	w, h := e[0]+2*border, e[1]+2*border
	mid := scenes.Vec3{e[0] / 2, e[1] / 2, 0}
	return Camera{
		Eye: along(mid, scenes.Vec3{0, 0, 1}, max(e[2], 1)+10), Target: mid, Up: scenes.Vec3{0, 1, 0},
		Ortho: max(h, w*float64(height)/float64(width)), Plan: true,
	}
}

func eye(room *scenes.Room) Camera {
	e := room.Extent()
	h := max(0.3, min(1.6, e[2]-0.2))
	at := scenes.Vec3{min(0.3, e[0]/4), min(0.3, e[1]/4), h}
	aim := scenes.Vec3{e[0] / 2, e[1] / 2, h * 0.55}
	for _, o := range room.Openings {
		if o.Kind != scenes.Door || o.Wall < 0 || o.Wall >= len(room.Floor) {
			continue
		}
		n := outward(room, o.Wall)
		along2 := scenes.Vec2{-n[1], n[0]}
		p := room.Floor[o.Wall]
		at = scenes.Vec3{
			p[0] + float64(along2[0]*o.Offset) - float64(n[0]*0.08),
			p[1] + float64(along2[1]*o.Offset) - float64(n[1]*0.08), h,
		}
		// Half towards the middle, half straight on: the middle of a room with
		// corners may lie behind a wall.
		aim[0] = (aim[0] + at[0] - float64(n[0]*e[0]/2)) / 2
		aim[1] = (aim[1] + at[1] - float64(n[1]*e[1]/2)) / 2
		break
	}
	return Camera{Eye: at, Target: aim, FovY: 72}
}
