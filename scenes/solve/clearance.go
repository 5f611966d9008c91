package solve

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// roomy reports whether the object declares a clearance.
func (it *item) roomy() bool { return it.o.Clearance != (scenes.Clearance{}) }

// cramped returns how far the room lacks space for the clearance of i.
func (s *search) cramped(i int, b *body) float64 {
	c := 0.0
	zones, asked := geom.ClearanceBoxes(b.box, s.items[i].o.Clearance)
	for side := range zones {
		if asked[side] {
			depth, _ := s.space.Outside(zones[side])
			c += fault(depth)
		}
	}
	return c
}

// intrusion returns how far j is in the declared clearance of i.
func (s *search) intrusion(i int, a *body, j int, b *body) float64 {
	it := &s.items[j]
	if !s.items[i].roomy() || it.o.Flat || it.o.Support == scenes.OnObject && it.parent == i {
		return 0
	}
	c := 0.0
	zones, asked := geom.ClearanceBoxes(a.box, s.items[i].o.Clearance)
	for side := range zones {
		if asked[side] {
			depth, _ := geom.Penetration(b.box, zones[side])
			c += fault(depth)
		}
	}
	return c
}
