package main

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

func task() *scenes.Task {
	return &scenes.Task{
		ID: "lounge", Room: scenes.RectRoom(4, 4, 2.8),
		Objects: []scenes.Object{
			{ID: "sofa_1", Category: "sofa", Size: scenes.Vec3{2, 0.9, 0.8}, Support: scenes.OnFloor},
			{ID: "table_1", Category: "coffee_table", Size: scenes.Vec3{1, 0.5, 0.4}, Support: scenes.OnFloor},
			{ID: "rug_1", Category: "rug", Size: scenes.Vec3{2, 2, 0.01}, Support: scenes.OnFloor, Flat: true},
			{ID: "desk_1", Category: "desk", Size: scenes.Vec3{1.2, 0.6, 0.75}, Support: scenes.OnFloor},
			{ID: "chair_1", Category: "office_chair", Size: scenes.Vec3{0.5, 0.5, 1}, Support: scenes.OnFloor, Facing: "desk_1"},
		},
	}
}

func at(id string, x, y, z, yaw float64) scenes.Placement {
	return scenes.Placement{ID: id, Position: scenes.Vec3{x, y, z}, Yaw: yaw}
}

func TestScore(t *testing.T) {
	p := plugintest.Connect(t, &clearance{})
	if r, err := p.Configure(context.Background(), base.ConfigureRequest{}); err != nil || r.Diagnostics.HasError() {
		t.Fatal(err, r.Diagnostics)
	}
	rug := at("rug_1", 2, 1.5, 0.005, 0)
	sofa := at("sofa_1", 2, 0.45, 0.4, 0) // its front is at y = 0.9
	cases := map[string]struct {
		layout []scenes.Placement
		value  float64
		by     string
	}{
		"free":           {[]scenes.Placement{sofa, rug, at("table_1", 2, 1.8, 0.2, 0)}, 0, ""},
		"table in front": {[]scenes.Placement{sofa, rug, at("table_1", 2, 1.45, 0.2, 0)}, -0.5, "table_1"},
		"against a wall": {[]scenes.Placement{at("sofa_1", 2, 3.55, 0.4, 0)}, -1, "the wall"},
		"at a desk":      {[]scenes.Placement{at("desk_1", 2, 3.7, 0.375, 180), at("chair_1", 2, 3.1, 0.5, 0)}, 0, ""},
		"nothing placed": {nil, 0, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r, err := p.(reward.Term).Evaluate(context.Background(), reward.EvaluateRequest{
				Task: task(), Candidates: []reward.Candidate{{Layout: &scenes.Layout{Placements: c.layout}}},
			})
			if err != nil {
				t.Fatal(err)
			}
			got := r.Results[0]
			if math.Abs(got.Value-c.value) > 1e-9 {
				t.Errorf("value %v, want %v", got.Value, c.value)
			}
			var by []string
			for _, f := range got.Findings {
				by = append(by, f.Other)
			}
			var want []string
			if c.by != "" {
				want = []string{c.by}
			}
			if diff := cmp.Diff(want, by); diff != "" {
				t.Errorf("findings: %s", diff)
			}
		})
	}
}

func TestConformance(t *testing.T) { plugintest.Check(t, &clearance{}) }
