package ink

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// lines is the number of scan lines per row of pixels.
const lines = 16

// Pen fills paths. The zero value is ready; it keeps its buffers and must not
// be used by two goroutines at once.
type Pen struct {
	active []crossing
	row    []int32
}

// crossing is an edge and where it meets the present scan line.
type crossing struct {
	edge
	x int32
}

// Fill lays a colour over the inside of a path. Its alpha counts; light, when
// not nil, returns for a pixel how much of the colour is laid on, 255 for all
// of it.
func (pen *Pen) Fill(img *image.NRGBA, p *Path, c color.NRGBA, light func(x, y int) uint8) {
	pen.Spans(img.Rect, p, func(y, x0 int, cover []int32) {
		pix := img.Pix[img.PixOffset(x0, y):]
		for i, v := range cover {
			if v == 0 {
				continue
			}
			a := v * int32(c.A)
			if light != nil {
				a = a * int32(light(x0+i, y)) / 255
			}
			Blend(pix[4*i:4*i+4], c, (a+lines*unit/2)/(lines*unit))
		}
	})
}

// Blend lays a colour over an opaque pixel with alpha 0 to 255.
func Blend(p []uint8, c color.NRGBA, a int32) {
	for k, v := range [3]uint8{c.R, c.G, c.B} {
		p[k] = uint8((int32(p[k])*(255-a) + int32(v)*a + 127) / 255)
	}
}

// Full is the coverage, as [Pen.Spans] gives it, of a pixel that is wholly
// inside.
const Full = lines * unit

// Spans calls draw for every row of a path within a rectangle, with the row's
// first column and the coverage of the pixels from there on.
func (pen *Pen) Spans(clip image.Rectangle, p *Path, draw func(y, x0 int, cover []int32)) {
	p.Close()
	if p.Empty() || clip.Empty() {
		return
	}
	slices.SortFunc(p.edges, func(a, b edge) int { return cmp.Compare(a.y0, b.y0) })
	x0, x1, y1 := p.edges[0].x0, p.edges[0].x0, p.edges[0].y1
	for _, e := range p.edges {
		x0, x1, y1 = min(x0, e.x0, e.x1), max(x1, e.x0, e.x1), max(y1, e.y1)
	}
	left, right := max(clip.Min.X, int(x0)>>8), min(clip.Max.X, int(x1)>>8+1)
	top, bottom := max(clip.Min.Y, int(p.edges[0].y0)>>8), min(clip.Max.Y, int(y1)>>8+1)
	if left >= right || top >= bottom {
		return
	}
	if cap(pen.row) < right-left+1 {
		pen.row = make([]int32, right-left+1)
	}
	pen.row, pen.active = pen.row[:right-left+1], pen.active[:0]
	next := 0
	for y := top; y < bottom; y++ {
		clear(pen.row)
		any := false
		for s := range lines {
			at := int32(y*unit + s*unit/lines + unit/lines/2)
			for ; next < len(p.edges) && p.edges[next].y0 <= at; next++ {
				pen.active = append(pen.active, crossing{edge: p.edges[next]})
			}
			any = pen.scan(at, int32(left*unit), int32(right*unit)) || any
		}
		if any {
			draw(y, left, pen.row[:right-left])
		}
	}
}

// scan adds one scan line's coverage to the row, which goes from left to right.
func (pen *Pen) scan(at, left, right int32) bool {
	kept := pen.active[:0]
	for _, e := range pen.active {
		if e.y1 <= at {
			continue
		}
		e.x = int32(int64(e.x0) + int64(e.x1-e.x0)*int64(at-e.y0)/int64(e.y1-e.y0))
		// The order hardly changes from line to line.
		k := len(kept)
		kept = append(kept, e)
		for ; k > 0 && kept[k-1].x > e.x; k-- {
			kept[k] = kept[k-1]
		}
		kept[k] = e
	}
	pen.active = kept
	winding, any := int32(0), false
	for i := range kept {
		before := winding
		winding += kept[i].down
		if before == 0 || i == 0 {
			continue
		}
		a, b := max(kept[i-1].x, left)-left, min(kept[i].x, right)-left
		if a < b {
			pen.span(a, b)
			any = true
		}
	}
	return any
}

// span adds the steps from a to b.
func (pen *Pen) span(a, b int32) {
	i, j := a>>8, b>>8
	if i == j {
		pen.row[i] += b - a
		return
	}
	pen.row[i] += (i+1)<<8 - a
	for k := i + 1; k < j; k++ {
		pen.row[k] += unit
	}
	pen.row[j] += b - j<<8
}
