package critic_test

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/measure/critic/faults"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// sample is the seeds of the tests; the table has others, and so had the
// critic's development.
const (
	sampleFirst = 500_000
	sampleRooms = 66
)

func room(t testing.TB, seed uint64) *faults.Room {
	t.Helper()
	r, err := faults.NewRoom(seed)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func score(t *scenes.Task, l *scenes.Layout) float64 {
	m := critic.Gather(world.New(t, l, nil), nil)
	return m.Grade().Score()
}

// The good room scores more than the faulty one in 95 % of the pairs, from the
// arrangement alone and without a picture.
func TestRanksGoodAboveFaulty(t *testing.T) {
	type count struct{ n, won int }
	counts := map[string]*count{}
	all := &count{}
	for seed := range uint64(sampleRooms) {
		r := room(t, sampleFirst+seed)
		task := r.Free()
		good := score(task, r.Layout)
		for _, k := range faults.Kinds() {
			f, ok := r.Make(k)
			if !ok {
				continue
			}
			c := counts[k.Name]
			if c == nil {
				c = &count{}
				counts[k.Name] = c
			}
			bad := score(task, f.Layout)
			for _, x := range [2]*count{c, all} {
				x.n++
				if good > bad {
					x.won++
				}
			}
		}
	}
	for _, k := range faults.Kinds() {
		c := counts[k.Name]
		if c == nil {
			t.Errorf("no room of the sample has the fault %q", k.Name)
			continue
		}
		t.Logf("%s: %d of %d", k.Name, c.won, c.n)
	}
	if 100*all.won < 95*all.n {
		t.Errorf("%d of %d pairs are ranked as they should", all.won, all.n)
	}
}

// What the critic says of a faulty room names the object that was moved, or
// what it was moved away from.
func TestSaysWhoIsAtFault(t *testing.T) {
	named, n := 0, 0
	for seed := range uint64(sampleRooms) {
		r := room(t, sampleFirst+seed)
		for _, k := range faults.Kinds() {
			f, ok := r.Make(k)
			if !ok {
				continue
			}
			m := critic.Gather(world.New(r.Task, f.Layout, nil), nil)
			var said []string
			for _, g := range m.Grade() {
				said = append(said, g.Reason)
			}
			n++
			if strings.Contains(strings.Join(said, " "), f.Object) {
				named++
			}
		}
	}
	if 100*named < 95*n {
		t.Errorf("the reasons name the object at fault in %d of %d rooms", named, n)
	}
}

// The same room gives the same grades, blames and findings, in any goroutine.
func TestSameEveryTime(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 50, 50))
	for i := range 50 {
		img.Set(i, i*i%50, color.RGBA{uint8(5 * i), 80, 200, 255})
	}
	judge := func(seed uint64) string {
		r := room(t, seed)
		m := critic.Gather(world.New(r.Task, r.Layout, nil), []image.Image{img})
		return fmt.Sprint(m, m.Grade(), m.Objects(len(r.Task.Objects)), m.Findings(r.Task))
	}
	var want [8]string
	for k := range want {
		want[k] = judge(uint64(k))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for k := range want {
				if d := cmp.Diff(want[k], judge(uint64(k))); d != "" {
					t.Errorf("seed %d:\n%s", k, d)
				}
			}
		})
	}
	wg.Wait()
}

// Rooms that no one would draw give grades all the same.
func TestOddRooms(t *testing.T) {
	many := &scenes.Task{Room: scenes.RectRoom(40, 40, 3)}
	crowd := &scenes.Layout{}
	for i := range 1000 {
		id := fmt.Sprintf("chair_%d", i)
		many.Objects = append(many.Objects, scenes.Object{ID: id, Category: []string{"chair", "desk", "rug", "gizmo"}[i%4], Size: scenes.Vec3{0.5, 0.5, 0.8}, Support: scenes.OnFloor})
		crowd.Placements = append(crowd.Placements, scenes.Placement{ID: id, Position: scenes.Vec3{float64(i % 40), float64(i / 40 % 40), 0.4}, Yaw: float64(i)})
	}
	huge := &scenes.Task{Room: scenes.RectRoom(3, 3, 3), Objects: []scenes.Object{
		{ID: "a", Category: "sofa", Size: scenes.Vec3{1e12, 1e-12, 1}, Support: scenes.OnFloor},
		{ID: "b", Category: "rug", Flat: true, Size: scenes.Vec3{1, 1, 0}, Support: scenes.OnFloor},
		{ID: "c", Category: "chair", Size: scenes.Vec3{0, 0, 0}, Support: scenes.OnObject, Parent: "c"}}}
	for name, w := range map[string]*world.World{
		"nothing":     world.New(&scenes.Task{}, nil, nil),
		"no room":     world.New(&scenes.Task{Objects: huge.Objects}, &scenes.Layout{Placements: []scenes.Placement{{ID: "a"}, {ID: "b"}, {ID: "c"}}}, nil),
		"huge, empty": world.New(huge, &scenes.Layout{Placements: []scenes.Placement{{ID: "a"}, {ID: "b", Position: scenes.Vec3{1e300, 0, 0}}, {ID: "c", Yaw: 1e300}}}, nil),
		"a crowd":     world.New(many, crowd, nil),
	} {
		t.Run(name, func(t *testing.T) {
			m := critic.Gather(w, nil)
			for _, g := range m.Grade() {
				if !(g.Value >= 1 && g.Value <= 10) {
					t.Errorf("%+v", g)
				}
			}
		})
	}
}

func BenchmarkGather(b *testing.B) {
	r := room(b, 2)
	w := world.New(r.Task, r.Layout, nil)
	img := image.NewRGBA(image.Rect(0, 0, 256, 256))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * i >> 7)
	}
	for _, c := range []struct {
		name   string
		images []image.Image
	}{{"without picture", nil}, {"with picture", []image.Image{img}}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				critic.Gather(w, c.images)
			}
		})
	}
}

func BenchmarkGrade(b *testing.B) {
	r := room(b, 2)
	m := critic.Gather(world.New(r.Task, r.Layout, nil), nil)
	b.ReportAllocs()
	for b.Loop() {
		m.Grade()
	}
}
