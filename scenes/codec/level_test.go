package codec

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
)

func TestLevelThereAndBack(t *testing.T) {
	room := func(id string, x float64) scenes.LevelRoom {
		task := &scenes.Task{ID: id, Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
			{ID: "chair", Category: "chair", Size: scenes.Vec3{0.5, 0.5, 0.9}, Support: scenes.OnFloor},
		}}
		layout := &scenes.Layout{Placements: []scenes.Placement{{ID: "chair", Position: scenes.Vec3{1, 2, 0.45}, Yaw: 90}}}
		return scenes.LevelRoom{Task: task, Layout: layout, Origin: scenes.Vec3{x, 0, 0}, Yaw: 15}
	}
	want := &scenes.Level{Name: "flat", Rooms: []scenes.LevelRoom{room("a", 0), room("b", 4.1)}}
	text, err := EncodeLevel(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeLevel(text)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Rooms {
		w, g := &want.Rooms[i], &got.Rooms[i]
		if g.Origin != w.Origin || g.Yaw != w.Yaw || g.Task.ID != w.Task.ID {
			t.Errorf("room %d is %+v", i, g)
		}
		if diff := cmp.Diff(w.Layout, g.Layout); diff != "" {
			t.Errorf("layout (-want +got):\n%s", diff)
		}
	}
}

func TestDecodeLevelFaults(t *testing.T) {
	const task = `"task":{"id":"a","room":{"floor":[[0,0],[3,0],[3,3],[0,3]],"height":2.5},"objects":[{"id":"x","category":"box","size":[1,1,1],"support":"floor"}]}`
	room := func(more string) string { return `{"rooms":[{` + task + `,"layout":[]` + more + `}]}` }
	for text, want := range map[string]string{
		`{` + task + `,"layout":[]}`: "",
		`{` + task + `,"layout":[],"name":"a","fully_valid":true,"findings":[],"tried":8,"episode":-1,"reward":0,"critic":0.7,"left_out":[],"wishes":[],"chosen":["a"],"why":[{"text":"a"}],"files":[]}`: "",
		room(``): "",
		room(`,"origin_m":[1,2,0],"yaw_deg":-90,"name":"a","files":[]`):         "",
		`{"rooms":[{` + task + `}]}`:                                            "rooms[0]: needs a task and a layout",
		`{` + task + `}`:                                                        "needs a task and a layout",
		`{"rooms":[{` + task + `,"layout":[]},{` + task + `,"layout":[]}]}`:     "two rooms",
		room(`,"yaw_deg":"north"`):                                              `rooms[0]: yaw_deg is "north"; write numbers`,
		room(`,"yaw_deg":null`):                                                 "rooms[0]: yaw_deg must be a number",
		room(`,"yaw_deg":1e300`):                                                "rooms[0] lies more than 1000 km away or has no heading; check its origin_m",
		room(`,"orgin_m":[1,2,0]`):                                              `rooms[0]: unknown key "orgin_m"; did you mean "origin_m"?`,
		room(`,"id":"kitchen"`):                                                 `rooms[0]: unknown key "id"; the keys are task, layout,`,
		room(`,"origin_m":[1]`):                                                 "rooms[0]: origin_m has 1 numbers; it needs 3",
		room(`,"origin_m":5`):                                                   "rooms[0]: origin_m must be a list",
		room(`,"origin_m":[1e300,0,0]`):                                         "rooms[0] lies more than 1000 km away",
		room(`,"origin_m":[1e999,0,0]`):                                         "rooms[0]: origin_m is [1e999,0,0]; write numbers",
		`{` + task + `,"layout":{}}`:                                            "layout must be a list",
		`{` + task + `,"layout":[],"rooms":0}`:                                  `unknown key "rooms"`,
		`{` + task + `,"layout":[{"new_object_id":"x","x":1e300,"y":0,"z":0}]}`: `layout entry 1 ("x") lies more than 1000 km away`,
		`{"levl":"a",` + room(``)[1:]:                                           `unknown key "levl"; did you mean "level"?`,
		`{"level":1,` + room(``)[1:]:                                            `key "level" holds a number, which is the wrong type`,
		`{"rooms":[1]}`:                                                         `key "rooms" holds a number, which is the wrong type`,
		`{"rooms":[null]}`:                                                      "rooms[0]: needs a task and a layout",
		`{` + strings.Replace(task, "[3,0],[3,3]", "[1e300,0],[1e300,3]", 1) + `,"layout":[]}`: `task "a": corner 1 of the floor is more than 1000 km away`,
		`{` + strings.Replace(task, "[1,1,1]", "[1,1,1e300]", 1) + `,"layout":[]}`:             `object "x" is larger than 1000 km`,
		`{` + task + `,"layuot":[]}`:             `unknown key "layuot"; did you mean "layout"?`,
		`{"rooms":[]}`:                           "neither a level nor a layout",
		`{}`:                                     "neither a level nor a layout",
		`null`:                                   "neither a level nor a layout",
		`[1,2]`:                                  "neither a level nor a layout",
		`{"a":1} {}`:                             "more than one value",
		`{"asset":{"version":"2.0"},"nodes":[]}`: "is a glTF; metaspatial import-layout makes a level of it",
		" \n":                                    "is empty; name a level",
		"glTF\x02\x00\x00\x00":                   "is a GLB; metaspatial import-layout makes a level of it",
		"\x89PNG\r\n\x1a\n":                      "is no JSON; name a level",
		"{\"rooms\":\n[}":                        "line 2 is not JSON",
		room("")[:80]:                            "line 1: the file ends before the level does",
		"{\"rooms\":\n" + "\xff\xfe]}":           "line 2 is not JSON",
	} {
		_, err := DecodeLevel([]byte(text))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
		if err != nil && (strings.Contains(err.Error(), "Go ") || strings.Contains(err.Error(), "json:")) {
			t.Errorf("%s: the error %q is none for people", text, err)
		}
	}
}
