package raster

// geometry is what the ambient light of a pixel depends on. It is noted for
// every second pixel of every second row: the light is soft.
type geometry struct {
	p, n vec3
	far  float32 // 0 where nothing is
	// open is the share of the sky that is kept, before it is evened out.
	open float32
	// light is the ambient light received.
	light rgb
}

const (
	// hideReach is how far what hides the sky may be, in metres.
	hideReach = 0.7
	hideTaps  = 14
	hideForce = 1.6
	// hideMost bounds the reach in noted pixels.
	hideMost = 48
	// relight is the share of the hidden sky's light that what hides it sends
	// back.
	relight = 0.3
)

// hidePatterns are the places to look at, turned differently for the pixels of
// a block of two by two; the mean over such a block evens them out.
var hidePatterns = func() (d [4][hideTaps][2]float32) {
	for k, turn := range [4]float64{0, 2, 3, 1} {
		for i := range d[k] {
			r := grid((float64(i) + 0.5 + float64(turn/4) - 0.375) / hideTaps)
			s, c := sincos(360 * (float64(float64(i)*7/hideTaps) + float64(turn/4/2)))
			d[k][i] = [2]float32{float32(float64(r * c)), float32(float64(r * s))}
		}
	}
	return d
}()

// survey notes the geometry of rows y0 to y1 of the notes.
func (p *painter) survey(samples, y0, y1 int) {
	r := p.r
	w := r.view.w
	for y := y0; y < y1; y++ {
		row := r.ground[y*r.groundW : (y+1)*r.groundW]
		for x := range row {
			g := &row[x]
			sx, sy := 2*samples*x, 2*samples*y
			at := sy*w + sx
			n := r.seen[at]
			if n == 0 {
				g.far = 0
				continue
			}
			t := &r.tris[n-1]
			g.far = r.depth(r.keys[at])
			g.p = r.view.point(float32(sx)+0.5, float32(sy)+0.5, g.far)
			g.n = p.surface(n).normal(float32(int32(sx)-t.minX), float32(int32(sy)-t.minY))
		}
	}
}

// point returns what is seen at a place of the picture in the given depth.
func (v *view) point(x, y, z float32) vec3 {
	sx, sy := float32((x-v.cx)*v.slope), float32((v.cy-y)*v.slope)
	if v.ortho {
		return v.eye.add(v.fw.scale(z)).add(v.right.scale(sx)).add(v.up.scale(sy))
	}
	return v.eye.add(v.fw.add(v.right.scale(sx)).add(v.up.scale(sy)).scale(z))
}

// hide estimates how much of the sky is kept in rows y0 to y1 of the notes (the
// estimator of McGuire, Mara and Luebke 2012).
func (p *painter) hide(samples, y0, y1 int) {
	r := p.r
	w, h := r.groundW, r.groundH
	for y := y0; y < y1; y++ {
		for x := range w {
			g := &r.ground[y*w+x]
			if g.far == 0 {
				continue
			}
			reach := float32(hideReach*r.view.focal) / float32(2*samples)
			if !r.view.ortho {
				reach /= g.far
			}
			reach = min(reach, hideMost)
			sum := float32(0)
			for _, d := range &hidePatterns[y&1*2+x&1] {
				i, j := x+int(float32(d[0]*reach)), y+int(float32(d[1]*reach))
				if uint(i) >= uint(w) || uint(j) >= uint(h) {
					continue
				}
				q := &r.ground[j*w+i]
				if q.far == 0 {
					continue
				}
				v := q.p.sub(g.p)
				up := v.dot(g.n) - 0.012
				if up <= 0 {
					continue
				}
				s := v.dot(v)
				if fall := 1 - float32(s*(1/(hideReach*hideReach))); fall > 0 {
					sum += float32(fall*up) / sqrt32(s+1e-4)
				}
			}
			g.open = max(0, 1-float32(sum*(hideForce/hideTaps)))
		}
	}
}

// soften works out the ambient light in rows y0 to y1 of the notes: the share
// of the sky is evened out over the two by two about it that lie on the same
// surface.
func (p *painter) soften(y0, y1 int) {
	r := p.r
	w := r.groundW
	for y := y0; y < y1; y++ {
		for x := range w {
			g := &r.ground[y*w+x]
			if g.far == 0 {
				continue
			}
			sum, n := float32(0), float32(0)
			for j := max(0, y-1); j <= y; j++ {
				for i := max(0, x-1); i <= x; i++ {
					if q := &r.ground[j*w+i]; q.far != 0 && same(g.p, g.n, q) {
						sum += q.open
						n++
					}
				}
			}
			sky := g.open
			if n > 0 {
				sky = sum / n
			}
			g.light = r.ambient(g.p, g.n).times(relight + float32((1-relight)*sky))
		}
	}
}

// same reports whether a note is of the surface at p with normal n.
func same(p, n vec3, q *geometry) bool {
	d := q.p.sub(p).dot(n)
	return d < 0.04 && d > -0.04 && q.n.dot(n) > 0.85
}

// ambient returns the light of the surroundings, of the other surfaces and of
// lamps without shadows on an open surface.
func (r *Renderer) ambient(p, n vec3) rgb {
	k := mix(r.world[1], r.world[0], 0.5+float32(n.z*0.5))
	b := r.probes.at(p, n)
	k[0], k[1], k[2] = k[0]+b[0], k[1]+b[1], k[2]+b[2]
	for i := range r.lamps {
		if l := &r.lamps[i]; l.count == 0 {
			c := l.on(p, n)
			k[0], k[1], k[2] = k[0]+c[0], k[1]+c[1], k[2]+c[2]
		}
	}
	return k
}

// around returns the ambient light at p, with normal n, seen in a pixel: the
// mean of the notes about it that lie on the same surface.
func (r *Renderer) around(x, y int, p, n vec3) rgb {
	i, j := x>>1, y>>1
	o := j*r.groundW + i
	q := &r.ground[o]
	here := q.far != 0 && same(p, n, q)
	if here && (x|y)&1 == 0 {
		return q.light
	}
	var sum rgb
	total := float32(0)
	if here {
		sum, total = q.light, 1
	}
	for k := 1; k < 4; k++ {
		// Beside an even pixel the next note is asked only when its own fails.
		if here && (k&1 > x&1 || k>>1 > y&1) || i+k&1 >= r.groundW || j+k>>1 >= r.groundH {
			continue
		}
		q := &r.ground[o+k>>1*r.groundW+k&1]
		if q.far == 0 || !same(p, n, q) {
			continue
		}
		sum[0] += q.light[0]
		sum[1] += q.light[1]
		sum[2] += q.light[2]
		total++
	}
	if total == 0 {
		return r.ambient(p, n).times(lonelyOpen)
	}
	return sum.times(1 / total)
}

// lonelyOpen is the share of the sky that is assumed for surfaces too small to
// be noted.
const lonelyOpen = 0.75
