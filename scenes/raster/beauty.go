package raster

import "encoding/binary"

// finish shades rows y0 to y1 of the frame, every surface seen in a pixel once,
// and writes the frame.
func (p *painter) finish(f *Frame, samples, y0, y1 int) {
	r := p.r
	w := r.view.w
	mid := float32(float32(samples-1) * 0.5)
	for y := y0; y < y1; y++ {
		back := r.backdrop(int32(y * samples))
		plain := r.word(back)
		tiles := r.late.row(y)
		o := y * samples * w
		// The samples of the row, above and below; the same for one sample.
		above, below := r.seen[o:o+w], r.seen[o+(samples-1)*w:o+samples*w]
		keys0, keys1 := r.keys[o:o+w], r.keys[o+(samples-1)*w:o+samples*w]
		ids, depths := f.ID[y*f.W:(y+1)*f.W], f.Depth[y*f.W:(y+1)*f.W]
		out := f.Color.Pix[4*y*f.W : 4*(y+1)*f.W]
		for x := range ids {
			// Where something is drawn over it, the samples are resolved later.
			over := tiles != nil && (samples == 1 || tiles[x/lateTile])
			i := x * samples
			t0 := above[i]
			t1, t2, t3 := t0, t0, t0
			k0, k1, k2, k3 := keys0[i], float32(0), float32(0), float32(0)
			if samples == 2 {
				t1, t2, t3 = above[i+1], below[i], below[i+1]
				k1, k2, k3 = keys0[i+1], keys1[i], keys1[i+1]
			}
			any := t0 | t1 | t2 | t3
			switch {
			case over || any != 0 && (t0 != t1 || t0 != t2 || t0 != t3):
				q := square{
					x: x, y: y, n: samples * samples, tris: [4]uint32{t0, t1, t2, t3},
					at: [4]int{o + i, o + i + 1, o + w + i, o + w + i + 1},
				}
				if over {
					p.samples(&q, back)
					continue
				}
				near := t0
				switch max(k0, k1, k2, k3) {
				case k0:
				case k1:
					near = t1
				case k2:
					near = t2
				default:
					near = t3
				}
				ids[x], depths[x] = r.tris[near-1].id, r.depth(max(k0, k1, k2, k3))
				c := p.mixed(&q, back)
				out[4*x], out[4*x+1], out[4*x+2], out[4*x+3] = c[0], c[1], c[2], 255
			case any == 0:
				binary.LittleEndian.PutUint32(out[4*x:], plain)
				ids[x], depths[x] = NoID, 0
			default:
				ids[x], depths[x] = r.tris[t0-1].id, r.depth(max(k0, k1, k2, k3))
				binary.LittleEndian.PutUint32(out[4*x:], r.word(p.beauty(t0, x, y, float32(i)+mid, float32(y*samples)+mid)))
			}
		}
		if len(f.Normal) > 0 && tiles == nil {
			p.face(f.Normal[y*f.W:(y+1)*f.W], samples, o)
		}
	}
}

// word returns the display colour of a pixel as four bytes.
func (r *Renderer) word(c pixel) uint32 {
	return uint32(r.display[c.r>>2]) | uint32(r.display[c.g>>2])<<8 | uint32(r.display[c.b>>2])<<16 | 255<<24
}

// square is a pixel of n samples and the triangles they show.
type square struct {
	x, y, n int
	at      [4]int
	tris    [4]uint32
}

// each shades every surface seen in a pixel once and calls emit with its colour
// and a bit for each of its samples.
func (p *painter) each(q *square, back pixel, emit func(c pixel, samples uint8)) {
	var done uint8
	side := 1 + q.n/4
	for i := range q.n {
		if done>>i&1 != 0 {
			continue
		}
		// The mean place of the samples that show the surface.
		sx, sy, k, mine := 0, 0, 0, uint8(0)
		for j := i; j < q.n; j++ {
			if q.tris[j] == q.tris[i] || done>>j&1 == 0 && p.alike(q.tris[i], q.tris[j]) {
				sx += j & 1
				sy += j >> 1
				k++
				mine |= 1 << j
			}
		}
		done |= mine
		c := back
		if q.tris[i] != 0 {
			share := thirds[k]
			c = p.beauty(q.tris[i], q.x, q.y,
				float32(q.x*side)+float32(float32(sx)*share), float32(q.y*side)+float32(float32(sy)*share))
		}
		emit(c, mine)
	}
}

// alike reports whether two triangles belong to one smooth surface of one
// colour.
func (p *painter) alike(a, b uint32) bool {
	if a == 0 || b == 0 || p.r.tris[a-1].call != p.r.tris[b-1].call {
		return false
	}
	p.surface(b)
	// Making the second may have moved the first.
	s, t := p.surface(a), p.surface(b)
	return s.flat && t.flat && s.tex == nil && s.facing.dot(t.facing) > 0.96
}

// mixed returns the display colour of a pixel with several surfaces.
func (p *painter) mixed(q *square, back pixel) [3]uint8 {
	d := p.r.display
	var sum [3]int
	p.each(q, back, func(c pixel, samples uint8) {
		for ; samples != 0; samples &= samples - 1 {
			sum[0] += int(d[c.r>>2])
			sum[1] += int(d[c.g>>2])
			sum[2] += int(d[c.b>>2])
		}
	})
	return [3]uint8{uint8((sum[0] + q.n/2) / q.n), uint8((sum[1] + q.n/2) / q.n), uint8((sum[2] + q.n/2) / q.n)}
}

// samples notes the colours of a pixel's samples.
func (p *painter) samples(q *square, back pixel) {
	p.each(q, back, func(c pixel, samples uint8) {
		for k := range q.n {
			if samples>>k&1 != 0 {
				p.r.pixels[q.at[k]] = c
			}
		}
	})
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
	if s.tex != nil {
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
