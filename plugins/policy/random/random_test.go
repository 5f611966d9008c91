package random

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

func task() *scenes.Task {
	return &scenes.Task{ID: "room", Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
		{ID: "vase_1", Size: scenes.Vec3{0.1, 0.1, 0.2}, Support: scenes.OnObject, Parent: "tray_1"},
		{ID: "tray_1", Size: scenes.Vec3{0.4, 0.3, 0.05}, Support: scenes.OnObject, Parent: "table_1"},
		{ID: "table_1", Size: scenes.Vec3{1, 0.6, 0.7}, Support: scenes.OnFloor},
		{ID: "pendant_1", Size: scenes.Vec3{0.4, 0.4, 0.5}, Support: scenes.OnCeiling},
	}}
}

func sample(t *testing.T, req policy.SampleRequest) policy.SampleResponse {
	t.Helper()
	resp, err := New().Sample(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func TestSample(t *testing.T) {
	task := task()
	req := policy.SampleRequest{Observations: []policy.Observation{{Task: task}, {Task: task}}, N: 50, Seed: 7}
	resp := sample(t, req)
	seen := map[string]bool{}
	yaws := map[float64]bool{}
	for _, samples := range resp.Samples {
		for _, s := range samples {
			seen[s.Response] = true
			p := codec.ParseResponse(task, s.Response)
			if p.Score != codec.ScoreRight {
				t.Fatalf("format score %v: %s", p.Score, s.Response)
			}
			r := measure.Check(task, p.Layout)
			if r.OutOfBounds() != 0 {
				t.Fatalf("out of bounds: %v", r.Findings)
			}
			for i, z := range []float64{0.85, 0.725, 0.35, 2.25} {
				if at := p.Layout.Placements[i].Position[2]; at < z-1e-4 || at > z+1e-4 {
					t.Fatalf("%s has its centre at %v, want %v", task.Objects[i].ID, at, z)
				}
				yaws[p.Layout.Placements[i].Yaw] = true
			}
		}
	}
	if len(seen) != 100 || len(yaws) != 4 {
		t.Errorf("%d different responses and %d headings, want 100 and 4", len(seen), len(yaws))
	}
	if diff := cmp.Diff(resp, sample(t, req)); diff != "" {
		t.Errorf("one request gives two answers: %s", diff)
	}
	req.Seed++
	if cmp.Equal(resp, sample(t, req)) {
		t.Error("the seed does not matter")
	}
}

func TestBadObservations(t *testing.T) {
	bad := task()
	bad.Objects[0].Size[1] = -1
	resp := sample(t, policy.SampleRequest{Observations: []policy.Observation{{}, {Task: bad}, {Task: task()}}})
	if len(resp.Diagnostics) != 2 || resp.Diagnostics[1].Path != "observations[1]" || len(resp.Samples) != 3 {
		t.Fatalf("got %v", resp.Diagnostics)
	}
	if resp.Samples[2][0].Response == "" {
		t.Error("the good observation has no response")
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := New().Sample(ctx, policy.SampleRequest{Observations: []policy.Observation{{Task: task()}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
