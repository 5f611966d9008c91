package ui

import "image"

// tileSize is the side of a tile in pixels: large enough that few are looked
// at, small enough that a blinking caret repaints little.
const tileSize = 64

// tiles remembers what every tile of the last picture showed.
type tiles struct {
	size   image.Point
	w, h   int
	old    []uint64
	now    []uint64
	redraw bool
}

// compare returns the parts of a picture that differ from the last frame, as
// rectangles that do not overlap.
func (t *tiles) compare(size image.Point, ops []op) []image.Rectangle {
	w, h := (size.X+tileSize-1)/tileSize, (size.Y+tileSize-1)/tileSize
	all := t.redraw || t.size != size
	if t.size != size {
		t.size, t.w, t.h = size, w, h
		t.old, t.now = make([]uint64, w*h), make([]uint64, w*h)
	}
	t.redraw = false
	for i := range t.now {
		t.now[i] = hashSeed
	}
	for i := range ops {
		b := ops[i].box.Intersect(image.Rectangle{Max: size})
		if b.Empty() {
			continue
		}
		for ty := b.Min.Y / tileSize; ty <= (b.Max.Y-1)/tileSize; ty++ {
			row := t.now[ty*w : (ty+1)*w]
			for tx := b.Min.X / tileSize; tx <= (b.Max.X-1)/tileSize; tx++ {
				row[tx] = mix(row[tx], ops[i].hash)
			}
		}
	}
	var out []image.Rectangle
	if all {
		out = append(out, image.Rectangle{Max: size})
	} else {
		out = t.changed()
	}
	t.old, t.now = t.now, t.old
	return out
}

// changed joins the tiles that differ: neighbours in a row to a strip, strips
// of one width below each other to a block.
func (t *tiles) changed() []image.Rectangle {
	var out []image.Rectangle
	for ty := range t.h {
		for tx := 0; tx < t.w; tx++ {
			if t.old[ty*t.w+tx] == t.now[ty*t.w+tx] {
				continue
			}
			from := tx
			for tx < t.w && t.old[ty*t.w+tx] != t.now[ty*t.w+tx] {
				tx++
			}
			r := image.Rect(from*tileSize, ty*tileSize, tx*tileSize, (ty+1)*tileSize).Intersect(image.Rectangle{Max: t.size})
			grown := false
			for i := range out {
				if out[i].Min.X == r.Min.X && out[i].Max.X == r.Max.X && out[i].Max.Y == r.Min.Y {
					out[i].Max.Y, grown = r.Max.Y, true
					break
				}
			}
			if !grown {
				out = append(out, r)
			}
		}
	}
	return out
}
