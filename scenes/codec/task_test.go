package codec_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// study is a task that uses every key but scene_graph.
func study() *scenes.Task {
	t := &scenes.Task{
		ID: "study-1", Program: "study", Preference: "a quiet room, with \"light\"", Room: scenes.RectRoom(4, 3, 2.6),
		Objects: []scenes.Object{
			{ID: "desk_1", Category: "desk", Style: "plain", Material: "oak", Asset: "kit/desk", Size: scenes.Vec3{1.4, 0.7, 0.75},
				Support: scenes.OnFloor, Facing: scenes.SouthWall, Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.NorthWall, Adjacent: true}}},
			{ID: "rug_1", Category: "rug", Size: scenes.Vec3{2, 1, 0.01}, Support: scenes.OnFloor, Flat: true},
			{ID: "lamp_1", Category: "desk_lamp", Size: scenes.Vec3{0.2, 0.2, 0.4}, Support: scenes.OnObject, Parent: "desk_1"},
		},
	}
	t.Room.Openings = []scenes.Opening{{ID: "window_1", Kind: scenes.Window, Wall: 1, Offset: 1.5, Width: 1, Height: 1, Sill: 0.9}}
	return t
}

const studyYAML = `# A task by hand.
id: study-1
program: study
preference: a quiet room, with "light"
room:
  floor: [[0, 0], [4, 0], [4, 3], [0, 3]]
  height: 2.6
  openings:
    - {id: window_1, kind: window, wall: 1, offset: 1.5, width: 1, height: 1, sill: 0.9}
objects:
  - id: desk_1
    category: desk
    style: plain
    material: oak
    asset: kit/desk
    size: [1.4, 0.7, 0.75]
    support: floor
    facing: south_wall
    relations:
      - {kind: on, target: north_wall, adjacent: true}
  - {id: rug_1, category: rug, size: [2, 1, 0.01], support: floor, flat: true}
  - {id: lamp_1, category: desk_lamp, size: [0.2, 0.2, 0.4], support: object, parent: desk_1}
`

func TestReadTask(t *testing.T) {
	whole, err := json.MarshalIndent(study(), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	written, err := yaml.JSONToYAML(whole)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"json":         string(whole),
		"yaml":         studyYAML,
		"yaml, made":   string(written),
		"layout file":  `{"task":` + string(whole) + `,"layout":[]}`,
		"yaml, layout": "layout: []\ntask:\n  " + strings.ReplaceAll(strings.TrimSpace(studyYAML), "\n", "\n  "),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := codec.ReadTask("task", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(study(), got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestReadTaskOfIDesign(t *testing.T) {
	text := `{"name":"n","user_preference":"cosy","room":[4,5,3],"objects_in_room":[` + object("a_1", true) + "]}"
	want, err := codec.DecodeRoom([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"objects_in_room": text,
		"scene_graph":     strings.Replace(text, "objects_in_room", "scene_graph", 1),
	} {
		got, err := codec.ReadTask("room.json", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want.Task, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestReadTaskFaults(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(studyYAML, old, new, 1) }
	for name, c := range map[string]struct{ text, want string }{
		"misspelt key":       {change("preference:", "preferance:"), `task.yaml: unknown key "preferance"; did you mean "preference"?`},
		"nested":             {change("material:", "matreial:"), `task.yaml: unknown key "matreial" in objects[0]; did you mean "material"?`},
		"in a relation":      {change("adjacent", "adjacant"), `task.yaml: unknown key "adjacant" in objects[0].relations[0]; did you mean "adjacent"?`},
		"far off":            {change("height: 2.6", "colour: red"), `task.yaml: unknown key "colour" in room; the keys are floor, holes, height, openings`},
		"other case":         {change("height: 2.6", "Height: 2.6"), `task.yaml: unknown key "Height" in room; did you mean "height"?`},
		"an alias":           {change("material:", "style: &s oak\n    material: *s #"), "task.yaml: line "},
		"in a layout file":   {"{\"task\": {}, \"layuot\": []}", `task.yaml: unknown key "layuot"; did you mean "layout"?`},
		"in its task":        {"{\"task\": {\"obejcts\": []}}", `task.yaml: unknown key "obejcts" in task; did you mean "objects"?`},
		"size of two":        {change("[1.4, 0.7, 0.75]", "[1.4, 0.7]"), "task.yaml: objects[0].size has 2 numbers; it needs 3"},
		"size of four":       {change("[1.4, 0.7, 0.75]", "[1.4, 0.7, 0.75, 1]"), "task.yaml: objects[0].size has 4 numbers; it needs 3"},
		"size of null":       {change("[1.4, 0.7, 0.75]", "[1.4, null, 0.75]"), "task.yaml: objects[0].size[1] must be a number"},
		"text as number":     {change("height: 2.6", "height: tall"), `task.yaml: key "room.height" holds a string, which is the wrong type`},
		"objects no list":    {"{\"room\": {}, \"objects\": {}}", "task.yaml: objects must be a list"},
		"room no object":     {"{\"room\": 4, \"objects\": []}", "task.yaml: room must be an object"},
		"unknown relation":   {change("kind: on,", "kind: near,"), `task.yaml: task "study-1": object "desk_1": unknown relation "near"`},
		"not a number":       {change("2.6", ".nan"), "task.yaml: holds what a task cannot"},
		"away from origin":   {change("[[0, 0], [4, 0], [4, 3], [0, 3]]", "[[1, 0], [4, 0], [4, 3], [1, 3]]"), `task.yaml: task "study-1": the floor begins at x 1, y 0; move it`},
		"broken json":        {"{\n  \"room\": {},\n  oops\n}", "task.yaml: line 3 is not JSON: "},
		"broken yaml":        {"room: [1\nobjects: 2", "task.yaml: line "},
		"key twice":          {"id: a\nid: b\n", "task.yaml: line 2 is not YAML: "},
		"a list":             {"[]", "task.yaml: is no task"},
		"nothing":            {"", "task.yaml: is no task"},
		"text":               {"hello", "task.yaml: is no task"},
		"null":               {"null", "task.yaml: is no task"},
		"room without sizes": {`{"name":"n","objects_in_room":[]}`, `task.yaml: room "n" needs "room"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := codec.ReadTask("task.yaml", []byte(c.text))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestReadRoom(t *testing.T) {
	const room = `room: {floor: [[0, 0], [4, 0], [4, 3], [0, 3]], height: 2.5}` + "\n"
	for file, want := range map[string]string{
		"id: empty\npreference: a study\n" + room:                     "",
		"id: empty\n" + room + "objects: []\n":                        "",
		"id: full\n" + room + "objects: [{id: a, size: [1, 1, 1]}]\n": `unknown support ""`,
		"id: empty\n" + room + "lockd: []\n":                          `did you mean "locked"?`,
		"id: empty\n" + room + "specs: [{predicate: near}]\n":         "locks or specs need objects",
		"id: empty\nroom: {floor: [[0, 0], [4, 0]], height: 2.5}\n":   "corner",
		"id: empty\n": "",
	} {
		task, err := codec.ReadRoom("room.yaml", []byte(file))
		switch {
		case want == "" && file == "id: empty\n":
			if err == nil {
				t.Errorf("%q: read without a room", file)
			}
		case want == "":
			if err != nil || len(task.Objects) != 0 || task.ID != "empty" {
				t.Errorf("%q: %+v, %v", file, task, err)
			}
		case err == nil || !strings.Contains(err.Error(), want):
			t.Errorf("%q: %v, want %q", file, err, want)
		}
	}
}
