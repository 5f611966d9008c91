package feasible_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/feasible"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// A task that was furnished has no obstacle, whatever the suite.
func TestCertifiedTasksHaveNoObstacle(t *testing.T) {
	n := 40
	if testing.Short() {
		n = 10
	}
	for _, suite := range roomgen.Suites() {
		t.Run(suite, func(t *testing.T) {
			t.Parallel()
			tasks, err := roomgen.Suite(suite, n, 77, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, task := range tasks {
				if got := feasible.Check(task); len(got) > 0 {
					t.Errorf("%s: %+v", task.ID, got)
				}
			}
		})
	}
}

// Neither has one whose witness is moved, turned and squeezed as far as the
// tolerances allow, with some of it locked and clearances declared.
func TestTolerancesAreNoObstacle(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	tried := 0
	for seed := range uint64(200) {
		task, l, err := roomgen.DrawTraining(roomgen.TrainingOptions{Seed: seed, Polygons: 0.4})
		if err != nil {
			t.Fatal(err)
		}
		squeeze(task, l, rng)
		if !measure.NewChecker(task).Measure(l).FullyValid() {
			t.Fatalf("%s: the squeezed witness is not valid", task.ID)
		}
		tried++
		if got := feasible.Check(task); len(got) > 0 {
			t.Errorf("seed %d: %+v", seed, got)
		}
	}
	if tried < 200 {
		t.Errorf("only %d tasks", tried)
	}
}

// squeeze changes a task and its witness bit by bit, keeping what leaves the
// witness valid.
func squeeze(task *scenes.Task, l *scenes.Layout, rng *rand.Rand) {
	checker := measure.NewChecker(task)
	valid := func() bool {
		checker = measure.NewChecker(task)
		return checker.Measure(l).FullyValid()
	}
	for range 80 {
		i := rng.IntN(len(task.Objects))
		o := &task.Objects[i]
		p := l.Find(o.ID)
		oldO, oldP, oldLocks := *o, *p, slices.Clone(task.Locked)
		switch rng.IntN(5) {
		case 0:
			o.Size[rng.IntN(3)] *= 1 + 0.2*rng.Float64()
		case 1:
			p.Position[rng.IntN(2)] += 0.04 * (rng.Float64() - 0.5)
		case 2:
			p.Yaw += 10 * (rng.Float64() - 0.5)
		case 3:
			o.Clearance.Front = rng.Float64()
		case 4:
			if task.Lock(o.ID) == nil {
				q := *p
				q.Position[0] += 0.018 * (rng.Float64() - 0.5)
				task.Locked = append(task.Locked, q)
			}
		}
		if !valid() {
			*o, *p, task.Locked = oldO, oldP, oldLocks
		}
	}
}

func room(x, y, z float64, objects ...scenes.Object) *scenes.Task {
	return &scenes.Task{ID: "t", Room: scenes.RectRoom(x, y, z), Objects: objects}
}

func floor(id string, x, y, z float64, facing string, rel ...scenes.Relation) scenes.Object {
	return scenes.Object{ID: id, Size: scenes.Vec3{x, y, z}, Support: scenes.OnFloor, Facing: facing, Relations: rel}
}

func on(target string) scenes.Relation { return scenes.Relation{Kind: scenes.On, Target: target} }

func TestWhatDoesNotFitIsNamedWithItsAmount(t *testing.T) {
	north := func(id string, w, d float64) scenes.Object {
		return floor(id, w, d, 0.8, scenes.SouthWall, on(scenes.NorthWall))
	}
	ell := scenes.Room{Height: 2.5, Floor: []scenes.Vec2{{0, 0}, {4, 0}, {4, 1}, {1, 1}, {1, 4}, {0, 4}}}
	ring := room(5, 5, 3, floor("chair", 0.5, 0.5, 1, scenes.NorthWall), floor("desk", 1, 0.6, 0.8, scenes.NorthWall))
	ring.Objects[0].Relations = []scenes.Relation{{Kind: scenes.LeftOf, Target: "desk", Adjacent: true}}
	ring.Objects[1].Relations = []scenes.Relation{{Kind: scenes.LeftOf, Target: "chair", Adjacent: true}}
	blocked := room(3, 3, 2.5, floor("bed", 2.4, 2.4, 0.5, ""))
	blocked.Room.Openings = []scenes.Opening{{ID: "door", Kind: scenes.Door, Wall: 0, Offset: 1.5, Width: 0.9, Height: 2}}
	beside := room(4, 4, 2.5, north("bed", 1.8, 2))
	beside.Room.Openings = []scenes.Opening{{ID: "door", Kind: scenes.Door, Wall: 2, Offset: 2, Width: 0.9, Height: 2}}
	corner := room(4, 4, 2.5, north("bed", 1.8, 2), north("desk", 1.5, 0.7))
	corner.Room.Openings = []scenes.Opening{{ID: "door", Kind: scenes.Door, Wall: 2, Offset: 0.45, Width: 0.9, Height: 2}}
	locked := room(4, 3, 2.5, north("sofa", 2, 0.9), floor("piano", 1.5, 1.5, 1, scenes.SouthWall))
	locked.Locked = []scenes.Placement{{ID: "piano", Position: scenes.Vec3{2, 2, 0.5}, Yaw: 180}}
	high := room(4, 3, 2.5, floor("piano", 1, 1, 1, ""))
	high.Locked = []scenes.Placement{{ID: "piano", Position: scenes.Vec3{2, 2, 0.8}}}
	stack := room(4, 4, 2, floor("shelf", 1, 0.4, 1.5, ""), scenes.Object{ID: "vase", Size: scenes.Vec3{0.2, 0.2, 0.7}, Support: scenes.OnObject, Parent: "shelf"})
	carrier := room(4, 4, 3, floor("table", 1, 1, 0.7, scenes.NorthWall))
	for i := range 5 {
		carrier.Objects = append(carrier.Objects, scenes.Object{ID: fmt.Sprint("tray", i), Size: scenes.Vec3{0.6, 0.5, 0.2}, Support: scenes.OnObject, Parent: "table", Relations: []scenes.Relation{on("table")}})
	}
	clear := room(3, 3, 3, floor("oven", 0.6, 0.6, 0.9, scenes.SouthWall, on(scenes.NorthWall)))
	clear.Objects[0].Clearance.Front = 2.6
	behind := room(5, 5, 3, north("bed", 2, 1.6), floor("lamp", 0.4, 0.4, 1.5, scenes.SouthWall, scenes.Relation{Kind: scenes.Behind, Target: "bed", Adjacent: true}))
	full := room(2, 2, 3)
	for i := range 10 {
		full.Objects = append(full.Objects, floor(fmt.Sprint("crate", i), 0.7, 0.7, 0.7, ""))
	}
	carry := room(4, 4, 3, scenes.Object{ID: "a", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnObject, Parent: "b"}, scenes.Object{ID: "b", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnObject, Parent: "a"})
	for _, c := range []struct {
		name   string
		task   *scenes.Task
		object string
		others []string
		by     float64
		says   string
	}{
		{"too tall", room(4, 4, 2, floor("wardrobe", 1, 0.6, 2.3, "")), "wardrobe", nil, 0.3, "0.30 m more than the room"},
		{"stack", stack, "vase", []string{"shelf"}, 0.2, "above the ceiling"},
		{"too long", room(3, 3, 2.5, floor("sofa", 3.34, 3.1, 0.9, scenes.NorthWall)), "sofa", nil, 0.34, "fits nowhere on the floor"},
		{"too long for every heading", room(3, 3, 2.5, floor("slab", 4.2, 1, 0.9, "")), "slab", nil, 0.68, "fits nowhere"},
		{"too wide for an L", &scenes.Task{ID: "t", Room: ell, Objects: []scenes.Object{floor("bed", 1.6, 2, 0.5, scenes.NorthWall)}}, "bed", nil, 0.6, "fits nowhere"},
		{"door", blocked, "bed", []string{"door"}, 0.3, "the doors leave no place"},
		{"clearance", clear, "oven", nil, 0.2, "free space"},
		{"wall", room(4, 3, 2.5, north("a", 1.8, 0.6), north("b", 1.5, 0.5), north("c", 1.2, 0.5)), "a", []string{"b", "c"}, 0.5, "the north wall"},
		{"wall with a door", beside, "bed", []string{"door"}, 0.25, "no place at the north wall beside door; it is 0.25 m too large"},
		{"wall and door", corner, "bed", []string{"desk", "door"}, 0.2, "bed, desk and door stand along the north wall and need 4.20 m of its 4.00 m: 0.20 m are missing"},
		{"two walls", room(4, 3, 2.5, floor("sofa", 2, 0.9, 0.8, scenes.NorthWall, on(scenes.NorthWall), on(scenes.SouthWall))), "sofa", nil, 2.1, "on the north wall and on the south wall"},
		{"behind what is at the wall", behind, "bed", []string{"lamp"}, 0.4, "m are missing"},
		{"ring of relations", ring, "chair", []string{"desk"}, 0, "left of desk"},
		{"ring of carriers", carry, "a", []string{"b"}, 0, "in a ring"},
		{"locked in the way", locked, "sofa", []string{"piano"}, 0.64, "piano locked"},
		{"locked in the air", high, "piano", nil, 0.3, "locked"},
		{"carrier", carrier, "tray0", nil, 0.5, "on table"},
		{"floor", full, "crate0", nil, 0.9, "4.90 m²"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.task.Validate(); err != nil {
				t.Fatal(err)
			}
			got := feasible.Check(c.task)
			if len(got) == 0 {
				t.Fatal("no obstacle")
			}
			t.Logf("%+v", got)
			o := got[0]
			if o.Object != c.object || c.others != nil && !slices.Equal(o.Others, c.others) || !strings.Contains(o.Sentence, c.says) {
				t.Errorf("got %+v", o)
			}
			if c.by > 0 && math.Abs(o.By-c.by) > 0.03 {
				t.Errorf("by %.3f, want %.3f", o.By, c.by)
			}
		})
	}
}

// Thousands of objects, related, carried and locked, end in seconds.
func TestCrowds(t *testing.T) {
	task := room(30, 30, 3)
	for i := range 4000 {
		o := floor(fmt.Sprint("o", i), 0.3, 0.3, 0.3, scenes.NorthWall)
		if i > 0 {
			o.Relations = []scenes.Relation{{Kind: scenes.LeftOf, Target: fmt.Sprint("o", i-1), Adjacent: true}}
		}
		if i%3 == 0 {
			task.Locked = append(task.Locked, scenes.Placement{ID: o.ID, Position: scenes.Vec3{float64(i % 30), 5, 0.15}})
		}
		task.Objects = append(task.Objects, o)
	}
	start := time.Now()
	got := feasible.Check(task)
	if took := time.Since(start); len(got) == 0 || took > 30*time.Second {
		t.Errorf("%d obstacles after %v", len(got), took)
	}
}

func TestSearchSaysWhatIsLeft(t *testing.T) {
	ok := room(5, 4, 3, floor("sofa", 2, 0.9, 0.8, scenes.SouthWall, on(scenes.NorthWall)))
	if v, err := feasible.Search(t.Context(), ok, 0, 1); err != nil || !v.Valid || v.Worst != nil || len(v.Layout.Placements) != 1 {
		t.Errorf("%+v, %v", v, err)
	}
	// Two squares of 1.2 m in 2 m: 0.4 m are missing, whichever way.
	two := room(2, 2, 3, floor("a", 1.2, 1.2, 1, scenes.NorthWall), floor("b", 1.2, 1.2, 1, scenes.NorthWall))
	v, err := feasible.Search(t.Context(), two, 20000, 1)
	if err != nil || v.Valid || v.Worst == nil {
		t.Fatalf("%+v, %v", v, err)
	}
	if math.Abs(v.Worst.By-0.4) > 0.05 || !strings.Contains(v.Worst.Sentence, "lacks 0.4") {
		t.Errorf("%+v", *v.Worst)
	}
	if w, err := feasible.Search(t.Context(), two, 20000, 1); err != nil || !slices.Equal(w.Layout.Placements, v.Layout.Placements) {
		t.Errorf("the same search found another layout, %v", err)
	}
	if _, err := feasible.Search(t.Context(), room(0, 0, 0), 10, 1); err == nil {
		t.Error("a task without a room was searched")
	}
}

func FuzzCheck(f *testing.F) {
	for seed := range uint64(6) {
		f.Add(seed, 1.0, 0.0, byte(0), byte(1))
	}
	f.Add(uint64(1), math.NaN(), 1e300, byte(2), byte(0))
	f.Add(uint64(2), 1e6, -1e6, byte(7), byte(3))
	f.Fuzz(func(t *testing.T, seed uint64, scale, shift float64, which, target byte) {
		task, l, err := roomgen.DrawTraining(roomgen.TrainingOptions{Seed: seed % 64, Objects: 6, Polygons: 0.3})
		if err != nil {
			t.Skip()
		}
		i, j := int(which)%len(task.Objects), int(target)%len(task.Objects)
		o := &task.Objects[i]
		o.Size[int(which)%3] *= scale
		l.Placements[i].Position[0] += shift
		o.Relations = append(o.Relations, scenes.Relation{Kind: scenes.RelationKinds[int(which+target)%len(scenes.RelationKinds)], Target: task.Objects[j].ID})
		if which%5 == 0 {
			o.Support, o.Parent = scenes.OnObject, task.Objects[j].ID
		}
		if target%3 == 0 {
			task.Locked = append(task.Locked, l.Placements[i])
		}
		got := feasible.Check(task)
		valid := task.Validate() == nil && measure.Check(task, l).FullyValid()
		if valid && len(got) > 0 {
			t.Errorf("a valid layout, and %+v", got)
		}
		for _, g := range got {
			if k, _ := task.Find(g.Object); k == nil || g.Sentence == "" || !(g.By >= 0) {
				t.Errorf("%+v", g)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	for _, suite := range []string{"normal", "large", "poly", "free"} {
		tasks, err := roomgen.Suite(suite, 20, 1, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(suite, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				feasible.Check(tasks[i%len(tasks)])
			}
		})
	}
}
