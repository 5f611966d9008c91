package raster

// corner is a vertex in the camera's frame: x right, y up, z depth.
type corner struct {
	x, y, z float32
	px, py  int32 // pixel coordinates in 1/256, when z is beyond the near plane
	iw      float32
	r, g, b float32 // linear colour, one for white
	a       float32
	u, v    float32
	out     uint8
}

// Sides of the view that a corner lies beyond.
const (
	outLeft = 1 << iota
	outRight
	outTop
	outBottom
	outNear
	outGuard
)

const subpixel = 256

// project fills in the outcode and, in front of the near plane, the pixel
// coordinates.
func (v *view) project(c *corner) {
	kx, ky, gx, gy := v.kx, v.ky, v.gx, v.gy
	if !v.ortho {
		kx, ky = float32(kx*c.z), float32(ky*c.z)
		gx, gy = float32(gx*c.z), float32(gy*c.z)
	}
	c.out = 0
	if c.z < nearPlane {
		c.out = outNear
	}
	if c.x < -kx {
		c.out |= outLeft
	}
	if c.x > kx {
		c.out |= outRight
	}
	if c.y > ky {
		c.out |= outTop
	}
	if c.y < -ky {
		c.out |= outBottom
	}
	if c.out&outNear != 0 {
		return
	}
	if c.out != 0 && (c.x < -gx || c.x > gx || c.y > gy || c.y < -gy) {
		c.out |= outGuard
		return
	}
	c.iw = 1
	f := v.focal
	if !v.ortho {
		c.iw = 1 / c.z
		f = float32(f * c.iw)
	}
	c.px = round256(v.cx + float32(c.x*f))
	c.py = round256(v.cy - float32(c.y*f))
}

// round256 rounds a pixel coordinate to the subpixel grid.
func round256(p float32) int32 {
	q := float32(p * subpixel)
	if q < 0 {
		return -int32(0.5 - q)
	}
	return int32(q + 0.5)
}

// draw transforms and lights a part and sets up its triangles.
func (r *Renderer) draw(p *part, in *instance) {
	v := &r.view
	mi := r.material(&p.mat, in)
	mat := &r.materials[mi]
	to := func(d vec3) vec3 { return vec3{d.dot(v.right), d.dot(v.up), d.dot(v.fw)} }
	ax, ay, az, o := to(in.ax), to(in.ay), to(in.az), to(in.origin.sub(v.eye))
	r.corners = grow(r.corners, len(p.verts))
	for i := range p.verts {
		q, c := &p.verts[i], &r.corners[i]
		c.x = o.x + float32(ax.x*q.p.x) + float32(ay.x*q.p.y) + float32(az.x*q.p.z)
		c.y = o.y + float32(ax.y*q.p.x) + float32(ay.y*q.p.y) + float32(az.y*q.p.z)
		c.z = o.z + float32(ax.z*q.p.x) + float32(ay.z*q.p.y) + float32(az.z*q.p.z)
		c.u, c.v = float32(q.u*mat.repeat), float32(q.v*mat.repeat)
		v.project(c)
		r.lit(c, q, in, mat, false)
	}
	for i := 0; i+2 < len(p.idx); i += 3 {
		i0, i1, i2 := p.idx[i], p.idx[i+1], p.idx[i+2]
		a, b, c := &r.corners[i0], &r.corners[i1], &r.corners[i2]
		if a.out&b.out&c.out&^outGuard != 0 {
			continue
		}
		if (a.out|b.out|c.out)&(outNear|outGuard) != 0 {
			r.clip(*a, *b, *c, mi, in.id)
			continue
		}
		if mat.double && doubleArea(a, b, c) > 0 {
			// Seen from behind: light it from behind and turn it round.
			x, y, z := *a, *b, *c
			r.lit(&x, &p.verts[i0], in, mat, true)
			r.lit(&y, &p.verts[i1], in, mat, true)
			r.lit(&z, &p.verts[i2], in, mat, true)
			r.setup(&x, &z, &y, mi, in.id)
			continue
		}
		r.setup(a, b, c, mi, in.id)
	}
}

// lit gives a corner its colour.
func (r *Renderer) lit(c *corner, q *vertex, in *instance, mat *material, back bool) {
	k := rgb{1, 1, 1}
	if !mat.unlit {
		n := in.nx.scale(q.n.x).add(in.ny.scale(q.n.y)).add(in.nz.scale(q.n.z)).unit()
		if back {
			n = n.scale(-1)
		}
		k = r.light.at(n)
		if in.lift {
			z := in.origin.z + float32(in.ax.z*q.p.x) + float32(in.ay.z*q.p.y) + float32(in.az.z*q.p.z)
			if h := float32((z - in.ground) * (1 / 0.4)); h < 1 {
				k = k.times(0.74 + float32(max(0, h)*0.26))
			}
		}
	}
	c.r = float32(float32(float32(k[0]*q.c[0])*mat.factor[0]) + mat.emissive[0])
	c.g = float32(float32(float32(k[1]*q.c[1])*mat.factor[1]) + mat.emissive[1])
	c.b = float32(float32(float32(k[2]*q.c[2])*mat.factor[2]) + mat.emissive[2])
	if mat.strength > 0 && mat.tex == nil {
		l := float32((k[0] + k[1] + k[2]) * (1.0 / 3))
		c.r = c.r + float32((float32(mat.tint[0]*l)-c.r)*mat.strength)
		c.g = c.g + float32((float32(mat.tint[1]*l)-c.g)*mat.strength)
		c.b = c.b + float32((float32(mat.tint[2]*l)-c.b)*mat.strength)
	}
	c.r, c.g, c.b = float32(c.r*one), float32(c.g*one), float32(c.b*one)
	c.a = float32(mat.alpha * q.c[3])
}

// doubleArea is twice the signed area on the screen, whose y points down:
// negative for triangles seen from outside.
func doubleArea(a, b, c *corner) int64 {
	return int64(b.px-a.px)*int64(c.py-a.py) - int64(c.px-a.px)*int64(b.py-a.py)
}
