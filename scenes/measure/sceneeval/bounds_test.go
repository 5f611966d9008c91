package sceneeval_test

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// A cube of 1 m has six faces of 1 m². Of those that are upright two lie along
// the way out and count by the part of their length that is over the floor.
func TestOverFloor(t *testing.T) {
	rect := scenes.RectRoom(4, 4, 3)
	ell := scenes.Room{Floor: []scenes.Vec2{{0, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 4}, {0, 4}}, Height: 3}
	shaft := rect
	shaft.Holes = [][]scenes.Vec2{{{1, 1}, {1, 2}, {2, 2}, {2, 1}}}
	for name, c := range map[string]struct {
		room scenes.Room
		at   scenes.Vec3
		yaw  float64
		want float64
	}{
		"inside":   {rect, scenes.Vec3{2, 2, 0}, 33, 1},
		"at walls": {rect, scenes.Vec3{0.5, 3.5, 0}, 90, 1},
		// A fifth outside: level faces 2 · 0.8, upright 1 + 0 + 2 · 0.8.
		"a fifth out": {rect, scenes.Vec3{0.3, 2, 0}, 0, (1.6 + 2.6) / 6},
		// 1 % of its depth outside: (2 · 0.99 + 1 + 0 + 2 · 0.99) / 6: a whole
		// upright face is out.
		"one face out": {rect, scenes.Vec3{0.49, 2, 0}, 0, 4.96 / 6},
		"half out":     {rect, scenes.Vec3{4, 2, 0}, 180, (1 + 1 + 0 + 1) / 6.0},
		"outside":      {rect, scenes.Vec3{6, 2, 0}, 0, 0},
		// Its centre on the corner: a quarter of the level faces, half of two of the
		// upright ones.
		"on the corner": {rect, scenes.Vec3{4, 4, 0}, 0, (0.5 + 1) / 6},
		// The inner corner (2, 2) of an L: three quarters of the level faces; the
		// upright faces to the north and east have half their length over the floor,
		// the others all of it.
		"inner corner": {ell, scenes.Vec3{2, 2, 0}, 0, (1.5 + 0.5 + 0.5 + 2) / 6},
		"in the notch": {ell, scenes.Vec3{3, 3, 0}, 0, 0},
		// Turned by 45° with its centre at x = 0, half of everything is out.
		"slanted": {rect, scenes.Vec3{0, 2, 0}, 45, 0.5},
		// Over a shaft of 1 m², from (1, 1) to (2, 2), that takes a quarter of the
		// footprint: upright faces to the south and west keep half.
		"over a shaft": {shaft, scenes.Vec3{2, 2, 0}, 0, (1.5 + 0.5 + 0.5 + 2) / 6},
		"in a shaft":   {shaft, scenes.Vec3{1.5, 1.5, 0}, 0, 0},
		// 0.1 m sunk: the lower face is out, the upright ones are over the floor from
		// 5 mm below it.
		"sunk": {rect, scenes.Vec3{2, 2, 0.4}, 0, (1 + 4*0.905) / 6},
		"4 mm": {rect, scenes.Vec3{2, 2, 0.496}, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := boxes(t, c.room, put{id: "a", size: cube, at: c.at, yaw: c.yaw})
			o := r.Objects[0]
			// Faces that lie on a hole's edge are on the floor.
			if math.Abs(*o.OverFloor-c.want) > 1e-6 && name != "in a shaft" {
				t.Errorf("share %.9f, want %.9f", *o.OverFloor, c.want)
			}
			if out := *o.OutOfBounds; out != (c.want < 0.99) || out != r.OutOfBounds.Scene {
				t.Errorf("out of bounds: %v", out)
			}
		})
	}
}
