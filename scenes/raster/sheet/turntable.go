package sheet

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// The turntable's elevation and lens are the doll-house's, and so is where it
// begins.
const (
	turnPitch = 36
	turnFov   = 26
	turnFrom  = 180 - 32
	wall      = 0.12
	// turnFill is the part of the picture's sides that the room may fill.
	turnFill = 0.955
	// MaxFrames bounds animations.
	MaxFrames = 720
)

// Turntable returns the cameras of n steps once round a room, anticlockwise
// seen from above, for a picture of the given size. They keep one distance from
// the room's middle, from which all of them see the whole room.
func Turntable(room *scenes.Room, n, width, height int) ([]raster.Camera, error) {
	if n < 1 || n > MaxFrames {
		return nil, fmt.Errorf("a turntable of %d frames cannot be made; use 1 to %d", n, MaxFrames)
	}
	if width < 1 || height < 1 {
		return nil, fmt.Errorf("a picture of %d×%d pixels cannot be drawn; use at least 1 each way", width, height)
	}
	if err := raster.Check(&scenes.Task{ID: "turntable", Room: *room}); err != nil {
		return nil, err
	}
	e := room.Extent()
	orbit := raster.Orbit{Target: scenes.Vec3{e[0] / 2, e[1] / 2, e[2] / 2}, Pitch: turnPitch, FovY: turnFov}
	cameras := make([]raster.Camera, n)
	at := func(distance float64) bool {
		orbit.Distance = distance
		sees := true
		for i := range cameras {
			orbit.Yaw = turnFrom - 360*float64(i)/float64(n)
			cameras[i] = orbit.Camera()
			sees = sees && whole(&cameras[i], room, width, height)
		}
		return sees
	}
	hi := math.Hypot(math.Hypot(e[0], e[1]), e[2]) + 1
	for !at(hi) && hi < 1e6 {
		hi *= 2
	}
	lo := 0.0
	for range 40 {
		if mid := (lo + hi) / 2; at(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	at(math.Ceil(hi*1024) / 1024)
	return cameras, nil
}

// whole reports whether a camera sees all of a room with its walls.
func whole(c *raster.Camera, room *scenes.Room, w, h int) bool {
	e := room.Extent()
	for i, p := range room.Floor {
		q := room.Floor[(i+1)%len(room.Floor)]
		l := math.Hypot(q[0]-p[0], q[1]-p[1])
		if !(l > 0) {
			continue
		}
		nx, ny := float64((q[1]-p[1])/l*wall), float64((p[0]-q[0])/l*wall)
		for _, v := range [...]scenes.Vec3{
			{p[0] + nx, p[1] + ny, 0}, {p[0] + nx, p[1] + ny, e[2]}, {q[0] + nx, q[1] + ny, 0}, {q[0] + nx, q[1] + ny, e[2]},
		} {
			x, y, _, ok := c.Project(w, h, v)
			if !ok || math.Abs(2*x/float64(w)-1) > turnFill || math.Abs(2*y/float64(h)-1) > turnFill {
				return false
			}
		}
	}
	return true
}
