package relations_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/plugins/reward/relations"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// term returns a term configured with the given settings beside the defaults.
func term(t testing.TB, settings map[string]any) *relations.Term {
	t.Helper()
	p := relations.New()
	values, ds := p.Describe().Schema.Resolve(settings)
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Configure(t.Context(), base.ConfigureRequest{Values: values}); err != nil {
		t.Fatal(err)
	}
	return p
}

func evaluate(t testing.TB, p *relations.Term, task *scenes.Task, layouts ...*scenes.Layout) reward.EvaluateResponse {
	t.Helper()
	req := reward.EvaluateRequest{Task: task}
	for _, l := range layouts {
		req.Candidates = append(req.Candidates, reward.Candidate{Layout: l})
	}
	resp, err := p.Evaluate(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

// study is a room 4 m by 4 m with a window in the north wall from x 1.4 to 2.6,
// and a desk on the south wall with a chair; nothing says where the chair goes
// but the specs and the preference.
func study() (*scenes.Task, *scenes.Layout) {
	t := &scenes.Task{ID: "study", Room: scenes.RectRoom(4, 4, 3), Preference: "the desk under the window, and a purple dinosaur",
		Objects: []scenes.Object{
			{ID: "desk_1", Category: "desk", Size: scenes.Vec3{1.2, 0.6, 0.75}, Support: scenes.OnFloor, Facing: scenes.NorthWall,
				Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall, Adjacent: true}}},
			{ID: "chair_1", Category: "chair", Size: scenes.Vec3{0.5, 0.5, 0.9}, Support: scenes.OnFloor},
		},
		Specs: []scenes.Spec{{Predicate: "next_to", Count: 1, Subject: "chair", Anchors: []string{"desk"}}}}
	t.Room.Openings = []scenes.Opening{{ID: "window_1", Kind: scenes.Window, Wall: 2, Offset: 2, Width: 1.2, Height: 1.2, Sill: 0.9}}
	return t, &scenes.Layout{Placements: []scenes.Placement{
		{ID: "desk_1", Position: scenes.Vec3{2, 0.3, 0.375}}, {ID: "chair_1", Position: scenes.Vec3{2, 0.95, 0.45}, Yaw: 180}}}
}

func TestValue(t *testing.T) {
	task, l := study()
	away := &scenes.Layout{Placements: []scenes.Placement{l.Placements[0], {ID: "chair_1", Position: scenes.Vec3{2, 3.35, 0.45}}}}
	alone := &scenes.Layout{Placements: l.Placements[:1]}
	// Four specs: the desk's relation and facing hold; it is 2.9 m from under the window (score below 1e-6).
	// The chair touches the desk's front: 0.95 − 0.25 − 0.6 = 0.1 m, next to it. Away: 3.35 − 0.25 − 0.6 = 2.5, 2 m beyond.
	tests := map[string]struct {
		settings map[string]any
		layout   *scenes.Layout
		value    float64
		objects  []float64
	}{
		"chair at the desk":     {nil, l, 3.0 / 4, []float64{-1, 0}},
		"chair away":            {nil, away, 2.0 / 4, []float64{-1, -1}},
		"without the text":      {map[string]any{"preference": false}, l, 1, []float64{0, 0}},
		"the specs alone":       {map[string]any{"preference": false, "explicit": false}, away, 0, []float64{0, -1}},
		"chair left out":        {nil, alone, 2.0 / 4 / 2, []float64{-1, -2}},
		"nothing is placed":     {nil, &scenes.Layout{}, 0, []float64{-5, -2}},
		"a layout of strangers": {nil, &scenes.Layout{Placements: []scenes.Placement{{ID: "lamp_9"}}}, 0, []float64{-5, -2}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := evaluate(t, term(t, tc.settings), task, tc.layout).Results[0]
			if math.Abs(r.Value-tc.value) > 1e-5 || r.Invalid {
				t.Errorf("value %v (%+v), want %v", r.Value, r.Parts, tc.value)
			}
			near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-5 })
			if d := cmp.Diff(tc.objects, r.Objects, near); d != "" {
				t.Errorf("objects (-want +got):\n%s", d)
			}
		})
	}
}

func TestFindingsAndWarnings(t *testing.T) {
	task, l := study()
	task.Specs = append(task.Specs, scenes.Spec{Predicate: "neer", Count: 1, Subject: "chair", Anchors: []string{"desk"}})
	resp := evaluate(t, term(t, nil), task, l)
	var messages []string
	for _, f := range resp.Results[0].Findings {
		messages = append(messages, f.Message)
	}
	// The desk's back side is 0.6 m from y 0; under the window its far side may be 0.5 m off: 4 − 0.5 − 0.6 = 2.9.
	if d := cmp.Diff([]string{"desk_1 is not under the window; move it 2.9 m north."}, messages); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
	var warnings []string
	for _, w := range resp.Diagnostics {
		warnings = append(warnings, w.String())
	}
	want := []string{
		`preference: "a purple dinosaur" is not understood and not scored: "dinosaur" is no object that is known here`,
		`specs: neer of "chair" and ["desk"] is not scored: there is no predicate "neer"; did you mean "near"?`,
	}
	if d := cmp.Diff(want, warnings); d != "" {
		t.Errorf("warnings (-want +got):\n%s", d)
	}
	if resp.Diagnostics.HasError() {
		t.Error("what is not understood must not end a run")
	}
	parts := map[string]float64{}
	for _, p := range resp.Results[0].Parts {
		parts[p.Name] = p.Value
	}
	wantParts := map[string]float64{"satisfied": 0.75, "explicit_satisfied": 1, "specs_satisfied": 1, "preference_satisfied": 0, "specs": 4, "understood": 0.5, "placed": 1}
	if d := cmp.Diff(wantParts, parts); d != "" {
		t.Errorf("parts (-want +got):\n%s", d)
	}
	if quiet := evaluate(t, term(t, map[string]any{"findings": false}), task, l).Results[0]; len(quiet.Findings) != 0 || quiet.Value != resp.Results[0].Value {
		t.Errorf("without findings: %+v", quiet)
	}
}

func TestBadRequests(t *testing.T) {
	p := term(t, nil)
	if _, err := p.Evaluate(t.Context(), reward.EvaluateRequest{}); err == nil {
		t.Error("no error without a task")
	}
	task, l := study()
	resp, err := p.Evaluate(t.Context(), reward.EvaluateRequest{Task: task, Candidates: []reward.Candidate{{ParseError: "no answer"}, {}, {Layout: l}}})
	if err != nil {
		t.Fatal(err)
	}
	for i, reason := range []string{"no answer", "there is no layout", ""} {
		if r := resp.Results[i]; r.Invalid != (reason != "") || r.Reason != reason || r.Invalid && r.Value != 0 {
			t.Errorf("candidate %d: %+v", i, r)
		}
	}
	task.Room.Floor = nil
	if r := evaluate(t, p, task, l); !r.Results[0].Invalid || !r.Diagnostics.HasError() {
		t.Errorf("a room without a floor: %+v", r)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	task, l = study()
	if _, err := p.Evaluate(ctx, reward.EvaluateRequest{Task: task, Candidates: []reward.Candidate{{Layout: l}}}); err == nil {
		t.Error("a cancelled request must not give scores")
	}
}

func TestBatchKeepsOrder(t *testing.T) {
	task, req := rooms(32)
	p := term(t, nil)
	all, err := p.Evaluate(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range req.Candidates {
		if d := cmp.Diff(evaluate(t, p, task, c.Layout).Results[0], all.Results[i]); d != "" {
			t.Fatalf("candidate %d (-alone +batch):\n%s", i, d)
		}
	}
}

// rooms is a task of 15 objects with 10 specs, and n random layouts of it.
func rooms(n int) (*scenes.Task, reward.EvaluateRequest) {
	task := &scenes.Task{ID: "fifteen", Room: scenes.RectRoom(6, 6, 3), Preference: "the desk under the window. nothing within 60 cm of the door. keep the middle free. " +
		"four chairs around the dining table. the sofa opposite the television"}
	task.Room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 1, Width: 0.9, Height: 2},
		{ID: "window_1", Kind: scenes.Window, Wall: 2, Offset: 3, Width: 1.2, Height: 1.2, Sill: 0.9}}
	for i, c := range []string{"desk", "chair", "chair", "chair", "chair", "dining_table", "sofa", "television", "rug", "bookshelf", "bed", "nightstand", "nightstand", "wardrobe", "floor_lamp"} {
		task.Objects = append(task.Objects, scenes.Object{ID: fmt.Sprintf("%s_%d", c, i), Category: c, Size: scenes.Vec3{0.8, 0.8, 1}, Support: scenes.OnFloor, Flat: c == "rug"})
	}
	task.Specs = []scenes.Spec{
		{Predicate: "next_to", Count: 2, Subject: "nightstand", Anchors: []string{"bed"}},
		{Predicate: "against_wall", Count: 1, Subject: "bed", Anchors: []string{"wall"}},
		{Predicate: "corner_of_room", Count: 1, Subject: "wardrobe", Anchors: []string{"room"}},
		{Predicate: "face_to", Count: 1, Subject: "sofa", Anchors: []string{"television"}},
		{Predicate: "far", Count: 1, Subject: "desk", Anchors: []string{"door"}},
	}
	req := reward.EvaluateRequest{Task: task}
	g := rand.New(rand.NewPCG(1, 2))
	for range n {
		l := &scenes.Layout{}
		for i := range task.Objects {
			l.Placements = append(l.Placements, scenes.Placement{ID: task.Objects[i].ID, Yaw: 90 * float64(g.IntN(4)), Position: scenes.Vec3{6 * g.Float64(), 6 * g.Float64(), 0.5}})
		}
		req.Candidates = append(req.Candidates, reward.Candidate{Layout: l})
	}
	return task, req
}

func BenchmarkEvaluate(b *testing.B) {
	for _, n := range []int{1, 64} {
		for _, findings := range []bool{true, false} {
			b.Run(fmt.Sprintf("candidates=%d/findings=%v", n, findings), func(b *testing.B) {
				_, req := rooms(n)
				p := term(b, map[string]any{"findings": findings})
				b.ReportAllocs()
				for b.Loop() {
					if _, err := p.Evaluate(b.Context(), req); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/1000/float64(b.N)/float64(n), "µs/layout")
			})
		}
	}
}
