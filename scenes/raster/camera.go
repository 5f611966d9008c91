package raster

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// nearPlane is the least depth drawn, in metres.
const nearPlane = 0.05

// Camera is where a picture is taken from.
type Camera struct {
	Eye, Target scenes.Vec3
	// Up need not be perpendicular to the view; zero means +z, or +y for a
	// camera that looks straight up or down.
	Up scenes.Vec3
	// FovY is the vertical field of view in degrees; 0 means 40.
	FovY float64
	// Ortho, when positive, is the height in metres that the picture shows,
	// without perspective.
	Ortho float64
	// ShiftX and ShiftY move the picture's window to the right and up over the
	// image plane, in fractions of the picture's greater side; parallel lines
	// stay as they are (Blender's lens shift).
	ShiftX, ShiftY float64
	// Plan cuts every wall at the height of a floor plan.
	Plan bool
}

// basis returns the camera's right, up and forward unit vectors.
func (c Camera) basis() (right, up, forward scenes.Vec3) {
	forward = unit64(c.Target.Sub(c.Eye))
	if forward == (scenes.Vec3{}) {
		forward = scenes.Vec3{0, 1, 0}
	}
	for _, u := range [...]scenes.Vec3{c.Up, {0, 0, 1}, {0, 1, 0}} {
		if r := cross64(forward, unit64(u)); dot64(r, r) > 1e-6 {
			right = unit64(r)
			break
		}
	}
	return right, cross64(right, forward), forward
}

// focal returns pixels per unit of slope (perspective) or per metre.
func (c Camera) focal(height int) float64 {
	if c.Ortho > 0 {
		return float64(height) / c.Ortho
	}
	fov := c.FovY
	if !(fov > 0) {
		fov = 40
	}
	s, k := sincos(min(fov, 170) / 2)
	return float64(height) / 2 * k / s
}

// Project returns the pixel coordinates of a point in a picture of the given
// size (0,0 is the upper left corner of the first pixel) and its depth along
// the view, and false when it lies behind the camera.
func (c Camera) Project(width, height int, p scenes.Vec3) (x, y, depth float64, ok bool) {
	r, u, f := c.basis()
	d := p.Sub(c.Eye)
	depth = dot64(d, f)
	if depth < nearPlane {
		return 0, 0, depth, false
	}
	k := c.focal(height)
	if c.Ortho <= 0 {
		k /= depth
	}
	cx, cy := c.centre(width, height)
	return cx + float64(dot64(d, r)*k), cy - float64(dot64(d, u)*k), depth, true
}

// Ray returns the line of sight through a pixel coordinate. The direction
// advances one metre of depth, so that origin + depth·direction is the point
// seen at that depth.
func (c Camera) Ray(width, height int, x, y float64) (origin, direction scenes.Vec3) {
	r, u, f := c.basis()
	k := c.focal(height)
	cx, cy := c.centre(width, height)
	dx, dy := (x-cx)/k, (cy-y)/k
	if c.Ortho > 0 {
		return along(along(c.Eye, r, dx), u, dy), f
	}
	return c.Eye, along(along(f, r, dx), u, dy)
}

// Unproject returns the point seen at a pixel coordinate and depth.
func (c Camera) Unproject(width, height int, x, y, depth float64) scenes.Vec3 {
	o, d := c.Ray(width, height, x, y)
	return along(o, d, depth)
}

// Orbit is a camera that turns about a point, as a viewer moves it.
type Orbit struct {
	Target scenes.Vec3
	// Yaw is the compass heading of the camera as seen from the target, in
	// degrees: 180 stands in the south and looks north.
	Yaw float64
	// Pitch is the elevation above the horizon, in degrees.
	Pitch float64
	// Distance is from the target, in metres.
	Distance float64
	// FovY is as in [Camera].
	FovY float64
	// Ortho drops the perspective and keeps the size of what is at Target.
	Ortho bool
}

// Camera returns the camera of the orbit.
func (o Orbit) Camera() Camera {
	sp, cp := sincos(o.Pitch)
	sy, cy := sincos(o.Yaw)
	c := Camera{
		Eye:    along(o.Target, scenes.Vec3{sy * cp, cy * cp, sp}, o.Distance),
		Target: o.Target,
		// The up vector stays good when looking straight down.
		Up:   scenes.Vec3{-sy * sp, -cy * sp, cp},
		FovY: o.FovY,
	}
	if o.Ortho {
		fov := o.FovY
		if !(fov > 0) {
			fov = 40
		}
		s, k := sincos(fov / 2)
		c.Ortho = 2 * o.Distance * s / k
	}
	return c
}

// OrbitOf returns the orbit that shows what the camera shows, turning about
// its target.
func OrbitOf(c Camera) Orbit {
	d := c.Eye.Sub(c.Target)
	dist := math.Sqrt(dot64(d, d))
	o := Orbit{Target: c.Target, Distance: dist, FovY: c.FovY, Ortho: c.Ortho > 0}
	if dist > 0 {
		o.Yaw = math.Atan2(d[0], d[1]) * 180 / math.Pi
		o.Pitch = math.Asin(max(-1, min(1, d[2]/dist))) * 180 / math.Pi
	}
	return o
}
