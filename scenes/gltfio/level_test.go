package gltfio

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// pack is a library of textured boxes: small textures, one that repeats, one
// that is large.
type pack map[string]*mesh.Model

func (p pack) Model(asset string) (*mesh.Model, error) {
	if m := p[asset]; m != nil {
		return m, nil
	}
	return nil, fmt.Errorf("no asset %q", asset)
}
func (p pack) Licence(string) string { return "CC0 1.0" }
func (p pack) Author(asset string) string {
	if strings.HasPrefix(asset, "kit/s") {
		return "Söhne"
	}
	return ""
}

// textured is a box of which one face shows an image; uv is the far corner of
// the texture's coordinates.
func textured(name string, size scenes.Vec3, side int, shade uint8, uv float32) *mesh.Model {
	m := BoxModel(name, size)
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			img.SetNRGBA(x, y, color.NRGBA{shade, uint8(255 * x / side), uint8(255 * y / side), 255})
		}
	}
	m.Textures = []*image.NRGBA{img}
	m.Materials[0].Texture = 0
	for i := range m.Parts[0].Positions {
		m.Parts[0].UVs = append(m.Parts[0].UVs, [][2]float32{{0, 0}, {uv, 0}, {uv, uv}}[i%3])
	}
	return m
}

// flat is a level of a kitchen and a hall that a door joins, with another room
// upstairs, turned.
func flat() (*scenes.Level, pack) {
	models := pack{
		"kit/chair":   chair(),
		"kit/stove":   textured("stove", scenes.Vec3{0.6, 0.6, 0.9}, 32, 10, 1),
		"kit/sink":    textured("sink", scenes.Vec3{0.8, 0.6, 0.9}, 64, 90, 0.5),
		"kit/shelf":   textured("shelf", scenes.Vec3{1, 0.3, 1.8}, 32, 10, 1),
		"kit/carpet":  textured("carpet", scenes.Vec3{2, 1.4, 0.01}, 16, 200, 3),
		"kit/picture": textured("picture", scenes.Vec3{0.6, 0.05, 0.4}, 1100, 120, 1),
	}
	object := func(id, asset string, support scenes.Support) scenes.Object {
		o := scenes.Object{ID: id, Category: id[:len(id)-2], Asset: asset, Support: support}
		for k, s := range models[asset].Size {
			o.Size[k] = float64(s)
		}
		return o
	}
	room := func(id string, x, y float64, openings ...scenes.Opening) *scenes.Task {
		t := &scenes.Task{ID: id, Program: "kitchen", Room: scenes.RectRoom(x, y, 2.5)}
		t.Room.Openings = openings
		return t
	}
	kitchen := room("kitchen", 4, 3, scenes.Opening{ID: "door_1", Kind: scenes.Door, Wall: 1, Offset: 1.5, Width: 0.9, Height: 2},
		scenes.Opening{ID: "window_1", Kind: scenes.Window, Wall: 0, Offset: 2, Width: 1.2, Height: 1.1, Sill: 0.9})
	kitchen.Objects = []scenes.Object{
		object("stove_1", "kit/stove", scenes.OnFloor), object("sink_1", "kit/sink", scenes.OnFloor),
		object("chair_1", "kit/chair", scenes.OnFloor), object("chair_2", "kit/chair", scenes.OnFloor),
		object("picture_1", "kit/picture", scenes.OnWall),
		{ID: "table_1", Category: "table", Size: scenes.Vec3{1.2, 0.8, 0.75}, Support: scenes.OnFloor},
		{ID: "lamp_1", Category: "lamp", Size: scenes.Vec3{0.2, 0.2, 0.4}, Support: scenes.OnObject, Parent: "table_1",
			Relations: []scenes.Relation{{Kind: scenes.On, Target: "table_1"}}},
		{ID: "steering_wheel", Category: "wheel", Size: scenes.Vec3{0.4, 0.4, 0.1}, Support: scenes.OnFloor},
	}
	hall := room("hall", 3, 3, scenes.Opening{ID: "door_1", Kind: scenes.Door, Wall: 3, Offset: 1.5, Width: 0.9, Height: 2})
	hall.Objects = []scenes.Object{object("shelf_1", "kit/shelf", scenes.OnFloor), object("carpet_1", "kit/carpet", scenes.OnFloor), object("chair_1", "kit/chair", scenes.OnFloor)}
	hall.Objects[1].Flat = true
	loft := room("loft", 5, 4)
	loft.Room.Holes = [][]scenes.Vec2{rect(1, 1, 2, 2)}
	loft.Objects = []scenes.Object{object("shelf_1", "kit/shelf", scenes.OnFloor)}
	loft.Objects[0].Size = scenes.Vec3{1.5, 0.4, 1.8}
	return &scenes.Level{Name: "the flat", Rooms: []scenes.LevelRoom{
		{Task: kitchen, Layout: &scenes.Layout{Placements: []scenes.Placement{
			{ID: "stove_1", Position: scenes.Vec3{0.3, 2.7, 0.45}, Yaw: 180}, {ID: "sink_1", Position: scenes.Vec3{1.2, 2.7, 0.45}, Yaw: 180},
			{ID: "chair_1", Position: scenes.Vec3{2, 0.5, 0.45}}, {ID: "chair_2", Position: scenes.Vec3{1.25, 1.2, 0.45}, Yaw: 95},
			{ID: "picture_1", Position: scenes.Vec3{0.025, 1.5, 1.5}, Yaw: 90},
			{ID: "table_1", Position: scenes.Vec3{2, 1.3, 0.375}, Yaw: 10}, {ID: "lamp_1", Position: scenes.Vec3{2.1, 1.2, 0.95}, Yaw: 33},
			{ID: "steering_wheel", Position: scenes.Vec3{3.5, 0.3, 0.05}, Yaw: 0},
		}}},
		{Task: hall, Origin: scenes.Vec3{4.2, 0, 0}, Layout: &scenes.Layout{Placements: []scenes.Placement{
			{ID: "shelf_1", Position: scenes.Vec3{2.85, 1, 0.9}, Yaw: 270}, {ID: "carpet_1", Position: scenes.Vec3{1.5, 1.5, 0.005}},
			{ID: "chair_1", Position: scenes.Vec3{0.6, 2.6, 0.45}, Yaw: 135},
		}}},
		{Task: loft, Origin: scenes.Vec3{1, 4, 2.7}, Yaw: 30, Layout: &scenes.Layout{Placements: []scenes.Placement{
			{ID: "shelf_1", Position: scenes.Vec3{3, 3.8, 0.9}, Yaw: 180},
		}}},
	}}, models
}

var everything = LevelExport{Colliders: BoxColliders, Navmesh: true, Ceiling: true}

// exported writes a level, also where GLTFIO_LEVELS says, for other programs.
func exported(t *testing.T, name string, level *scenes.Level, models Models, opts LevelExport) ([]byte, *gltf.Document) {
	t.Helper()
	var buf bytes.Buffer
	if err := ExportLevel(&buf, level, models, opts); err != nil {
		t.Fatal(err)
	}
	doc := new(gltf.Document)
	if err := json.Unmarshal(jsonOf(t, buf.Bytes()), doc); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("GLTFIO_LEVELS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), buf.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return buf.Bytes(), doc
}

func jsonOf(t *testing.T, data []byte) []byte {
	t.Helper()
	if data[0] == '{' {
		return data
	}
	text, _, err := splitGLB(data)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// worlds returns every node's world transform by name.
func worlds(doc *gltf.Document) map[string][16]float64 {
	out := make(map[string][16]float64)
	var visit func(i int, above [16]float64)
	visit = func(i int, above [16]float64) {
		m := compose(doc.Nodes[i].TranslationOrDefault(), doc.Nodes[i].RotationOrDefault(), doc.Nodes[i].ScaleOrDefault())
		w := mgl64.Mat4(above).Mul4(m)
		out[doc.Nodes[i].Name] = w
		for _, c := range doc.Nodes[i].Children {
			visit(c, w)
		}
	}
	for _, i := range doc.Scenes[0].Nodes {
		visit(i, gltf.DefaultMatrix)
	}
	return out
}

// Every object stands where the level says, whatever its room's frame.
func TestLevelPlaces(t *testing.T) {
	level, models := flat()
	_, doc := exported(t, "flat.glb", level, models, everything)
	at, names := worlds(doc), NamesOf(level)
	for i := range level.Rooms {
		r := &level.Rooms[i]
		for k, o := range r.Task.Objects {
			p := r.Layout.Find(o.ID)
			want, m := r.Point(p.Position), mgl64.Mat4(at[names.Rooms[i].Objects[k]])
			for axis, x := range layoutPoint(want) {
				if math.Abs(m[12+axis]-x) > 1e-9 {
					t.Errorf("%s of %s is at %v, want %v", o.ID, r.Task.ID, m.Col(3), want)
				}
			}
			_, front := scenes.Axes(r.Heading(p.Yaw))
			if z := m.Col(2); math.Abs(z[0]-front[0]*z.Len()) > 1e-9 || math.Abs(z[2]+front[1]*z.Len()) > 1e-9 {
				t.Errorf("%s of %s faces %v, want %v", o.ID, r.Task.ID, z, front)
			}
		}
	}
	for _, n := range doc.Nodes {
		if strings.HasSuffix(n.Name, "_wheel") {
			t.Errorf("Godot makes a wheel of %q", n.Name)
		}
	}
}

func TestLevelNamesAreUnique(t *testing.T) {
	level, models := flat()
	_, doc := exported(t, "flat.glb", level, models, everything)
	nodes, meshes := map[string]bool{}, map[string]bool{}
	for _, n := range doc.Nodes {
		if n.Name == "" || nodes[n.Name] {
			t.Errorf("node %q is not the only one", n.Name)
		}
		nodes[n.Name] = true
	}
	for _, m := range doc.Meshes {
		if m.Name == "" || meshes[m.Name] {
			t.Errorf("mesh %q is not the only one", m.Name)
		}
		meshes[m.Name] = true
	}
	for _, want := range []string{"kitchen", "hall", "loft", "kitchen_wall_0", "loft_hole_0", "chair_1", "chair_1_2", "steering_wheel_"} {
		if !nodes[want] {
			t.Errorf("there is no node %q", want)
		}
	}
	first, _ := exported(t, "flat.glb", level, models, everything)
	second, _ := exported(t, "flat.glb", level, models, everything)
	if !bytes.Equal(first, second) {
		t.Error("the same level gives two files")
	}
}

// Colliders belong to what they are below, have their own meshes, and are boxes
// of the object's true size.
func TestColliders(t *testing.T) {
	level, models := flat()
	_, doc := exported(t, "flat.glb", level, models, everything)
	used := map[int]int{}
	for _, n := range doc.Nodes {
		if n.Mesh != nil {
			used[*n.Mesh]++
		}
	}
	at, found := worlds(doc), map[string]bool{}
	for _, n := range doc.Nodes {
		for _, c := range n.Children {
			child := doc.Nodes[c]
			if !strings.HasSuffix(child.Name, colliderSuffix) {
				continue
			}
			found[child.Name] = true
			if child.Name != n.Name+colliderSuffix || used[*child.Mesh] != 1 {
				t.Errorf("collider %s is below %s, its mesh used %d times", child.Name, n.Name, used[*child.Mesh])
			}
			extras := child.Extras.(map[string]any)
			size, ok := extras["size_m"].([]any)
			if !ok {
				continue
			}
			a := doc.Accessors[doc.Meshes[*child.Mesh].Primitives[0].Attributes[gltf.POSITION]]
			for k, axis := range [3]int{0, 2, 1} {
				got := (a.Max[k] - a.Min[k]) * mgl64.Mat4(at[child.Name]).Col(k).Len()
				if math.Abs(got-size[axis].(float64)) > 1e-6 {
					t.Errorf("%s is %v along axis %d, want %v", child.Name, got, k, size)
				}
			}
		}
	}
	for _, want := range []string{"kitchen_floor", "kitchen_wall_1", "loft_ceiling", "chair_2", "shelf_1_2"} {
		if !found[want+colliderSuffix] {
			t.Errorf("%s has no collider", want)
		}
	}
	if found["carpet_1"+colliderSuffix] {
		t.Error("a carpet stops whoever walks over it")
	}
}

// The level goes with the file, unless it is longer than extras may be; scene
// graphs are the first to go.
func TestEmbeddedLevel(t *testing.T) {
	level, models := flat()
	level.Rooms[0].Task.SceneGraph = []byte(`[{"new_object_id":"x"}]`)
	read := func() (*LevelFile, []string) {
		var notes []string
		data, _ := exported(t, "embedded.glb", level, models, LevelExport{Note: func(s string) { notes = append(notes, s) }, KeepTextures: true})
		f, err := ReadLevel(fstest.MapFS{"l.glb": {Data: data}}, "l.glb")
		if err != nil {
			t.Fatal(err)
		}
		return f, notes
	}
	if f, notes := read(); len(notes) > 0 || f.Level == nil || string(f.Level.Rooms[0].Task.SceneGraph) != `[{"new_object_id":"x"}]` {
		t.Errorf("notes %q, level %+v", notes, f.Level)
	}
	level.Rooms[0].Task.SceneGraph = []byte(strings.Repeat("x", maxLevelText))
	if f, notes := read(); len(notes) > 0 || f.Level == nil || len(f.Level.Rooms[0].Task.SceneGraph) > 0 || len(f.Level.Rooms) != 3 {
		t.Errorf("notes %q, level %+v", notes, f.Level)
	}
	level.Rooms[0].Task.Preference = strings.Repeat("cosy ", maxLevelText/5+1)
	if f, notes := read(); len(notes) != 1 || f.Level != nil || len(f.Nodes) == 0 {
		t.Errorf("notes %q, level %+v", notes, f.Level)
	}
}

// Small textures share one image; what repeats and what is large stays alone.
func TestAtlas(t *testing.T) {
	level, models := flat()
	var notes []string
	opts := LevelExport{Note: func(s string) { notes = append(notes, s) }}
	data, doc := exported(t, "atlas.glb", level, models, opts)
	if len(doc.Images) != 3 {
		t.Errorf("%d images, want an atlas, the carpet's and the picture's", len(doc.Images))
	}
	if len(notes) != 2 || !strings.Contains(notes[0], "kit/picture") || !strings.Contains(notes[1], "kit/carpet") {
		t.Errorf("notes %q", notes)
	}
	_, loose := exported(t, "loose.glb", level, models, LevelExport{KeepTextures: true})
	if len(loose.Images) != 4 {
		t.Errorf("%d images kept apart, want 4: equal ones are one", len(loose.Images))
	}
	// Every corner shows the same colour as in the model itself.
	got, _, err := ReadModel(fstest.MapFS{"l.glb": {Data: data}}, "l.glb", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, asset := range []string{"kit/stove", "kit/sink"} {
		src := models[asset]
		name := src.Materials[0].Name
		seen := false
		for _, p := range got.Parts {
			if got.Materials[p.Material].Name != name {
				continue
			}
			seen = true
			for i, uv := range p.UVs {
				want := src.Parts[0].UVs[i%len(src.Parts[0].UVs)]
				a, b := colorAt(textureOf(got, p.Material), uv), colorAt(src.Textures[0], want)
				if a != b {
					t.Fatalf("%s: corner %d is %v, want %v", asset, i, a, b)
				}
			}
		}
		if !seen {
			t.Errorf("material %q is lost", name)
		}
	}
}

// colorAt is the texel just inside the given coordinates.
func colorAt(img *image.NRGBA, uv [2]float32) color.NRGBA {
	at := func(v float32, n int) int { return min(max(int(math.Round(float64(v)*float64(n))), 0), n-1) }
	return img.NRGBAAt(at(uv[0], img.Rect.Dx()), at(uv[1], img.Rect.Dy()))
}

// The files beside a .gltf hold what a GLB does.
func TestSeparateFiles(t *testing.T) {
	level, models := flat()
	files := fstest.MapFS{}
	opts := everything
	opts.Name, opts.Files = "my flat", func(name string) (io.WriteCloser, error) {
		if _, ok := files[name]; ok {
			return nil, fmt.Errorf("%s is written twice", name)
		}
		return &saved{name: name, to: files}, nil
	}
	text, doc := exported(t, "flat.gltf", level, models, opts)
	files["flat.gltf"] = &fstest.MapFile{Data: text}
	if dir := os.Getenv("GLTFIO_LEVELS"); dir != "" {
		for name, f := range files {
			if err := os.WriteFile(filepath.Join(dir, name), f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(files) != 2+len(doc.Images) || files["my_flat.bin"] == nil || files["my_flat_texture_0.png"] == nil {
		t.Errorf("%d files for %d images", len(files), len(doc.Images))
	}
	a, _, err := ReadModel(files, "flat.gltf", Options{})
	if err != nil {
		t.Fatal(err)
	}
	opts.Files = nil
	data, _ := exported(t, "flat.glb", level, models, opts)
	b, _, err := ReadModel(fstest.MapFS{"flat.glb": {Data: data}}, "flat.glb", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if a.Triangles() != b.Triangles() || a.Size != b.Size || len(a.Textures) != len(b.Textures) {
		t.Errorf("%d triangles, %v m, %d textures; the GLB has %d, %v, %d", a.Triangles(), a.Size, len(a.Textures), b.Triangles(), b.Size, len(b.Textures))
	}
	opts.Files = func(string) (io.WriteCloser, error) { return nil, io.ErrShortWrite }
	if err := ExportLevel(io.Discard, level, models, opts); err == nil || !strings.Contains(err.Error(), "the flat") {
		t.Errorf("a full disk gives %v", err)
	}
}

type saved struct {
	bytes.Buffer
	name string
	to   fstest.MapFS
}

func (s *saved) Close() error {
	s.to[s.name] = &fstest.MapFile{Data: slices.Clone(s.Bytes())}
	return nil
}
