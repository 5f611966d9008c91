package raster

import "github.com/metaspatial/metaspatial/scenes/mesh"

// plane is a value that varies linearly over the screen; at is its value at
// the centre of the triangle's base pixel.
type plane struct{ at, dx, dy float32 }

// over returns the value dx, dy pixels from the base pixel.
func (p *plane) over(dx, dy float32) float32 {
	return p.at + float32(p.dx*dx) + float32(p.dy*dy)
}

// triangle is ready to be filled and shaded.
type triangle struct {
	x, y [3]int32 // corners in subpixels, clockwise on the screen
	// The pixels whose centres may be inside, inclusive.
	minX, maxX, minY, maxY int32
	key                    plane // grows towards the camera
	r, g, b, a             plane
	u, v                   plane // divided by depth under perspective
	mat                    int32
	id                     uint16
	flat                   bool // r, g, b are constant
	order                  float32
}

// setup turns a front-facing triangle into plane equations and queues it.
func (r *Renderer) setup(a, b, c *corner, mat int32, id uint16) {
	area := doubleArea(a, b, c)
	if area >= 0 {
		return
	}
	v := &r.view
	minX, maxX := min(a.px, b.px, c.px), max(a.px, b.px, c.px)
	minY, maxY := min(a.py, b.py, c.py), max(a.py, b.py, c.py)
	t := triangle{
		minX: max(0, (minX+subpixel/2-1)>>8), maxX: min(int32(v.w)-1, (maxX-subpixel/2)>>8),
		minY: max(0, (minY+subpixel/2-1)>>8), maxY: min(int32(v.h)-1, (maxY-subpixel/2)>>8),
		mat: mat, id: id,
	}
	if t.minX > t.maxX || t.minY > t.maxY {
		return
	}
	// Counter-clockwise seen by people is a negative area on a screen whose y
	// points down; the fill wants it positive.
	b, c = c, b
	area = -area
	t.x, t.y = [3]int32{a.px, b.px, c.px}, [3]int32{a.py, b.py, c.py}
	const px = 1.0 / subpixel
	x1, y1 := float64(b.px-a.px)*px, float64(b.py-a.py)*px
	x2, y2 := float64(c.px-a.px)*px, float64(c.py-a.py)*px
	inv := 1 / (float64(area) * (px * px))
	ox := float64(t.minX) + 0.5 - float64(a.px)*px
	oy := float64(t.minY) + 0.5 - float64(a.py)*px
	ix1, iy1, ix2, iy2 := float64(x1*inv), float64(y1*inv), float64(x2*inv), float64(y2*inv)
	lin := func(p, q, s float32) plane {
		if p == q && q == s {
			return plane{at: p}
		}
		d1, d2 := float64(q)-float64(p), float64(s)-float64(p)
		dx := float64(d1*iy2) - float64(d2*iy1)
		dy := float64(d2*ix1) - float64(d1*ix2)
		return plane{float32(float64(p) + float64(dx*ox) + float64(dy*oy)), float32(dx), float32(dy)}
	}
	if v.ortho {
		t.key = lin(v.bias-a.z, v.bias-b.z, v.bias-c.z)
	} else {
		t.key = lin(a.iw, b.iw, c.iw)
	}
	t.r, t.g, t.b = lin(a.r, b.r, c.r), lin(a.g, b.g, c.g), lin(a.b, b.b, c.b)
	t.flat = t.r.dx == 0 && t.r.dy == 0 && t.g.dx == 0 && t.g.dy == 0 && t.b.dx == 0 && t.b.dy == 0
	m := &r.materials[mat]
	if m.tex != nil {
		t.u = lin(float32(a.u*a.iw), float32(b.u*b.iw), float32(c.u*c.iw))
		t.v = lin(float32(a.v*a.iw), float32(b.v*b.iw), float32(c.v*c.iw))
	}
	switch {
	case m.ghost > 0:
		t.a = lin(a.a, b.a, c.a)
		r.haze.tris = append(r.haze.tris, t)
	case m.mode == mesh.Blend:
		t.a = lin(a.a, b.a, c.a)
		t.order = a.z + b.z + c.z
		r.clear = append(r.clear, t)
	case m.mode == mesh.Mask:
		t.a = lin(a.a, b.a, c.a)
		r.tris = append(r.tris, t)
	default:
		r.tris = append(r.tris, t)
	}
}
