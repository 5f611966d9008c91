package reimport

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// models are boxes of the assets' own sizes, so that fronts and sizes show.
type models map[string]scenes.Vec3

func (m models) Model(asset string) (*mesh.Model, error) {
	size, ok := m[asset]
	if !ok {
		return nil, errors.New("unknown")
	}
	return gltfio.BoxModel(asset, size), nil
}

var pack = models{"kit/chair": {0.5, 0.55, 0.9}, "kit/shelf": {1, 0.3, 1.8}, "kit/lamp": {0.2, 0.2, 0.4}}

// flat is a level of a kitchen and, turned and upstairs, a loft.
func flat() *scenes.Level {
	object := func(id, asset string, support scenes.Support) scenes.Object {
		return scenes.Object{ID: id, Category: id[:len(id)-2], Asset: asset, Support: support, Size: pack[asset]}
	}
	kitchen := &scenes.Task{ID: "kitchen", Program: "kitchen", Preference: "cosy – «très»", Room: scenes.RectRoom(4, 3, 2.5)}
	kitchen.Room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 1, Offset: 1.5, Width: 0.9, Height: 2}}
	lamp := object("lamp_1", "kit/lamp", scenes.OnObject)
	lamp.Parent, lamp.Relations = "table_1", []scenes.Relation{{Kind: scenes.On, Target: "table_1"}}
	kitchen.Objects = []scenes.Object{
		object("chair_1", "kit/chair", scenes.OnFloor), object("chair_2", "kit/chair", scenes.OnFloor),
		{ID: "table_1", Category: "table", Size: scenes.Vec3{1.2, 0.8, 0.75}, Support: scenes.OnFloor}, lamp,
		object("chair_3", "kit/chair", scenes.OnFloor),
	}
	loft := &scenes.Task{ID: "loft", Room: scenes.RectRoom(5, 4, 2.4)}
	loft.Objects = []scenes.Object{object("shelf_1", "kit/shelf", scenes.OnFloor), object("chair_1", "kit/chair", scenes.OnFloor)}
	loft.Objects[0].Size = scenes.Vec3{1.5, 0.4, 1.8}
	return &scenes.Level{Name: "the flat", Rooms: []scenes.LevelRoom{
		{Task: kitchen, Layout: &scenes.Layout{Placements: []scenes.Placement{
			{ID: "chair_1", Position: scenes.Vec3{2, 0.5, 0.45}}, {ID: "chair_2", Position: scenes.Vec3{1.1, 1.2345678, 0.45}, Yaw: 95},
			{ID: "table_1", Position: scenes.Vec3{2, 1.3, 0.375}, Yaw: 370}, {ID: "lamp_1", Position: scenes.Vec3{2.1, 1.2, 0.95}, Yaw: -33},
		}}},
		{Task: loft, Origin: scenes.Vec3{1, 4, 2.7}, Yaw: 30, Layout: &scenes.Layout{Placements: []scenes.Placement{
			{ID: "shelf_1", Position: scenes.Vec3{3, 3.8, 0.9}, Yaw: 180}, {ID: "chair_1", Position: scenes.Vec3{1, 1, 0.45}, Yaw: 271},
		}}},
	}}
}

func read(t testing.TB, d *document, level *scenes.Level, opts Options) (*scenes.Level, *Report) {
	t.Helper()
	file, err := gltfio.ReadLevel(fstest.MapFS{"l.glb": {Data: d.glb(t)}}, "l.glb")
	if err != nil {
		t.Fatal(err)
	}
	out, report, err := Level(level, file, opts)
	if err != nil {
		t.Fatal(err)
	}
	return out, report
}

var all = gltfio.LevelExport{Colliders: gltfio.BoxColliders, Navmesh: true, Ceiling: true}

// What nobody touched comes back as it was, to the last bit: with extras, and
// without them from names or meshes.
func TestUntouched(t *testing.T) {
	for name, change := range map[string]func(*document){
		"as it is": func(*document) {},
		"no extras": func(d *document) {
			d.strip()
		},
		"no extras, other names": func(d *document) {
			d.strip()
			for i, n := range d.nodes() {
				n.(map[string]any)["name"] = fmt.Sprintf("Node.%03d", i)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			level := flat()
			d := exported(t, level, all)
			change(d)
			got, report := read(t, d, level, Options{})
			if diff := cmp.Diff(level, got); diff != "" {
				t.Errorf("level (-want +got):\n%s", diff)
			}
			if n := report.Count(Same); n != 6 || len(report.Objects) != 6 || len(report.Warnings)+len(report.Rooms) > 0 {
				t.Errorf("report %+v", report)
			}
		})
	}
}

// The level in the extras is enough.
func TestFileAlone(t *testing.T) {
	level := flat()
	got, _ := read(t, exported(t, level, gltfio.LevelExport{}), nil, Options{})
	if diff := cmp.Diff(level, got); diff != "" {
		t.Errorf("level (-want +got):\n%s", diff)
	}
}

func find(r *Report, room, id string) Object {
	for _, o := range r.Objects {
		if o.Room == room && o.ID == id {
			return o
		}
	}
	return Object{}
}

// A scene of Godot as export writes it, saved as a file by the engine: no extras,
// objects that stand on their own node's origin with the model below, the shell
// as a scene within the room.
func TestNested(t *testing.T) {
	level := flat()
	d := exported(t, level, gltfio.LevelExport{})
	d.strip()
	names := gltfio.NamesOf(level)
	push := func(n map[string]any) float64 {
		d.json["nodes"] = append(d.nodes(), n)
		return float64(len(d.nodes()) - 1)
	}
	for i, r := range level.Rooms {
		for k, o := range r.Task.Objects {
			if r.Layout.Find(o.ID) == nil {
				continue
			}
			n := d.node(names.Rooms[i].Objects[k])
			mesh := map[string]any{"name": "Object_0", "mesh": n["mesh"], "translation": []any{0.0, o.Size[2] / 2, 0.0}}
			if n["scale"] != nil {
				mesh["scale"] = n["scale"]
			}
			model := push(map[string]any{"name": "model", "children": []any{push(mesh)}})
			delete(n, "mesh")
			delete(n, "scale")
			n["children"] = []any{model}
			n["translation"].([]any)[1] = n["translation"].([]any)[1].(float64) - o.Size[2]/2
		}
		room := d.node(names.Rooms[i].Room)
		var shell, rest []any
		for _, c := range room["children"].([]any) {
			name := d.nodes()[int(c.(float64))].(map[string]any)["name"].(string)
			if part := strings.TrimPrefix(name, names.Rooms[i].Room+"_"); part != name {
				d.nodes()[int(c.(float64))].(map[string]any)["name"] = part
				shell = append(shell, c)
			} else {
				rest = append(rest, c)
			}
		}
		inner := push(map[string]any{"name": names.Rooms[i].Room, "children": shell})
		room["children"] = append(rest, push(map[string]any{"name": "shell", "children": []any{inner}}))
	}
	// A copy: another node, the same model.
	copied := d.copyNode("chair_2", "chair_9")
	text, _ := json.Marshal(d.nodes()[int(copied["children"].([]any)[0].(float64))])
	var model map[string]any
	_ = json.Unmarshal(text, &model)
	text, _ = json.Marshal(d.nodes()[int(model["children"].([]any)[0].(float64))])
	var mesh map[string]any
	_ = json.Unmarshal(text, &mesh)
	model["children"] = []any{push(mesh)}
	copied["children"] = []any{push(model)}
	d.shift("chair_9", 2, 0, 0)

	got, report := read(t, d, level, Options{})
	for i := range level.Rooms {
		for _, p := range level.Rooms[i].Layout.Placements {
			if q := got.Rooms[i].Layout.Find(p.ID); q == nil || *q != p {
				t.Errorf("%v became %v", p, q)
			}
		}
	}
	if report.Count(Same) != 6 || len(report.Objects) != 7 || len(report.Rooms)+len(report.Warnings) > 0 {
		t.Errorf("report %+v", report)
	}
	if p := got.Rooms[0].Layout.Find("chair_4"); p == nil || p.Position.Sub(scenes.Vec3{3.1, 1.2345678, 0.45}).Len() > 1e-4 || math.Abs(p.Yaw-95) > 1e-3 {
		t.Errorf("the copy is at %v", p)
	}
}

// A session in Blender: moved, turned, copied, deleted, enlarged.
func TestEdited(t *testing.T) {
	for _, extras := range []bool{true, false} {
		t.Run(fmt.Sprintf("extras %v", extras), func(t *testing.T) {
			level := flat()
			d := exported(t, level, gltfio.LevelExport{Colliders: gltfio.BoxColliders})
			d.shift("chair_1", 0.5, 0, -0.25)
			s, c := math.Sincos(60 * math.Pi / 360)
			d.node("chair_2")["rotation"] = []any{0.0, s, 0.0, c}
			d.copyNode("chair_2", "chair_2.001")
			d.shift("chair_2.001", 1.5, 0, 1)
			d.cut("table_1")
			d.node("shelf_1")["scale"] = []any{2.0, 1.0, 1.0}
			if !extras {
				d.strip()
			}
			got, report := read(t, d, level, Options{})
			kitchen, loft := got.Rooms[0], got.Rooms[1]
			if p, want := kitchen.Layout.Find("chair_1"), (scenes.Placement{ID: "chair_1", Position: scenes.Vec3{2.5, 0.75, 0.45}}); *p != want {
				t.Errorf("chair_1 at %v, want %v", *p, want)
			}
			if p := kitchen.Layout.Find("chair_2"); math.Abs(p.Yaw-120) > 1e-3 || p.Position != (scenes.Vec3{1.1, 1.2345678, 0.45}) {
				t.Errorf("chair_2 at %v, want it turned to 120° where it was", *p)
			}
			o, _ := kitchen.Task.Find("chair_4")
			p := kitchen.Layout.Find("chair_4")
			if o == nil || p == nil || o.Asset != "kit/chair" || p.Position.Sub(scenes.Vec3{2.6, 0.23457, 0.45}).Len() > 1e-4 || math.Abs(p.Yaw-120) > 1e-3 {
				t.Errorf("the copy is %+v at %+v", o, p)
			}
			if got := find(report, "kitchen", "chair_4"); got.Change != Added || got.How != "copy of chair_2" || got.Node != "chair_2.001" {
				t.Errorf("the copy is reported as %+v", got)
			}
			if o, _ := kitchen.Task.Find("table_1"); o != nil || kitchen.Layout.Find("table_1") != nil || find(report, "kitchen", "table_1").Change != Removed {
				t.Errorf("the table that was deleted is %+v, %+v", o, find(report, "kitchen", "table_1"))
			}
			lamp, _ := kitchen.Task.Find("lamp_1")
			if lamp.Support == scenes.OnObject || len(lamp.Relations) > 0 {
				t.Errorf("the lamp still stands on the table that is gone: %+v", lamp)
			}
			if o, _ := kitchen.Task.Find("chair_3"); o == nil || kitchen.Layout.Find("chair_3") != nil {
				t.Error("the chair without a place has one or is gone")
			}
			shelf, _ := loft.Task.Find("shelf_1")
			if want := (scenes.Vec3{2, 0.3, 1.8}); shelf.Size.Sub(want).Len() > 1e-5 || find(report, "loft", "shelf_1").Was != (scenes.Vec3{1.5, 0.4, 1.8}) {
				t.Errorf("the shelf is %v, want %v", shelf.Size, want)
			}
			if find(report, "loft", "chair_1").Change != Same {
				t.Errorf("the loft's chair %+v", find(report, "loft", "chair_1"))
			}
			if diff := cmp.Diff(flat(), level); diff != "" {
				t.Errorf("the level given was changed: %s", diff)
			}
		})
	}
}

// A lamp put from the table to the floor is no longer carried by the table.
func TestSupportFollows(t *testing.T) {
	d := exported(t, flat(), gltfio.LevelExport{})
	d.shift("lamp_1", 1, -0.75, 0)
	d.shift("chair_2", 0.9, 0.75, -0.1)
	got, _ := read(t, d, nil, Options{})
	lamp, _ := got.Rooms[0].Task.Find("lamp_1")
	if lamp.Support != scenes.OnFloor || lamp.Parent != "" {
		t.Errorf("the lamp is on %s %s", lamp.Support, lamp.Parent)
	}
	chair, _ := got.Rooms[0].Task.Find("chair_2")
	if chair.Support != scenes.OnObject || chair.Parent != "table_1" {
		t.Errorf("the chair on the table is on %s %s", chair.Support, chair.Parent)
	}
}

// What a layout cannot follow is said and put right.
func TestWarnings(t *testing.T) {
	s, c := math.Sincos(12 * math.Pi / 360)
	for want, change := range map[string]func(*document){
		"chair_1 of kitchen was tilted by 12°; it was laid back upright": func(d *document) {
			d.node("chair_1")["rotation"] = []any{0.0, c, s, 0.0}
		},
		"chair_1 of kitchen was mirrored, which no layout can follow": func(d *document) { d.node("chair_1")["scale"] = []any{-1.0, 1.0, 1.0} },
		`"kitchen_wall_1" was moved or scaled by up to 0.3 m`:         func(d *document) { d.shift("kitchen_wall_1", 0, 0, 0.3) },
		"everything in the file is 100 times as large": func(d *document) {
			enclose(d, map[string]any{"scale": []any{100.0, 100.0, 100.0}})
		},
		"the level in the file lies on its side": func(d *document) {
			h := math.Sqrt(0.5)
			enclose(d, map[string]any{"rotation": []any{h, 0.0, 0.0, h}})
		},
	} {
		t.Run(want, func(t *testing.T) {
			level := flat()
			d := exported(t, level, gltfio.LevelExport{})
			change(d)
			got, report := read(t, d, nil, Options{})
			if len(report.Warnings) != 1 || !strings.HasPrefix(report.Warnings[0], want) {
				t.Errorf("warnings %q", report.Warnings)
			}
			for i := range level.Rooms {
				for _, p := range level.Rooms[i].Layout.Placements {
					q := got.Rooms[i].Layout.Find(p.ID)
					if q == nil || q.Position.Sub(p.Position).Len() > 1e-5 || apart(q.Yaw, p.Yaw) > 1e-3 {
						t.Errorf("%s at %v, want %v", p.ID, q, p)
					}
				}
			}
		})
	}
}

// Rooms can be moved, copied and deleted whole.
func TestRooms(t *testing.T) {
	d := exported(t, flat(), gltfio.LevelExport{})
	d.shift("kitchen", 10, 0, 0)
	d.cut("loft")
	got, report := read(t, d, nil, Options{})
	if len(got.Rooms) != 1 || got.Rooms[0].Origin != (scenes.Vec3{10, 0, 0}) || got.Rooms[0].Layout.Find("chair_1").Position != (scenes.Vec3{2, 0.5, 0.45}) {
		t.Errorf("rooms %+v", got.Rooms)
	}
	if len(report.Rooms) != 2 || report.Rooms[0].MovedM != 10 || report.Rooms[1].Change != Removed {
		t.Errorf("report of rooms %+v", report.Rooms)
	}

	d = exported(t, flat(), gltfio.LevelExport{})
	twin := d.copyNode("loft", "loft.001")
	var children []any
	for _, c := range twin["children"].([]any) {
		n := d.nodes()[int(c.(float64))].(map[string]any)
		text, _ := json.Marshal(n)
		var own map[string]any
		_ = json.Unmarshal(text, &own)
		own["name"] = own["name"].(string) + ".001"
		d.json["nodes"] = append(d.nodes(), own)
		children = append(children, float64(len(d.nodes())-1))
	}
	twin["children"] = children
	d.shift("loft.001", 0, 0, -10)
	d.shift("chair_1_2.001", 0, 0, -1)
	got, _ = read(t, d, nil, Options{})
	if len(got.Rooms) != 3 || got.Rooms[2].Task.ID != "loft_2" || got.Rooms[2].Origin.Sub(scenes.Vec3{1, 14, 2.7}).Len() > 1e-6 {
		t.Fatalf("rooms %+v", got.Rooms)
	}
	if *got.Rooms[2].Layout.Find("shelf_1") != *flat().Rooms[1].Layout.Find("shelf_1") || got.Rooms[2].Layout.Find("chair_1").Position.Sub(scenes.Vec3{1, 2, 0.45}).Len() > 1e-5 {
		t.Errorf("the copied room holds %+v", got.Rooms[2].Layout)
	}
	if *got.Rooms[1].Layout.Find("chair_1") != *flat().Rooms[1].Layout.Find("chair_1") {
		t.Errorf("the first loft changed: %+v", got.Rooms[1].Layout)
	}
}

// What is moved onto another room's floor belongs to that room.
func TestChangesRooms(t *testing.T) {
	level := flat()
	d := exported(t, level, gltfio.LevelExport{})
	to, from := level.Rooms[1].Point(scenes.Vec3{4, 2, 0.45}), scenes.Vec3{1.1, 1.2345678, 0.45}
	by := to.Sub(from)
	d.shift("chair_2", by[0], by[2], -by[1])
	got, report := read(t, d, nil, Options{})
	p := got.Rooms[1].Layout.Find("chair_2")
	if p == nil || p.Position.Sub(scenes.Vec3{4, 2, 0.45}).Len() > 1e-5 || math.Abs(p.Yaw-65) > 1e-3 {
		t.Fatalf("the chair is at %v in the loft", p)
	}
	if got.Rooms[0].Layout.Find("chair_2") != nil || find(report, "loft", "chair_2").How != "moved from kitchen" {
		t.Errorf("report %+v", report.Objects)
	}
}

// New meshes become objects: of the library where it knows them, else boxes.
func TestNewMeshes(t *testing.T) {
	d := exported(t, flat(), gltfio.LevelExport{})
	for name, mesh := range map[string]string{"Cube": "garden_bench", "thing": "qwrtz", "sofa.002": "Mesh.012", "Armature": "kit_chair.004"} {
		n := d.copyNode("table_1", name)
		delete(n, "extras")
		n["mesh"] = float64(len(d.json["meshes"].([]any)))
		m := map[string]any{"name": mesh, "primitives": d.json["meshes"].([]any)[0].(map[string]any)["primitives"]}
		for _, old := range d.json["meshes"].([]any) {
			if old := old.(map[string]any); old["name"] == "table" {
				m["primitives"] = old["primitives"]
			}
		}
		d.json["meshes"] = append(d.json["meshes"].([]any), m)
	}
	got, report := read(t, d, nil, Options{Find: func(name string, size scenes.Vec3) (scenes.Object, bool) {
		return scenes.Object{Asset: "park/garden_bench", Category: "bench", Support: scenes.OnFloor}, name == "garden_bench"
	}})
	want := map[string]string{"Cube": "library", "thing": "unknown", "sofa.002": "name", "Armature": "mesh of chair_1"}
	for _, o := range report.Objects {
		if o.Change != Added {
			continue
		}
		if o.How != want[o.Node] {
			t.Errorf("%+v, want it known by %q", o, want[o.Node])
		}
		delete(want, o.Node)
		at, _ := got.Rooms[0].Task.Find(o.ID)
		if at == nil || at.Size.Sub(scenes.Vec3{1.2, 0.8, 0.75}).Len() > 1e-5 {
			t.Errorf("%s is %+v", o.ID, at)
		}
		p := got.Rooms[0].Layout.Find(o.ID)
		if p.Position.Sub(scenes.Vec3{2, 1.3, 0.375}).Len() > 1e-5 {
			t.Errorf("%s is at %v", o.ID, p)
		}
	}
	if len(want) > 0 {
		t.Errorf("not added: %v", want)
	}
	if o, _ := got.Rooms[0].Task.Find("sofa_1"); o == nil || o.Category != "sofa" {
		t.Errorf("the sofa is %+v", o)
	}
}

func TestRefusals(t *testing.T) {
	for want, change := range map[string]func(d *document){
		"holds no level of ours":          func(d *document) { d.strip() },
		"nothing in the file is of level": func(d *document) { keepOnly(d, "kitchen_wall_0") },
		`room "loft" has no object left`:  func(d *document) { keepOnly(d, "chair_1", "kitchen_floor", "loft_floor") },
		"shows no mesh":                   func(d *document) { keepOnly(d) },
	} {
		t.Run(want, func(t *testing.T) {
			d := exported(t, flat(), gltfio.LevelExport{})
			change(d)
			file, err := gltfio.ReadLevel(fstest.MapFS{"l.glb": {Data: d.glb(t)}}, "l.glb")
			if err == nil {
				_, _, err = Level(nil, file, Options{})
			}
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want %q", err, want)
			}
		})
	}
}
