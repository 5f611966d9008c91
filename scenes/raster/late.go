package raster

// lateTile is the side in pixels of the tiles in which it is noted whether
// anything is drawn over the solid things.
const lateTile = 16

// late notes where see-through triangles and ghosts are drawn.
type late struct {
	wide  int
	tiles []bool
	rows  []bool
}

// mark notes the triangles drawn late in a frame of w by h pixels.
func (r *Renderer) mark(w, h, samples int) {
	l := &r.late
	l.wide = (w + lateTile - 1) / lateTile
	l.rows = grow(l.rows, (h+lateTile-1)/lateTile)
	l.tiles = grow(l.tiles, l.wide*len(l.rows))
	clear(l.tiles)
	clear(l.rows)
	side := int32(lateTile * samples)
	add := func(n uint32) {
		t := &r.tris[n-1]
		for y := t.minY / side; y <= t.maxY/side; y++ {
			l.rows[y] = true
			row := l.tiles[int(y)*l.wide:]
			for x := t.minX / side; x <= t.maxX/side; x++ {
				row[x] = true
			}
		}
	}
	for i := range r.clear {
		add(r.clear[i].n)
	}
	for _, n := range r.ghostly {
		add(n)
	}
}

// row returns the tiles of a row of pixels, nil when nothing is drawn late in
// it.
func (l *late) row(y int) []bool {
	k := y / lateTile
	if !l.rows[k] {
		return nil
	}
	return l.tiles[k*l.wide : (k+1)*l.wide]
}
