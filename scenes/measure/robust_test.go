package measure_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// sound checks what must hold of every report.
func sound(t testing.TB, task *scenes.Task, c *measure.Checker, l *scenes.Layout) measure.Report {
	t.Helper()
	r := c.Check(l)
	for name, share := range map[string]float64{"pairs": r.CollidingPairs(), "violating": r.Violating(measure.Fine), "out": r.OutOfBounds(),
		"unsupported": r.Unsupported(), "crowded": r.Crowded(), "hiding": r.Hiding()} {
		if !(share >= 0 && share <= 1) {
			t.Fatalf("the share %s is %v", name, share)
		}
	}
	if len(r.Objects) != len(task.Objects) || len(r.Findings) > measure.MaxFindings+1 {
		t.Fatalf("%d objects, %d findings for %d objects", len(r.Objects), len(r.Findings), len(task.Objects))
	}
	if !r.FullyValid() && len(r.Findings) == 0 {
		t.Fatalf("nothing is said of %+v", r.Objects)
	}
	if _, err := json.Marshal(r); err != nil {
		t.Fatalf("the report cannot be written: %v", err)
	}
	for _, f := range r.Findings {
		if strings.Contains(f.Message, "NaN") || strings.Contains(f.Message, "Inf") || !strings.HasPrefix(f.Message, f.Object) {
			t.Fatalf("finding %+v", f)
		}
	}
	quiet := c.Measure(l)
	if d := cmp.Diff(r.Objects, quiet.Objects); d != "" || quiet.Pairs != r.Pairs {
		t.Fatalf("without findings (-with +without):\n%s", d)
	}
	return r
}

// FuzzCheck reads a task and a layout from JSON, which may be neither valid nor
// finite, and puts two more numbers into them.
func FuzzCheck(f *testing.F) {
	add := func(task *scenes.Task, l *scenes.Layout, x, y float64) {
		a, err := json.Marshal(task)
		if err != nil {
			f.Fatal(err)
		}
		b, err := json.Marshal(l)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(a, b, x, y)
	}
	for _, s := range scenarios() {
		room := scenes.RectRoom(6, 5, 3)
		room.Holes, room.Openings = s.holes, s.doors
		task := &scenes.Task{ID: s.name, Room: room, Objects: s.objects}
		if task.Validate() == nil {
			for _, x := range []float64{1, 0, math.NaN(), 1e300, math.Inf(-1)} {
				add(task, &scenes.Layout{Placements: s.places}, x, 1)
			}
		}
	}
	f.Add([]byte(`{"room":{"floor":[[0,0],[1,0]],"height":1},"objects":[{"id":"a","size":[1,1,1]}]}`), []byte(`{}`), 0.0, 0.0)
	f.Add([]byte(`{"room":{"floor":[[0,0],[1,0],[2,0],[1,0]],"height":1},"objects":[{"id":"a"}]}`), []byte(`{}`), 0.0, 0.0)
	f.Add([]byte(`{"room":{"floor":[[0,0],[4,0],[0,4],[4,4]],"height":1e-9,"openings":[{"id":"d","kind":"door","wall":9,"width":1},{"id":"e","kind":"door","wall":1,"width":1e300,"height":1},{"id":"w","wall":2,"width":1,"height":1,"offset":1}]},"objects":[{"id":"a","size":[0,0,0],"support":"object","parent":"b","facing":"a","clearance":{"front":1e300,"left":-1}},{"id":"b","size":[1e6,1,1],"support":"object","parent":"a"},{"id":"a","size":[1,1,1],"support":"?"}]}`),
		[]byte(`{"placements":[{"id":"a","position":[1,1,1],"yaw":1e5},{"id":"b","position":[1,1,1]},{"id":"a","position":[0,0,0]},{"id":"c"}]}`), 3.0, -1.0)
	f.Fuzz(func(t *testing.T, task, layout []byte, x, y float64) {
		var tk scenes.Task
		var l scenes.Layout
		if len(task) > 1<<14 || len(layout) > 1<<14 || json.Unmarshal(task, &tk) != nil || json.Unmarshal(layout, &l) != nil {
			return
		}
		sound(t, &tk, measure.NewChecker(&tk), &l)
		if len(l.Placements) > 0 {
			p := &l.Placements[len(l.Placements)/2]
			p.Position[0], p.Yaw = x, y
			sound(t, &tk, measure.NewChecker(&tk), &l)
		}
		if len(tk.Objects) > 0 {
			o := &tk.Objects[len(tk.Objects)/2]
			o.Size[1], o.Clearance.Back = x, y
		}
		tk.Room.Height = y
		sound(t, &tk, measure.NewChecker(&tk), &l)
		if len(tk.Room.Floor) > 0 {
			tk.Room.Height, tk.Room.Floor[0][1] = 3, x
			sound(t, &tk, measure.NewChecker(&tk), &l)
		}
	})
}

// moved is a layout shifted along the floor.
func moved(l *scenes.Layout, by scenes.Vec3) *scenes.Layout {
	out := &scenes.Layout{}
	for _, p := range l.Placements {
		p.Position = p.Position.Add(by)
		out.Placements = append(out.Placements, p)
	}
	return out
}

// loose is a crowd in the middle of a hall: no wall is near.
func loose(g *rand.Rand, n int) (*scenes.Task, *scenes.Layout) {
	t := &scenes.Task{ID: "loose", Room: scenes.RectRoom(40, 40, 4)}
	l := &scenes.Layout{}
	for i := range n {
		o := scenes.Object{ID: fmt.Sprintf("o%d", i), Size: scenes.Vec3{0.3 + g.Float64(), 0.3 + g.Float64(), 0.2 + g.Float64()}, Support: scenes.OnFloor}
		if i > 0 {
			o.Relations = []scenes.Relation{{Kind: scenes.RelationKinds[g.IntN(8)], Target: fmt.Sprintf("o%d", g.IntN(i)), Adjacent: true}}
			o.Facing = fmt.Sprintf("o%d", g.IntN(i))
		}
		if i%4 == 3 {
			o.Support, o.Parent = scenes.OnObject, fmt.Sprintf("o%d", g.IntN(i))
		}
		if i%5 == 0 {
			o.Clearance = scenes.Clearance{Front: g.Float64(), Left: g.Float64()}
		}
		t.Objects = append(t.Objects, o)
		yaw := 90 * float64(g.IntN(4))
		if g.IntN(3) == 0 {
			yaw = 360 * g.Float64()
		}
		l.Placements = append(l.Placements, scenes.Placement{ID: o.ID, Yaw: yaw, Position: scenes.Vec3{10 + 3*g.Float64(), 10 + 3*g.Float64(), o.Size[2]/2 + float64(g.IntN(2))*0.3}})
	}
	return t, l
}

// TestTranslation shifts layouts by powers of two, which rounds nothing much.
func TestTranslation(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		task, l := loose(g, 2+g.IntN(14))
		c := measure.NewChecker(task)
		want := sound(t, task, c, l)
		got := sound(t, task, c, moved(l, scenes.Vec3{16, 8, 0}))
		if d := cmp.Diff(want.Objects, got.Objects, cmpopts.EquateApprox(0, 1e-9)); d != "" || want.Pairs != got.Pairs {
			t.Fatalf("(-there +here):\n%s", d)
		}
	}
}

// TestPermutation lists the objects of tasks in another order.
func TestPermutation(t *testing.T) {
	g := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{2, 7, 15, 60} {
		for range 15 {
			task, l := loose(g, n)
			want := sound(t, task, measure.NewChecker(task), l)
			order := g.Perm(n)
			other := *task
			other.Objects = make([]scenes.Object, n)
			for to, from := range order {
				other.Objects[to] = task.Objects[from]
			}
			got := sound(t, &other, measure.NewChecker(&other), l)
			for to, from := range order {
				if d := cmp.Diff(want.Objects[from], got.Objects[to], cmpopts.EquateApprox(0, 1e-9)); d != "" {
					t.Fatalf("%d objects, %s (-before +after):\n%s", n, task.Objects[from].ID, d)
				}
			}
			if want.Pairs != got.Pairs || len(want.Findings) != len(got.Findings) {
				t.Fatalf("%d pairs and %d findings, then %d and %d", want.Pairs, len(want.Findings), got.Pairs, len(got.Findings))
			}
		}
	}
}

// TestCollisionIsMutual checks that both of a pair are as deep in each other.
func TestCollisionIsMutual(t *testing.T) {
	g := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		task, l := loose(g, 2)
		task.Objects[1].Support, task.Objects[1].Relations = scenes.OnFloor, nil
		l.Placements[1].Position = l.Placements[0].Position.Add(scenes.Vec3{g.Float64(), g.Float64(), 0})
		r := sound(t, task, measure.NewChecker(task), l)
		if a, b := r.Objects[0], r.Objects[1]; a.Collides != b.Collides || a.Depth != b.Depth || a.Collides != (r.Pairs == 1) {
			t.Fatalf("%+v and %+v of %d pairs", a, b, r.Pairs)
		}
	}
}

// side is what a sentence says before its remedy.
func side(f scenes.Finding) string {
	if f.Rule == scenes.RuleCollision {
		return ""
	}
	what, _, _ := strings.Cut(f.Message, ";")
	return what
}

// TestMendingMends moves objects as their findings about collisions and
// clearances say, after which the fault is gone.
func TestMendingMends(t *testing.T) {
	g := rand.New(rand.NewPCG(7, 8))
	mended := 0
	for range 2000 {
		task, l := loose(g, 2)
		task.Objects[1].Support, task.Objects[1].Relations, task.Objects[1].Facing = scenes.OnFloor, nil, ""
		r := measure.Check(task, l)
		for _, f := range r.Findings {
			if f.Rule != scenes.RuleCollision && f.Rule != scenes.RuleClearance || f.Direction == (scenes.Vec2{}) {
				continue
			}
			mended++
			next := moved(l, scenes.Vec3{})
			p := next.Find(f.Object)
			p.Position = p.Position.Add(f.Direction.Mul(f.Depth).Vec3(0))
			for _, left := range measure.Check(task, next).Findings {
				if left.Rule == f.Rule && left.Object == f.Object && left.Other == f.Other && side(left) == side(f) {
					t.Fatalf("%s: afterwards %s", f.Message, left.Message)
				}
			}
		}
	}
	if mended < 100 {
		t.Errorf("only %d faults", mended)
	}
}

func TestTenThousandObjects(t *testing.T) {
	task, l := crowd(10000)
	c := measure.NewChecker(task)
	r := c.Check(l)
	last := r.Findings[len(r.Findings)-1]
	if len(r.Findings) != measure.MaxFindings+1 || last.Rule != measure.RuleMore || !strings.HasSuffix(last.Message, " more faults are not listed; mend these first") {
		t.Errorf("%d findings, the last %+v", len(r.Findings), last)
	}
	for name, l := range map[string]*scenes.Layout{"none": nil, "empty": {}} {
		if r := c.Check(l); r.Unsupported() != 1 || len(r.Findings) != measure.MaxFindings+1 {
			t.Errorf("%s: %d findings", name, len(r.Findings))
		}
	}
	// A heap of a tenth of them.
	task.Objects, l.Placements = task.Objects[:1000], l.Placements[:1000]
	for i := range l.Placements {
		l.Placements[i].Position, l.Placements[i].Yaw = scenes.Vec3{1, 1, 0.5}, 0
	}
	if r := measure.Check(task, l); r.Pairs != 1000*999/2 || r.CollidingPairs() != 1 {
		t.Errorf("%d pairs of a heap collide", r.Pairs)
	}
}
