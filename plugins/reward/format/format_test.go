package format_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/plugins/reward/format"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

func score(t *testing.T, mode string, task *scenes.Task, text string) reward.Result {
	t.Helper()
	p := format.New()
	values, ds := p.Describe().Schema.Resolve(map[string]any{"mode": mode})
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Configure(t.Context(), base.ConfigureRequest{Values: values}); err != nil {
		t.Fatal(err)
	}
	resp, err := p.Evaluate(t.Context(), reward.EvaluateRequest{Task: task, Candidates: []reward.Candidate{{Response: text}}})
	if err != nil {
		t.Fatal(err)
	}
	return resp.Results[0]
}

func TestModes(t *testing.T) {
	task := &scenes.Task{ID: "one", Room: scenes.RectRoom(3, 3, 3), Objects: []scenes.Object{{ID: "a_1", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor}}}
	const answer = `[{"new_object_id":"a_1","x":1,"y":1,"z":0.5}]`
	wrap := func(s string) string { return "<think>t</think><answer>" + s + "</answer>" }
	for name, test := range map[string]struct {
		text               string
		standard, original float64
		invalid            bool
	}{
		"right":      {wrap(answer), 1, 1, false},
		"fence":      {wrap("```json\n" + answer + "\n```"), 1, 0.1, false},
		"comma":      {wrap(strings.Replace(answer, "]", ",]", 1)), 1, 0.1, false},
		"unknown id": {wrap(strings.Replace(answer, "a_1", "b_1", 1)), 0.5, 1, false},
		"NaN":        {wrap(strings.Replace(answer, `"x":1`, `"x":NaN`, 1)), 0.5, 1, false},
		"too short":  {wrap("[]"), 0.5, 0.5, false},
		"no length":  {wrap("7"), 0.5, 0, true},
		"no tags":    {answer, 0, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := score(t, "default", task, test.text)
			if r.Value != test.standard || r.Invalid || (len(r.Findings) == 0) != (test.standard == 1) {
				t.Errorf("default mode: %+v, want %v", r, test.standard)
			}
			r = score(t, "reference", task, test.text)
			if r.Value != test.original || r.Invalid != test.invalid || r.Invalid != (r.Reason != "") {
				t.Errorf("reference mode: %+v, want %v", r, test.original)
			}
		})
	}
}

func TestReferenceModeOnEveryCase(t *testing.T) {
	var rooms struct {
		Rooms map[string][]json.RawMessage
	}
	count := 0
	for line := range bytes.Lines(scenestest.Read(t, "reference/reward_cases.jsonl")) {
		if rooms.Rooms == nil {
			if err := json.Unmarshal(line, &rooms); err != nil {
				t.Fatal(err)
			}
			continue
		}
		var c struct {
			Name, Text, Room string
			Format           any
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		count++
		task := &scenes.Task{ID: c.Room, Objects: make([]scenes.Object, len(rooms.Rooms[c.Room])-6)}
		r := score(t, "reference", task, c.Text)
		if _, raises := c.Format.(string); raises != r.Invalid || !raises && r.Value != c.Format {
			t.Errorf("%s: %+v, want %v", c.Name, r, c.Format)
		}
	}
	if count != 55 {
		t.Errorf("%d cases, want 55", count)
	}
}
