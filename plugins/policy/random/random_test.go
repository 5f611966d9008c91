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

// On floors that are no rectangles, whatever fits is on the floor and out of the
// holes, and everywhere there.
func TestPolygonFloors(t *testing.T) {
	task := task()
	task.Room.Floor = []scenes.Vec2{{0, 0}, {6, 0}, {6, 2}, {2.5, 2}, {2, 5}, {0, 5}}
	task.Room.Holes = [][]scenes.Vec2{{{3, .8}, {3, 1.2}, {3.4, 1.2}, {3.4, .8}}}
	resp := sample(t, policy.SampleRequest{Observations: []policy.Observation{{Task: task}}, N: 300})
	east, north := 0, 0
	for _, s := range resp.Samples[0] {
		p := codec.ParseResponse(task, s.Response)
		if r := measure.Check(task, p.Layout); r.OutOfBounds() != 0 {
			t.Fatalf("out of bounds: %v", r.Findings)
		}
		switch at := p.Layout.Find("pendant_1").Position; {
		case at[0] > 3.4:
			east++
		case at[1] > 2.5:
			north++
		}
	}
	// The pendant's centre has 3.5 m² in the east, where x is from 3.4 to 5.8 and
	// y from 0.2 to 1.8, less what the pillar takes, 3.2 m² in the north and 2.9
	// between.
	if east < 80 || north < 80 || 300-east-north < 60 {
		t.Errorf("%d stand in the east, %d in the north", east, north)
	}
}

// An object too large for the floor gets a place all the same.
func TestTooLarge(t *testing.T) {
	task := task()
	task.Room.Floor = []scenes.Vec2{{0, 0}, {1, 0}, {.2, .3}, {0, 1}}
	resp := sample(t, policy.SampleRequest{Observations: []policy.Observation{{Task: task}}, N: 5})
	for _, s := range resp.Samples[0] {
		if p := codec.ParseResponse(task, s.Response); p.Score != codec.ScoreRight {
			t.Errorf("format score %v: %s", p.Score, s.Response)
		}
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
