package compact

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// study is a room with something of every kind to say about it.
func study() *scenes.Task {
	object := func(id string, size scenes.Vec3) scenes.Object {
		return scenes.Object{ID: id, Size: size, Support: scenes.OnFloor}
	}
	task := &scenes.Task{Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
		object("bed", scenes.Vec3{1.4, 2, 0.5}), object("desk", scenes.Vec3{1, 0.6, 0.7}),
		object("lamp", scenes.Vec3{0.2, 0.2, 0.3}), object("chair", scenes.Vec3{0.5, 0.5, 1}),
		object("plant", scenes.Vec3{0.3, 0.3, 1}),
	}}
	bed, desk, lamp, chair, plant := &task.Objects[0], &task.Objects[1], &task.Objects[2], &task.Objects[3], &task.Objects[4]
	bed.Relations = []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall}}
	bed.Facing = scenes.NorthWall
	desk.Relations = []scenes.Relation{{Kind: scenes.On, Target: scenes.NorthWall}}
	desk.Facing = scenes.SouthWall
	lamp.Support, lamp.Parent = scenes.OnObject, "desk"
	chair.Relations = []scenes.Relation{{Kind: scenes.InFront, Target: "desk", Adjacent: true}}
	chair.Facing = "desk"
	plant.Optional = true
	return task
}

// furnish makes an episode in which items stand where at says, and the others
// are left out.
func furnish(task *scenes.Task, at map[string]scenes.Placement) *episode {
	p := newProblem(task, true, nil)
	e := &episode{state: newState(p, 0, nil, nil), decisions: make([]decision, len(p.items))}
	for i := range p.items {
		q, ok := at[p.items[i].obj.ID]
		if !ok {
			e.state.leave(i)
			e.decisions[i].option = leaveOption
			continue
		}
		e.state.poses[i] = poseOf(p.items[i].obj, &q)
		e.state.poses[i].standing = settled
	}
	return e
}

func spot(x, y, yaw float64) scenes.Placement {
	return scenes.Placement{Position: scenes.Vec3{x, y}, Yaw: yaw}
}

func said(t *testing.T, e *episode) map[string]string {
	t.Helper()
	text, out := e.response(), map[string]string{}
	task := e.state.p.task
	for _, r := range codec.Why(task, text) {
		out[r.Object] = r.Text
	}
	if len(out) != len(task.Objects) || out[""] != "" {
		t.Errorf("%d reasons for %d objects:\n%s", len(out), len(task.Objects), text)
	}
	if p := codec.ParseResponse(task, text); p.Layout == nil {
		t.Fatalf("%s\n%s", p.Reason, text)
	}
	return out
}

func check(t *testing.T, got, want map[string]string) {
	t.Helper()
	for id, w := range want {
		if got[id] != w {
			t.Errorf("%s:\n got  %s\n want %s", id, got[id], w)
		}
	}
}

func TestResponseSaysWhy(t *testing.T) {
	e := furnish(study(), map[string]scenes.Placement{
		"bed": spot(0.7, 1, 0), "desk": spot(2, 2.7, 180), "lamp": spot(2.2, 2.7, 180),
		"chair": spot(2, 2.15, 0), "plant": spot(3.0501, 1.23456, 270),
	})
	d := e.decision(e.state.p.rank[1])
	d.log.yaw, d.log.cell = math.Log(0.97), math.Log(0.413)
	check(t, said(t, e), map[string]string{
		"bed":   "against the south wall and the west wall, facing north; as asked at the south wall and facing the north wall; 100 % sure of the heading, 100 % of the place.",
		"desk":  "against the north wall, facing south; as asked at the north wall and facing the south wall; clear of the one thing before it; 97 % sure of the heading, 41 % of the place.",
		"chair": "touching desk, facing north; as asked in front of desk and facing desk; clear of the 2 things before it; 100 % sure of the heading, 100 % of the place.",
		"lamp":  "on desk, facing south; clear of the 4 things before it; 100 % sure of the heading, 100 % of the place.",
		"plant": "at 3.1, 1.2, facing west; clear of the 3 things before it; 100 % sure of the heading, 100 % of the place.",
	})
	l := codec.ParseResponse(e.state.p.task, e.response()).Layout
	if q := l.Find("plant"); q == nil || q.Position != (scenes.Vec3{3.0501, 1.2346, 0.5}) || q.Yaw != 270 {
		t.Errorf("the plant is at %v", q)
	}
	if q := l.Find("lamp"); q == nil || q.Position[2] != 0.85 {
		t.Errorf("the lamp is at %v, want it on the desk", q)
	}
}

func TestResponseSaysHowSureATurnWas(t *testing.T) {
	task := study()
	task.Objects[4].AnyYaw = true
	e := furnish(task, map[string]scenes.Placement{"plant": spot(2, 1, 345), "bed": spot(0.7, 1, 0)})
	d := e.decision(e.state.p.rank[4])
	d.log.cell, d.log.tilt = math.Log(0.004), math.Log(0.25)
	got := said(t, e)
	if want := "at 2.0, 1.0, facing 345°; clear of the one thing before it; 100 % sure of the heading, under 1 % of the place, 25 % of the turn from it."; got["plant"] != want {
		t.Errorf("got  %s\nwant %s", got["plant"], want)
	}
	if strings.Contains(got["bed"], "turn") {
		t.Errorf("the bed had no turn to choose: %s", got["bed"])
	}
}

func TestResponseSaysWhatIsWrong(t *testing.T) {
	task := study()
	task.Room.Openings = []scenes.Opening{{ID: "door", Kind: scenes.Door, Wall: 0, Offset: 3.2, Width: 0.8, Height: 2}}
	task.Objects[0].Clearance.Front = 0.8
	e := furnish(task, map[string]scenes.Placement{
		"bed": spot(3.2, 1.3, 0), "desk": spot(3, 2.6, 270), "chair": spot(3, 2.3, 90), "lamp": spot(1, 1, 0),
	})
	check(t, said(t, e), map[string]string{
		"bed": "at 3.2, 1.3, facing north; as asked facing the north wall; not at the south wall by 0.30 m; stands in the way of door by 0.50 m; its free space reaches 0.10 m beyond the floor; 100 % sure of the heading, 100 % of the place.",
	})
	got := said(t, e)
	for id, parts := range map[string][]string{
		"desk":  {"not at the north wall by", "nor facing the south wall by 90°", "deep in the free space of bed"},
		"chair": {"not in front of desk by 0.55 m nor facing desk by 45°", "; hits bed by 0.25 m; hits desk by 0.45 m; stands 0.25 m deep in the free space of bed; ", "facing east;"},
		"lamp":  {"at 1.0, 1.0, facing north"},
		"plant": {"left out; ", "32 of 36 places that would meet its relations are free", "100 % sure."},
	} {
		for _, part := range parts {
			if !strings.Contains(got[id], part) {
				t.Errorf("%s lacks %q: %s", id, part, got[id])
			}
		}
	}
}

func TestResponseSaysWhatBecameOfTheTurnBefore(t *testing.T) {
	task := study()
	task.Locked = []scenes.Placement{{ID: "desk", Position: scenes.Vec3{2, 2.7, 0.35}, Yaw: 180}}
	before := &scenes.Layout{}
	for id, q := range map[string]scenes.Placement{
		"bed": spot(0.7, 1, 0), "desk": spot(2, 2.7, 180), "lamp": spot(2.2, 2.7, 180), "chair": spot(2, 2.15, 0), "plant": spot(3, 1, 0),
	} {
		q.ID = id
		before.Placements = append(before.Placements, q)
	}
	p := newProblem(task, true, nil)
	s := newState(p, 1, before, []scenes.Finding{
		{Rule: scenes.RuleCollision, Object: "bed", Other: "chair"}, {Rule: scenes.RuleRelation, Object: "bed"},
		{Rule: scenes.RuleFacing, Object: "lamp"},
	})
	e := &episode{state: s, decisions: make([]decision, len(p.items)-p.locked)}
	for i := p.locked; i < len(p.items); i++ {
		switch p.items[i].obj.ID {
		case "bed":
			s.place(i, 1, 1, 0.7)
		case "lamp", "plant":
			e.decision(i).option = keepOption
			s.keep(i)
		case "chair":
			s.place(i, 2, 2, 2.15)
		}
	}
	got := said(t, e)
	for id, want := range map[string]string{
		"desk":  "stays where it is locked.",
		"bed":   "moved 0.42 m to stand against the south wall and the west wall, facing east, after it was found at fault over a collision and a relation; ",
		"lamp":  "kept on desk, facing south, although it was found at fault over its heading; ",
		"plant": "kept at 3.0, 1.0, facing north, since nothing was found wrong with it; ",
		"chair": "still touching desk, facing south, after it was found at fault over a collision; ",
	} {
		if !strings.HasPrefix(got[id], want) {
			t.Errorf("%s:\n got  %s\n want %s", id, got[id], want)
		}
	}
	if !strings.HasSuffix(got["lamp"], "; 100 % sure.") {
		t.Errorf("a kept object chose no place: %s", got["lamp"])
	}
}

// layouts returns episodes of every kind: witnesses, which are fully valid, the
// same with some of their objects moved a little or a lot, and chance.
func layouts(t *testing.T, n int) []*episode {
	t.Helper()
	rng := rand.New(rand.NewPCG(5, 6))
	var out []*episode
	for k := range n {
		task, witness, err := roomgen.DrawTraining(roomgen.TrainingOptions{Seed: uint64(k), Objects: 4 + k%9, Polygons: float64(k%3) / 2})
		if err != nil {
			t.Fatal(err)
		}
		at := map[string]scenes.Placement{}
		for _, q := range witness.Placements {
			switch {
			case k%4 == 1 && rng.IntN(3) == 0:
				q.Position[0] += rng.NormFloat64() * 0.03
				q.Position[1] += rng.NormFloat64() * 0.03
			case k%4 == 2 && rng.IntN(3) == 0:
				q.Position[0] += rng.NormFloat64()
				q.Position[1] += rng.NormFloat64()
				q.Yaw = 90 * float64(rng.IntN(4))
			case k%4 == 3:
				q.Position[0], q.Position[1] = rng.Float64()*4, rng.Float64()*4
				q.Yaw = rng.Float64() * 360
			}
			if o, _ := task.Find(q.ID); rng.IntN(20) == 0 {
				o.Optional = true
				continue
			}
			at[q.ID] = q
		}
		out = append(out, furnish(task, at))
	}
	return out
}

// apart is how far two boxes are from one another on the floor; of two convex
// shapes apart a corner of one is nearest.
func apart(a, b geom.Box) float64 {
	d := math.Inf(1)
	for _, c := range a.Corners() {
		d = min(d, b.DistanceXY(c))
	}
	for _, c := range b.Corners() {
		d = min(d, a.DistanceXY(c))
	}
	return d
}

// TestReasonsAreTrue holds every claim against what package measure finds in the
// layout that the response's text gives.
func TestReasonsAreTrue(t *testing.T) {
	counts := map[string]int{}
	for k, e := range layouts(t, 600) {
		s := e.state
		task := s.p.task
		parsed := codec.ParseResponse(task, e.response())
		report := measure.NewChecker(task).Measure(parsed.Layout)
		w := newWitness(s)
		wrong := func(i int, claim string, args ...any) {
			t.Errorf("layout %d, %s: %s", k, s.p.items[i].obj.ID, fmt.Sprintf(claim, args...))
		}
		hit, invading, crowded, pairs := map[int]bool{}, map[int]bool{}, map[int]bool{}, 0
		for i := range s.p.items {
			if s.poses[i].standing != settled {
				counts["left out"]++
				continue
			}
			var a account
			w.account(i, &a)
			it := &s.p.items[i]
			o := &report.Objects[it.index]
			q := parsed.Layout.Find(it.obj.ID)
			box := geom.BoxOf(it.obj, *q)
			if box != w.boxes[i] {
				wrong(i, "stands at %v, told of at %v", box, w.boxes[i])
			}
			for _, l := range a.held {
				counts["held"]++
				if d := o.Distances[l]; d > farOff || d < 0 {
					wrong(i, "link %d is said to hold, but is %v m off", l, d)
				}
			}
			for _, l := range a.missed {
				counts["missed"]++
				if d := o.Distances[l.of]; d <= farOff || math.Abs(d-l.by) > 1e-9 {
					wrong(i, "link %d is said to be %v m off, but is %v", l.of, l.by, d)
				}
			}
			if len(a.held)+len(a.missed)+len(a.open) != len(it.links) {
				wrong(i, "%d links are told of as %+v", len(it.links), a)
			}
			if a.faces {
				counts[fmt.Sprint("facing ", a.turned == 0)]++
				if o.FacingOff != (a.turned > 0) || a.turned > 0 && math.Abs(a.turned-o.Facing) > 1e-6 {
					wrong(i, "is said to miss its facing by %v, but does by %v", a.turned, o.Facing)
				}
			}
			for _, h := range a.hits {
				hit[i], hit[h.of] = true, true
				pairs++
			}
			for _, j := range a.touches {
				counts["touches"]++
				if d := apart(box, w.boxes[j]); d > geom.Tolerance+1e-9 {
					wrong(i, "is said to touch %s at %v m", s.p.items[j].obj.ID, d)
				}
			}
			if touches := w.s.p.space.TouchesWall(box, geom.Tolerance); touches != (len(a.walls) > 0) {
				wrong(i, "touches %d walls, but %v", len(a.walls), touches)
			}
			counts["walls"] += len(a.walls)
			if a.carried {
				counts["carried"]++
				if o.Unsupported {
					wrong(i, "is said to be on %s", s.p.items[it.parent].obj.ID)
				}
			}
			if (a.outside > 0) && !o.OutOfBounds || a.outside > 0 && math.Abs(a.outside-o.Outside) > 1e-9 {
				wrong(i, "is said to be %v m beyond the floor, but is %v", a.outside, o.Outside)
			}
			if (len(a.blocked) > 0) != o.Blocks {
				wrong(i, "blocks doors %v, but %v", a.blocked, o.Blocks)
			}
			counts["blocks"] += len(a.blocked)
			for _, v := range a.invades {
				invading[i], crowded[v.of] = true, true
			}
			for _, v := range a.invaded {
				invading[v.of], crowded[i] = true, true
			}
			if a.walled > 0 {
				crowded[i] = true
			}
		}
		counts["hits"] += pairs
		if pairs != report.Pairs {
			t.Errorf("layout %d: %d pairs are said to collide, %d do", k, pairs, report.Pairs)
		}
		for i := range s.p.items {
			o := &report.Objects[s.p.items[i].index]
			if s.poses[i].standing != settled {
				continue
			}
			if o.Collides != hit[i] || o.Intrudes != invading[i] || o.ClearanceBlocked != crowded[i] {
				wrong(i, "collides %v, intrudes %v, is crowded %v; said %v, %v, %v", o.Collides, o.Intrudes, o.ClearanceBlocked, hit[i], invading[i], crowded[i])
			}
			counts["invades"] += len(invading)
		}
		if t.Failed() {
			t.Fatalf("%s", e.response())
		}
	}
	for _, what := range []string{"held", "missed", "facing true", "facing false", "touches", "walls", "carried", "hits", "blocks", "invades", "left out"} {
		if counts[what] < 20 {
			t.Errorf("only %d claims of the kind %q were tried", counts[what], what)
		}
	}
	t.Log(counts)
}

// TestSentencesSayWhatIsKnown reads the claims back out of the sentences.
func TestSentencesSayWhatIsKnown(t *testing.T) {
	for k, e := range layouts(t, 120) {
		s, w, why := e.state, newWitness(e.state), said(t, e)
		for i := range s.p.items {
			if s.poses[i].standing != settled {
				continue
			}
			text := why[s.p.items[i].obj.ID]
			var a account
			w.account(i, &a)
			for j := range i {
				id := s.p.items[j].obj.ID
				want := false
				for n, h := range a.hits {
					want = want || h.of == j && n < most
				}
				if got := strings.Contains(text, "; hits "+id+" by "); got != want {
					t.Errorf("layout %d: hits %s: %v, want %v: %s", k, id, got, want, text)
				}
			}
			clean := len(a.hits)+len(a.blocked)+len(a.invades)+len(a.invaded) == 0 && a.outside == 0 && a.walled == 0
			if got := strings.Contains(text, "; clear of "); got != (clean && a.before > 0) {
				t.Errorf("layout %d: %s", k, text)
			}
			if got := strings.Contains(text, "; not "); got != (len(a.missed) > 0 || a.turned > 0) {
				t.Errorf("layout %d: %s", k, text)
			}
			if got := strings.Contains(text, "against "); got != (len(a.walls) > 0) {
				t.Errorf("layout %d: %s", k, text)
			}
		}
	}
}

// TestPilesAreToldBriefly stands a hundred boxes in one place.
func TestPilesAreToldBriefly(t *testing.T) {
	task := &scenes.Task{Room: scenes.RectRoom(4, 3, 2.5)}
	at := map[string]scenes.Placement{}
	for k := range 100 {
		id := fmt.Sprint("box_", k)
		task.Objects = append(task.Objects, scenes.Object{ID: id, Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor, Clearance: scenes.Clearance{Front: 0.5}})
		at[id] = spot(2, 1.5, 0)
	}
	e := furnish(task, at)
	e.state.place(99, 0, 2, 2.6)
	text := said(t, e)["box_99"]
	if want := "; stands 0.40 m deep in the free space of box_2; stands in the free space of 96 more; "; !strings.Contains(text, want) {
		t.Errorf("%s lacks %q", text, want)
	}
	if text = said(t, e)["box_98"]; !strings.Contains(text, "; hits box_2 by 1.00 m; hits 95 more; ") || len(text) > 500 {
		t.Error(text)
	}
}

func TestVacantPlacesAreFree(t *testing.T) {
	task := study()
	e := furnish(task, map[string]scenes.Placement{"bed": spot(0.7, 1, 0), "desk": spot(2, 2.7, 180), "chair": spot(2, 2.15, 0)})
	w := newWitness(e.state)
	// A plant of 30 cm at the corners, the sides' middles and the middle of a room
	// of 4 by 3: the bed has the south-west corner and, with its 2 metres, the
	// middle of the west side; the desk is at the middle of the north side.
	if looked, free := w.vacant(e.state.p.rank[4]); looked != 36 || free != 24 {
		t.Errorf("%d of %d places are free", free, looked)
	}
	// The lamp goes on the desk.
	if looked, free := w.vacant(e.state.p.rank[2]); looked != 36 || free != 36 {
		t.Errorf("%d of %d places on the desk are free", free, looked)
	}
	task.Objects[4].Relations = []scenes.Relation{{Kind: scenes.On, Target: scenes.NorthWall}, {Kind: scenes.On, Target: scenes.SouthWall}}
	e = furnish(task, nil)
	if looked, _ := newWitness(e.state).vacant(e.state.p.rank[4]); looked != 0 {
		t.Errorf("%d places at two opposite walls", looked)
	}
	if text := said(t, e)["plant"]; !strings.HasPrefix(text, "left out; there is no place where all its relations hold") {
		t.Error(text)
	}
	if text := said(t, e)["lamp"]; !strings.HasPrefix(text, "left out; so is desk, which would carry it") {
		t.Error(text)
	}
}

func TestFindingsBecomeFaults(t *testing.T) {
	task := &scenes.Task{Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
		{ID: "a", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor},
		{ID: "b", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor},
	}}
	l := &scenes.Layout{Placements: []scenes.Placement{{ID: "a", Position: scenes.Vec3{1, 1, 0.5}}, {ID: "b", Position: scenes.Vec3{1, 1, 0.5}}}}
	s := newState(newProblem(task, true, nil), 1, l, []scenes.Finding{
		{Rule: scenes.RuleCollision, Object: "a", Other: "b"},
		{Rule: scenes.RuleRelation, Object: "b", Other: "a"},
		{Rule: "taste", Object: "nobody"},
	})
	want := map[string]fault{"a": faultCollision, "b": faultCollision | faultRelation}
	for i := range s.faults {
		if id := s.p.items[i].obj.ID; s.faults[i] != want[id] {
			t.Errorf("%s has faults %b, want %b", id, s.faults[i], want[id])
		}
	}
	if !s.displaced(1) && !s.displaced(0) {
		t.Error("nothing counts as displaced")
	}
}

func BenchmarkResponse(b *testing.B) {
	task, witness, err := roomgen.Generate(roomgen.Options{Seed: 4, Program: "bedroom", Objects: 12})
	if err != nil {
		b.Fatal(err)
	}
	at := map[string]scenes.Placement{}
	for _, q := range witness.Placements {
		at[q.ID] = q
	}
	e := furnish(task, at)
	b.ReportAllocs()
	for b.Loop() {
		e.response()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(task.Objects)), "ns/object")
}
