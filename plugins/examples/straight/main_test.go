package main

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
)

func TestConformance(t *testing.T) { plugintest.Check(t, straight{}) }

func TestScore(t *testing.T) {
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 4, 2.5), Objects: []scenes.Object{
		{ID: "desk_1", Size: scenes.Vec3{1, 1, 1}}, {ID: "rug_1", Size: scenes.Vec3{1, 1, 0.01}, AnyYaw: true},
	}}
	for yaw, want := range map[float64]float64{0: 0, 270: 0, 90.5: 0, 45: -0.5, -45: -0.5, 80: -10.0 / 90, 367.5: -7.5 / 90} {
		l := &scenes.Layout{Placements: []scenes.Placement{{ID: "desk_1", Yaw: yaw}, {ID: "rug_1", Yaw: 33}}}
		r := score(task, l)
		if math.Abs(r.Value-want) > 1e-9 {
			t.Errorf("%v° is worth %v, want %v", yaw, r.Value, want)
		}
		if (len(r.Findings) > 0) != (want < 0) || r.Objects[1] != 0 {
			t.Errorf("%v° has %+v", yaw, r)
		}
	}
	if r := score(task, &scenes.Layout{}); r.Value != 0 {
		t.Errorf("nothing placed is worth %v", r.Value)
	}
}
