package physics_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/metaspatial/metaspatial/plugins/reward/physics"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// term returns a configured term.
func term(t testing.TB, mode string) *physics.Term {
	t.Helper()
	p := physics.New()
	values, ds := p.Describe().Schema.Resolve(map[string]any{"mode": mode})
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Configure(t.Context(), base.ConfigureRequest{Values: values}); err != nil {
		t.Fatal(err)
	}
	return p
}

func evaluate(t testing.TB, p *physics.Term, task *scenes.Task, layouts ...*scenes.Layout) []reward.Result {
	t.Helper()
	req := reward.EvaluateRequest{Task: task}
	for _, l := range layouts {
		req.Candidates = append(req.Candidates, reward.Candidate{Layout: l})
	}
	resp, err := p.Evaluate(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return resp.Results
}

// bedroom is a bed and a wardrobe against opposite walls.
func bedroom() *scenes.Task {
	return &scenes.Task{ID: "bedroom", Room: scenes.RectRoom(4, 5, 3), Objects: []scenes.Object{
		{ID: "bed_1", Size: scenes.Vec3{1.6, 2, 0.5}, Support: scenes.OnFloor, Facing: scenes.NorthWall,
			Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall, Adjacent: true}}},
		{ID: "wardrobe_1", Size: scenes.Vec3{1, 0.6, 2}, Support: scenes.OnFloor, Facing: scenes.SouthWall,
			Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.NorthWall, Adjacent: true}}},
	}}
}

func layout(bed, wardrobe scenes.Vec3) *scenes.Layout {
	return &scenes.Layout{Placements: []scenes.Placement{
		{ID: "bed_1", Position: bed, Yaw: 0}, {ID: "wardrobe_1", Position: wardrobe, Yaw: 180}}}
}

func TestDefaultMode(t *testing.T) {
	bed, wardrobe := scenes.Vec3{2, 1, 0.25}, scenes.Vec3{2, 4.7, 1}
	tests := map[string]struct {
		layout  *scenes.Layout
		objects []float64
		rules   []scenes.Rule
	}{
		"valid":              {layout(bed, wardrobe), []float64{0, 0}, nil},
		"5 cm off the wall":  {layout(bed, scenes.Vec3{2, 4.65, 1}), []float64{0, -0.5}, []scenes.Rule{scenes.RuleRelation}},
		"50 cm off the wall": {layout(bed, scenes.Vec3{2, 4.2, 1}), []float64{0, -1}, []scenes.Rule{scenes.RuleRelation}},
		"colliding":          {layout(bed, scenes.Vec3{2, 1.5, 1}), []float64{-1, -2}, []scenes.Rule{scenes.RuleCollision, scenes.RuleRelation}},
		"floating":           {layout(bed, scenes.Vec3{2, 4.7, 1.5}), []float64{0, -1}, []scenes.Rule{scenes.RuleSupport}},
		"not placed":         {&scenes.Layout{Placements: layout(bed, wardrobe).Placements[:1]}, []float64{0, -5}, []scenes.Rule{scenes.RuleUnplaced}},
		"nothing placed":     {&scenes.Layout{}, []float64{-5, -5}, []scenes.Rule{scenes.RuleUnplaced}},
		"not a number":       {layout(bed, scenes.Vec3{math.NaN(), 4.7, 1}), []float64{0, -5}, []scenes.Rule{scenes.RuleUnplaced}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := evaluate(t, term(t, "default"), bedroom(), test.layout)[0]
			if d := cmp.Diff(test.objects, r.Objects); d != "" {
				t.Errorf("objects (-want +got):\n%s", d)
			}
			if want := 0.2 * (test.objects[0] + test.objects[1]) / 2; math.Abs(r.Value-want) > 1e-12 || r.Invalid {
				t.Errorf("value %v (invalid %v), want %v", r.Value, r.Invalid, want)
			}
			seen := map[scenes.Rule]bool{}
			for _, f := range r.Findings {
				seen[f.Rule] = true
			}
			for _, rule := range test.rules {
				if !seen[rule] {
					t.Errorf("no finding of rule %q among %v", rule, r.Findings)
				}
			}
			if valid := r.Parts[len(r.Parts)-1]; (valid.Value == 1) != (test.rules == nil) || (len(r.Findings) == 0) != (test.rules == nil) {
				t.Errorf("%v, findings %v", valid, r.Findings)
			}
		})
	}
}

func TestBlockedDoor(t *testing.T) {
	task := bedroom()
	task.Room.Openings = []scenes.Opening{{ID: "door", Kind: scenes.Door, Wall: 2, Offset: 2, Width: 0.9, Height: 2}}
	r := evaluate(t, term(t, "default"), task, layout(scenes.Vec3{2, 1, 0.25}, scenes.Vec3{2, 4.7, 1}))[0]
	if d := cmp.Diff([]float64{0, -1}, r.Objects); d != "" {
		t.Errorf("objects (-want +got):\n%s", d)
	}
}

func TestNoLayout(t *testing.T) {
	for mode, worst := range map[string]float64{"default": -1, "reference": -0.4} {
		req := reward.EvaluateRequest{Task: bedroom(), Candidates: []reward.Candidate{{ParseError: "no answer"}, {}}}
		resp, err := term(t, mode).Evaluate(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		for i, reason := range []string{"no answer", "there is no layout"} {
			if r := resp.Results[i]; !r.Invalid || r.Value != worst || r.Reason != reason {
				t.Errorf("%s: %+v, want %v, %q", mode, r, worst, reason)
			}
		}
	}
}

func TestBatchKeepsOrder(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	var layouts []*scenes.Layout
	for range 64 {
		layouts = append(layouts, layout(scenes.Vec3{4 * g.Float64(), 5 * g.Float64(), 0.25}, scenes.Vec3{4 * g.Float64(), 5 * g.Float64(), 1}))
	}
	for _, mode := range []string{"default", "reference"} {
		p := term(t, mode)
		all := evaluate(t, p, bedroom(), layouts...)
		for i, l := range layouts {
			if d := cmp.Diff(evaluate(t, p, bedroom(), l)[0], all[i]); d != "" {
				t.Fatalf("%s: candidate %d (-alone +batch):\n%s", mode, i, d)
			}
		}
	}
}

func TestWithoutFindings(t *testing.T) {
	bad := layout(scenes.Vec3{2, 1, 0.25}, scenes.Vec3{2, 1, 1})
	for _, mode := range []string{"default", "reference"} {
		quiet := physics.New()
		values := schema.Values{"mode": mode, "findings": false, "blame": 0.0, "meshes": false}
		if _, err := quiet.Configure(t.Context(), base.ConfigureRequest{Values: values}); err != nil {
			t.Fatal(err)
		}
		want, got := evaluate(t, term(t, mode), bedroom(), bad)[0], evaluate(t, quiet, bedroom(), bad)[0]
		if len(want.Findings) == 0 || len(got.Findings) != 0 {
			t.Errorf("%s: %d findings, %d without", mode, len(want.Findings), len(got.Findings))
		}
		if want.Findings = nil; !cmp.Equal(want, got, cmpopts.EquateEmpty()) {
			t.Errorf("%s: (-want +got):\n%s", mode, cmp.Diff(want, got))
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req := reward.EvaluateRequest{Task: bedroom(), Candidates: []reward.Candidate{{Layout: &scenes.Layout{}}}}
	if _, err := term(t, "default").Evaluate(ctx, req); err == nil {
		t.Error("a cancelled request must not give scores")
	}
}

func TestReferenceModeWithoutSceneGraph(t *testing.T) {
	p := term(t, "reference")
	r := evaluate(t, p, bedroom(), layout(scenes.Vec3{2, 1, 0.25}, scenes.Vec3{2, 4.7, 1}), layout(scenes.Vec3{2, 1, 0.25}, scenes.Vec3{2, 1, 1}))
	if r[0].Value != 0 || r[0].Invalid {
		t.Errorf("valid layout: %+v", r[0])
	}
	// One pair of 28 collides, one object of two violates.
	if want := -0.2/28 - 0.2/2; math.Abs(r[1].Value-want) > 1e-12 || len(r[1].Findings) != 2 {
		t.Errorf("value %v with %v, want %v", r[1].Value, r[1].Findings, want)
	}
	if d := cmp.Diff([]float64{-1, -2}, r[1].Objects); d != "" {
		t.Errorf("objects (-want +got):\n%s", d)
	}
}

func TestReferenceModeOnEveryCase(t *testing.T) {
	p := term(t, "reference")
	count := 0
	for line := range bytes.Lines(scenestest.Read(t, "reference/physics_cases_public.jsonl")) {
		var c struct {
			Name       string
			SceneGraph json.RawMessage `json:"scene_graph"`
			Room       [3]float64
			Collision  float64 `json:"collision_ratio"`
			Constraint float64 `json:"constraint_ratio"`
			ErrorStage string  `json:"error_stage"`
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		count++
		task := &scenes.Task{ID: c.Name, Room: scenes.RectRoom(c.Room[0], c.Room[1], c.Room[2]), SceneGraph: c.SceneGraph}
		r := evaluate(t, p, task, placements(c.SceneGraph))[0]
		switch {
		case c.ErrorStage != "":
			if !r.Invalid || !strings.HasPrefix(r.Reason, c.ErrorStage+": ") {
				t.Errorf("%s: %+v, want an error of %s", c.Name, r, c.ErrorStage)
			}
		case r.Invalid:
			t.Errorf("%s: %s", c.Name, r.Reason)
		case r.Parts[0].Value != c.Collision || r.Parts[1].Value != c.Constraint || r.Value != 0-0.2*c.Collision-0.2*c.Constraint:
			t.Errorf("%s: %+v, want %v and %v", c.Name, r, c.Collision, c.Constraint)
		}
	}
	if count != 400 {
		t.Errorf("%d cases, want 400", count)
	}
}

// placements returns the positions of a scene graph as a layout. Objects whose
// rotation or position is missing or malformed stay in the graph only.
func placements(graph []byte) *scenes.Layout {
	var objects []struct {
		ID       *string `json:"new_object_id"`
		Position *struct{ X, Y, Z *float64 }
		Rotation *struct {
			Z any `json:"z_angle"`
		}
	}
	l := &scenes.Layout{}
	if err := json.Unmarshal(graph, &objects); err != nil {
		return l
	}
	for _, o := range objects {
		if o.ID == nil || o.Position == nil || o.Rotation == nil || scenes.IsLayoutElement(*o.ID) {
			continue
		}
		yaw, _ := o.Rotation.Z.(float64)
		l.Placements = append(l.Placements, scenes.Placement{ID: *o.ID, Position: scenes.Vec3{*o.Position.X, *o.Position.Y, *o.Position.Z}, Yaw: yaw})
	}
	return l
}

func BenchmarkEvaluate(b *testing.B) {
	task := &scenes.Task{ID: "twelve", Room: scenes.RectRoom(6, 6, 3)}
	g := rand.New(rand.NewPCG(1, 2))
	for i := range 12 {
		task.Objects = append(task.Objects, scenes.Object{ID: fmt.Sprintf("object_%d", i), Size: scenes.Vec3{0.8, 0.8, 1}, Support: scenes.OnFloor,
			Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall}}})
	}
	req := reward.EvaluateRequest{Task: task}
	for range 64 {
		l := &scenes.Layout{}
		for i := range 12 {
			l.Placements = append(l.Placements, scenes.Placement{ID: task.Objects[i].ID, Yaw: 90 * float64(g.IntN(4)),
				Position: scenes.Vec3{6 * g.Float64(), 6 * g.Float64(), 0.5}})
		}
		req.Candidates = append(req.Candidates, reward.Candidate{Layout: l})
	}
	for _, mode := range []string{"default", "reference"} {
		b.Run(mode, func(b *testing.B) {
			p := term(b, mode)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Evaluate(b.Context(), req); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/64, "µs/layout")
		})
	}
}
