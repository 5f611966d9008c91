package overlay

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
)

func TestWidenKeepsTheFloor(t *testing.T) {
	for _, floor := range [][]scenes.Vec2{
		{{0, 0}, {5, 0}, {5, 4}, {0, 4}},
		{{-2.3, 1.1}, {3.33, 1.1}, {3.33, 2.7}, {0.2, 2.7}, {0.2, 6.41}, {-2.3, 6.41}},
		{{0.07, 0}, {7.1, 2.2}, {3, 5.9}},
	} {
		var g freespace.Grid
		g.Reset(floor, [][]scenes.Vec2{{{1, 1.5}, {1.6, 1.5}, {1.6, 2}, {1, 2}}}, freespace.Options{Cell: 0.025})
		wide := widen(&g)
		if got, want := wide.Count(), g.Count(); got != want || want == 0 {
			t.Errorf("%v: %d cells are free, want %d", floor, got, want)
		}
		for y := -margin; y < g.H+margin; y++ {
			for x := -margin; x < g.W+margin; x++ {
				if got, want := wide.Free(x+margin, y+margin), g.Free(x, y); got != want {
					t.Fatalf("%v: cell (%d, %d) is free: %v, want %v", floor, x, y, got, want)
				}
			}
		}
	}
}
