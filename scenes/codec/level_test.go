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
	for text, want := range map[string]string{
		`{` + task + `,"layout":[]}`:                                        "",
		`{"rooms":[{` + task + `,"layout":[]}]}`:                            "",
		`{"rooms":[{` + task + `}]}`:                                        "needs a task and a layout",
		`{"rooms":[{` + task + `,"layout":[]},{` + task + `,"layout":[]}]}`: "two rooms",
		`{}`:         "neither a level nor a layout",
		`[1,2]`:      "neither a level nor a layout",
		`{"a":1} {}`: "more than one value",
	} {
		_, err := DecodeLevel([]byte(text))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
