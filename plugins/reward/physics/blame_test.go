package physics_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/plugins/reward/physics"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
)

// TestBlame: a chair belongs to the left of a table, where a crate stands; a plant is
// out of the way.
func TestBlame(t *testing.T) {
	size := scenes.Vec3{0.5, 0.5, 0.8}
	task := &scenes.Task{ID: "dining", Room: scenes.RectRoom(4, 4, 2.5), Objects: []scenes.Object{
		{ID: "table", Size: scenes.Vec3{1, 1, 0.75}, Support: scenes.OnFloor},
		{ID: "crate", Size: size, Support: scenes.OnFloor},
		{ID: "chair", Size: size, Support: scenes.OnFloor, Relations: []scenes.Relation{{Kind: scenes.LeftOf, Target: "table", Adjacent: true}}},
		{ID: "plant", Size: size, Support: scenes.OnFloor},
		{ID: "rug", Size: scenes.Vec3{2, 2, 0.01}, Support: scenes.OnFloor, Flat: true},
	}}
	layout := func(chairY float64) *scenes.Layout {
		return &scenes.Layout{Placements: []scenes.Placement{
			{ID: "table", Position: scenes.Vec3{2, 2, 0.375}}, {ID: "crate", Position: scenes.Vec3{1.25, 2, 0.4}},
			{ID: "chair", Position: scenes.Vec3{1.25, chairY, 0.4}}, {ID: "plant", Position: scenes.Vec3{3.5, 3.5, 0.4}},
			{ID: "rug", Position: scenes.Vec3{1.5, 2, 0.005}},
		}}
	}
	for _, c := range []struct {
		name   string
		chairY float64
		config map[string]any
		want   []float64
	}{
		{"nobody else is blamed by default", 3.5, nil, []float64{0, 0, -1, 0, 0}},
		{"the table and who is in the way", 3.5, map[string]any{"blame": 0.5}, []float64{-0.5, -0.5, -1, 0, 0}},
		{"without findings", 3.5, map[string]any{"blame": 0.25, "findings": false}, []float64{-0.25, -0.25, -1, 0, 0}},
		{"a fault of its own is blamed on nobody", 2, map[string]any{"blame": 0.5}, []float64{0, -1, -1, 0, 0}},
	} {
		p := physics.New()
		values, ds := p.Describe().Schema.Resolve(c.config)
		if err := ds.Err(); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Configure(t.Context(), base.ConfigureRequest{Values: values}); err != nil {
			t.Fatal(err)
		}
		plain := evaluate(t, term(t, "default"), task, layout(c.chairY))[0]
		got := evaluate(t, p, task, layout(c.chairY))[0]
		if d := cmp.Diff(c.want, got.Objects); d != "" {
			t.Errorf("%s: objects (-want +got):\n%s", c.name, d)
		}
		if got.Value != plain.Value {
			t.Errorf("%s: the value is %v, without blame %v", c.name, got.Value, plain.Value)
		}
		if silent := c.config["findings"] == false; silent != (len(got.Findings) == 0) {
			t.Errorf("%s: findings %v", c.name, got.Findings)
		}
	}
}
