package raster

import "github.com/metaspatial/metaspatial/scenes/mesh"

// plane is a value that varies linearly over the screen; at is its value at
// the centre of the triangle's base pixel.
type plane struct{ at, dx, dy float32 }

// over returns the value dx, dy pixels from the base pixel.
func (p *plane) over(dx, dy float32) float32 {
	return p.at + float32(p.dx*dx) + float32(p.dy*dy)
}

// The ways a triangle is drawn.
const (
	kindSolid = iota
	kindMask
	kindClear
	kindGhost
)

// triangle is ready to be filled.
type triangle struct {
	x, y [3]int32 // corners in subpixels, clockwise on the screen
	// The pixels whose centres may be inside, inclusive.
	minX, maxX, minY, maxY int32
	key                    plane     // grows towards the camera
	corner                 [3]uint32 // numbers of the corners
	call                   int32
	id                     uint16
	kind                   uint8
	back                   bool
	small                  bool // filled by testing every pixel
}

// linear makes planes over one triangle.
type linear struct{ ox, oy, ix1, iy1, ix2, iy2 float64 }

func newLinear(t *triangle) linear {
	const px = 1.0 / subpixel
	x1, y1 := float64(t.x[1]-t.x[0])*px, float64(t.y[1]-t.y[0])*px
	x2, y2 := float64(t.x[2]-t.x[0])*px, float64(t.y[2]-t.y[0])*px
	inv := 1 / (float64(x1*y2) - float64(x2*y1))
	return linear{
		float64(t.minX) + 0.5 - float64(float64(t.x[0])*px), float64(t.minY) + 0.5 - float64(float64(t.y[0])*px),
		float64(x1 * inv), float64(y1 * inv), float64(x2 * inv), float64(y2 * inv),
	}
}

// plane returns the plane through the values at the corners.
func (l *linear) plane(p, q, s float32) plane {
	if p == q && q == s {
		return plane{at: p}
	}
	d1, d2 := float64(q)-float64(p), float64(s)-float64(p)
	dx := float64(d1*l.iy2) - float64(d2*l.iy1)
	dy := float64(d2*l.ix1) - float64(d1*l.ix2)
	return plane{float32(float64(p) + float64(dx*l.ox) + float64(dy*l.oy)), float32(dx), float32(dy)}
}

// setup queues a triangle seen from the front, whose doubleArea is negative.
func (r *Renderer) setup(a, b, c *corner, area int64, corners [3]uint32, ci int32, back bool) {
	v := &r.view
	minX, maxX := min(a.px, b.px, c.px), max(a.px, b.px, c.px)
	minY, maxY := min(a.py, b.py, c.py), max(a.py, b.py, c.py)
	x0, x1 := max(0, (minX+subpixel/2-1)>>8), min(int32(v.w)-1, (maxX-subpixel/2)>>8)
	y0, y1 := max(0, (minY+subpixel/2-1)>>8), min(int32(v.h)-1, (maxY-subpixel/2)>>8)
	if x0 > x1 || y0 > y1 || area >= 0 {
		return
	}
	r.tris = extend(r.tris, 1)
	t := &r.tris[len(r.tris)-1]
	m := &r.materials[r.calls[ci].mat]
	// Counter-clockwise seen by people is a negative area on a screen whose y
	// points down; the fill wants it positive.
	*t = triangle{
		x: [3]int32{a.px, c.px, b.px}, y: [3]int32{a.py, c.py, b.py},
		minX: x0, maxX: x1, minY: y0, maxY: y1,
		corner: [3]uint32{corners[0], corners[2], corners[1]}, call: ci,
		id: r.instances[r.calls[ci].in].id, back: back,
		small: maxX-minX < smallSide*subpixel && maxY-minY < smallSide*subpixel,
	}
	l := newLinear(t)
	if v.ortho {
		t.key = l.plane(v.bias-a.z, v.bias-c.z, v.bias-b.z)
	} else {
		t.key = l.plane(a.iw, c.iw, b.iw)
	}
	n := uint32(len(r.tris))
	switch {
	case m.ghost > 0:
		t.kind = kindGhost
		r.ghostly = append(r.ghostly, n)
	case m.mode == mesh.Blend:
		t.kind = kindClear
		r.clear = append(r.clear, sorted{n, a.z + b.z + c.z})
	case m.mode == mesh.Mask:
		t.kind = kindMask
	}
}
