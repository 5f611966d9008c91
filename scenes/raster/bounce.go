package raster

// bouncer is a patch that sends light on: a virtual point light (Keller 1997)
// taken from a light's map (Dachsbacher and Stamminger 2005).
type bouncer struct {
	at, n vec3
	color rgb
}

// probe is the light that reaches a place from the six directions of the axes,
// in the order +x, -x, +y, -y, +z, -z.
type probe [6]rgb

const (
	// patches is how many patches along a side of a light's map send light on.
	patches = 8
	// probeStep is the distance between probes in metres, if there are no more
	// than probeMost along an axis.
	probeStep = 0.6
	probeMost = 12
	// nearest is the least distance at which a patch is taken to be a point.
	nearest = 0.8
	// further makes up for light that is sent on more than once.
	further = 1.6
	// scatter is the share of a probe's light that comes evenly from all sides.
	scatter = 0.3
)

// probes is a grid of probes.
type probes struct {
	lo    vec3
	inv   [3]float32
	n     [3]int
	cells []probe
}

// bounce gathers what the lit surfaces send on.
func (r *Renderer) bounce(lo, hi vec3) {
	r.bouncers = r.bouncers[:0]
	for i := range r.lamps {
		l := &r.lamps[i]
		for k := range l.maps[:l.count] {
			r.patches(l, &l.maps[k])
		}
	}
	g := &r.probes
	size := hi.sub(lo)
	g.lo = lo
	ext := [3]float32{size.x, size.y, size.z}
	total := 1
	for k, e := range ext {
		g.n[k] = min(probeMost, int(min(max(e, 0)/probeStep, probeMost))+2)
		g.inv[k] = float32(g.n[k]-1) / max(e, 1e-3)
		total *= g.n[k]
	}
	g.cells = grow(g.cells, total)
	o := 0
	for z := range g.n[2] {
		for y := range g.n[1] {
			for x := range g.n[0] {
				p := lo.add(vec3{float32(x) / g.inv[0], float32(y) / g.inv[1], float32(z) / g.inv[2]})
				g.cells[o] = r.gather(p)
				o++
			}
		}
	}
}

// patches turns a light's map into bouncers.
func (r *Renderer) patches(l *lamp, m *shadowMap) {
	if m.empty {
		return
	}
	side := m.view.w
	step := side / patches
	v := &m.view
	p := &m.painters[0]
	for j := range patches {
		for i := range patches {
			x, y := i*step+step/2, j*step+step/2
			n := m.seen[y*side+x]
			if n == 0 {
				continue
			}
			s := p.surface(n)
			t := &m.tris[n-1]
			dx, dy := float32(int32(x)-t.minX), float32(int32(y)-t.minY)
			sx, sy := (float32(x)+0.5-v.cx)/v.focal, (v.cy-float32(y)-0.5)/v.focal
			key := m.keys[y*side+x]
			var b bouncer
			weight := float32(step) / v.focal
			weight = float32(weight * weight)
			if v.ortho {
				b.at = v.eye.add(v.fw.scale(v.bias - key)).add(v.right.scale(sx)).add(v.up.scale(sy))
			} else {
				// Only what this side alone sees counts; a texel's solid angle
				// falls with the third power of the cosine.
				if max(sx, -sx) > 1 || max(sy, -sy) > 1 {
					continue
				}
				b.at = v.eye.add(v.fw.add(v.right.scale(sx)).add(v.up.scale(sy)).scale(1 / key))
				c := 1 + float32(sx*sx) + float32(sy*sy)
				weight /= float32(c * float32(sqrt32(c)))
			}
			b.n = s.normal(dx, dy)
			// Power over π, and over π again for the matt patch.
			const k = 1 / 3.14159265
			c := rgb{s.r.over(dx, dy), s.g.over(dx, dy), s.b.over(dx, dy)}.times(1.0 / one)
			b.color = c.tinted(l.color).times(float32(weight * k))
			r.bouncers = append(r.bouncers, b)
		}
	}
}

// gather adds up what reaches a place.
func (r *Renderer) gather(p vec3) (o probe) {
	for i := range r.bouncers {
		b := &r.bouncers[i]
		d := b.at.sub(p)
		c := -d.dot(b.n)
		if c <= 0 {
			continue
		}
		q := max(d.dot(d), nearest*nearest)
		// c and the axis below still hold the distance, hence its fourth power.
		k := b.color.times(float32(c*further) / float32(q*q))
		for a, s := range [3]float32{d.x, d.y, d.z} {
			f := 2 * a
			if s < 0 {
				f, s = f+1, -s
			}
			for j := range 3 {
				o[f][j] += float32(k[j] * s)
			}
		}
	}
	// What is near scatters light to all sides.
	for j := range 3 {
		mean := float32((o[0][j] + o[1][j] + o[2][j] + o[3][j] + o[4][j] + o[5][j]) * (1.0 / 6))
		for f := range o {
			o[f][j] += float32((mean - o[f][j]) * scatter)
		}
	}
	return o
}

// at returns the light on a surface of unit normal n at p, as an ambient cube
// (McTaggart 2004).
func (g *probes) at(p, n vec3) (o rgb) {
	rel := p.sub(g.lo)
	var cell [3]int
	var frac [3]float32
	for k, v := range [3]float32{rel.x, rel.y, rel.z} {
		v = min(max(float32(v*g.inv[k]), 0), float32(g.n[k]-1))
		if v != v {
			v = 0
		}
		cell[k] = min(int(v), g.n[k]-2)
		frac[k] = v - float32(cell[k])
	}
	var dir [3]int
	var w [3]float32
	for k, v := range [3]float32{n.x, n.y, n.z} {
		dir[k], w[k] = 2*k, float32(v*v)
		if v < 0 {
			dir[k]++
		}
	}
	sy, sz := g.n[0], g.n[0]*g.n[1]
	base := cell[2]*sz + cell[1]*sy + cell[0]
	for i := range 8 {
		at := base
		f := float32(1)
		if i&1 != 0 {
			at++
			f = frac[0]
		} else {
			f = 1 - frac[0]
		}
		if i&2 != 0 {
			at += sy
			f = float32(f * frac[1])
		} else {
			f = float32(f * (1 - frac[1]))
		}
		if i&4 != 0 {
			at += sz
			f = float32(f * frac[2])
		} else {
			f = float32(f * (1 - frac[2]))
		}
		c := &g.cells[at]
		for k := range 3 {
			h := float32(f * w[k])
			q := &c[dir[k]]
			o[0] += float32(q[0] * h)
			o[1] += float32(q[1] * h)
			o[2] += float32(q[2] * h)
		}
	}
	return o
}
