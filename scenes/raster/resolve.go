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
		p.single(out, ids, depths, o, tiles != nil)
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

// single resolves a row of one sample per pixel that begins at sample o.
func (p *painter) single(out []uint8, ids []uint16, depths []float32, o int, late bool) {
	r := p.r
	n := len(ids)
	pix, keys, seen := r.pixels[o:o+n], r.keys[o:o+n], r.seen[o:o+n]
	for x := 0; x < n; {
		tri := seen[x]
		end := x + 1
		for end < n && seen[end] == tri {
			end++
		}
		id := uint16(NoID)
		if tri != 0 {
			id = r.tris[tri-1].id
		}
		run := ids[x:end]
		for i := range run {
			run[i] = id
		}
		if tri == 0 && !late {
			clear(depths[x:end])
		} else if d, k := depths[x:end], keys[x:end]; r.view.ortho || tri == 0 {
			for i := range d {
				d[i] = r.depth(k[i])
			}
		} else {
			for i := range d {
				d[i] = 1 / k[i]
			}
		}
		x = end
	}
	d := r.display
	for x := range pix {
		q := &pix[x]
		binary.LittleEndian.PutUint32(out[4*x:4*x+4],
			uint32(d[q.r>>2])|uint32(d[q.g>>2])<<8|uint32(d[q.b>>2])<<16|255<<24)
	}
	if late {
		for x := range ids {
			if q := r.front[o+x]; q != 0 {
				ids[x] = r.tris[q-1].id
			}
		}
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
