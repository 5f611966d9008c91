package raster

// finish shades rows y0 to y1 of the frame, every triangle seen in a pixel
// once, and writes the frame.
func (p *painter) finish(f *Frame, samples, y0, y1 int) {
	r := p.r
	w := r.view.w
	count := samples * samples
	for y := y0; y < y1; y++ {
		back := r.backdrop(int32(y * samples))
		plain := [3]uint8{r.display[back.r>>2], r.display[back.g>>2], r.display[back.b>>2]}
		tiles := r.late.row(y)
		for x := range f.W {
			// Where something is drawn over it, the samples are resolved later.
			over := tiles != nil && (samples == 1 || tiles[x/lateTile])
			o := y*samples*w + x*samples
			at := [4]int{o, o + 1, o + w, o + w + 1}
			var tris [4]uint32
			for i := range count {
				tris[i] = r.seen[at[i]]
			}
			var sum [3]int
			best := o
			if any := tris[0] | tris[1] | tris[2] | tris[3]; any == 0 {
				if over {
					for _, q := range at[:count] {
						r.pixels[q] = back
					}
				} else {
					out := f.Color.Pix[4*(y*f.W+x):][:4]
					out[0], out[1], out[2], out[3] = plain[0], plain[1], plain[2], 255
					f.ID[y*f.W+x], f.Depth[y*f.W+x] = NoID, 0
				}
				continue
			}
			if !over && count == 4 && tris[0] == tris[1] && tris[1] == tris[2] && tris[2] == tris[3] {
				c := p.beauty(tris[0], x, y, float32(2*x)+0.5, float32(2*y)+0.5)
				out := f.Color.Pix[4*(y*f.W+x):][:4]
				out[0], out[1], out[2], out[3] = r.display[c.r>>2], r.display[c.g>>2], r.display[c.b>>2], 255
				for _, q := range at[1:] {
					if r.keys[q] > r.keys[best] {
						best = q
					}
				}
				f.ID[y*f.W+x], f.Depth[y*f.W+x] = r.tris[tris[0]-1].id, r.depth(r.keys[best])
				continue
			}
			var done uint8
			for i := range count {
				if r.keys[at[i]] > r.keys[best] {
					best = at[i]
				}
				if done>>i&1 != 0 {
					continue
				}
				// The mean place of the samples that show the triangle.
				sx, sy, k := 0, 0, 0
				for j := i; j < count; j++ {
					if tris[j] == tris[i] {
						sx += j & 1
						sy += j >> 1
						k++
						done |= 1 << j
					}
				}
				c := back
				if tris[i] != 0 {
					share := thirds[k]
					c = p.beauty(tris[i], x, y, float32(x*samples)+float32(float32(sx)*share), float32(y*samples)+float32(float32(sy)*share))
				}
				if over {
					for j := i; j < count; j++ {
						if tris[j] == tris[i] {
							r.pixels[at[j]] = c
						}
					}
					continue
				}
				sum[0] += k * int(r.display[c.r>>2])
				sum[1] += k * int(r.display[c.g>>2])
				sum[2] += k * int(r.display[c.b>>2])
			}
			if !over {
				out := f.Color.Pix[4*(y*f.W+x):][:4]
				out[0], out[1], out[2], out[3] = uint8((sum[0]+count/2)/count), uint8((sum[1]+count/2)/count), uint8((sum[2]+count/2)/count), 255
				f.ID[y*f.W+x], f.Depth[y*f.W+x] = r.tris[max(r.seen[best], 1)-1].id, r.depth(r.keys[best])
			}
		}
		if len(f.Normal) > 0 && tiles == nil {
			p.face(f.Normal[y*f.W:(y+1)*f.W], samples, y*samples*w)
		}
	}
}

// thirds are the reciprocals of small numbers.
var thirds = [5]float32{0, 1, 1.0 / 2, 1.0 / 3, 1.0 / 4}

// beauty returns the colour of triangle number n at the place sx, sy of the
// samples of pixel x, y.
func (p *painter) beauty(n uint32, x, y int, sx, sy float32) pixel {
	r, t, s := p.r, &p.r.tris[n-1], p.surface(n)
	m := s.mat
	dx, dy := sx-float32(t.minX), sy-float32(t.minY)
	// A place between samples may lie a little outside of the triangle.
	key := max(t.key.over(dx, dy), 1e-6)
	c := rgb{max(0, s.r.over(dx, dy)), max(0, s.g.over(dx, dy)), max(0, s.b.over(dx, dy))}
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
		at := r.view.point(sx+0.5, sy+0.5, r.depth(key))
		normal := s.normal(dx, dy)
		k := r.around(x, y, at, normal)
		for i := range r.lamps {
			if l := &r.lamps[i]; l.count > 0 {
				c := l.on(at, normal)
				k[0], k[1], k[2] = k[0]+c[0], k[1]+c[1], k[2]+c[2]
			}
		}
		c[0] = float32(c[0]*k[0]) + float32(m.emissive[0]*one)
		c[1] = float32(c[1]*k[1]) + float32(m.emissive[1]*one)
		c[2] = float32(c[2]*k[2]) + float32(m.emissive[2]*one)
	}
	e := r.exposure
	return pixel{clamp16(float32(c[0] * e)), clamp16(float32(c[1] * e)), clamp16(float32(c[2] * e))}
}
