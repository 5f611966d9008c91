package scenes

import (
	"math"
	"testing"
)

func TestLevelRoomFrames(t *testing.T) {
	r := LevelRoom{Origin: Vec3{10, 20, 3}, Yaw: 90}
	// The room's north is the level's east, its east the level's south.
	if got := r.Point(Vec3{1, 2, 0.5}); got != (Vec3{12, 19, 3.5}) {
		t.Errorf("point %v", got)
	}
	r.Yaw = 33
	p := Vec3{1.5, -2.25, 0.75}
	q := r.Local(r.Point(p))
	for k := range 3 {
		if math.Abs(q[k]-p[k]) > 1e-12 {
			t.Errorf("there and back %v, want %v", q, p)
		}
	}
	// A front in the room points along its heading in the level.
	_, front := Axes(40)
	a, b := r.Point(Vec3{}), r.Point(Vec3{front[0], front[1], 0})
	_, want := Axes(r.Heading(40))
	for k := range 2 {
		if math.Abs(b[k]-a[k]-want[k]) > 1e-12 {
			t.Errorf("front %v, want %v", b.Sub(a), want)
		}
	}
}

func TestLevelValidate(t *testing.T) {
	task := &Task{ID: "a", Room: RectRoom(3, 3, 2.5), Objects: []Object{{ID: "x", Category: "box", Size: Vec3{1, 1, 1}, Support: OnFloor}}}
	good := Single(task, &Layout{})
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for name, l := range map[string]*Level{
		"empty":   {},
		"half":    {Rooms: []LevelRoom{{Task: task}}},
		"twice":   {Rooms: []LevelRoom{good.Rooms[0], good.Rooms[0]}},
		"nowhere": {Rooms: []LevelRoom{{Task: task, Layout: &Layout{}, Yaw: math.NaN()}}},
		"far":     {Rooms: []LevelRoom{{Task: task, Layout: &Layout{}, Origin: Vec3{0, -1e300, 0}}}},
		"no room": Single(&Task{ID: "b"}, &Layout{}),
	} {
		if l.Validate() == nil {
			t.Errorf("%s: valid", name)
		}
	}
}
