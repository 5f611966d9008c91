package eval_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

func TestRun(t *testing.T) {
	// The greedy toy policy puts all boxes into the first cell, in a row that
	// has room for four of them: the fifth is outside.
	var seen []policy.Observation
	p := &toy.Policy{OnSample: func(r policy.SampleRequest) {
		if r.Temperature != 0 {
			t.Errorf("temperature %v", r.Temperature)
		}
		seen = append(seen, r.Observations...)
	}}
	tasks := []*scenes.Task{toy.Task("four", 4), toy.Task("five", 5)}
	res, err := eval.Run(t.Context(), p, tasks, eval.Options{Turns: 2})
	if err != nil {
		t.Fatal(err)
	}
	s := res.Summary
	if s.Rooms != 2 || s.FullyValid != 0.5 || s.CollisionFree != 1 || s.OutOfBounds != 0.1 {
		t.Errorf("summary %+v", s)
	}
	if !(s.LatencyMS.P50 > 0 && s.LatencyMS.P50 <= s.LatencyMS.P99) {
		t.Errorf("latency %+v", s.LatencyMS)
	}
	if len(seen) != 4 || len(seen[1].Findings) != 0 || len(seen[3].Findings) == 0 || seen[3].Reward >= 0 {
		t.Errorf("the policy saw %+v", seen)
	}
	var row map[string]any
	data, err := json.Marshal(res.Rows[0].JSON())
	if err == nil {
		err = json.Unmarshal(data, &row)
	}
	if err != nil {
		t.Fatal(err)
	}
	first := row["layout"].([]any)[0]
	want := map[string]any{"new_object_id": "box_0", "x": 0.5, "y": 0.5, "z": 0.25, "rotation": map[string]any{"z_angle": 0.0}}
	if d := cmp.Diff(want, first); d != "" || row["name"] != "four" || row["fully_valid"] != true || row["latency_ms"].(float64) <= 0 {
		t.Errorf("row %v (-want +got):\n%s", row, d)
	}
	data, err = json.Marshal(s)
	if err != nil || !strings.Contains(string(data), `"violating_2cm":0`) || !strings.Contains(string(data), `"latency_ms":{"p50":`) {
		t.Errorf("summary as JSON: %s, %v", data, err)
	}
}

func TestBatchesGiveTheSameRooms(t *testing.T) {
	var tasks []*scenes.Task
	for i := range 5 {
		tasks = append(tasks, toy.Task(string(rune('a'+i)), i+1))
	}
	one, err := eval.Run(t.Context(), &toy.Policy{}, tasks, eval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	p := &toy.Policy{OnSample: func(policy.SampleRequest) { calls++ }}
	all, err := eval.Run(t.Context(), p, tasks, eval.Options{Batch: 2})
	if err != nil {
		t.Fatal(err)
	}
	if calls != 3 || one.Summary.Summary != all.Summary.Summary {
		t.Errorf("%d calls; one by one %+v, in batches %+v", calls, one.Summary, all.Summary)
	}
}

func TestUnreadableIsAnEmptyRoom(t *testing.T) {
	res, err := eval.Run(t.Context(), &toy.Policy{Garbage: 1}, []*scenes.Task{toy.Task("a", 2)}, eval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r := res.Rows[0]; r.Layout != nil || r.JSON().FullyValid || r.JSON().Layout == nil || res.Summary.OutOfBounds != 1 {
		t.Errorf("row %+v of %+v", r, res.Summary)
	}
}

func TestImagesNeedARenderer(t *testing.T) {
	p := &toy.Policy{Needs: []base.Need{base.NeedImages}}
	tasks := []*scenes.Task{toy.Task("a", 1)}
	if _, err := eval.Run(t.Context(), p, tasks, eval.Options{}); err == nil || !strings.Contains(err.Error(), "no renderer") {
		t.Errorf("got %v", err)
	}
	if _, err := eval.Run(t.Context(), p, tasks, eval.Options{Renderer: &toy.Renderer{Dir: t.TempDir()}}); err != nil {
		t.Error(err)
	}
}
