package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// twoObjects is a room in which the lamp hangs 30 cm over the floor and the
// desk overlaps the bed by 20 cm.
const twoObjects = `{"name": "small", "task": {"id": "small", "preference": "the desk next to the bed; bake a cake", "room": {"floor": [[0,0],[4,0],[4,3],[0,3]], "height": 2.5,
 "openings": [{"id": "door_1", "kind": "door", "wall": 0, "offset": 0.6, "width": 0.9, "height": 2}]},
 "objects": [{"id": "bed_1", "category": "bed", "size": [1.6, 2, 0.5], "support": "floor"},
  {"id": "desk_1", "category": "desk", "size": [1.2, 0.6, 0.75], "support": "floor"},
  {"id": "lamp_1", "category": "floor_lamp", "size": [0.3, 0.3, 1.5], "support": "floor"}]},
 "layout": [{"new_object_id": "bed_1", "x": 3.2, "y": 1.5, "z": 0.25, "rotation": {"z_angle": 0}},
  {"new_object_id": "desk_1", "x": 2, "y": 2.7, "z": 0.375, "rotation": {"z_angle": 180}},
  {"new_object_id": "lamp_1", "x": 0.5, "y": 2.7, "z": 1.05, "rotation": {"z_angle": 0}}]}`

func TestMeasureJSON(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "rooms/small.json", twoObjects)
	write(t, dir, "rooms/notes.json", `{"colour": "red"}`)
	flat := strings.ReplaceAll(twoObjects, "\n", "")
	write(t, dir, "rooms/more/lines.jsonl", flat+"\n"+strings.Replace(flat, `"small"`, `"second"`, 1)+"\n")
	text := done(t, dir, "measure", "rooms", "--json")
	out := decode[measuredJSON](t, text)
	var names []string
	for _, l := range out.Layouts {
		names = append(names, l.Name)
	}
	if strings.Join(names, " ") != "small second small" || len(out.Skipped) != 1 || !strings.Contains(out.Skipped[0], "notes.json") {
		t.Fatalf("measured %v, passed over %v", names, out.Skipped)
	}
	l := out.Layouts[0]
	// One of three pairs collides; one of three objects floats.
	if l.Rules.FullyValid || l.Rules.CollidingPairs != 1.0/3 || l.Rules.Unsupported != 1.0/3 || len(l.Rules.Findings) != 2 {
		t.Errorf("rules %+v", l.Rules)
	}
	if c := l.SceneEval.Collision; c == nil || c.Count != 2 || c.Of != 3 || !c.Scene {
		t.Errorf("collisions %+v", l.SceneEval.Collision)
	}
	if s := l.SceneEval.Support; s == nil || s.Count != 2 || s.Scene {
		t.Errorf("support %+v", l.SceneEval.Support)
	}
	if s := l.SceneEval.Specs; s == nil || s.Of != 1 || s.Each[0].Text != "the desk next to the bed" {
		t.Errorf("specs %+v", l.SceneEval.Specs)
	}
	if len(l.NotUnderstood) != 1 || !strings.Contains(l.NotUnderstood[0], "bake a cake") {
		t.Errorf("not understood: %q", l.NotUnderstood)
	}
	if len(l.Guidelines) != guideline.Kinds || l.Guidelines["balance"] == nil || l.Guidelines["visibility"] != nil {
		t.Errorf("guidelines %v", l.Guidelines)
	}
	if len(l.Critic.Grades) != 5 || l.Critic.Score < 0.1 || l.Critic.Score > 1 || l.Critic.Grades[0].Reason == "" {
		t.Errorf("critic %+v", l.Critic)
	}
	if out.Summary.Rules.Rooms != 3 || out.Summary.SceneEval.Scenes != 3 {
		t.Errorf("summary %+v", out.Summary)
	}
	table := done(t, dir, "measure", "rooms/small.json")
	for _, want := range []string{"COL_ob", "66.7", "mutual_alignment", "Faults", "lamp_1 ", "Not understood in small"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table has no %q:\n%s", want, table)
		}
	}
}

// TestMeasureSceneStates reads LayoutVLM's five rooms, whose files hold neither
// meshes nor sizes.
func TestMeasureSceneStates(t *testing.T) {
	t.Parallel()
	folder := scenestest.Shared(t, "scenes/sceneeval/input_example/LayoutVLM")
	out := decode[measuredJSON](t, done(t, t.TempDir(), "measure", folder, "--json"))
	if len(out.Layouts) != 5 {
		t.Fatalf("%d layouts, want 5", len(out.Layouts))
	}
	for _, l := range out.Layouts {
		if l.Objects != len(l.Unsized) || l.Objects < 5 || l.Rules != nil || l.Room == nil || l.Room.Doors+l.Room.Windows+l.Room.Corners < 4 || len(l.Missing) == 0 || !strings.Contains(strings.Join(l.Missing, "\n"), "size") {
			t.Errorf("%s: %d objects measured, missing %v", l.Name, l.Objects, l.Missing)
		}
	}
}

// A level counts as its rooms, one by one.
func TestMeasureLevel(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "level.json", `{"level": "flat", "rooms": [`+twoObjects+`, `+strings.Replace(twoObjects, `"task": {"id": "small"`, `"task": {"id": "den"`, 1)+`]}`)
	out := done(t, dir, "measure", "level.json")
	for _, want := range []string{"flat small ", "flat den ", "all 2 "} {
		if !strings.Contains(out, want) {
			t.Errorf("no row %q in\n%s", want, out)
		}
	}
}

func TestMeasureFaults(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "other.json", `{"colour": "red"}`)
	write(t, dir, "cut.json", twoObjects+"\n{\"name\":")
	write(t, dir, "ghost.json", strings.Replace(twoObjects, `"new_object_id": "desk_1"`, `"new_object_id": "dsek_1"`, 1))
	write(t, dir, "state.json", `{"format": "sceneState", "scene": {}}`)
	write(t, dir, "folder/readme.txt", "nothing")
	for args, want := range map[string]string{
		"none.json":  "layout file none.json does not exist; check the path",
		"other.json": "other.json: is neither a layout with its task, a level nor a scene state",
		"cut.json":   "is no JSON",
		"ghost.json": `ghost.json: the layout places "dsek_1", which is no object of the task; did you mean "desk_1"?`,
		"state.json": `state.json: scene state "state": has no "scene" with an "arch"`,
		"folder":     "folder folder holds no layout and no scene state",
	} {
		r := program(t, dir, nil, "measure", args)
		if r.code != exitBadInput || r.out != "" || !strings.Contains(lastLine(r.stderr), want) {
			t.Errorf("%s: exit code %d, %q", args, r.code, r.stderr)
		}
	}
}

// TestEvalTables holds the shape of the paper's and SceneEval's tables.
func TestEvalTables(t *testing.T) {
	t.Parallel()
	text := done(t, t.TempDir(), "eval", "--policy", "policy/solver", "--suite", "poly", "--n", "2", "--json")
	var out struct{ Suites map[string]suiteJSON }
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	s := out.Suites["poly"]
	if s.Paper == nil || s.Paper.Format != 1 || s.Paper.Judge <= 0.1 || s.ReferenceCollision == nil || len(s.SHA256) != 64 {
		t.Fatalf("suite %+v", s)
	}
	p := s.Paper
	if want := p.Judge + 0.5 - 0.2*p.Collision - 0.2*p.Constraint; p.Overall < want-1e-9 || p.Overall > want+1e-9 {
		t.Errorf("overall %v, want %v", p.Overall, want)
	}
	if s.SceneEval == nil || s.SceneEval.Scenes != 2 || s.SceneEval.NAV == nil {
		t.Errorf("SceneEval %+v", s.SceneEval)
	}
}
