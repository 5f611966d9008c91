package raster

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// The camera presets.
const (
	Dollhouse = "dollhouse"
	Top       = "top"
	Eye       = "eye"
)

// Presets lists the camera presets.
var Presets = []string{Dollhouse, Top, Eye}

// Preset returns the named camera for a room and a picture of the given shape.
func Preset(name string, room *scenes.Room, width, height int) (Camera, error) {
	switch name {
	case Dollhouse:
		return dollhouse(room, width, height), nil
	case Top:
		return top(room, width, height), nil
	case Eye:
		return eye(room), nil
	}
	return Camera{}, fmt.Errorf("unknown camera %q; use one of %v", name, Presets)
}

// dollhouse looks down from the south-south-east, so that the picture reads as
// a plan does, with north away from the viewer.
func dollhouse(room *scenes.Room, width, height int) Camera {
	return FrameRoom(room, 180-32, 40, 26, width, height)
}

// FrameRoom returns a camera that sees the whole room, walls included, with a
// small margin, from the given compass heading and elevation in degrees.
func FrameRoom(room *scenes.Room, yaw, pitch, fov float64, width, height int) Camera {
	e := room.Extent()
	mid := scenes.Vec3{e[0] / 2, e[1] / 2, e[2] / 2}
	c := Orbit{Target: mid, Yaw: yaw, Pitch: pitch, Distance: 10, FovY: fov}.Camera()
	r, u, f := c.basis()
	const margin = 0.955
	ty := float64(height) / 2 / c.focal(height) * margin
	tx := ty * float64(width) / float64(height)
	// A corner p is inside the pyramid of a camera at q with slopes tx, ty when
	// |x_p - x_q| <= tx (z_p - z_q), and likewise for y; the tightest q follows
	// from the largest of the two sides of each inequality.
	var side [4]float64
	for i := range side {
		side[i] = math.Inf(-1)
	}
	for _, p := range corners(room) {
		d := p.Sub(mid)
		x, y, z := dot64(d, r), dot64(d, u), dot64(d, f)
		for i, v := range [4]float64{x - float64(tx*z), -x - float64(tx*z), y - float64(ty*z), -y - float64(ty*z)} {
			side[i] = max(side[i], v)
		}
	}
	qz := min(-(side[0]+side[1])/(2*tx), -(side[2]+side[3])/(2*ty))
	q := along(along(along(mid, f, qz), r, (side[0]-side[1])/2), u, (side[2]-side[3])/2)
	c.Target = along(q, f, -qz)
	c.Eye = q
	return c
}

// corners returns the extremes of the room with its walls.
func corners(room *scenes.Room) []scenes.Vec3 {
	out := make([]scenes.Vec3, 0, 2*len(room.Floor))
	for i, p := range room.Floor {
		q, n := room.Floor[(i+1)%len(room.Floor)], outward(room, i)
		for _, c := range [...]scenes.Vec2{p, q} {
			x, y := c[0]+float64(n[0]*wallThickness), c[1]+float64(n[1]*wallThickness)
			out = append(out, scenes.Vec3{x, y, -slabThickness}, scenes.Vec3{x, y, room.Height})
		}
	}
	return out
}

// outward returns the unit normal of a floor edge that points out of the room.
func outward(room *scenes.Room, i int) scenes.Vec2 {
	p, q := room.Floor[i], room.Floor[(i+1)%len(room.Floor)]
	d := unit64(scenes.Vec3{q[0] - p[0], q[1] - p[1], 0})
	return scenes.Vec2{d[1], -d[0]}
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
