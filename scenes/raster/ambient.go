package raster

// geometry is what the ambient occlusion needs to know of a pixel.
type geometry struct {
	p, n vec3
	far  float32 // 0 where nothing is
}

const (
	// hideReach is how far what hides the sky may be, in metres.
	hideReach = 0.7
	hideTaps  = 14
	hideForce = 1.5
	// hideMost bounds the reach in pixels.
	hideMost = 80
)

// hidePatterns are the places to look at, turned differently for the pixels of
// a block of four by four; the blur over such a block evens them out.
var hidePatterns = func() (d [16][hideTaps][2]float32) {
	order := [16]int{0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5}
	for k := range d {
		for i := range d[k] {
			r := grid((float64(i) + 0.5 + float64(order[k])/16 - 0.5) / hideTaps)
			s, c := sincos(360 * (float64(i)*7/hideTaps + float64(order[k])/16))
			d[k][i] = [2]float32{float32(float64(r * c)), float32(float64(r * s))}
		}
	}
	return d
}()

// survey notes the geometry of rows y0 to y1 of the frame.
func (p *painter) survey(f *Frame, samples, y0, y1 int) {
	r := p.r
	for y := y0; y < y1; y++ {
		for x := range f.W {
			o := y*samples*r.view.w + x*samples
			at := o
			if samples > 1 {
				for _, q := range [3]int{o + 1, o + r.view.w, o + r.view.w + 1} {
					if r.keys[q] > r.keys[at] {
						at = q
					}
				}
			}
			g := &r.ground[y*f.W+x]
			n := r.seen[at]
			if n == 0 {
				*g = geometry{}
				continue
			}
			t := &r.tris[n-1]
			sx, sy := int32(at%r.view.w), int32(at/r.view.w)
			g.far = r.depth(r.keys[at])
			g.p = r.view.point(float32(sx)+0.5, float32(sy)+0.5, g.far)
			g.n = p.surface(n).normal(float32(sx-t.minX), float32(sy-t.minY))
		}
	}
}

// point returns what is seen at a place of the picture in the given depth.
func (v *view) point(x, y, z float32) vec3 {
	sx, sy := (x-v.cx)/v.focal, (v.cy-y)/v.focal
	if v.ortho {
		return v.eye.add(v.fw.scale(z)).add(v.right.scale(sx)).add(v.up.scale(sy))
	}
	return v.eye.add(v.fw.add(v.right.scale(sx)).add(v.up.scale(sy)).scale(z))
}

// hide estimates how much of the sky the pixels of rows y0 to y1 keep (the
// estimator of McGuire, Mara and Luebke 2012).
func (p *painter) hide(f *Frame, samples, y0, y1 int) {
	r := p.r
	for y := y0; y < y1; y++ {
		for x := range f.W {
			o := y*f.W + x
			g := &r.ground[o]
			if g.far == 0 {
				r.open[o] = 1
				continue
			}
			reach := float32(hideReach*r.view.focal) / float32(samples)
			if !r.view.ortho {
				reach /= g.far
			}
			reach = min(reach, hideMost)
			sum := float32(0)
			for _, d := range &hidePatterns[y&3*4+x&3] {
				i, j := x+int(float32(d[0]*reach)), y+int(float32(d[1]*reach))
				if i < 0 || j < 0 || i >= f.W || j >= f.H {
					continue
				}
				q := &r.ground[j*f.W+i]
				if q.far == 0 {
					continue
				}
				v := q.p.sub(g.p)
				s := v.dot(v)
				fall := 1 - float32(s*(1/(hideReach*hideReach)))
				up := v.dot(g.n) - 0.012
				if fall <= 0 || up <= 0 {
					continue
				}
				sum += float32(fall*up) / float32(sqrt32(s+1e-4))
			}
			r.open[o] = max(0, 1-float32(sum*(hideForce/hideTaps)))
		}
	}
}

// even blurs the estimate of a pixel over the four by four about it that lie
// on the same surface.
func (r *Renderer) even(f *Frame, x, y int) float32 {
	g := &r.ground[y*f.W+x]
	sum, n := float32(0), float32(0)
	limit := float32(0.05)
	for j := max(0, y-2); j < min(f.H, y+2); j++ {
		for i := max(0, x-2); i < min(f.W, x+2); i++ {
			q := &r.ground[j*f.W+i]
			if q.far == 0 {
				continue
			}
			d := q.p.sub(g.p).dot(g.n)
			if d < limit && d > -limit && q.n.dot(g.n) > 0.8 {
				sum += r.open[j*f.W+i]
				n++
			}
		}
	}
	if n == 0 {
		return r.open[y*f.W+x]
	}
	return sum / n
}
