package solver

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// lounge takes the size of its table, to be made impossible.
func lounge(table float64) *scenes.Task {
	rel := func(kind scenes.RelationKind, target string) []scenes.Relation {
		return []scenes.Relation{{Kind: kind, Target: target, Adjacent: true}}
	}
	return &scenes.Task{ID: "lounge", Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
		{ID: "sofa_1", Size: scenes.Vec3{1.9, 0.8, 0.8}, Support: scenes.OnFloor, Facing: scenes.SouthWall, Relations: rel(scenes.On, scenes.NorthWall)},
		{ID: "table_1", Size: scenes.Vec3{table, table, 0.4}, Support: scenes.OnFloor, Relations: rel(scenes.InFront, "sofa_1")},
		{ID: "vase_1", Size: scenes.Vec3{0.1, 0.1, 0.3}, Support: scenes.OnObject, Parent: "table_1", Relations: rel(scenes.On, "table_1")},
		{ID: "lamp_1", Size: scenes.Vec3{0.3, 0.3, 1.6}, Support: scenes.OnFloor, Facing: "table_1", Relations: rel(scenes.RightOf, "sofa_1")},
	}}
}

func configured(t *testing.T, settings map[string]any) *Policy {
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

func TestSampleIsValid(t *testing.T) {
	task := lounge(0.8)
	req := policy.SampleRequest{Observations: []policy.Observation{{Task: task}, {Task: task}}, N: 8, Seed: 3}
	p := configured(t, nil)
	resp, err := p.Sample(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, samples := range resp.Samples {
		for _, s := range samples {
			seen[s.Response] = true
			parsed := codec.ParseResponse(task, s.Response)
			if parsed.Score != codec.ScoreRight {
				t.Fatalf("format score %v: %s", parsed.Score, s.Response)
			}
			if r := measure.Check(task, parsed.Layout); !r.FullyValid() {
				t.Fatalf("findings: %v", r.Findings)
			}
		}
	}
	if len(seen) != 16 {
		t.Errorf("16 samples give %d different responses", len(seen))
	}
	again, err := p.Sample(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(resp, again); diff != "" {
		t.Errorf("one request gives two answers: %s", diff)
	}
}

func TestImpossibleTaskIsSaid(t *testing.T) {
	p := configured(t, map[string]any{"budget": 3000})
	resp, err := p.Sample(context.Background(), policy.SampleRequest{Observations: []policy.Observation{{Task: lounge(2.5)}}})
	if err != nil {
		t.Fatal(err)
	}
	if r := resp.Samples[0][0].Response; !strings.Contains(r, "A search of 3000 positions found no layout without faults") {
		t.Errorf("the response does not say that it is faulty: %s", r)
	}
}

func TestSettings(t *testing.T) {
	for name, settings := range map[string]map[string]any{
		"no budget":    {"budget": 0},
		"half a place": {"budget": 10.5},
		"misspelt":     {"buget": 10},
	} {
		if _, ds := New().Describe().Schema.Resolve(settings); !ds.HasError() {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestBadObservations(t *testing.T) {
	bad := lounge(1)
	bad.Objects[2].Parent = "shelf_9"
	resp, err := New().Sample(context.Background(), policy.SampleRequest{Observations: []policy.Observation{{}, {Task: bad}, {Task: lounge(0.5)}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Diagnostics) != 2 || !strings.Contains(resp.Diagnostics[1].String(), "shelf_9") {
		t.Errorf("got %v", resp.Diagnostics)
	}
	if resp.Samples[2][0].Response == "" {
		t.Error("the good observation has no response")
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	req := policy.SampleRequest{Observations: []policy.Observation{{Task: lounge(1)}}}
	if _, err := New().Sample(ctx, req); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
