package function_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/plugins/reward/function"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// term returns a configured term.
func term(t testing.TB, config map[string]any) *function.Term {
	t.Helper()
	p := function.New()
	values, ds := p.Describe().Schema.Resolve(config)
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	resp, err := p.Configure(t.Context(), base.ConfigureRequest{Values: values})
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Diagnostics.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

func evaluate(t testing.TB, p *function.Term, layouts ...*scenes.Layout) []reward.Result {
	t.Helper()
	req := reward.EvaluateRequest{Task: bedroom()}
	for _, l := range layouts {
		req.Candidates = append(req.Candidates, reward.Candidate{Layout: l})
	}
	resp, err := p.Evaluate(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return resp.Results
}

// bedroom is a bed and a wardrobe with a door at the west end of the south wall.
func bedroom() *scenes.Task {
	room := scenes.RectRoom(4, 5, 2.6)
	room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 0.6, Width: 0.9, Height: 2}}
	return &scenes.Task{ID: "bedroom", Room: room, Objects: []scenes.Object{
		{ID: "bed_1", Category: "double_bed", Size: scenes.Vec3{1.6, 2, 0.5}, Support: scenes.OnFloor},
		{ID: "wardrobe_1", Category: "wardrobe", Size: scenes.Vec3{1.2, 0.6, 2}, Support: scenes.OnFloor},
	}}
}

func layout(bed, wardrobe scenes.Vec2) *scenes.Layout {
	return &scenes.Layout{Placements: []scenes.Placement{
		{ID: "bed_1", Position: bed.Vec3(0.25), Yaw: 180}, {ID: "wardrobe_1", Position: wardrobe.Vec3(1), Yaw: 270}}}
}

func TestEvaluate(t *testing.T) {
	good := layout(scenes.Vec2{2, 4}, scenes.Vec2{3.7, 1.5})
	before := layout(scenes.Vec2{2, 4}, scenes.Vec2{0.6, 0.7})
	rs := evaluate(t, term(t, nil), good, before)
	if rs[0].Value < 0.9 || len(rs[0].Findings) != 0 {
		t.Errorf("a good room: %+v", rs[0])
	}
	if rs[1].Value > 0.5 || rs[1].Objects[1] >= rs[1].Objects[0] || len(rs[1].Findings) == 0 {
		t.Errorf("a wardrobe before the door: %+v", rs[1])
	}
	var names []string
	for _, p := range rs[0].Parts {
		names = append(names, p.Name)
	}
	if d := cmp.Diff([]string{"navigability", "access", "clearance", "openings"}, names); d != "" {
		t.Errorf("parts (-want +got):\n%s", d)
	}
	// Leaving the wardrobe out does not pay.
	if r := evaluate(t, term(t, nil), &scenes.Layout{Placements: before.Placements[:1]})[0]; r.Value > 0.5 || r.Objects[1] != -2 {
		t.Errorf("without the wardrobe: %+v", r)
	}
}

func TestSettings(t *testing.T) {
	before := layout(scenes.Vec2{2, 4}, scenes.Vec2{0.6, 0.7})
	config := map[string]any{"findings": false}
	for _, name := range []string{"access", "clearance", "reach", "sight", "openings"} {
		config["weight_"+name] = 0.0
	}
	if r := evaluate(t, term(t, config), before)[0]; r.Value != 0 || r.Findings != nil {
		t.Errorf("navigability alone: %+v", r)
	}
	// A wide person does not fit between bed and wardrobe.
	tight := layout(scenes.Vec2{1.8, 2.5}, scenes.Vec2{3.7, 4})
	slim := evaluate(t, term(t, map[string]any{"person_radius": 0.2}), tight)[0]
	wide := evaluate(t, term(t, map[string]any{"person_radius": 0.45}), tight)[0]
	if wide.Value >= slim.Value {
		t.Errorf("a wide person: %v, a slim one: %v", wide.Value, slim.Value)
	}
	config["weight_navigability"] = 0.0
	p := function.New()
	values, _ := p.Describe().Schema.Resolve(config)
	resp, err := p.Configure(t.Context(), base.ConfigureRequest{Values: values})
	if err != nil || resp.Diagnostics.Err() == nil {
		t.Errorf("weights that are all 0 pass: %v, %v", resp, err)
	}
}

func TestNoLayout(t *testing.T) {
	req := reward.EvaluateRequest{Task: bedroom(), Candidates: []reward.Candidate{{ParseError: "no answer"}, {}}}
	resp, err := term(t, nil).Evaluate(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	want := []reward.Result{{Invalid: true, Reason: "no answer"}, {Invalid: true, Reason: "there is no layout"}}
	if d := cmp.Diff(want, resp.Results); d != "" {
		t.Errorf("results (-want +got):\n%s", d)
	}
	if _, err := term(t, nil).Evaluate(t.Context(), reward.EvaluateRequest{}); err == nil {
		t.Error("a request without a task passes")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := term(t, nil).Evaluate(ctx, req); err == nil {
		t.Error("a context that has ended passes")
	}
}

func TestBatch(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	var layouts []*scenes.Layout
	for range 32 {
		layouts = append(layouts, layout(scenes.Vec2{4 * g.Float64(), 5 * g.Float64()}, scenes.Vec2{4 * g.Float64(), 5 * g.Float64()}))
	}
	p := term(t, nil)
	together := evaluate(t, p, layouts...)
	for i, l := range layouts {
		if d := cmp.Diff(evaluate(t, p, l)[0], together[i]); d != "" {
			t.Fatalf("layout %d scores otherwise in a batch:\n%s", i, d)
		}
	}
}

func BenchmarkEvaluate(b *testing.B) {
	task := bedroom()
	g := rand.New(rand.NewPCG(1, 2))
	for i, name := range []string{"nightstand", "nightstand", "desk", "office_chair", "armchair", "floor_lamp", "dresser", "bookshelf", "rug", "plant", "bench", "side_table", "chair"} {
		o := scenes.Object{ID: fmt.Sprint(name, "_", i), Category: name, Size: scenes.Vec3{0.7, 0.5, 0.8}, Support: scenes.OnFloor, Flat: name == "rug"}
		task.Objects = append(task.Objects, o)
	}
	req := reward.EvaluateRequest{Task: task}
	for range 64 {
		l := &scenes.Layout{}
		for _, o := range task.Objects {
			l.Placements = append(l.Placements, scenes.Placement{ID: o.ID, Yaw: 90 * float64(g.IntN(4)),
				Position: scenes.Vec3{4 * g.Float64(), 5 * g.Float64(), o.Size[2] / 2}})
		}
		req.Candidates = append(req.Candidates, reward.Candidate{Layout: l})
	}
	for _, findings := range []bool{true, false} {
		b.Run(fmt.Sprintf("findings=%t", findings), func(b *testing.B) {
			p := term(b, map[string]any{"findings": findings})
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
