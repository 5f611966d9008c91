package substitute

import (
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// room is a valid room: a desk with its back to the north wall in the
// north-east corner, a lamp near its edge with a box on it, a picture on the
// south wall, a pendant and a chair that stands free.
func room() (*scenes.Task, *scenes.Layout) {
	t := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
		{ID: "desk", Category: "desk", Size: scenes.Vec3{1.2, 0.6, 0.75}, Support: scenes.OnFloor, Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.NorthWall}}},
		{ID: "lamp", Category: "table_lamp", Size: scenes.Vec3{0.2, 0.2, 0.4}, Support: scenes.OnObject, Parent: "desk", Relations: []scenes.Relation{{Kind: scenes.On, Target: "desk", Adjacent: true}}},
		{ID: "box", Category: "box", Size: scenes.Vec3{0.1, 0.1, 0.1}, Support: scenes.OnObject, Parent: "lamp"},
		{ID: "picture", Category: "painting", Size: scenes.Vec3{0.6, 0.04, 0.4}, Support: scenes.OnWall},
		{ID: "pendant", Category: "pendant", Size: scenes.Vec3{0.4, 0.4, 0.6}, Support: scenes.OnCeiling},
		{ID: "chair", Category: "chair", Size: scenes.Vec3{0.45, 0.5, 0.9}, Support: scenes.OnFloor},
	}}
	l := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "desk", Position: scenes.Vec3{3.4, 2.7, 0.375}, Yaw: 180},
		{ID: "lamp", Position: scenes.Vec3{2.94, 2.54, 0.95}, Yaw: 30},
		{ID: "box", Position: scenes.Vec3{2.95, 2.54, 1.2}, Yaw: 0},
		{ID: "picture", Position: scenes.Vec3{2, 0.02, 1.5}, Yaw: 0},
		{ID: "pendant", Position: scenes.Vec3{2, 1.5, 2.2}, Yaw: 0},
		{ID: "chair", Position: scenes.Vec3{1, 1.5, 0.45}, Yaw: 45},
	}}
	return t, l
}

func TestObject(t *testing.T) {
	task, layout := room()
	if r := measure.Check(task, layout); !r.FullyValid() {
		t.Fatalf("the room to begin with: %v", r.Findings)
	}
	for _, tc := range []struct {
		id   string
		a    assets.Asset
		want scenes.Vec3
	}{
		{"desk", assets.Asset{Size: scenes.Vec3{0.8, 0.4, 0.7}, Mount: scenes.OnFloor}, scenes.Vec3{3.6, 2.8, 0.35}},
		{"desk", assets.Asset{Size: scenes.Vec3{1.6, 0.8, 0.9}, Mount: scenes.OnFloor}, scenes.Vec3{3.2, 2.6, 0.45}},
		{"lamp", assets.Asset{Size: scenes.Vec3{0.2, 0.2, 0.6}, Mount: scenes.OnObject}, scenes.Vec3{2.94, 2.54, 1.05}},
		{"picture", assets.Asset{Size: scenes.Vec3{0.5, 0.1, 0.6}, Mount: scenes.OnWall}, scenes.Vec3{2, 0.05, 1.5}},
		{"pendant", assets.Asset{Size: scenes.Vec3{0.3, 0.3, 0.4}, Mount: scenes.OnCeiling}, scenes.Vec3{2, 1.5, 2.3}},
		{"chair", assets.Asset{Size: scenes.Vec3{0.5, 0.5, 1}, Mount: scenes.OnFloor}, scenes.Vec3{1, 1.5, 0.5}},
	} {
		tc.a.ID, tc.a.Category = "p/new", "thing"
		got, moved, err := Object(task, layout, tc.id, tc.a)
		if err != nil {
			t.Errorf("%s: %v", tc.id, err)
			continue
		}
		if p := moved.Find(tc.id); p.Position.Sub(tc.want).Len() > 1e-9 || p.Yaw != layout.Find(tc.id).Yaw {
			t.Errorf("%s of %v: at %v and %v°, want %v", tc.id, tc.a.Size, p.Position, p.Yaw, tc.want)
		}
		if o, _ := got.Find(tc.id); o.Asset != "p/new" || o.Category != "thing" || o.Size != tc.a.Size || len(o.Relations) != len(task.Objects[0].Relations) && tc.id == "desk" {
			t.Errorf("%s became %+v", tc.id, o)
		}
		if r := measure.Check(got, moved); !r.FullyValid() {
			t.Errorf("%s of %v: %v", tc.id, tc.a.Size, r.Findings)
		}
	}
	if old, _ := task.Find("desk"); old.Asset != "" || layout.Find("desk").Position[2] != 0.375 {
		t.Error("the room that was given has changed")
	}
}

// In a room of any shape, at any heading, contact with a slanted wall stays.
func TestObjectAtSlantedWall(t *testing.T) {
	task := &scenes.Task{ID: "t", Room: scenes.Room{Floor: []scenes.Vec2{{0, 0}, {4, 0}, {4, 2}, {2, 4}, {0, 4}}, Height: 2.5},
		Objects: []scenes.Object{{ID: "sofa", Category: "sofa", Size: scenes.Vec3{1, 0.8, 0.8}, Support: scenes.OnFloor}}}
	out := scenes.Vec2{1, 1}.Normalize()
	at := scenes.Vec2{3, 3}.Sub(out.Mul(0.4))
	layout := &scenes.Layout{Placements: []scenes.Placement{{ID: "sofa", Position: at.Vec3(0.4), Yaw: 225}}}
	_, moved, err := Object(task, layout, "sofa", assets.Asset{ID: "p/s", Size: scenes.Vec3{1.2, 1, 0.9}, Mount: scenes.OnFloor})
	if err != nil {
		t.Fatal(err)
	}
	p := moved.Find("sofa").Position
	gap := out.Dot(scenes.Vec2{3, 3}.Sub(p.Vec2())) - 0.5
	if math.Abs(gap) > 1e-9 || math.Abs(p[2]-0.45) > 1e-9 {
		t.Errorf("the sofa is %g m off the wall, at %v", gap, p)
	}
}

func TestObjectRefuses(t *testing.T) {
	task, layout := room()
	fits := assets.Asset{ID: "p/new", Size: scenes.Vec3{1, 1, 1}, Mount: scenes.OnFloor}
	for id, want := range map[string]string{
		"ghost":   `there is no object "ghost"`,
		"pendant": "p/new stands and pendant hangs from the ceiling",
		"chair":   `object "chair" has no place`,
	} {
		l := &scenes.Layout{Placements: layout.Placements[:5]}
		if _, _, err := Object(task, l, id, fits); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", id, err, want)
		}
	}
	// Things that carry each other in a circle move once.
	task.Objects[0].Support, task.Objects[0].Parent = scenes.OnObject, "lamp"
	_, moved, err := Object(task, layout, "desk", fits)
	if err != nil || math.Abs(geom.BoxOf(&task.Objects[1], *moved.Find("lamp")).Bottom()-1) > 1e-9 {
		t.Errorf("%v %v", moved, err)
	}
}
