package gltfio

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// chair is a seat with a back at its rear: most of what is high lies behind.
func chair() *mesh.Model {
	b := plain("chair", [3]float32{0.5, 0.3, 0.2}, 0.8)
	add := func(lo, hi [3]float32) {
		var c [8][3]float32
		for k := range c {
			for axis := range 3 {
				if c[k][axis] = lo[axis]; k>>axis&1 != 0 {
					c[k][axis] = hi[axis]
				}
			}
		}
		b.box(c)
	}
	add([3]float32{-0.25, -0.25, -0.45}, [3]float32{0.25, 0.25, 0})
	add([3]float32{-0.25, -0.25, 0}, [3]float32{0.25, -0.2, 0.45})
	b.Size = [3]float32{0.5, 0.5, 0.9}
	return &b.Model
}

type oneModel struct{ m *mesh.Model }

func (o oneModel) Model(asset string) (*mesh.Model, error) {
	if asset != "kit/chair" {
		return nil, errors.New("unknown")
	}
	return o.m, nil
}
func (o oneModel) Licence(string) string { return "CC0 1.0" }
func (o oneModel) Author(string) string  { return "A. Maker" }

func room() (*scenes.Task, *scenes.Layout) {
	t := &scenes.Task{ID: "bedroom 1", Program: "bedroom", Preference: "a quiet room", Room: scenes.RectRoom(4, 3, 2.5)}
	t.Room.Openings = []scenes.Opening{
		{ID: "door", Kind: scenes.Door, Wall: 0, Offset: 1, Width: 0.9, Height: 2},
		{ID: "window", Kind: scenes.Window, Wall: 1, Offset: 1.5, Width: 1, Height: 1, Sill: 0.9},
	}
	size := scenes.Vec3{0.5, 0.5, 0.9}
	for _, id := range []string{"chair_1", "chäir_1", "chair-1"} {
		t.Objects = append(t.Objects, scenes.Object{ID: id, Category: "chair", Asset: "kit/chair", Size: size, Support: scenes.OnFloor})
	}
	t.Objects = append(t.Objects, scenes.Object{ID: "crate", Category: "crate", Size: scenes.Vec3{0.4, 0.6, 0.3}, Support: scenes.OnFloor},
		scenes.Object{ID: "unplaced", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor})
	l := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "chair_1", Position: scenes.Vec3{1, 2, 0.45}, Yaw: 0},
		{ID: "chäir_1", Position: scenes.Vec3{2, 2, 0.45}, Yaw: 90},
		{ID: "chair-1", Position: scenes.Vec3{3, 2, 0.45}, Yaw: 200},
		{ID: "crate", Position: scenes.Vec3{3, 0.5, 0.15}, Yaw: 90},
	}}
	return t, l
}

func export(t *testing.T) (*gltf.Document, []byte) {
	t.Helper()
	task, layout := room()
	var buf bytes.Buffer
	if err := ExportLevel(&buf, scenes.Single(task, layout), oneModel{chair()}, LevelExport{}); err != nil {
		t.Fatal(err)
	}
	doc := new(gltf.Document)
	if err := gltf.NewDecoder(bytes.NewReader(buf.Bytes())).Decode(doc); err != nil {
		t.Fatal(err)
	}
	return doc, buf.Bytes()
}

func find(t *testing.T, doc *gltf.Document, object string) *gltf.Node {
	t.Helper()
	for _, n := range doc.Nodes {
		if e, ok := n.Extras.(map[string]any); ok && e["object_id"] == object {
			return n
		}
	}
	t.Fatalf("no node for %q", object)
	return nil
}

// North is glTF's −Z and east its +X: a front of +Z turned by the node must
// point there.
func TestChairFacesWhereItsYawSays(t *testing.T) {
	doc, _ := export(t)
	for object, want := range map[string][3]float64{
		"chair_1": {0, 0, -1}, // yaw 0: north
		"chäir_1": {1, 0, 0},  // yaw 90: east
		"chair-1": {math.Sin(200 * math.Pi / 180), 0, -math.Cos(200 * math.Pi / 180)},
	} {
		m := local(find(t, doc, object))
		front := m.Mul4x1([4]float64{0, 0, 1, 0})
		for k := range 3 {
			if math.Abs(front[k]-want[k]) > 1e-9 {
				t.Errorf("%s looks along %v, want %v", object, front, want)
			}
		}
	}
	if got, want := find(t, doc, "chair_1").Translation, [3]float64{1, 0.45, -2}; got != want {
		t.Errorf("chair at %v, want %v", got, want)
	}
	// The mesh itself has its back at −Z.
	high, n := 0.0, 0
	r := &reader{doc: doc}
	at := doc.Meshes[*find(t, doc, "chair_1").Mesh].Primitives[0].Attributes[gltf.POSITION]
	values, _, err := r.floats(at)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(values); i += 3 {
		if values[i+1] > 0.1 {
			high += float64(values[i+2])
			n++
		}
	}
	if n == 0 || high/float64(n) > -0.2 {
		t.Errorf("the back's mean Z is %v, want behind the centre", high/float64(n))
	}
}

func TestRoomStructure(t *testing.T) {
	doc, _ := export(t)
	chairs := map[int]int{}
	var names []string
	for _, n := range doc.Nodes {
		names = append(names, n.Name)
		if n.Mesh != nil {
			chairs[*n.Mesh]++
		}
	}
	want := []string{"bedroom_1", "floor", "wall_0", "wall_1", "wall_2", "wall_3", "chair_1", "ch_ir_1", "chair_1_2", "crate"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	if c := chairs[*find(t, doc, "chair_1").Mesh]; c != 3 {
		t.Errorf("the chairs' mesh is used %d times, want 3", c)
	}
	crate := find(t, doc, "crate")
	box := doc.Accessors[doc.Meshes[*crate.Mesh].Primitives[0].Attributes[gltf.POSITION]]
	for k, want := range []float64{0.4, 0.3, 0.6} {
		if got := box.Max[k] - box.Min[k]; math.Abs(got*crate.Scale[k]-want) > 1e-6 {
			t.Errorf("the crate is %v along axis %d, want %v", got, k, want)
		}
	}
	if doc.Asset.Copyright != "CC0 1.0 by A. Maker" {
		t.Errorf("copyright %q", doc.Asset.Copyright)
	}
	for what, extras := range map[string]any{`"level":"bedroom 1"`: doc.Scenes[0].Extras, `"task":"bedroom 1"`: doc.Nodes[0].Extras} {
		if text, err := json.Marshal(extras); err != nil || !strings.Contains(string(text), what) {
			t.Errorf("extras %s lack %s: %v", text, what, err)
		}
	}
}

// Reading the exported room back gives the room's own extent and all triangles.
func TestRoomRoundTrip(t *testing.T) {
	_, data := export(t)
	m, info, err := ReadModel(fstest.MapFS{"room.glb": {Data: data}}, "room.glb", Options{})
	if err != nil {
		t.Fatal(err)
	}
	// Walls are outside: the floor's 4 × 3 m and their thickness.
	want := [3]float64{4 + 2*wallThickness, 2.5, 3 + 2*wallThickness}
	for k, e := range info.Extent() {
		if math.Abs(e-want[k]) > 1e-5 {
			t.Fatalf("extent %v, want %v", info.Extent(), want)
		}
	}
	// floor 2, and 2 in the doorway; walls: 3 pieces with the door, 4 with the window, 1 and 1; 3
	// chairs of 2 boxes; one crate.
	if got, want := m.Triangles(), 2+2+12*(3+4+1+1+3*2+1); got != want {
		t.Errorf("%d triangles, want %d", got, want)
	}
	if len(info.Warnings) > 0 {
		t.Errorf("warnings %q", info.Warnings)
	}
	if path := os.Getenv("GLTFIO_ROOM"); path != "" {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestModelRoundTrip(t *testing.T) {
	src := chair()
	var buf bytes.Buffer
	if err := ExportModel(&buf, src, ModelExport{Copyright: "CC0", Extras: map[string]any{"category": "chair"}}); err != nil {
		t.Fatal(err)
	}
	got, info, err := ReadModel(fstest.MapFS{"chair.glb": {Data: buf.Bytes()}}, "chair.glb", Options{})
	if err != nil {
		t.Fatal(err)
	}
	near := cmp.Comparer(func(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-6 })
	if diff := cmp.Diff(src, got, near); diff != "" {
		t.Errorf("model (-want +got):\n%s", diff)
	}
	if info.Extras["category"] != "chair" || info.Copyright != "CC0" || math.Abs(info.Min[1]) > 1e-6 {
		t.Errorf("info %+v", info)
	}
}

// A compact file is smaller and the same to a tenth of a millimetre.
func TestCompactModelRoundTrip(t *testing.T) {
	src := chair()
	var plain, buf bytes.Buffer
	if err := ExportModel(&plain, src, ModelExport{}); err != nil {
		t.Fatal(err)
	}
	if err := ExportModel(&buf, src, ModelExport{Compact: true}); err != nil {
		t.Fatal(err)
	}
	if buf.Len() > plain.Len()*4/5 {
		t.Errorf("%d bytes instead of %d", buf.Len(), plain.Len())
	}
	got, _, err := ReadModel(fstest.MapFS{"chair.glb": {Data: buf.Bytes()}}, "chair.glb", Options{})
	if err != nil {
		t.Fatal(err)
	}
	near := cmp.Comparer(func(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-4 })
	if diff := cmp.Diff(src, got, near); diff != "" {
		t.Errorf("model (-want +got):\n%s", diff)
	}
}

func TestExportRefusals(t *testing.T) {
	for name, change := range map[string]func(*scenes.Task, *scenes.Layout){
		"NaN in the placement": func(_ *scenes.Task, l *scenes.Layout) { l.Placements[0].Yaw = math.NaN() },
		"an unknown asset":     func(t *scenes.Task, _ *scenes.Layout) { t.Objects[0].Asset = "gone" },
		"no floor":             func(t *scenes.Task, _ *scenes.Layout) { t.Room.Floor = nil },
	} {
		t.Run(name, func(t *testing.T) {
			task, layout := room()
			change(task, layout)
			var buf bytes.Buffer
			err := ExportLevel(&buf, scenes.Single(task, layout), oneModel{chair()}, LevelExport{})
			if err == nil || buf.Len() > 0 {
				t.Fatalf("wrote %d bytes, error %v", buf.Len(), err)
			}
			if !strings.Contains(fmt.Sprint(err), "bedroom 1") {
				t.Errorf("%v does not name the room", err)
			}
		})
	}
}
