package codec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure/reference"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

var room = [3]float64{4, 5, 3}

// object writes one I-Design object.
func object(id string, floor bool, relations ...string) string {
	var layout, objects []string
	for _, r := range relations {
		kind, target, _ := strings.Cut(r, ":")
		if scenes.IsLayoutElement(target) {
			layout = append(layout, fmt.Sprintf(`{"layout_element_id":%q,"preposition":%q}`, target, kind))
			continue
		}
		objects = append(objects, fmt.Sprintf(`{"object_id":%q,"preposition":%q,"is_adjacent":false}`, target, kind))
	}
	return fmt.Sprintf(`{"new_object_id":%q,"style":"s","material":"m","size_in_meters":{"length":1.0,"width":0.5,"height":0.8},`+
		`"is_on_the_floor":%v,"facing":"north_wall","placement":{"room_layout_elements":[%s],"objects_in_room":[%s]}}`,
		id, floor, strings.Join(layout, ","), strings.Join(objects, ","))
}

func TestDecodeSupports(t *testing.T) {
	graph := "[" + strings.Join([]string{
		object("small_rug_1", true, "on:middle of the room"),
		object("desk_1", true, "on:south_wall"),
		object("sofa_1", true, "on:small_rug_1"),
		object("lamp_1", false, "on:desk_1"),
		object("cup_1", false, "left of:lamp_1"),
		object("mirror_1", false, "above:desk_1"),
		object("pendant_1", false, "above:sofa_1"),
		object("picture_1", false, "on:north_wall"),
		object("picture_2", false, "left of:picture_1"),
		object("fan_1", false, "on:ceiling"),
		object("bird_1", false),
	}, ",") + "]"
	task, err := codec.DecodeIDesign("r", []byte(graph), room)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"small_rug_1": "floor", "desk_1": "floor", "sofa_1": "floor", "lamp_1": "object desk_1", "cup_1": "object desk_1",
		"mirror_1": "wall", "pendant_1": "ceiling", "picture_1": "wall", "picture_2": "wall", "fan_1": "ceiling", "bird_1": "ceiling",
	}
	got := map[string]string{}
	for _, o := range task.Objects {
		got[o.ID] = strings.TrimSpace(string(o.Support) + " " + o.Parent)
		if o.Flat != (o.ID == "small_rug_1") {
			t.Errorf("%s: flat is %v", o.ID, o.Flat)
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("supports (-want +got):\n%s", d)
	}
	lamp, _ := task.Find("lamp_1")
	if d := cmp.Diff(scenes.Object{ID: "lamp_1", Category: "lamp", Style: "s", Material: "m", Size: scenes.Vec3{1, 0.5, 0.8},
		Support: scenes.OnObject, Parent: "desk_1", Facing: scenes.NorthWall,
		Relations: []scenes.Relation{{Kind: scenes.On, Target: "desk_1"}}}, *lamp); d != "" {
		t.Errorf("lamp (-want +got):\n%s", d)
	}
}

func TestDecodeFaults(t *testing.T) {
	ok := object("a_1", true)
	tests := map[string]struct{ graph, want string }{
		"no list":        {`{}`, `scene graph "r": must be a JSON list of objects`},
		"no object":      {`[5]`, `scene graph "r": object number 1: is number; write an object`},
		"no id":          {`[{}]`, `scene graph "r": object number 1: key "new_object_id" is missing`},
		"no size":        {`[{"new_object_id":"a","is_on_the_floor":true,"placement":{}}]`, `scene graph "r": object "a": key "size_in_meters" is missing`},
		"no length":      {"[" + strings.Replace(ok, `"length":1.0,`, "", 1) + "]", `scene graph "r": object "a_1": key "size_in_meters.length" is missing`},
		"text as size":   {"[" + strings.Replace(ok, `"length":1.0`, `"length":"x"`, 1) + "]", `scene graph "r": object "a_1": key "size_in_meters.length" holds a string, which is the wrong type`},
		"negative size":  {"[" + strings.Replace(ok, `"length":1.0`, `"length":-1`, 1) + "]", `scene graph "r": object "a_1" has length -1; sizes must be positive metres`},
		"twice":          {"[" + ok + "," + ok + "]", `scene graph "r": object id "a_1" is used twice; ids must be unique`},
		"unknown target": {"[" + object("a", false, "left of:ghost") + "]", `scene graph "r": object "a": relation "left of" names "ghost", which is not in the scene graph`},
		"unknown floor":  {"[" + object("a", true, "left of:ghost") + "]", `scene graph "r": object "a": relation "left of" names "ghost", which is neither a layout element nor an object of the task`},
		"unknown kind":   {"[" + object("a", true, "near:ceiling") + "]", `scene graph "r": object "a": unknown relation "near"`},
		"circle":         {"[" + object("a", false, "on:b") + "," + object("b", false, "on:a") + "]", `scene graph "r": object "a" is carried by objects that carry each other in a circle`},
		"empty":          {`[]`, `scene graph "r": no objects to place`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := codec.DecodeIDesign("r", []byte(test.graph), room)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error %v\nwant  %s", err, test.want)
			}
		})
	}
}

func TestEncodedLayoutScores(t *testing.T) {
	task, err := codec.DecodeIDesign("r", []byte("["+object("a_1", true, "on:south_wall")+","+object("b_1", false, "on:a_1")+"]"), room)
	if err != nil {
		t.Fatal(err)
	}
	layout := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "a_1", Position: scenes.Vec3{1, 0.25, 0.4}}, {ID: "b_1", Position: scenes.Vec3{1, 0.25, 1.3}}}}
	graph, err := codec.EncodeIDesign(task, layout)
	if err != nil {
		t.Fatal(err)
	}
	r, err := reference.Score(graph, room)
	if err != nil || r.CollisionRatio != 0 {
		t.Fatalf("collision ratio %v, %v", r.CollisionRatio, err)
	}
	if d := cmp.Diff([]string{"b_1"}, r.Violating); d != "" {
		t.Errorf("violating (-want +got):\n%s", d)
	}
	again, err := codec.DecodeIDesign("r", graph, room)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(task.Objects, again.Objects); d != "" {
		t.Errorf("round trip (-want +got):\n%s", d)
	}
	if !bytes.Equal(again.SceneGraph, graph) {
		t.Error("a graph with layout elements must be kept byte for byte")
	}
	var entries []map[string]any
	if err := json.Unmarshal(task.SceneGraph, &entries); err != nil || len(entries) != 8 {
		t.Errorf("the kept graph has %d entries, want 2 objects and 6 layout elements: %v", len(entries), err)
	}
}

func TestReadRooms(t *testing.T) {
	line := `{"name":"n","set":"tight","user_preference":"cosy","room":[4,5,3],"objects_in_room":[` + object("a_1", true) + "]}"
	_, err := codec.ReadRooms(strings.NewReader(line + "\n\n" + strings.Replace(line, "[4,5,3]", "[4,5]", 1)))
	if err == nil || err.Error() != `line 3: room "n" needs "room": [x, y, z] in metres` {
		t.Errorf("error %v", err)
	}
	rooms, err := codec.ReadRooms(strings.NewReader(line))
	if err != nil || len(rooms) != 1 {
		t.Fatalf("%d rooms, %v", len(rooms), err)
	}
	if r := rooms[0]; r.Set != "tight" || r.Task.ID != "n" || r.Task.Preference != "cosy" || r.Task.Room.Extent() != room {
		t.Errorf("room %+v", r)
	}
}

func TestSharedRooms(t *testing.T) {
	rooms, err := codec.ReadRooms(bytes.NewReader(scenestest.Read(t, "reference/idesign_rooms.jsonl")))
	if err != nil {
		t.Fatal(err)
	}
	if len(rooms) != 60 {
		t.Fatalf("%d rooms, want 60", len(rooms))
	}
	supports := map[scenes.Support]int{}
	for _, r := range rooms {
		for _, o := range r.Task.Objects {
			supports[o.Support]++
		}
	}
	if supports[scenes.OnFloor] != 463 || supports[scenes.OnObject] < 100 || supports[scenes.OnCeiling] < 31 {
		t.Errorf("supports %v", supports)
	}
}
