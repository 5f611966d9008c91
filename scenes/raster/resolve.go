package raster

import "encoding/binary"

// resolve turns row y of the frame from samples into pixels, in beauty only in
// the given tiles. Of several samples the nearest gives depth, id and normal.
func (p *painter) resolve(f *Frame, samples, y int, tiles []bool) {
	r, w := p.r, f.W
	ids, depths := f.ID[y*w:(y+1)*w], f.Depth[y*w:(y+1)*w]
	out := f.Color.Pix[4*y*w : 4*(y+1)*w]
	o := y * samples * r.view.w
	if samples == 1 {
		p.single(out, ids, depths, o)
	} else {
		for x := range ids {
			if r.deferred && !tiles[x/lateTile] {
				continue
			}
			c, best := r.quad(o + 2*x)
			d := out[4*x : 4*x+4 : 4*x+4]
			d[0], d[1], d[2], d[3] = uint8((c[0]+2)/4), uint8((c[1]+2)/4), uint8((c[2]+2)/4), 255
			ids[x], depths[x] = r.who(best), r.depth(r.keys[best])
		}
	}
	if len(f.Normal) > 0 {
		p.face(f.Normal[y*w:(y+1)*w], samples, o)
	}
}

// single resolves a row of one sample per pixel that begins at sample o and
// over which something is drawn.
func (p *painter) single(out []uint8, ids []uint16, depths []float32, o int) {
	r := p.r
	n := len(ids)
	keys, seen, front := r.keys[o:o+n], r.seen[o:o+n], r.front[o:o+n]
	for x := range seen {
		tri := seen[x]
		if front[x] != 0 {
			tri = front[x]
		}
		ids[x], depths[x] = NoID, r.depth(keys[x])
		if tri != 0 {
			ids[x] = r.tris[tri-1].id
		}
	}
	r.ink(out, r.pixels[o:o+n])
}

// ink writes the display colours of pixels.
func (r *Renderer) ink(out []uint8, pix []pixel) {
	d := r.display
	for i := range pix {
		q := &pix[i]
		if len(out) < 4 {
			return
		}
		binary.LittleEndian.PutUint32(out, uint32(d[q.r>>2])|uint32(d[q.g>>2])<<8|uint32(d[q.b>>2])<<16|255<<24)
		out = out[4:]
	}
}

// row shades and resolves row y of a picture with one sample per pixel over
// which nothing is drawn.
func (p *painter) row(f *Frame, y int) {
	r, w := p.r, f.W
	o := y * w
	seen, keys := r.seen[o:o+w], r.keys[o:o+w]
	ids, depths, out := f.ID[o:o+w], f.Depth[o:o+w], f.Color.Pix[4*o:4*(o+w)]
	p.line = grow(p.line, w)
	line := p.line
	back := r.backdrop(int32(y))
	for x := 0; x < w; {
		n := seen[x]
		end := x + 1
		for end < w && seen[end] == n {
			end++
		}
		run := ids[x:end]
		if n == 0 {
			clear(run)
			clear(depths[x:end])
			c := uint32(r.display[back.r>>2]) | uint32(r.display[back.g>>2])<<8 | uint32(r.display[back.b>>2])<<16 | 255<<24
			for q := out[4*x : 4*end]; len(q) >= 4; q = q[4:] {
				binary.LittleEndian.PutUint32(q, c)
			}
			x = end
			continue
		}
		id := r.tris[n-1].id
		for i := range run {
			run[i] = id
		}
		if d, k := depths[x:end], keys[x:end]; r.view.ortho {
			for i := range d {
				d[i] = r.view.bias - k[i]
			}
		} else {
			for i := range d {
				d[i] = 1 / k[i]
			}
		}
		p.shadeRun(n, line[x:end], int32(x), int32(y))
		r.ink(out[4*x:4*end], line[x:end])
		x = end
	}
	if len(f.Normal) > 0 {
		p.face(f.Normal[o:o+w], 1, o)
	}
}

// who returns the id seen at a sample.
func (r *Renderer) who(sample int) uint16 {
	if n := r.foremost(sample); n != 0 {
		return r.tris[n-1].id
	}
	return NoID
}

// foremost returns the number of the triangle seen at a sample, 0 for none.
func (r *Renderer) foremost(sample int) uint32 {
	if r.fronts() && r.late.row(sample/r.view.w/r.samples) != nil && r.front[sample] != 0 {
		return r.front[sample]
	}
	return r.seen[sample]
}

// face fills a row of normals.
func (p *painter) face(out [][3]int8, samples, o int) {
	r := p.r
	for x := range out {
		at := o + x
		if samples > 1 {
			_, at = r.quad(o + 2*x)
		}
		n := r.foremost(at)
		if n == 0 {
			out[x] = [3]int8{}
			continue
		}
		t := &r.tris[n-1]
		dx, dy := float32(at%r.view.w-int(t.minX)), float32(at/r.view.w-int(t.minY))
		v := p.surface(n).normal(dx, dy)
		for k, c := range [3]float32{v.x, v.y, v.z} {
			out[x][k] = int8(int32(float32(clamp(c, 1)*127)+128.5) - 128)
		}
	}
}

// normal returns the unit normal of a pixel.
func (s *surface) normal(dx, dy float32) vec3 {
	if s.even {
		return s.facing
	}
	return vec3{s.n[0].over(dx, dy), s.n[1].over(dx, dy), s.n[2].over(dx, dy)}.unit()
}

// depth turns a key into metres, 0 for nothing.
func (r *Renderer) depth(key float32) float32 {
	switch {
	case key == 0:
		return 0
	case r.view.ortho:
		return r.view.bias - key
	}
	return 1 / key
}

// quad sums the display colours of 2×2 samples and returns the nearest sample.
// Bright samples are tone mapped before they are averaged, or one of them
// would swallow the edge.
func (r *Renderer) quad(o int) (c [3]int, best int) {
	best = o
	for _, q := range [4]int{o, o + 1, o + r.view.w, o + r.view.w + 1} {
		s := &r.pixels[q]
		c[0] += int(r.display[s.r>>2])
		c[1] += int(r.display[s.g>>2])
		c[2] += int(r.display[s.b>>2])
		if r.keys[q] > r.keys[best] {
			best = q
		}
	}
	return c, best
}
