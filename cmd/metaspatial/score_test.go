package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// scoredLine is a line that score writes in reference mode.
type scoredLine struct {
	Name            string
	CollisionRatio  *float64    `json:"collision_ratio"`
	CollidingPairs  [][2]string `json:"colliding_pairs"`
	ConstraintRatio *float64    `json:"constraint_ratio"`
	Violating       []string
	Format, Total   *float64
	Error           *struct{ Stage, Code, Detail string }
}

// score runs score over lines and returns what it wrote, one for each.
func score[T any](t *testing.T, lines []string, args ...string) []T {
	t.Helper()
	r := program(t, t.TempDir(), strings.NewReader(strings.Join(lines, "\n")+"\n"), append([]string{"score"}, args...)...)
	if r.code != exitDone {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	var out []T
	for line := range strings.Lines(r.out) {
		out = append(out, decode[T](t, line))
	}
	if len(out) != len(lines) {
		t.Fatalf("%d lines for %d", len(out), len(lines))
	}
	return out
}

func fileLines(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(scenestest.Shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

// number is what cmp shows of a number that may be missing.
func number(v *float64) any {
	if v == nil {
		return "none"
	}
	return *v
}

func TestScoreEveryPhysicsCase(t *testing.T) {
	t.Parallel()
	lines := fileLines(t, "reference/physics_cases_public.jsonl")
	var in []string
	type physicsCase struct {
		Name            string          `json:"name"`
		Graph           json.RawMessage `json:"scene_graph"`
		Room            json.RawMessage `json:"room"`
		CollisionRatio  *float64        `json:"collision_ratio"`
		CollidingPairs  [][2]string     `json:"colliding_pairs"`
		ConstraintRatio *float64        `json:"constraint_ratio"`
		Violating       []string        `json:"violating"`
		Stage           string          `json:"error_stage"`
	}
	var cases []physicsCase
	for _, line := range lines {
		c := decode[physicsCase](t, line)
		cases = append(cases, c)
		in = append(in, fmt.Sprintf(`{"name":%q,"scene_graph":%s,"room":%s}`, c.Name, c.Graph, c.Room))
	}
	failed := 0
	for i, got := range score[scoredLine](t, in, "--mode", "reference") {
		want := cases[i]
		if want.Stage != "" {
			failed++
			if got.Name != want.Name || got.Error == nil || got.Error.Stage != want.Stage || got.Error.Code == "" {
				t.Errorf("%s: error %+v, want one of stage %s", want.Name, got.Error, want.Stage)
			}
			continue
		}
		if got.Name != want.Name || got.Error != nil ||
			number(got.CollisionRatio) != number(want.CollisionRatio) || number(got.ConstraintRatio) != number(want.ConstraintRatio) {
			t.Errorf("%s: got %s with %v and %v (%+v), want %v and %v", want.Name, got.Name,
				number(got.CollisionRatio), number(got.ConstraintRatio), got.Error, number(want.CollisionRatio), number(want.ConstraintRatio))
		}
		if d := cmp.Diff(append([][2]string{}, want.CollidingPairs...), append([][2]string{}, got.CollidingPairs...)); d != "" {
			t.Errorf("%s: pairs (-want +got):\n%s", want.Name, d)
		}
		if d := cmp.Diff(append([]string{}, want.Violating...), append([]string{}, got.Violating...)); d != "" {
			t.Errorf("%s: violating (-want +got):\n%s", want.Name, d)
		}
	}
	if len(cases) != 400 || failed != 47 {
		t.Errorf("%d cases with %d errors, want 400 and 47", len(cases), failed)
	}
}

func TestScoreEveryRewardCase(t *testing.T) {
	t.Parallel()
	lines := fileLines(t, "reference/reward_cases.jsonl")
	head := decode[struct {
		Rooms map[string]json.RawMessage
		Size  struct{ X, Y, Z float64 } `json:"size_of_room"`
	}](t, lines[0])
	type rewardCase struct {
		Name, Text, Room string
		Grades           json.RawMessage
		Format, Total    any
	}
	var cases []rewardCase
	var in []string
	for _, line := range lines[1:] {
		c := decode[rewardCase](t, line)
		cases = append(cases, c)
		text, err := json.Marshal(c.Text)
		if err != nil {
			t.Fatal(err)
		}
		in = append(in, fmt.Sprintf(`{"name":%q,"response":%s,"scene_graph":%s,"room":[%v,%v,%v],"grades":%s}`,
			c.Name, text, head.Rooms[c.Room], head.Size.X, head.Size.Y, head.Size.Z, c.Grades))
	}
	failed := 0
	for i, got := range score[scoredLine](t, in, "--mode", "reference") {
		want := cases[i]
		_, formatFails := want.Format.(string)
		_, totalFails := want.Total.(string)
		if formatFails || totalFails {
			failed++
			if got.Error == nil || got.Error.Stage == "" {
				t.Errorf("%s: no error, want %v, %v", want.Name, want.Format, want.Total)
			}
		} else if got.Error != nil {
			t.Errorf("%s: error %+v", want.Name, got.Error)
		}
		if !formatFails && number(got.Format) != want.Format || !totalFails && number(got.Total) != want.Total {
			t.Errorf("%s: format %v, total %v, want %v, %v", want.Name, number(got.Format), number(got.Total), want.Format, want.Total)
		}
	}
	if len(cases) != 55 || failed == 0 || failed == len(cases) {
		t.Errorf("%d cases with %d errors, want 55", len(cases), failed)
	}
}

func TestScoreDefault(t *testing.T) {
	t.Parallel()
	layout := func(x float64) string {
		return fmt.Sprintf(`[{"new_object_id":"sofa_1","x":%v,"y":0.45,"z":0.4,"rotation":{"z_angle":0}}]`, x)
	}
	line := func(what string) string {
		return strings.ReplaceAll(fmt.Sprintf(`{"name":"n","task":%s,%s}`, goodTask, what), "\n", "")
	}
	response, err := json.Marshal("<think>It fits.</think><answer>" + layout(2) + "</answer>")
	if err != nil {
		t.Fatal(err)
	}
	got := score[struct {
		FullyValid  bool    `json:"fully_valid"`
		OutOfBounds float64 `json:"out_of_bounds"`
		Format      *float64
		Error       *struct{ Stage, Code, Detail string }
	}](t, []string{
		line(`"layout":` + layout(2)),
		line(`"layout":` + layout(0.5)),
		line(`"response":` + string(response)),
		line(`"nothing":1`),
		`{"broken`,
		line(`"layout":[{"new_object_id":"ghost","x":1,"y":1,"z":1}]`),
	})
	for i, want := range []struct {
		valid       bool
		out         float64
		format      any
		error, text string
	}{
		{valid: true, format: "none"},
		{out: 1, format: "none"},
		{valid: true, format: 1.0},
		{format: "none", error: "missing_key", text: "line 4: "},
		{format: "none", error: "bad_json", text: "line 5: "},
		{format: "none", error: "bad_layout", text: `line 6: the layout places "ghost", which is no object of the task; it has sofa_1`},
	} {
		g := got[i]
		if g.FullyValid != want.valid || g.OutOfBounds != want.out || number(g.Format) != want.format || (g.Error != nil) != (want.error != "") {
			t.Errorf("line %d: %+v, want %+v", i+1, g, want)
		}
		if g.Error != nil && (g.Error.Stage != "input" || g.Error.Code != want.error || !strings.HasPrefix(g.Error.Detail, want.text)) {
			t.Errorf("line %d: error %+v, want %s, %s", i+1, *g.Error, want.error, want.text)
		}
	}
}
