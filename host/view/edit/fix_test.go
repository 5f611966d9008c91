package edit

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

func furnished(t testing.TB, program string, seed uint64, objects int) (*scenes.Task, *scenes.Layout) {
	t.Helper()
	task, layout, err := roomgen.Generate(roomgen.Options{Program: program, Seed: seed, Objects: objects})
	if err != nil {
		t.Fatal(err)
	}
	if !measure.Check(task, layout).FullyValid() {
		t.Fatal("the room to begin with is not valid")
	}
	return task, layout
}

// Whatever object of a valid room is pushed about, a place is found, and never
// further away than the one it had.
func TestFixFindsAPlace(t *testing.T) {
	tried := 0
	for seed := range uint64(4) {
		for _, program := range []string{"living", "bedroom", "office"} {
			task, layout := furnished(t, program, seed, 10)
			c := measure.NewChecker(task)
			for i := range task.Objects {
				id := task.Objects[i].ID
				was := *layout.Find(id)
				from := was
				from.Position = from.Position.Add(scenes.Vec3{0.35, -0.2, 0})
				from.Yaw += 45
				push := func(l *scenes.Layout, to scenes.Placement) *scenes.Layout {
					s, err := document.SetPose(document.Ref{Room: task.ID, ID: id}, to).Preview(&document.State{Level: scenes.Single(task, l)})
					if err != nil {
						t.Fatal(err)
					}
					return s.Level.Rooms[0].Layout
				}
				pushed := push(layout, from)
				p := pushed.Find(id)
				got, err := Fix(context.Background(), c, task, pushed, id)
				if err != nil {
					t.Errorf("%s %d %s: %v", program, seed, id, err)
					continue
				}
				tried++
				far := got.Position.Sub(p.Position).Len() + turnCost*geom.AngleBetween(got.Yaw, p.Yaw)/90
				had := was.Position.Sub(p.Position).Len() + turnCost*geom.AngleBetween(was.Yaw, p.Yaw)/90
				// The place it had need not be one that is tried.
				if far > had+0.3 {
					t.Errorf("%s %d: %s goes %.2f m, and its old place is %.2f m away", program, seed, id, far, had)
				}
				r := c.Check(push(pushed, got))
				if _, k := task.Find(id); !r.Objects[k].Valid() {
					t.Errorf("%s %d: %s is at fault still: %v", program, seed, id, r.Findings)
				}
			}
		}
	}
	if tried < 80 {
		t.Errorf("only %d objects were tried", tried)
	}
}

func TestFixRefuses(t *testing.T) {
	task, layout := furnished(t, "living", 1, 8)
	c := measure.NewChecker(task)
	if _, err := Fix(context.Background(), c, task, layout, "ghost"); err == nil {
		t.Error("a ghost was placed")
	}
	small := *task
	small.Objects = append([]scenes.Object{{ID: "hangar", Size: scenes.Vec3{40, 40, 2}, Support: scenes.OnFloor}}, task.Objects...)
	if _, err := Fix(context.Background(), measure.NewChecker(&small), &small, layout, "hangar"); err == nil || !strings.Contains(err.Error(), "no place was found for hangar") {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Heat(ctx, c, task, layout, task.Objects[0].ID); err == nil {
		t.Error("nothing was cancelled")
	}
}

// A heat map is 1 where the object stands validly, and nowhere where it says so
// would a check find a fault.
func TestHeatAgreesWithTheChecker(t *testing.T) {
	task, layout := furnished(t, "living", 2, 10)
	c := measure.NewChecker(task)
	for i := range task.Objects {
		o := &task.Objects[i]
		f, err := Heat(context.Background(), c, task, layout, o.ID)
		if err != nil {
			t.Fatal(err)
		}
		p := layout.Find(o.ID)
		x, y := int(p.Position[0]/f.Cell), int(p.Position[1]/f.Cell)
		if got := f.Values[min(y, f.H-1)*f.W+min(x, f.W-1)]; !(got > 0.5) {
			t.Errorf("%s: where it stands validly is %g", o.ID, got)
		}
		for _, v := range f.Values {
			if v < 0 || v > 1 {
				t.Fatalf("%s: value %g", o.ID, v)
			}
		}
	}
	outside := 0
	ell := *task
	ell.Room.Floor = []scenes.Vec2{{0, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 4}, {0, 4}}
	ell.Room.Openings = nil
	f, err := Heat(context.Background(), measure.NewChecker(&ell), &ell, layout, task.Objects[0].ID)
	for _, v := range f.Values {
		if math.IsNaN(float64(v)) {
			outside++
		}
	}
	if err != nil || outside*4 < len(f.Values)-40 || outside*4 > len(f.Values)+40 {
		t.Errorf("%d of %d cells lie beyond an L: %v", outside, len(f.Values), err)
	}
}

func BenchmarkFix(b *testing.B) {
	task, layout := furnished(b, "living", 1, 20)
	c := measure.NewChecker(task)
	id := task.Objects[0].ID
	layout.Find(id).Position[0] += 0.8
	for b.Loop() {
		_, _ = Fix(context.Background(), c, task, layout, id)
	}
}

// The worst case: an object that fits nowhere.
func BenchmarkFixNowhere(b *testing.B) {
	task, layout := furnished(b, "living", 1, 20)
	task.Objects[0].Size = scenes.Vec3{3, 3, 2}
	task.Objects[0].Relations = nil
	c := measure.NewChecker(task)
	for b.Loop() {
		_, _ = Fix(context.Background(), c, task, layout, task.Objects[0].ID)
	}
}

func BenchmarkHeat(b *testing.B) {
	task, layout := furnished(b, "living", 1, 20)
	c := measure.NewChecker(task)
	for b.Loop() {
		_, _ = Heat(context.Background(), c, task, layout, task.Objects[0].ID)
	}
}
