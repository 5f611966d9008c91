package raster

import "image/color"

// resolve turns rows y0 to y1 of the samples into the frame's pixels. Of
// several samples the nearest gives depth and id.
func (r *Renderer) resolve(f *Frame, samples, y0, y1 int) {
	w, see := f.W, len(r.clear) > 0
	last, lastID := uint32(0), uint16(NoID)
	for y := y0; y < y1; y++ {
		ids, depths := f.ID[y*w:(y+1)*w], f.Depth[y*w:(y+1)*w]
		out := f.Color.Pix[4*y*w : 4*(y+1)*w]
		for x := range ids {
			o := y*samples*r.view.w + x*samples
			d := out[4*x : 4*x+4 : 4*x+4]
			if samples == 1 {
				p := &r.pixels[o]
				d[0], d[1], d[2] = display[p.r>>2], display[p.g>>2], display[p.b>>2]
			} else {
				var c [3]int
				c, o = r.quad(o)
				d[0], d[1], d[2] = uint8((c[0]+2)/4), uint8((c[1]+2)/4), uint8((c[2]+2)/4)
			}
			d[3] = 255
			n := r.seen[o]
			if n != last {
				last, lastID = n, NoID
				if n != 0 {
					lastID = r.tris[n-1].id
				}
			}
			ids[x], depths[x] = lastID, 0
			if n != 0 && r.view.ortho {
				depths[x] = r.view.bias - r.keys[o]
			} else if n != 0 {
				depths[x] = 1 / r.keys[o]
			}
			if see && r.front[o] != 0 {
				ids[x] = r.front[o]
			}
		}
	}
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

// outline draws a line round highlighted objects, inside their silhouette.
func outline(f *Frame, marks []color.NRGBA) {
	reach := max(1, f.H/256)
	for y := range f.H {
		for x := range f.W {
			id := f.ID[y*f.W+x]
			if id < ObjectID || int(id-ObjectID) >= len(marks) || marks[id-ObjectID].A == 0 {
				continue
			}
			edge := false
			for _, d := range [4][2]int{{-reach, 0}, {reach, 0}, {0, -reach}, {0, reach}} {
				u, v := x+d[0], y+d[1]
				if u < 0 || v < 0 || u >= f.W || v >= f.H || f.ID[v*f.W+u] != id {
					edge = true
					break
				}
			}
			if edge {
				m := marks[id-ObjectID]
				p := f.Color.Pix[4*(y*f.W+x):]
				p[0], p[1], p[2] = m.R, m.G, m.B
			}
		}
	}
}
