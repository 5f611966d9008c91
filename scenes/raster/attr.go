package raster

import "github.com/metaspatial/metaspatial/scenes/mesh"

// attr is what a corner brings to its triangles' pixels.
type attr struct {
	// The linear colour, lit and one for white; in beauty the unlit colour.
	r, g, b float32
	a       float32
	u, v    float32
	// n is the normal in layout space, when it is asked for.
	n vec3
}

// lit returns what a vertex looks like, seen from the front or from behind.
func (r *Renderer) lit(q *vertex, in *instance, mat *material, back bool) attr {
	c := attr{u: float32(q.u * mat.repeat), v: float32(q.v * mat.repeat), a: float32(mat.alpha * q.c[3])}
	k := rgb{1, 1, 1}
	if !mat.unlit || r.normals {
		n := in.nx.scale(q.n.x).add(in.ny.scale(q.n.y)).add(in.nz.scale(q.n.z))
		if !in.rigid {
			n = n.unit()
		}
		if back {
			n = n.scale(-1)
		}
		c.n = n
	}
	// What is drawn over the picture is lit at once, in beauty too.
	later := r.deferred && mat.ghost == 0 && mat.mode != mesh.Blend
	if !mat.unlit && !later {
		k = r.light.at(c.n)
		if in.lift {
			z := in.origin.z + float32(in.ax.z*q.p.x) + float32(in.ay.z*q.p.y) + float32(in.az.z*q.p.z)
			if h := float32((z - in.ground) * (1 / 0.4)); h < 1 {
				k = k.times(0.74 + float32(max(0, h)*0.26))
			}
		}
	}
	var e rgb
	if !later || mat.unlit {
		e = mat.emissive
	}
	c.r = float32(float32(float32(k[0]*q.c[0])*mat.factor[0]) + e[0])
	c.g = float32(float32(float32(k[1]*q.c[1])*mat.factor[1]) + e[1])
	c.b = float32(float32(float32(k[2]*q.c[2])*mat.factor[2]) + e[2])
	if mat.strength > 0 && mat.tex == nil {
		l := float32((k[0] + k[1] + k[2]) * (1.0 / 3))
		c.r = c.r + float32((float32(mat.tint[0]*l)-c.r)*mat.strength)
		c.g = c.g + float32((float32(mat.tint[1]*l)-c.g)*mat.strength)
		c.b = c.b + float32((float32(mat.tint[2]*l)-c.b)*mat.strength)
	}
	w := float32(one)
	if !later {
		w = float32(one * r.exposure)
	}
	c.r, c.g, c.b = float32(c.r*w), float32(c.g*w), float32(c.b*w)
	return c
}

// surface is what the pixels of a triangle are coloured by.
type surface struct {
	mat        *material
	tex        *texture // nil where none is looked up
	r, g, b, a plane
	u, v       plane // divided by depth under perspective
	n          [3]plane
	flat       bool // r, g, b are constant
	// even says that the normal is facing everywhere.
	even   bool
	facing vec3
}

// surface returns the surface of triangle number n (from 1), which is made
// when a pixel shows it first.
func (p *painter) surface(n uint32) *surface {
	if s := p.slots[n-1]; s != 0 {
		return &p.surfaces[s-1]
	}
	p.surfaces = extend(p.surfaces, 1)
	p.slots[n-1] = uint32(len(p.surfaces))
	s := &p.surfaces[len(p.surfaces)-1]
	r := p.r
	t := &r.tris[n-1]
	c := &r.calls[t.call]
	mat := &r.materials[c.mat]
	s.mat = mat
	at := [3]*attr{p.attr(t.corner[0], c, t.back), p.attr(t.corner[1], c, t.back), p.attr(t.corner[2], c, t.back)}
	a0, a1, a2 := at[0], at[1], at[2]
	l := newLinear(t)
	s.r, s.g, s.b = l.plane(a0.r, a1.r, a2.r), l.plane(a0.g, a1.g, a2.g), l.plane(a0.b, a1.b, a2.b)
	s.flat = s.r.dx == 0 && s.r.dy == 0 && s.g.dx == 0 && s.g.dy == 0 && s.b.dx == 0 && s.b.dy == 0
	s.tex = mat.tex
	if r.flat && s.tex != nil && mat.mode == mesh.Opaque {
		c := s.tex.patch(a0, a1, a2)
		s.paint(mat, c)
		s.tex = nil
	}
	if s.tex != nil {
		w0, w1, w2 := r.corner(t.corner[0]).iw, r.corner(t.corner[1]).iw, r.corner(t.corner[2]).iw
		s.u = l.plane(float32(a0.u*w0), float32(a1.u*w1), float32(a2.u*w2))
		s.v = l.plane(float32(a0.v*w0), float32(a1.v*w1), float32(a2.v*w2))
	}
	if t.kind != kindSolid {
		s.a = l.plane(a0.a, a1.a, a2.a)
	}
	if r.normals {
		s.even = a0.n == a1.n && a1.n == a2.n
		s.facing = a0.n.unit()
		s.n = [3]plane{l.plane(a0.n.x, a1.n.x, a2.n.x), l.plane(a0.n.y, a1.n.y, a2.n.y), l.plane(a0.n.z, a1.n.z, a2.n.z)}
	}
	return s
}

// paint multiplies the surface by one colour, instead of a texture, and tints it.
func (s *surface) paint(m *material, c rgb) {
	light := plane{
		at: float32((s.r.at + s.g.at + s.b.at) * (1.0 / 3)),
		dx: float32((s.r.dx + s.g.dx + s.b.dx) * (1.0 / 3)),
		dy: float32((s.r.dy + s.g.dy + s.b.dy) * (1.0 / 3)),
	}
	for k, p := range [3]*plane{&s.r, &s.g, &s.b} {
		own, tint := float32(c[k]*(1-m.strength)), float32(m.tint[k]*m.strength)
		p.at = float32(p.at*own) + float32(light.at*tint)
		p.dx = float32(p.dx*own) + float32(light.dx*tint)
		p.dy = float32(p.dy*own) + float32(light.dy*tint)
	}
}

// patch returns the colour of a texture about the middle of a triangle, at the
// level at which the triangle is about as large as a texel.
func (t *texture) patch(a, b, c *attr) rgb {
	w := max(a.u, b.u, c.u) - min(a.u, b.u, c.u)
	h := max(a.v, b.v, c.v) - min(a.v, b.v, c.v)
	texels := min(float32(max(w, h)*t.size)*0.5, 1<<20)
	k := 0
	for texels > 1 && k < len(t.levels)-1 {
		texels, k = float32(texels*0.5), k+1
	}
	const third, full = 1.0 / 3, 1.0 / 65535
	q := t.levels[k].nearest(float32((a.u+b.u+c.u)*third), float32((a.v+b.v+c.v)*third))
	return rgb{float32(float32(q&0xFFFF) * full), float32(float32(q>>16&0xFFFF) * full), float32(float32(q>>32&0xFFFF) * full)}
}

// corner returns a corner by number.
func (r *Renderer) corner(i uint32) *corner {
	if i&cutCorner != 0 {
		return &r.cuts[i&^cutCorner].corner
	}
	return &r.corners[i]
}

// attr returns what corner number i looks like, lighting it when it is asked
// for first.
func (p *painter) attr(i uint32, c *call, back bool) *attr {
	if i&cutCorner != 0 {
		return &p.r.cuts[i&^cutCorner].attr
	}
	k := 2 * i
	if back {
		k++
	}
	if s := p.lit[k]; s != 0 {
		return &p.attrs[s-1]
	}
	p.attrs = append(p.attrs, p.r.lit(&c.verts[i-c.base], &p.r.instances[c.in], &p.r.materials[c.mat], back))
	p.lit[k] = uint32(len(p.attrs))
	return &p.attrs[len(p.attrs)-1]
}
