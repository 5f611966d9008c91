package anneal

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

func configured(t testing.TB, settings map[string]any) *Policy {
	t.Helper()
	p := New()
	values, ds := p.Describe().Schema.Resolve(settings)
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Configure(context.Background(), base.ConfigureRequest{Values: values}); err != nil {
		t.Fatal(err)
	}
	return p
}

func sample(t testing.TB, p *Policy, task *scenes.Task, seed uint64) *scenes.Layout {
	t.Helper()
	resp, err := p.Sample(context.Background(), policy.SampleRequest{Observations: []policy.Observation{{Task: task}}, Seed: seed})
	if err == nil {
		err = resp.Diagnostics.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	parsed := codec.ParseResponse(task, resp.Samples[0][0].Response)
	if parsed.Score != codec.ScoreRight {
		t.Fatalf("format score %v of %s", parsed.Score, resp.Samples[0][0].Response)
	}
	return parsed.Layout
}

func TestMoreStepsBreakFewerRules(t *testing.T) {
	tasks, err := roomgen.Suite("free", 3, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := func(steps int) (faulty int) {
		p := configured(t, map[string]any{"steps": steps})
		for _, task := range tasks {
			report := measure.NewChecker(task).Measure(sample(t, p, task, 1))
			for i := range report.Objects {
				if !report.Objects[i].Valid() {
					faulty++
				}
			}
		}
		return faulty
	}
	few, many := sum(1), sum(1000)
	if few < 8 || many > few/5 {
		t.Errorf("%d faulty objects after a step, %d after 1000", few, many)
	}
}

func TestStepsMakeResponsesRepeatable(t *testing.T) {
	task, _, err := roomgen.Training(4, 9, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := configured(t, map[string]any{"steps": 200})
	one, again, other := sample(t, p, task, 1), sample(t, p, task, 1), sample(t, p, task, 2)
	if d := cmp.Diff(one, again); d != "" {
		t.Errorf("the same seed gave another layout:\n%s", d)
	}
	if cmp.Equal(one, other) {
		t.Error("two seeds gave one layout")
	}
}

// The clock ends a search that goes by time, and the response says so.
func TestBudget(t *testing.T) {
	task, _, err := roomgen.Training(4, 9, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := configured(t, map[string]any{"budget_ms": 20})
	asked := 0
	p.now = func() time.Time {
		asked++
		return time.Time{}.Add(time.Duration(asked) * time.Millisecond)
	}
	resp, err := p.Sample(t.Context(), policy.SampleRequest{Observations: []policy.Observation{{Task: task}}})
	if err != nil {
		t.Fatal(err)
	}
	if text := resp.Samples[0][0].Response; !strings.Contains(text, "within 20 ms: of 19 steps") {
		t.Errorf("response %s", text)
	}
}

// What is locked stays; what stands on something goes with it.
func TestMovesKeepLocksAndLoads(t *testing.T) {
	lock := scenes.Placement{ID: "bed", Position: scenes.Vec3{1, 1, 0.25}, Yaw: 90}
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 5, 2.6), Locked: []scenes.Placement{lock}, Objects: []scenes.Object{
		{ID: "bed", Size: scenes.Vec3{1, 2, 0.5}, Support: scenes.OnFloor},
		{ID: "table", Size: scenes.Vec3{1, 1, 0.7}, Support: scenes.OnFloor},
		{ID: "vase", Size: scenes.Vec3{0.2, 0.2, 0.3}, Support: scenes.OnObject, Parent: "table"},
	}}
	a := newAnnealing(task, rand.New(rand.NewPCG(3, 3)))
	rel := func() scenes.Vec2 {
		table, vase := a.at.Placements[1], a.at.Placements[2]
		right, front := scenes.Axes(table.Yaw)
		d := vase.Position.Vec2().Sub(table.Position.Vec2())
		return scenes.Vec2{d.Dot(right), d.Dot(front)}
	}
	for range 200 {
		was := rel()
		a.turn(1, 90*float64(a.rng.IntN(4)))
		a.shift(1, scenes.Vec2{a.rng.Float64() - 0.5, a.rng.Float64() - 0.5})
		a.swap(1, 2)
		a.snap(1)
		if now := rel(); now.Sub(was).Len() > 1e-9 {
			t.Fatalf("the vase went from %v to %v of its table", was, now)
		}
		a.move(a.rng.Float64())
	}
	if d := cmp.Diff(lock, a.at.Placements[0]); d != "" {
		t.Errorf("the locked bed moved:\n%s", d)
	}
}

func TestBadTasks(t *testing.T) {
	p := configured(t, map[string]any{"steps": 30})
	resp, err := p.Sample(t.Context(), policy.SampleRequest{Observations: []policy.Observation{{}, {Task: &scenes.Task{}}}})
	if err != nil || len(resp.Diagnostics) != 2 {
		t.Errorf("%v, %v", resp.Diagnostics, err)
	}
	ring := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 5, 2.6), Objects: []scenes.Object{
		{ID: "a", Size: scenes.Vec3{1, 1e5, 1}, Support: scenes.OnObject, Parent: "b"},
		{ID: "b", Size: scenes.Vec3{1e-9, 1, 1}, Support: scenes.OnObject, Parent: "a", Facing: "a"},
		{ID: "c", Size: scenes.Vec3{9, 9, 9}, Support: scenes.OnWall, Relations: []scenes.Relation{{Kind: scenes.LeftOf, Target: "a"}}},
	}}
	l := sample(t, p, ring, 1)
	for _, at := range l.Placements {
		if v := at.Position.Len() + at.Yaw; math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%+v", at)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p = configured(t, map[string]any{"budget_ms": 3600000})
	if _, err := p.Sample(ctx, policy.SampleRequest{Observations: []policy.Observation{{Task: ring}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, it said %v", err)
	}
}
