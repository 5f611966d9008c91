package raster

import "image/color"

// resolve turns rows y0 to y1 of the samples into the frame's pixels.
func (r *Renderer) resolve(f *Frame, samples, y0, y1 int) {
	w := f.W
	for y := y0; y < y1; y++ {
		for x := range w {
			o := y*samples*r.view.w + x*samples
			best := o
			p := r.pixels[o]
			if samples == 2 {
				quad := [4]int{o, o + 1, o + r.view.w, o + r.view.w + 1}
				var cr, cg, cb int
				for _, q := range quad {
					s := r.pixels[q]
					// Bright samples are folded before they are averaged, or
					// one of them would swallow the edge.
					cr += int(display[s.r>>2])
					cg += int(display[s.g>>2])
					cb += int(display[s.b>>2])
					if r.keys[q] > r.keys[best] {
						best = q
					}
				}
				r.store(f, y*w+x, [3]uint8{uint8((cr + 2) / 4), uint8((cg + 2) / 4), uint8((cb + 2) / 4)}, best)
				continue
			}
			r.store(f, y*w+x, [3]uint8{display[p.r>>2], display[p.g>>2], display[p.b>>2]}, best)
		}
	}
}

func (r *Renderer) store(f *Frame, at int, c [3]uint8, sample int) {
	d := f.Color.Pix[4*at : 4*at+4]
	d[0], d[1], d[2], d[3] = c[0], c[1], c[2], 255
	key := r.keys[sample]
	id, depth := uint16(NoID), float32(0)
	if n := r.seen[sample]; n != 0 {
		id = r.tris[n-1].id
		depth = r.view.bias - key
		if !r.view.ortho {
			depth = 1 / key
		}
	}
	if len(r.clear) > 0 && r.front[sample] != 0 {
		id = r.front[sample]
	}
	f.ID[at], f.Depth[at] = id, depth
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
