package scenestate_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
)

// A file that makes no room is one sentence that says what to do.
func TestNoRoom(t *testing.T) {
	wall := func(a, b string) string { return `{"type":"Wall","height":2,"points":[` + a + `,` + b + `]}` }
	arch := func(elements string) string { return `{"scene":{"arch":{"elements":[` + elements + `]}}}` }
	for name, c := range map[string]struct{ data, want string }{
		"no JSON":        {`{`, "not a scene state in JSON"},
		"other JSON":     {`{"room":1}`, `no "scene" with an "arch"`},
		"no floor":       {arch(wall("[0,0,0]", "[1,0,0]")), "add an element of type Floor"},
		"open walls":     {arch(wall("[0,0]", "[1,0]") + "," + wall("[1,0]", "[1,1]") + "," + wall("[1,1]", "[0,1]")), "one closed loop"},
		"flat floor":     {arch(`{"type":"Floor","points":[[0,0],[1,0],[2,0]]}`), "without area"},
		"two corners":    {arch(`{"type":"Floor","points":[[0,0],[1,0],[1,0]]}`), "at least 3"},
		"far corner":     {arch(`{"type":"Floor","points":[[0,0],[1e9,0],[1,1]]}`), "no place within"},
		"short corner":   {arch(`{"type":"Floor","points":[[0],[1,0],[1,1]]}`), "no place within"},
		"no height":      {arch(`{"type":"Floor","points":[[0,0],[1,0],[1,1]]}`), "how high"},
		"y-up":           {`{"scene":{"up":[0,1,0],"arch":{"elements":[]}}}`, "z-up"},
		"negative scale": {`{"scene":{"arch":{"scaleToMeters":-1,"elements":[]}}}`, "scaleToMeters"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := scenestate.Decode("bad.json", []byte(c.data))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "bad.json") {
				t.Errorf("error %v; want one with %q and the name", err, c.want)
			}
		})
	}
}

// Walls that close make the floor of a file without one.
func TestFloorOfWalls(t *testing.T) {
	w := func(a, b string) string { return `{"type":"Wall","height":2,"points":[` + a + `,` + b + `]}` }
	s, err := scenestate.Decode("x", []byte(`{"scene":{"arch":{"elements":[`+w("[0,0]", "[2,0]")+","+
		w("[0,0]", "[0,2]")+","+w("[2,2]", "[0,2]")+","+w("[2,0]", "[2,2]")+","+w("[1,1]", "[1,1]")+`]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(scenes.RectRoom(2, 2, 2).Floor, s.Task.Room.Floor); diff != "" {
		t.Error(diff)
	}
	if len(s.Missing) != 1 || !strings.Contains(s.Missing[0], "loop that the walls make") {
		t.Errorf("%q", s.Missing)
	}
}

// A record's object that is tilted stays in the task, not placed, so that what
// it carries still has its parent.
func TestTiltedParent(t *testing.T) {
	task, layout := room(t)
	data, err := scenestate.Encode(task, layout)
	if err != nil {
		t.Fatal(err)
	}
	// The desk's third column, its front, (0, 1, 0), and its second, its up.
	text := strings.Replace(string(data), "0,\n            0,\n            1,\n            0,\n            0,\n            1,\n            0,\n            0,",
		"0,\n            0.7,\n            0.7,\n            0,\n            0,\n            0.7,\n            -0.7,\n            0,", 1)
	if text == string(data) {
		t.Fatal("nothing to tilt")
	}
	s, err := scenestate.Decode("x", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Task.Objects) != 4 || s.Layout.Find("desk_1") != nil || s.Layout.Find("lamp_1") == nil || s.IDs()[0] != "desk_1" {
		t.Errorf("%v %+v", s.IDs(), s.Layout)
	}
}

// Of several floors the largest is read, in the file's unit; the ceiling gives
// the height where no wall has one, and a wall that two rooms share one door.
func TestUnitsAndRooms(t *testing.T) {
	s, err := scenestate.Decode("x", []byte(`{"scene":{"unit":0.01,"arch":{"scaleToMeters":0.01,"elements":[
		{"type":"Floor","roomId":"bath","points":[[400,0,10],[600,0,10],[600,300,10],[400,300,10]]},
		{"type":"Floor","roomId":"hall","points":[[0,0,10],[400,0,10],[400,300,10],[0,300,10]]},
		{"type":"Ceiling","points":[[0,0,260],[400,0,260],[400,300,260]]},
		{"type":"Wall","points":[[400,0,10],[400,300,10]],"holes":[{"type":"Door","box":{"min":[100,0],"max":[190,200]}}]},
		{"type":"Wall","points":[[400,300,10],[400,0,10]],"holes":[{"type":"Door","box":{"min":[110,0],"max":[200,200]}}]}]},
		"object":[{"modelId":"m","transform":{"data":[1,0,0,0, 0,0,1,0, 0,-1,0,0, 500,100,10,1]}}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := scenes.RectRoom(4, 3, 2.5)
	want.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 1, Offset: 1.45, Width: 0.9, Height: 2}}
	if diff := cmp.Diff(want, s.Task.Room); diff != "" {
		t.Error(diff)
	}
	u := s.Unsized[0]
	if u.Inside || u.Position != (scenes.Vec3{5, 1, 0}) || u.Yaw != 180 {
		t.Errorf("%+v", u)
	}
	if got := strings.Join(s.Missing, "; "); !strings.Contains(got, `2 floors; only the largest, "hall"`) || !strings.Contains(got, "not over the floor") {
		t.Errorf("missing %q", got)
	}
}

// What cannot be read of an object or a hole is named, and the rest is read.
func TestNamed(t *testing.T) {
	hole := func(s string) string {
		return `,{"id":"s","type":"Wall","height":2.5,"points":[[1,2],[5,2]],"holes":[` + s + `]}`
	}
	object := func(data string) string { return `{"modelId":"m","transform":{"data":[` + data + `]}}` }
	for name, c := range map[string]struct{ walls, object, want string }{
		"few numbers":     {south, object("1,2"), "has 2 numbers"},
		"no transform":    {south, `{"modelId":"m"}`, "has 0 numbers"},
		"singular":        {south, object("1,0,0,0, 1,0,0,0, 0,0,1,0, 0,0,0,1"), "singular"},
		"zero":            {south, object("0,0,0,0, 0,0,0,0, 0,0,0,0, 0,0,0,1"), "singular"},
		"by rows":         {south, object("1,0,0,3, 0,1,0,3, 0,0,1,0, 0,0,0,1"), "by columns"},
		"far":             {south, object("1,0,0,0, 0,1,0,0, 0,0,1,0, 1e12,0,0,1"), "holds"},
		"tilted":          {south, object("1,0,0,0, 0,0.7,0.7,0, 0,-0.7,0.7,0, 2,3,0,1"), "tilted by 45°"},
		"upside down":     {south, object("1,0,0,0, 0,0,-1,0, 0,1,0,0, 2,3,0,1"), "tilted by 180°"},
		"mirrored":        {south, object("1,0,0,0, 0,0,1,0, 0,1,0,0, 2,3,0,1"), "mirrored"},
		"hole in no room": {hole(`{"type":"Door","box":{"min":[3,0],"max":[9,2]}}`), "", "along a wall of 4.00 m"},
		"hole of a kind":  {hole(`{"type":"Arch","box":{"min":[1,0],"max":[2,2]}}`), "", "doors and windows are read"},
		"hole inverted":   {hole(`{"type":"Door","box":{"min":[2,0],"max":[1,2]}}`), "", "is -1 m wide"},
		"hole unboxed":    {hole(`{"type":"Door"}`), "", "no box"},
		"hole aloft":      {hole(`{"type":"Window","box":{"min":[1,90],"max":[2,91]}}`), "", "reaches from 90.00 to 91.00 m above the floor"},
		"zero wall":       {south + `,{"id":"z","type":"Wall","height":2,"points":[[1,2],[1,2]],"holes":[{"type":"Door","box":{"min":[0,0],"max":[1,2]}}]}`, "", "has no length"},
		"inner wall":      {south + `,{"id":"i","type":"Wall","height":2,"points":[[1,3.5],[5,3.5]],"holes":[{"type":"Door","box":{"min":[1,0],"max":[2,2]}}]}`, "", "not in a wall of the room"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := scenestate.Decode("x", state(c.walls, c.object))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(s.Missing, "; "); !strings.Contains(got, c.want) {
				t.Errorf("missing %q; want %q", got, c.want)
			}
		})
	}
}

func TestTooMany(t *testing.T) {
	one := `{"modelId":"m","transform":null}`
	_, err := scenestate.Decode("x", state(south, one+strings.Repeat(","+one, scenestate.MaxObjects)))
	if err == nil || !strings.Contains(err.Error(), "10001 objects") {
		t.Error(err)
	}
}

func TestEncodeRefuses(t *testing.T) {
	task, layout := room(t)
	layout.Placements[0].Yaw = math.NaN()
	if _, err := scenestate.Encode(task, layout); err == nil || !strings.Contains(err.Error(), "desk_1") {
		t.Error(err)
	}
	task.Room.Floor = nil
	if _, err := scenestate.Encode(task, nil); err == nil || !strings.Contains(err.Error(), "floor") {
		t.Error(err)
	}
}

func FuzzScenestate(f *testing.F) {
	f.Add(state(south+north, `{"modelId":"m","transform":{"data":[1,0,0,0, 0,0,1,0, 0,-1,0,0, 2,3,0,1]}}`))
	f.Add(state(turned, `{"modelId":"m","transform":{"data":[]}}`))
	f.Add([]byte(`{"scene":{"arch":{"elements":[{"type":"Wall","points":[[0,0],[1,0]],"height":2}]}}}`))
	f.Add([]byte(`{"scene":{"metaspatial":{"objects":[{"id":"a","size":[1,1,1],"support":"floor"}]},"object":[{"id":"a","transform":{"data":[1,0,0,0,0,0,1,0,0,-1,0,0,1,1,0,1]}}],"arch":{"elements":[{"type":"Floor","points":[[0,0],[1,0],[1,1]]},{"type":"Ceiling","points":[[0,0,2]]}]}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := scenestate.Decode("fuzz", data)
		if err != nil {
			return
		}
		if err := s.Task.Room.Validate(); err != nil {
			t.Fatalf("reads a room that is not valid: %v", err)
		}
		for _, p := range s.Layout.Placements {
			if o, _ := s.Task.Find(p.ID); o == nil {
				t.Fatalf("places %q, which the task does not have", p.ID)
			}
		}
		if len(s.Task.Objects) == 0 {
			return
		}
		out, err := scenestate.Encode(s.Task, s.Layout)
		if err != nil {
			t.Fatalf("cannot write what it read: %v", err)
		}
		if _, err := scenestate.Decode("again", out); err != nil {
			t.Fatalf("cannot read what it wrote: %v", err)
		}
	})
}
