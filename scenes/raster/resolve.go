package raster

// resolve turns rows y0 to y1 of the samples into the frame's pixels. Of
// several samples the nearest gives depth and id.
func (r *Renderer) resolve(f *Frame, samples, y0, y1 int) {
	w := f.W
	for y := y0; y < y1; y++ {
		ids, depths := f.ID[y*w:(y+1)*w], f.Depth[y*w:(y+1)*w]
		out := f.Color.Pix[4*y*w : 4*(y+1)*w]
		o := y * samples * r.view.w
		if samples == 1 {
			r.single(out, ids, depths, o)
			continue
		}
		for x := range ids {
			c, best := r.quad(o + 2*x)
			d := out[4*x : 4*x+4 : 4*x+4]
			d[0], d[1], d[2], d[3] = uint8((c[0]+2)/4), uint8((c[1]+2)/4), uint8((c[2]+2)/4), 255
			ids[x], depths[x] = r.who(best), r.depth(r.keys[best])
		}
	}
}

// single resolves a row of one sample per pixel that begins at sample o.
func (r *Renderer) single(out []uint8, ids []uint16, depths []float32, o int) {
	pix, keys, seen := r.pixels[o:o+len(ids)], r.keys[o:o+len(ids)], r.seen[o:o+len(ids)]
	depths = depths[:len(ids)]
	for x := range pix {
		p, d := pix[x], out[4*x:4*x+4:4*x+4]
		d[0], d[1], d[2], d[3] = display[p.r>>2], display[p.g>>2], display[p.b>>2], 255
	}
	last, id := uint32(0), uint16(NoID)
	for x, n := range seen {
		if n != last {
			last, id = n, NoID
			if n != 0 {
				id = r.tris[n-1].id
			}
		}
		ids[x], depths[x] = id, r.depth(keys[x])
	}
	if r.fronts() {
		for x := range ids {
			if q := r.front[o+x]; q != 0 {
				ids[x] = q
			}
		}
	}
}

// who returns the id seen at a sample.
func (r *Renderer) who(sample int) uint16 {
	if r.fronts() && r.front[sample] != 0 {
		return r.front[sample]
	}
	if n := r.seen[sample]; n != 0 {
		return r.tris[n-1].id
	}
	return NoID
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
		c[0] += int(display[s.r>>2])
		c[1] += int(display[s.g>>2])
		c[2] += int(display[s.b>>2])
		if r.keys[q] > r.keys[best] {
			best = q
		}
	}
	return c, best
}
