package edit

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestRaysMeetWhatIsPointedAt(t *testing.T) {
	room := scenes.RectRoom(4, 3, 2.5)
	down := Ray{From: scenes.Vec3{2, -4, 5}, Way: scenes.Vec3{0, 2, -2}}
	if at, ok := down.Floor(0); !ok || at.Sub(scenes.Vec3{2, 1, 0}).Len() > 1e-9 {
		t.Errorf("on the floor: %v, %v", at, ok)
	}
	if wall, at, ok := down.Wall(&room); ok {
		t.Errorf("a ray to the floor meets wall %d at %v", wall, at)
	}
	level := Ray{From: scenes.Vec3{1, -4, 1.2}, Way: scenes.Vec3{0, 1, 0}}
	if wall, at, ok := level.Wall(&room); !ok || wall != 2 || at.Sub(scenes.Vec3{1, 3, 1.2}).Len() > 1e-9 {
		t.Errorf("the wall behind: %d, %v, %v", wall, at, ok)
	}
	if at, ok := level.Across(scenes.Vec3{2, 1.5, 0.4}); !ok || at.Sub(scenes.Vec3{1, 1.5, 1.2}).Len() > 1e-9 {
		t.Errorf("edge-on: %v, %v", at, ok)
	}
	if at, ok := down.Along(scenes.Vec3{2, 1, 0}, scenes.Vec3{0, 0, 1}); !ok || at.Sub(scenes.Vec3{2, 1, 0}).Len() > 1e-9 {
		t.Errorf("along the vertical: %v, %v", at, ok)
	}
	if _, ok := level.Along(scenes.Vec3{1, 1, 1}, scenes.Vec3{0, 1, 0}); ok {
		t.Error("a line that is looked along has no nearest point")
	}
	nan := math.NaN()
	for _, r := range []Ray{{}, {Way: scenes.Vec3{nan, 0, 0}}, {From: scenes.Vec3{nan, 0, 0}, Way: scenes.Vec3{0, 0, -1}}, {Way: scenes.Vec3{0, 0, 1e300}}} {
		if _, ok := r.Floor(-1); ok {
			t.Errorf("%v meets a floor", r)
		}
		_, ok1 := r.Across(scenes.Vec3{1, 1, 1})
		_, ok2 := r.Along(scenes.Vec3{1, 1, 1}, scenes.Vec3{1, 0, 0})
		_, _, ok3 := r.Wall(&room)
		if ok1 || ok2 || ok3 {
			t.Errorf("%v meets something", r)
		}
	}
}

func TestGroundIsTheFirstSurface(t *testing.T) {
	d := studio(t)
	room, _ := d.State().Room("studio")
	lamp, _ := room.Task.Find("lamp")
	// From above onto the table's top, then past it.
	at, on, ok := Ray{From: scenes.Vec3{2.5, 1.8, 5}, Way: scenes.Vec3{0, 0.01, -1}}.Ground(room.Task, room.Layout, lamp)
	if !ok || on != "table" || math.Abs(at[2]-0.75) > 1e-9 {
		t.Errorf("over the table: %v on %q, %v", at, on, ok)
	}
	at, on, ok = Ray{From: scenes.Vec3{4.5, 1.8, 5}, Way: scenes.Vec3{0, 0.01, -1}}.Ground(room.Task, room.Layout, lamp)
	if !ok || on != "" || at[2] != 0 {
		t.Errorf("beside it: %v on %q, %v", at, on, ok)
	}
}

func TestWithinTakesThingsInFromTheWalls(t *testing.T) {
	room := scenes.RectRoom(4, 3, 2.5)
	o := scenes.Object{Size: scenes.Vec3{1, 0.6, 1}, Support: scenes.OnFloor}
	for _, c := range []struct{ at, want scenes.Vec3 }{
		{scenes.Vec3{2, 3.4, 0.5}, scenes.Vec3{2, 2.7, 0.5}},
		{scenes.Vec3{-0.3, 3.1, 0.5}, scenes.Vec3{0.5, 2.7, 0.5}},
		{scenes.Vec3{2, 1, 0.5}, scenes.Vec3{2, 1, 0.5}},
		{scenes.Vec3{2, 9, 0.5}, scenes.Vec3{2, 9, 0.5}},
	} {
		if got := Within(&room, &o, scenes.Placement{Position: c.at}); got.Position.Sub(c.want).Len() > 1e-9 {
			t.Errorf("%v goes to %v, want %v", c.at, got.Position, c.want)
		}
	}
}

func TestMeasureMeansWhatWasClicked(t *testing.T) {
	d := studio(t)
	r, _ := d.State().Room("studio")
	table := End{Object: "table", Point: scenes.Vec3{2.5, 2, 0.75}}
	wardrobe := End{Object: "wardrobe", Point: scenes.Vec3{1, 3, 2}}
	east, west := End{Wall: 2, Point: scenes.Vec3{5, 1, 1}}, End{Wall: 4, Point: scenes.Vec3{0, 1, 1}}
	north := End{Wall: 3, Point: scenes.Vec3{2, 4, 1}}
	floor := End{Point: scenes.Vec3{4, 2, 0}}
	corner := End{Point: scenes.Vec3{0, 0, 0}, Exact: true}
	for name, c := range map[string]struct {
		a, b End
		want float64
	}{
		"objects":         {table, wardrobe, math.Hypot(0.3, 0.3)},
		"object and wall": {table, east, 1.8},
		"wall and object": {east, table, 1.8},
		"object, point":   {table, floor, 0.8},
		"point, object":   {floor, table, 0.8},
		"facing walls":    {east, west, 5},
		"walls that meet": {east, north, math.Hypot(3, 3)},
		"corner, point":   {corner, floor, math.Hypot(4, 2)},
		"corner, object":  {corner, table, math.Hypot(1.8, 1.6)},
		"one object":      {table, table, 0},
		"exact on object": {End{Object: "table", Point: scenes.Vec3{3.2, 2, 0}, Exact: true}, west, 3.2},
		"point, wall":     {floor, west, 4},
	} {
		got := Measure(r.Task, r.Layout, c.a, c.b)
		if math.Abs(got.Length-c.want) > 1e-9 {
			t.Errorf("%s: %.3f m, want %.3f", name, got.Length, c.want)
		}
		if far := got.To.Sub(got.From).Vec2().Len(); math.Abs(far-got.Length) > 1e-9 {
			t.Errorf("%s: the line is %.3f m long, the measure says %.3f", name, far, got.Length)
		}
	}
	gone := End{Object: "ghost", Point: scenes.Vec3{1, 0, 0}}
	if got := Measure(r.Task, r.Layout, gone, corner); got.Length != 1 {
		t.Errorf("from what is gone: %+v", got)
	}
}
