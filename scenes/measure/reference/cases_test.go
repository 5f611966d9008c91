package reference

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// readLines calls line with every line of a file of the data.
func readLines(t testing.TB, name string, line func([]byte)) {
	t.Helper()
	for text := range bytes.Lines(scenestest.Read(t, name)) {
		line(text)
	}
}

type physicsCase struct {
	Name            string
	SceneGraph      json.RawMessage `json:"scene_graph"`
	Room            [3]float64
	CollisionRatio  *float64          `json:"collision_ratio"`
	CollidingPairs  []Pair            `json:"colliding_pairs"`
	ConstraintRatio *float64          `json:"constraint_ratio"`
	Violating       []string          `json:"violating"`
	Ranges          []json.RawMessage `json:"ranges"`
	Error           string            `json:"error"`
	ErrorStage      Stage             `json:"error_stage"`
	CollisionAlone  *float64          `json:"collision_ratio_alone"`
	PairsAlone      []Pair            `json:"colliding_pairs_alone"`
	ConstraintAlone *float64          `json:"constraint_ratio_alone"`
	ViolatingAlone  []string          `json:"violating_alone"`
	ConstraintError string            `json:"constraint_error_alone"`
}

func exception(e *Error) string {
	if e == nil {
		return ""
	}
	return e.Exception()
}

func className(s string) string {
	name, _, _ := strings.Cut(s, ":")
	return name
}

func TestEveryPhysicsCase(t *testing.T) {
	count := 0
	readLines(t, "reference/physics_cases_public.jsonl", func(line []byte) {
		var c physicsCase
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		count++
		t.Run(c.Name, func(t *testing.T) { checkPhysics(t, c) })
	})
	if count == 0 {
		t.Fatal("the case file is empty")
	}
}

func checkPhysics(t *testing.T, c physicsCase) {
	r, err := Score(c.SceneGraph, c.Room)
	if (err == nil) != (c.Error == "") {
		t.Fatalf("error %v, want %q", err, c.Error)
	}
	if err != nil {
		e := err.(*Error)
		if e.Stage != c.ErrorStage || e.Exception() != className(c.Error) {
			t.Errorf("error %s %s, want %s %s", e.Stage, e.Exception(), c.ErrorStage, c.Error)
		}
	}
	collision, pairs := c.CollisionRatio, c.CollidingPairs
	if collision == nil {
		collision, pairs = c.CollisionAlone, c.PairsAlone
	}
	if (collision != nil) != (r.CollisionError == nil) {
		t.Fatalf("collision error %v, want ratio %v", r.CollisionError, collision)
	}
	if collision != nil {
		if r.CollisionRatio != *collision {
			t.Errorf("collision ratio %v, want %v", r.CollisionRatio, *collision)
		}
		if d := cmp.Diff(append([]Pair{}, pairs...), append([]Pair{}, r.CollidingPairs...)); d != "" {
			t.Errorf("pairs (-want +got):\n%s", d)
		}
	}
	constraint, violating := c.ConstraintRatio, c.Violating
	if constraint == nil {
		constraint, violating = c.ConstraintAlone, c.ViolatingAlone
	}
	if (constraint != nil) != (r.ConstraintError == nil) {
		t.Fatalf("constraint error %v, want ratio %v", r.ConstraintError, constraint)
	}
	if c.ConstraintError != "" && exception(r.ConstraintError) != className(c.ConstraintError) {
		t.Errorf("constraint error %v, want %s", r.ConstraintError, c.ConstraintError)
	}
	if constraint == nil {
		return
	}
	if r.ConstraintRatio != *constraint {
		t.Errorf("constraint ratio %v, want %v", r.ConstraintRatio, *constraint)
	}
	if d := cmp.Diff(append([]string{}, violating...), append([]string{}, r.Violating...)); d != "" {
		t.Errorf("violating (-want +got):\n%s", d)
	}
	if c.Ranges != nil {
		checkRanges(t, c.Ranges, r.Ranges)
	}
}

func checkRanges(t *testing.T, want []json.RawMessage, got []ObjectRanges) {
	if len(want) != len(got) {
		t.Fatalf("%d objects with ranges, want %d", len(got), len(want))
	}
	for i, w := range want {
		var id string
		var ranges [][6]float64
		if err := json.Unmarshal(w, &[]any{&id, &ranges}); err != nil {
			t.Fatal(err)
		}
		have := make([][6]float64, 0, len(ranges))
		for _, r := range got[i].Ranges {
			have = append(have, [6]float64{r.XMin, r.XMax, r.YMin, r.YMax, r.ZMin, r.ZMax})
		}
		if d := cmp.Diff(append([][6]float64{}, ranges...), have); d != "" || id != got[i].ID {
			t.Errorf("%s: ranges of %s (-want +got):\n%s", id, got[i].ID, d)
		}
	}
}
