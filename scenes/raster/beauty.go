package raster

// finish shades rows y0 to y1 of the frame: every triangle seen in a pixel once.
func (p *painter) finish(f *Frame, samples, y0, y1 int) {
	r := p.r
	w := r.view.w
	for y := y0; y < y1; y++ {
		back := r.backdrop(int32(y * samples))
		for x := range f.W {
			o := y*samples*w + x*samples
			var at [4]int
			n := 1
			at[0] = o
			if samples == 2 {
				at, n = [4]int{o, o + 1, o + w, o + w + 1}, 4
			}
			sky := float32(-1)
			var done uint8
			for i := range n {
				if done>>i&1 != 0 {
					continue
				}
				tri := r.seen[at[i]]
				if tri == 0 {
					r.pixels[at[i]] = back
					continue
				}
				// The mean place of the samples that show the triangle.
				sx, sy, k := float32(0), float32(0), float32(0)
				for j := i; j < n; j++ {
					if r.seen[at[j]] == tri {
						sx += float32(j & 1)
						sy += float32(j >> 1)
						k++
						done |= 1 << j
					}
				}
				if sky < 0 {
					sky = r.even(f, x, y)
				}
				c := p.beauty(tri, float32(x*samples)+sx/k, float32(y*samples)+sy/k, sky)
				for j := i; j < n; j++ {
					if r.seen[at[j]] == tri {
						r.pixels[at[j]] = c
					}
				}
			}
		}
	}
}

// beauty returns the colour of triangle number n at a sample place.
func (p *painter) beauty(n uint32, x, y, sky float32) pixel {
	r, t, s := p.r, &p.r.tris[n-1], p.surface(n)
	m := s.mat
	dx, dy := x-float32(t.minX), y-float32(t.minY)
	key := t.key.over(dx, dy)
	c := rgb{s.r.over(dx, dy), s.g.over(dx, dy), s.b.over(dx, dy)}
	if m.tex != nil {
		w := float32(1)
		if !r.view.ortho {
			w = 1 / key
		}
		tx := r.level(t, s, dx, dy).bilinear(float32(s.u.over(dx, dy)*w), float32(s.v.over(dx, dy)*w))
		const k = 1.0 / 65535
		c[0] = float32(float32(float32(tx&0xFFFF)*k) * c[0])
		c[1] = float32(float32(float32(tx>>16&0xFFFF)*k) * c[1])
		c[2] = float32(float32(float32(tx>>32&0xFFFF)*k) * c[2])
		if m.strength > 0 {
			c = mix(c, m.tint.times(one), m.strength)
		}
	}
	if !m.unlit {
		at := r.view.point(x+0.5, y+0.5, r.depth(key))
		k := r.received(at, s.normal(dx, dy), sky)
		for i := range c {
			c[i] = float32(c[i]*k[i]) + float32(m.emissive[i]*one)
		}
	}
	return pixel{clamp16(float32(c[0] * r.exposure)), clamp16(float32(c[1] * r.exposure)), clamp16(float32(c[2] * r.exposure))}
}

// received returns the light on a point with a unit normal that keeps a share
// of the sky.
func (r *Renderer) received(at, n vec3, sky float32) rgb {
	up := 0.5 + float32(n.z*0.5)
	k := mix(r.world[1], r.world[0], up)
	b := r.probes.at(at, n)
	for i := range k {
		k[i] = float32((k[i] + b[i]) * sky)
	}
	for i := range r.lamps {
		l := r.lamps[i].on(at, n)
		for j := range k {
			k[j] += l[j]
		}
	}
	return k
}
