package overlay

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// nearest is the least depth that shapes are drawn at, in metres.
const nearest = 0.06

// rays are the lines of sight of a picture's pixels: origin and direction are
// affine in the pixel's coordinates.
type rays struct {
	o, ox, oy, d, dx, dy scenes.Vec3
}

func newRays(c raster.Camera, w, h int) rays {
	o, d := c.Ray(w, h, 0.5, 0.5)
	o1, d1 := c.Ray(w, h, 1.5, 0.5)
	o2, d2 := c.Ray(w, h, 0.5, 1.5)
	return rays{o, o1.Sub(o), o2.Sub(o), d, d1.Sub(d), d2.Sub(d)}
}

func (r *rays) at(x, y int) (o, d scenes.Vec3) {
	fx, fy := float64(x), float64(y)
	for k := range 3 {
		o[k] = r.o[k] + float64(r.ox[k]*fx) + float64(r.oy[k]*fy)
		d[k] = r.d[k] + float64(r.dx[k]*fx) + float64(r.dy[k]*fy)
	}
	return o, d
}

// point returns what is seen at a pixel.
func (r *rays) point(x, y int, depth float32) scenes.Vec3 {
	o, d := r.at(x, y)
	for k := range 3 {
		o[k] += float64(d[k] * float64(depth))
	}
	return o
}

// plane is where n·p = c.
type plane struct {
	n scenes.Vec3
	c float64
}

func level(z float64) plane { return plane{scenes.Vec3{0, 0, 1}, z} }

func dot(a, b scenes.Vec3) float64 {
	return float64(a[0]*b[0]) + float64(a[1]*b[1]) + float64(a[2]*b[2])
}

// lit returns how much of a shape in a plane is seen at each pixel: all of it,
// or the given part where something stands before it.
func (s *sheet) lit(p plane, hidden uint8) func(x, y int) uint8 {
	return func(x, y int) uint8 {
		seen := s.f.Depth[y*s.f.W+x]
		if seen == 0 {
			return 255
		}
		o, d := s.rays.at(x, y)
		v := dot(p.n, d)
		if math.Abs(v) < 1e-9 {
			return 255
		}
		if t := (p.c - dot(p.n, o)) / v; t > float64(float64(seen)*1.006)+0.015 {
			return hidden
		}
		return 255
	}
}

// lay projects a polygon of the room, without the part behind the camera.
func (s *sheet) lay(points ...scenes.Vec3) []ink.Point {
	var out []ink.Point
	n := len(points)
	for i, a := range points {
		b := points[(i+1)%n]
		_, _, da, _ := s.cam.Project(s.f.W, s.f.H, a)
		_, _, db, _ := s.cam.Project(s.f.W, s.f.H, b)
		if da >= nearest {
			out = append(out, s.at(a))
		}
		if (da >= nearest) != (db >= nearest) {
			out = append(out, s.at(between(a, b, (nearest-da)/(db-da))))
		}
	}
	return out
}

// line projects a line of the room; false when it is behind the camera.
func (s *sheet) line(a, b scenes.Vec3) (p, q ink.Point, ok bool) {
	_, _, da, _ := s.cam.Project(s.f.W, s.f.H, a)
	_, _, db, _ := s.cam.Project(s.f.W, s.f.H, b)
	switch {
	case da < nearest && db < nearest:
		return p, q, false
	case da < nearest:
		a = between(a, b, (nearest-da)/(db-da))
	case db < nearest:
		b = between(b, a, (nearest-db)/(da-db))
	}
	return s.at(a), s.at(b), true
}

func (s *sheet) at(p scenes.Vec3) ink.Point {
	x, y, depth, ok := s.cam.Project(s.f.W, s.f.H, p)
	if !ok && depth < 0 {
		return ink.Point{X: -1e6, Y: -1e6}
	}
	return ink.Point{X: x, Y: y}
}

func between(a, b scenes.Vec3, t float64) scenes.Vec3 {
	var c scenes.Vec3
	for k := range c {
		c[k] = a[k] + float64((b[k]-a[k])*t)
	}
	return c
}

// metres returns how long a pixel is at a point of the room.
func (s *sheet) metres(p scenes.Vec3) float64 {
	_, _, depth, _ := s.cam.Project(s.f.W, s.f.H, p)
	return s.pixel(depth)
}

// pixel returns how long a pixel is at a depth, in metres.
func (s *sheet) pixel(depth float64) float64 {
	if s.cam.Ortho > 0 {
		return s.cam.Ortho / float64(s.f.H)
	}
	// The directions of neighbouring pixels' rays differ by this per metre.
	return max(depth, nearest) * s.slope
}

// inside reports whether a point is in the picture, by a border in pixels.
func (s *sheet) inside(p ink.Point, border float64) bool {
	return p.X >= border && p.Y >= border && p.X <= float64(s.f.W)-border && p.Y <= float64(s.f.H)-border
}

// raise puts a point of the floor at a height.
func raise(p scenes.Vec2, z float64) scenes.Vec3 { return scenes.Vec3{p[0], p[1], z} }

// hypot is math.Hypot for lengths of pictures and rooms, without what compilers
// may fuse.
func hypot(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }

// half returns n/2; halving is a product to compilers.
func half(n int) float64 { return float64(float64(n) / 2) }

// offset returns p + s·d on the floor.
func offset(p, d scenes.Vec2, s float64) scenes.Vec2 {
	return scenes.Vec2{p[0] + float64(d[0]*s), p[1] + float64(d[1]*s)}
}
