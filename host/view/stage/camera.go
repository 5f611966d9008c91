package stage

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// The limits of the camera: degrees and metres.
const (
	maxPitch     = 90
	nearest      = 0.15
	farthest     = 2000
	defaultFovY  = 40
	dollhouseFov = 26
	walkFov      = 72
	// planPitch is the elevation from which a view without perspective is a
	// plan, whose walls are cut.
	planPitch = 89.99
)

// camera returns the rasteriser's camera for a state. Without perspective the
// eye stands outside of everything, or the near plane would cut the room.
func camera(o raster.Orbit, around bounds) raster.Camera {
	c := o.Camera()
	if !o.Ortho {
		return c
	}
	back := around.middle().Sub(o.Target).Len() + around.radius() + 2
	d := c.Eye.Sub(c.Target)
	c.Eye = c.Target.Add(d.Mul(max(back, o.Distance) / o.Distance))
	c.Plan = o.Pitch >= planPitch
	return c
}

// axes returns the right, up and forward unit vectors of a state.
func axes(o raster.Orbit) (right, up, forward scenes.Vec3) {
	sy, cy := math.Sincos(o.Yaw * math.Pi / 180)
	sp, cp := math.Sincos(o.Pitch * math.Pi / 180)
	forward = scenes.Vec3{-sy * cp, -cy * cp, -sp}
	right = scenes.Vec3{-cy, sy, 0}
	return right, right.Cross(forward), forward
}

// eye is where the camera stands.
func eye(o raster.Orbit) scenes.Vec3 {
	_, _, f := axes(o)
	return o.Target.Sub(f.Mul(o.Distance))
}

// fov is the vertical field of view in degrees.
func fov(o raster.Orbit) float64 {
	if o.FovY > 0 {
		return o.FovY
	}
	return defaultFovY
}

// tall is the height in metres of what the picture shows at a depth.
func tall(o raster.Orbit, depth float64) float64 {
	if o.Ortho {
		depth = o.Distance
	}
	return 2 * depth * math.Tan(fov(o)/2*math.Pi/180)
}

// heading brings an angle to -180 (exclusive) to 180 degrees.
func heading(deg float64) float64 {
	deg = math.Mod(deg, 360)
	switch {
	case deg > 180:
		return deg - 360
	case deg <= -180:
		return deg + 360
	}
	return deg
}

// orbit turns the camera about a pivot, which stays where it is in the picture
// for turns about the vertical and moves along it for the others.
func orbit(o raster.Orbit, pivot scenes.Vec3, yaw, pitch float64) raster.Orbit {
	r0, u0, f0 := axes(o)
	rel := o.Target.Sub(pivot)
	// The target in the camera's own frame stays the same.
	x, y, z := rel.Dot(r0), rel.Dot(u0), rel.Dot(f0)
	o.Yaw = heading(o.Yaw + yaw)
	o.Pitch = min(maxPitch, max(-maxPitch, o.Pitch+pitch))
	r1, u1, f1 := axes(o)
	o.Target = pivot.Add(r1.Mul(x)).Add(u1.Mul(y)).Add(f1.Mul(z))
	return o
}

// pan moves the camera across the line of sight so that what is at a depth
// follows the cursor by dx and dy pixels of a picture h pixels high.
func pan(o raster.Orbit, dx, dy, depth, h float64) raster.Orbit {
	r, u, _ := axes(o)
	k := tall(o, depth) / max(h, 1)
	o.Target = o.Target.Sub(r.Mul(dx * k)).Add(u.Mul(dy * k))
	return o
}

// zoom scales the view by k, below 1 nearer, about a point, which stays under
// the cursor. Seen with perspective, the target first moves along the line of
// sight to beside the point, which changes nothing in the picture, so that one
// can go on towards what lies behind it.
func zoom(o raster.Orbit, p scenes.Vec3, k float64) raster.Orbit {
	if !o.Ortho {
		_, _, f := axes(o)
		e := eye(o)
		if depth := p.Sub(e).Dot(f); depth > nearest {
			o.Target, o.Distance = e.Add(f.Mul(depth)), depth
		}
	}
	d := min(farthest, max(nearest, o.Distance*k))
	k = d / o.Distance
	o.Target = p.Add(o.Target.Sub(p).Mul(k))
	o.Distance = d
	return o
}

// look turns the camera on the spot.
func look(o raster.Orbit, yaw, pitch float64) raster.Orbit {
	e := eye(o)
	o.Yaw = heading(o.Yaw + yaw)
	o.Pitch = min(maxPitch-0.1, max(-maxPitch+0.1, o.Pitch+pitch))
	_, _, f := axes(o)
	o.Target = e.Add(f.Mul(o.Distance))
	return o
}

// frame returns the state that shows the points, from the same direction.
func frame(o raster.Orbit, points []scenes.Vec3, w, h int) raster.Orbit {
	if len(points) == 0 || w < 1 || h < 1 {
		return o
	}
	b := nowhere()
	for _, p := range points {
		b.add(p)
	}
	if b.empty() {
		return o
	}
	o.Target = b.middle()
	r, u, f := axes(o)
	t := math.Tan(fov(o) / 2 * math.Pi / 180)
	tx := t * float64(w) / float64(h)
	const margin = 0.94
	d := nearest
	for _, p := range points {
		q := p.Sub(o.Target)
		z := 0.0
		if !o.Ortho {
			z = q.Dot(f)
		}
		d = max(d, math.Abs(q.Dot(r))/(tx*margin)-z, math.Abs(q.Dot(u))/(t*margin)-z)
	}
	o.Distance = min(farthest, max(d, 0.6))
	return o
}

// finite reports whether a state can be drawn.
func finite(o raster.Orbit) bool {
	for _, v := range [...]float64{o.Target[0], o.Target[1], o.Target[2], o.Yaw, o.Pitch, o.Distance, o.FovY} {
		if !(math.Abs(v) < 2*scenes.Farthest) {
			return false
		}
	}
	return o.Distance > 0
}
