package raster

import (
	"image"
	"image/color"
)

// lined returns a rectangle of the frame that holds what has an outline.
func (r *Renderer) lined(f *Frame, samples int) image.Rectangle {
	var b image.Rectangle
	for i := range r.tris {
		t := &r.tris[i]
		if k := int(t.id) - ObjectID; k >= 0 && k < len(r.lines) && r.lines[k].A > 0 {
			b = b.Union(image.Rect(int(t.minX)/samples, int(t.minY)/samples, int(t.maxX)/samples+1, int(t.maxY)/samples+1))
		}
	}
	return b.Intersect(image.Rect(0, 0, f.W, f.H))
}

// outline draws a line round objects, inside their silhouette, as strong as the
// alpha of its colour.
func outline(f *Frame, lines []color.NRGBA, b image.Rectangle) {
	reach := max(1, f.H/256)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			id := f.ID[y*f.W+x]
			if id < ObjectID || int(id-ObjectID) >= len(lines) || lines[id-ObjectID].A == 0 {
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
				c := lines[id-ObjectID]
				p, a := f.Color.Pix[4*(y*f.W+x):], int(c.A)
				for k, v := range [3]uint8{c.R, c.G, c.B} {
					p[k] = uint8((int(p[k])*(255-a) + int(v)*a + 127) / 255)
				}
			}
		}
	}
}
