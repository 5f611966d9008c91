package document

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// memory keeps files in memory; a full one writes nothing.
type memory struct {
	mu    sync.Mutex
	files fstest.MapFS
	full  bool
	tries int
}

var errFull = errors.New("no space left")

func newMemory() *memory { return &memory{files: fstest.MapFS{}} }

func (m *memory) Folder(dir string) fs.FS {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := fstest.MapFS{}
	for name, f := range m.files {
		if filepath.Dir(name) == filepath.Clean(dir) {
			out[filepath.Base(name)] = f
		}
	}
	return out
}

func (m *memory) Write(path string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tries++
	if m.full {
		return errFull
	}
	m.files[path] = &fstest.MapFile{Data: bytes.Clone(data), Mode: 0o644}
	return nil
}

func (m *memory) Remove(path string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, path)
	return nil
}

func (m *memory) Abs(path string) string { return filepath.Clean(path) }

func (m *memory) setFull(full bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.full = full
}

// What was edited is there after a crash, with its file and what was hidden, and
// although the disk was full for a while.
func TestWorkOutlivesACrash(t *testing.T) {
	files := newMemory()
	d := New(level(t, 6))
	if err := d.SaveAs(files, "home.json"); err != nil {
		t.Fatal(err)
	}
	tick := make(chan time.Time)
	k := NewKeeper(KeeperOptions{Files: files, Folder: "copies", Claim: func() (string, error) { return "7", nil }, After: func(time.Duration) <-chan time.Time { return tick }})
	objects := d.State().Objects("room_1")
	files.setFull(true)
	for _, c := range []Change{Move(objects[:1], scenes.Vec3{0.1, 0, 0}), Hide(objects[1:2])} {
		if err := d.Do(c); err != nil {
			t.Fatal(err)
		}
		k.Keep(d, time.Unix(100, 0))
	}
	tick <- time.Time{}
	for k.Err() == nil {
		time.Sleep(time.Millisecond)
	}
	if err := d.Save(files); !errors.Is(err, errFull) || !d.Changed() {
		t.Errorf("saving on a full disk: %v, changed %v", err, d.Changed())
	}
	files.setFull(false)
	tick <- time.Time{}
	for k.Err() != nil {
		time.Sleep(time.Millisecond)
	}
	// The window is gone now; Close is never called.
	lost, err := FindLost(files, "copies")
	if err != nil || len(lost) != 1 || lost[0].File != "home.json" || lost[0].When.Unix() != 100 {
		t.Fatalf("%+v %v", lost, err)
	}
	back, err := Recover(files, "copies", lost[0].Session)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytesOf(t, back.State()), bytesOf(t, d.State())) {
		t.Error("what came back is not what was edited")
	}
	if !back.Changed() {
		t.Error("what came back counts as saved")
	}
	if err := files.Write("home.json", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if err := back.Save(files); !errors.Is(err, ErrOther) {
		t.Errorf("a file that another program wrote was replaced: %v", err)
	}
	if err := back.SaveAs(files, "home.json"); err != nil || back.Changed() {
		t.Error(err)
	}
	// Once saved, nothing is left to recover.
	if err := k.Close(true); err != nil {
		t.Fatal(err)
	}
	if lost, _ := FindLost(files, "copies"); len(lost) > 0 {
		t.Errorf("still there: %v", lost)
	}
	files.files["copies/8"+copyEnding] = &fstest.MapFile{Data: []byte(`{"level": {"rooms": [`)}
	if _, err := Recover(files, "copies", "8"); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("half a copy: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	files := newMemory()
	for name, text := range map[string]string{
		"empty.json": "", "half.json": `{"task": {"room": {`, "list.json": "[]", "text.txt": "a room, please",
		"a.glb": "glTF", "b.gltf": `{"asset": {}}`, "nan.json": `{"task":{"id":"a","room":{"floor":[[0,0],[1e999,0],[1,1]],"height":2}},"layout":[]}`,
		"scene.json": `{"format": "sceneState"}`, "none.json": `{"level": "x", "rooms": []}`,
		"twice.json": `{"level":"x","rooms":[{"task":{"id":"a","room":{"floor":[[0,0],[3,0],[3,3]],"height":2},"objects":[]},"layout":[]},{"task":{"id":"a","room":{"floor":[[0,0],[3,0],[3,3]],"height":2},"objects":[]},"layout":[]}]}`,
	} {
		if err := files.Write(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if d, _, err := Open(context.Background(), name, OpenOptions{Files: files}); err == nil {
			t.Errorf("%s was opened as %+v", name, d.State().Level)
		}
	}
	if _, _, err := Open(context.Background(), "gone.json", OpenOptions{Files: files}); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// A room without objects, in YAML or JSON, opens, and is saved as a layout.
func TestOpenRoomWithoutObjects(t *testing.T) {
	files := newMemory()
	_ = files.Write("hall.yaml", []byte("room: {floor: [[0,0],[4,0],[4,3],[0,3]], height: 2.6}\n"))
	d, _, err := Open(context.Background(), "hall.yaml", OpenOptions{Files: files})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Save(files); !errors.Is(err, ErrNoFile) {
		t.Errorf("a task was replaced by a layout: %v", err)
	}
	if err := d.SaveAs(files, "hall.json"); err != nil {
		t.Fatal(err)
	}
	again, _, err := Open(context.Background(), "hall.json", OpenOptions{Files: files})
	if err != nil || again.State().Level.Rooms[0].Task.ID != "hall" || again.File().Path != "hall.json" {
		t.Fatal(err)
	}
}

// The rooms of a real suite open as they are.
func TestOpenRealRooms(t *testing.T) {
	lines := bytes.Split(bytes.TrimSpace(scenestest.Read(t, "reference/physics_cases_public.jsonl")), []byte("\n"))
	files := newMemory()
	opened := 0
	for _, line := range lines[:min(40, len(lines))] {
		_ = files.Write("room.json", line)
		d, _, err := Open(context.Background(), "room.json", OpenOptions{Files: files})
		if err != nil {
			continue
		}
		opened++
		if len(d.State().Level.Rooms[0].Task.Objects) == 0 {
			t.Error("a room without objects")
		}
	}
	if opened == 0 {
		t.Skip("the file holds no rooms in a form of their own")
	}
}
