package codec

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzReadTask holds that any text is either refused in one sentence or a task
// that is valid.
func FuzzReadTask(f *testing.F) {
	f.Add([]byte(`{"id": "a", "room": {"floor": [[0,0],[4,0],[4,3],[0,3]], "height": 2.6}, "objects": [{"id": "x", "size": [1,1,1], "support": "floor"}]}`))
	f.Add([]byte("room: {floor: [[0, 0], [4, 0], [4, 3]], height: 2.6, holes: [[[1, 1], [2, 1], [1, 2]]]}\nobjects:\n  - {id: x, size: [1, 1, 1], support: wall, clearance: {front: 1}}\nspecs:\n  - {predicate: near, count: 1, subject: x, anchors: [door]}\n"))
	f.Add([]byte(`{"name": "r", "room": [4, 3, 2.5], "objects_in_room": [{"new_object_id": "a_1", "size_in_meters": {"length": 1, "width": 1, "height": 1}, "is_on_the_floor": true}]}`))
	f.Add([]byte(`{"task": {"room": {"floor": [[0,0],[1e308,0],[1,1e308]], "height": 1e-320}, "objects": []}}`))
	f.Add([]byte("&a [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		task, err := ReadTask("fuzz", data)
		if err != nil {
			return
		}
		if err := task.Validate(); err != nil {
			t.Fatalf("read an invalid task: %v", err)
		}
	})
}

// FuzzDecodeLayout holds that a layout that was read is written and read again
// as the same.
func FuzzDecodeLayout(f *testing.F) {
	f.Add([]byte(`[{"new_object_id": "a", "x": 1, "y": 2.5, "z": 0, "rotation": {"z_angle": 90}}]`))
	f.Add([]byte(`[{"new_object_id": "a", "x": -0, "y": 1e300, "z": 0}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := DecodeLayout(data)
		if err != nil {
			return
		}
		text, err := json.Marshal(EncodeLayout(l))
		if err != nil {
			t.Fatal(err)
		}
		again, err := DecodeLayout(text)
		if err != nil {
			t.Fatalf("%+v cannot be read back: %v", l, err)
		}
		if d := cmp.Diff(l, again); d != "" {
			t.Fatalf("not the same when read again (-first +again):\n%s", d)
		}
	})
}

// FuzzDecodeLevel holds that any text is either refused or a level that is valid
// and can be written and read again.
func FuzzDecodeLevel(f *testing.F) {
	const room = `{"task":{"id":"a","room":{"floor":[[0,0],[3,0],[3,3],[0,3]],"height":2.5},"objects":[{"id":"x","size":[1,1,1],"support":"floor"}]},"layout":[{"new_object_id":"x","x":1,"y":1,"z":0.5}]`
	f.Add([]byte(room + "}"))
	f.Add([]byte(`{"level":"l","rooms":[` + room + `,"origin_m":[1e6,-2,0],"yaw_deg":1e-300}]}`))
	f.Add([]byte(`{"rooms":[` + room + `,"origin_m":[],"yaw_deg":null}]}`))
	f.Add([]byte("glTF\x02"))
	f.Fuzz(func(t *testing.T, data []byte) {
		level, err := DecodeLevel(data)
		if err != nil {
			return
		}
		text, err := EncodeLevel(level)
		if err != nil {
			t.Fatal(err)
		}
		again, err := DecodeLevel(text)
		if err != nil {
			t.Fatalf("%s cannot be read back: %v", text, err)
		}
		for i := range level.Rooms {
			if a, b := level.Rooms[i], again.Rooms[i]; a.Origin != b.Origin || a.Yaw != b.Yaw || !cmp.Equal(a.Layout, b.Layout) {
				t.Fatalf("room %d was %+v and is %+v", i, a, b)
			}
		}
	})
}
