package roomgen

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Rooms of every shape and program are valid tasks, their witnesses fully
// valid, and the same seed gives the same bytes.
func TestShapesAreSatisfiable(t *testing.T) {
	for _, shape := range Shapes {
		for _, name := range Programs() {
			t.Run(fmt.Sprintf("%s %s", shape, name), func(t *testing.T) {
				for seed := range uint64(6) {
					o := Options{Seed: seed, Program: name, Shape: shape, Coverage: [2]float64{0.15, 0.4}, Sides: [2]float64{3, 12}}
					if seed%2 == 1 {
						o.Items = someItems()
					}
					task, witness, err := Generate(o)
					if err != nil {
						t.Fatal(err)
					}
					valid(t, task, witness)
					if isRect(task.Room.Floor) {
						t.Errorf("seed %d: the floor is a rectangle: %v", seed, task.Room.Floor)
					}
					again, _, err := Generate(o)
					if err != nil {
						t.Fatal(err)
					}
					a, b := mustJSON(t, task), mustJSON(t, again)
					if diff := cmp.Diff(a, b); diff != "" {
						t.Errorf("seed %d gives two rooms: %s", seed, diff)
					}
				}
			})
		}
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The rooms of the suite have what it promises: every shape, openings of every
// kind and swing within their walls, holes inside the floor, furniture along
// slanted walls, windows that nothing tall stands before, and declared
// clearances.
func TestPolyHasVariety(t *testing.T) {
	tasks, layouts, err := Witnessed("poly", 120, 5, nil)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for i, task := range tasks {
		room := &task.Room
		count[fmt.Sprint(len(room.Floor), " corners")]++
		count["holes"] += len(room.Holes)
		if !slices.ContainsFunc(room.Openings, func(o scenes.Opening) bool { return o.Kind == scenes.Door }) {
			t.Errorf("%s has no door", task.ID)
		}
		for _, o := range room.Openings {
			count[string(o.Kind)]++
			count[string(o.Swing)]++
			a, b := room.Floor[o.Wall], room.Floor[(o.Wall+1)%len(room.Floor)]
			if length := b.Sub(a).Len(); o.Offset-o.Width/2 < -1e-9 || o.Offset+o.Width/2 > length+1e-9 {
				t.Errorf("%s: %s leaves its wall of %.2f m: %+v", task.ID, o.ID, length, o)
			}
			if o.Kind == scenes.Window {
				unblocked(t, task, layouts[i], &o)
			}
		}
		for _, h := range room.Holes {
			for _, p := range h {
				if !geom.InsideFloor(&scenes.Room{Floor: room.Floor}, p, -passage+1e-6) {
					t.Errorf("%s: the hole %v comes too near to a wall", task.ID, h)
				}
			}
		}
		for k := range task.Objects {
			if math.Mod(layouts[i].Placements[k].Yaw, 90) != 0 {
				count["askew"]++
			}
			if task.Objects[k].Clearance.Front > 0 {
				count["clearances"]++
			}
		}
	}
	least := map[string]int{"4 corners": 5, "5 corners": 5, "6 corners": 30, "8 corners": 20, "holes": 12, "door": 130, "window": 150,
		"left": 30, "right": 30, "double": 5, "outward": 5, "sliding": 5, "askew": 60, "clearances": 40}
	for what, n := range least {
		if count[what] < n {
			t.Errorf("%d × %s, want at least %d", count[what], what, n)
		}
	}
	t.Log(count)
}

// unblocked fails when something stands or hangs in a window.
func unblocked(t *testing.T, task *scenes.Task, l *scenes.Layout, o *scenes.Opening) {
	t.Helper()
	z := geom.WindowZone(&task.Room, *o)
	for k := range task.Objects {
		if depth, _ := geom.Penetration(z, geom.BoxOf(&task.Objects[k], l.Placements[k])); depth > geom.Tolerance {
			t.Errorf("%s: %s stands in %s", task.ID, task.Objects[k].ID, o.ID)
		}
	}
}

func TestTrainingWithPolygons(t *testing.T) {
	shapes := 0
	for seed := range uint64(40) {
		o := TrainingOptions{Seed: seed, Items: packItems(), Crowded: 0.5, Polygons: 0.5}
		task, l, err := DrawTraining(o)
		if err != nil {
			t.Fatal(err)
		}
		valid(t, task, l)
		if !isRect(task.Room.Floor) {
			shapes++
			continue
		}
		plain, _, err := Training(seed, 0, packItems())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(plain, task); diff != "" {
			t.Errorf("seed %d: the rectangle changed: %s", seed, diff)
		}
	}
	if shapes < 12 || shapes > 28 {
		t.Errorf("%d of 40 rooms are no rectangles, want about half", shapes)
	}
}

func FuzzGenerate(f *testing.F) {
	f.Add(uint64(1), "bedroom", 12, "", 0.2, 0.4, 3.0, 8.0, false)
	f.Add(uint64(2), "shop", 0, "polygon", 0.15, 0.4, 3.0, 12.0, false)
	f.Add(uint64(3), "dungeon", 20, "slanted", 0.3, 0.5, 3.0, 4.0, true)
	f.Add(uint64(4), "abstract", 3, "T", 0.0, 0.0, 0.0, 0.0, false)
	f.Add(uint64(5), "office", -1, "round", math.NaN(), 0.4, math.Inf(-1), 1e9, false)
	f.Add(uint64(6), "living", 10, "", 0.15, 0.4, 2.6, 8.0, true)
	f.Fuzz(func(t *testing.T, seed uint64, program string, objects int, shape string, c0, c1, s0, s1 float64, prompt bool) {
		if objects > 12 {
			objects %= 13 // large rooms take longer and show nothing else
		}
		task, l, err := Generate(Options{Seed: seed, Program: program, Objects: objects, Shape: Shape(shape),
			Coverage: [2]float64{c0, c1}, Sides: [2]float64{s0, s1}, Prompt: prompt})
		if err == nil {
			valid(t, task, l)
		}
	})
}
