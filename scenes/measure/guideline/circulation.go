package guideline

import "github.com/metaspatial/metaspatial/scenes/geom/freespace"

const (
	// walker is the radius in metres of a person's disk, 18 in (Merrell et al.
	// 2011, circulation).
	walker = 0.457
	// headroom is the height in metres below which a body is in the way.
	headroom = 2.0
	// pixel is the default side of a raster's pixel in metres.
	pixel = 0.05
	// speck is the share of the largest piece below which a piece of floor is
	// an artefact of the raster.
	speck = 1e-3
)

// circulation counts the pieces of the floor that a person can be at.
func (s *scratch) circulation(cell float64) {
	room := &s.world.Task.Room
	if _, _, ok := centroid(room.Floor); !ok {
		return
	}
	if !(cell > 0) {
		cell = pixel
	}
	e := room.Extent()
	cell = max(cell, e[0]/1024, e[1]/1024)
	s.grid.Reset(room.Floor, room.Holes, freespace.Options{Cell: cell})
	for i := range s.pieces {
		if p := &s.pieces[i]; !p.body.Object.Flat && p.low < headroom && p.high > 0 {
			s.grid.Block(p.body.Box, 0)
		}
	}
	s.grid.ErodeDisk(walker)
	s.parts.Find(&s.grid, freespace.Eight)
	_, largest := s.parts.Largest()
	count, total := 0, 0
	for _, n := range s.parts.Sizes {
		if float64(n) >= speck*float64(largest) {
			count++
			total += n
		}
	}
	loss := 1.0
	if total > 0 {
		loss = 1 - float64(largest)/float64(total)
	}
	s.add(term{kind: Circulation, a: -1, b: -1, value: float64(count), loss: loss, weight: 1, at: 1 - loss})
}
