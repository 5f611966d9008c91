package geom_test

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

func TestNearestXY(t *testing.T) {
	// 2 m along the heading, 1 m across; turned to face east, 2 m run along x.
	box := geom.Box{Center: scenes.Vec3{3, 2, 1}, Half: scenes.Vec3{0.5, 1, 1}, Yaw: 90}
	for name, test := range map[string]struct {
		p, at scenes.Vec2
		d     float64
	}{
		"before it": {scenes.Vec2{6, 2}, scenes.Vec2{4, 2}, 2},
		"beside it": {scenes.Vec2{3.5, 4}, scenes.Vec2{3.5, 2.5}, 1.5},
		"at an end": {scenes.Vec2{-1, -1.5}, scenes.Vec2{2, 1.5}, math.Hypot(3, 3)},
		"within":    {scenes.Vec2{3.2, 1.9}, scenes.Vec2{3.2, 1.9}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if at := box.NearestXY(test.p); at.Sub(test.at).Len() > 1e-12 {
				t.Errorf("the nearest point is %v, want %v", at, test.at)
			}
			if d := box.DistanceXY(test.p); math.Abs(d-test.d) > 1e-12 {
				t.Errorf("the distance is %v, want %v", d, test.d)
			}
		})
	}
}
