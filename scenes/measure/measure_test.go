package measure

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// study is a room with one object of every support and a valid layout.
func study() (*scenes.Task, *scenes.Layout) {
	on := func(kind scenes.RelationKind, target string) []scenes.Relation {
		return []scenes.Relation{{Kind: kind, Target: target, Adjacent: true}}
	}
	room := scenes.RectRoom(5, 4, 2.6)
	room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 4, Width: 0.9, Height: 2}}
	t := &scenes.Task{ID: "study", Room: room, Objects: []scenes.Object{
		{ID: "desk_1", Size: scenes.Vec3{1.4, 0.7, 0.75}, Support: scenes.OnFloor, Facing: scenes.SouthWall, Relations: on(scenes.On, scenes.NorthWall)},
		{ID: "chair_1", Size: scenes.Vec3{0.5, 0.5, 0.9}, Support: scenes.OnFloor, Facing: "desk_1", Relations: on(scenes.InFront, "desk_1")},
		{ID: "rug_1", Size: scenes.Vec3{2, 2, 0.01}, Support: scenes.OnFloor, Flat: true, Relations: on(scenes.On, scenes.Middle)},
		{ID: "lamp_1", Size: scenes.Vec3{0.2, 0.2, 0.4}, Support: scenes.OnObject, Parent: "desk_1", Relations: on(scenes.On, "desk_1")},
		{ID: "picture_1", Size: scenes.Vec3{0.8, 0.04, 0.5}, Support: scenes.OnWall, Facing: scenes.SouthWall, Relations: on(scenes.Above, "desk_1")},
		{ID: "pendant_1", Size: scenes.Vec3{0.4, 0.4, 0.5}, Support: scenes.OnCeiling, Relations: on(scenes.On, scenes.Ceiling)},
		{ID: "shelf_1", Size: scenes.Vec3{1, 0.35, 2}, Support: scenes.OnFloor, Facing: scenes.EastWall,
			Relations: []scenes.Relation{{Kind: scenes.InCorner, Target: scenes.SouthWall}, {Kind: scenes.InCorner, Target: scenes.WestWall}}},
	}}
	l := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "desk_1", Position: scenes.Vec3{2, 3.65, 0.375}, Yaw: 180},
		{ID: "chair_1", Position: scenes.Vec3{2.2, 3.05, 0.45}, Yaw: 0},
		{ID: "rug_1", Position: scenes.Vec3{2.5, 2, 0.005}, Yaw: 0},
		{ID: "lamp_1", Position: scenes.Vec3{1.6, 3.7, 0.95}, Yaw: 180},
		{ID: "picture_1", Position: scenes.Vec3{2, 3.98, 1.4}, Yaw: 180},
		{ID: "pendant_1", Position: scenes.Vec3{2.5, 2, 2.35}, Yaw: 0},
		{ID: "shelf_1", Position: scenes.Vec3{0.175, 0.5, 1}, Yaw: 90},
	}}
	return t, l
}

func TestValidLayout(t *testing.T) {
	task, l := study()
	if err := task.Validate(); err != nil {
		t.Fatal(err)
	}
	r := Check(task, l)
	if len(r.Findings) != 0 || !r.FullyValid() || !r.CollisionFree() {
		t.Errorf("a valid layout has findings: %v", r.Findings)
	}
	if s := r.CollidingPairs() + r.Violating(Fine) + r.OutOfBounds() + r.Unsupported(); s != 0 {
		t.Errorf("the shares of a valid layout sum to %v", s)
	}
}

// TestFaults moves one object of a valid layout and expects exactly these
// findings.
func TestFaults(t *testing.T) {
	tests := map[string]struct {
		id   string
		at   scenes.Vec3
		yaw  float64
		want []string
	}{
		"rug under the desk": {"rug_1", scenes.Vec3{2, 1.5, 0.005}, 90, nil},
		"chair into the desk": {"chair_1", scenes.Vec3{2.2, 3.12, 0.45}, 0, []string{
			"collision chair_1 desk_1 0.07 (0,-1): chair_1 overlaps desk_1 by 7 cm to the north; move it 7 cm south"}},
		"chair turned away": {"chair_1", scenes.Vec3{2.2, 3.05, 0.45}, 180, []string{
			"facing chair_1 desk_1 116.57 (0,0): chair_1 does not face desk_1, by 117°; turn it to 0°"}},
		"chair too far": {"chair_1", scenes.Vec3{2.2, 2.5, 0.45}, 0, []string{
			"relation chair_1 desk_1 0.55 (0,1): chair_1 is not directly in front of desk_1; move it 55 cm north"}},
		"lamp in the air": {"lamp_1", scenes.Vec3{1.6, 3.7, 1.2}, 180, []string{
			"support lamp_1 desk_1 0.25 (0,0): lamp_1 floats 25 cm above desk_1; lower its centre to 0.95 m"}},
		"lamp sunk into the desk": {"lamp_1", scenes.Vec3{1.6, 3.7, 0.9}, 180, []string{
			"support lamp_1 desk_1 0.05 (0,0): lamp_1 is sunk 5 cm into desk_1; raise its centre to 0.95 m"}},
		"lamp beside the desk": {"lamp_1", scenes.Vec3{0.9, 3.7, 0.95}, 180, []string{
			"support lamp_1 desk_1 0.4 (1,0): lamp_1 is not over desk_1, which should carry it; move it 50 cm east"}},
		"picture off the wall": {"picture_1", scenes.Vec3{2, 3.5, 1.4}, 180, []string{
			"support picture_1  0 (0,0): picture_1 hangs in the air; put a side of it against a wall"}},
		"picture too low": {"picture_1", scenes.Vec3{2, 3.98, 0.95}, 180, []string{
			"collision picture_1 desk_1 0.04 (0,1): picture_1 overlaps desk_1 by 4 cm to the south; move it 4 cm north",
			"relation picture_1 desk_1 0.05 (0,0): picture_1 is not above desk_1; move it 5 cm up"}},
		"pendant dropped": {"pendant_1", scenes.Vec3{2.5, 2, 2.2}, 0, []string{
			"support pendant_1  0.15 (0,0): pendant_1 hangs 15 cm below the ceiling without touching it; raise its centre to 2.35 m"}},
		"pendant through the ceiling": {"pendant_1", scenes.Vec3{2.5, 2, 2.4}, 0, []string{
			"support pendant_1  0.05 (0,0): pendant_1 reaches 5 cm into the ceiling; lower its centre to 2.35 m"}},
		"shelf through the wall": {"shelf_1", scenes.Vec3{0.075, 0.5, 1}, 90, []string{
			"out_of_bounds shelf_1  0.1 (1,0): shelf_1 reaches 10 cm beyond the floor; move it 10 cm east"}},
		"shelf off its corner and turned": {"shelf_1", scenes.Vec3{0.5, 0.5, 1}, 0, []string{
			"relation shelf_1 south_wall 0.325 (0,-1): shelf_1 is not against the south wall; move it 32 cm south",
			"facing shelf_1 east_wall 90 (0,0): shelf_1 does not face the east wall, by 90°; turn it to 90°"}},
		"shelf in front of the door": {"shelf_1", scenes.Vec3{4, 0.5, 1}, 90, []string{
			"opening shelf_1 door_1 0.625 (1,0): shelf_1 blocks door_1 by 62 cm; move it 62 cm east",
			"relation shelf_1 west_wall 3.825 (-1,0): shelf_1 is not against the west wall; move it 3.82 m west"}},
		"within the tolerances": {"chair_1", scenes.Vec3{2.2, 3.05, 0.46}, 4, nil},
		"not a number": {"rug_1", scenes.Vec3{math.NaN(), 1, 1}, 0, []string{
			"unplaced rug_1  0 (0,0): rug_1 has a position or heading that is not a finite number; give it one in metres and degrees"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			task, l := study()
			p := l.Find(tc.id)
			p.Position, p.Yaw = tc.at, tc.yaw
			r := Check(task, l)
			if diff := cmp.Diff(tc.want, words(r.Findings)); diff != "" {
				t.Error(diff)
			}
			if r.FullyValid() != (tc.want == nil) {
				t.Errorf("fully valid is %v", r.FullyValid())
			}
		})
	}
}

func words(findings []scenes.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, fmt.Sprintf("%s %s %s %v (%.0f,%.0f): %s", f.Rule, f.Object, f.Other,
			math.Round(f.Depth*1000)/1000, f.Direction[0], f.Direction[1], f.Message))
	}
	for i, w := range out {
		// Facings are told in degrees.
		if strings.HasPrefix(w, "facing") {
			out[i] = fmt.Sprintf("%s %s %s %v (0,0): %s", findings[i].Rule, findings[i].Object, findings[i].Other,
				math.Round(findings[i].Depth*100)/100, findings[i].Message)
		}
	}
	return out
}

func TestShares(t *testing.T) {
	task, l := study()
	// The chair stands in the desk, the shelf is 5 cm off the west wall, the
	// lamp is not placed.
	l.Find("chair_1").Position = scenes.Vec3{2.2, 3.65, 0.45}
	l.Find("shelf_1").Position[0] += 0.05
	l.Placements = append(l.Placements[:3], l.Placements[4:]...)
	r := Check(task, l)
	got := map[string]float64{
		"pairs": r.CollidingPairs(), "2cm": r.Violating(Fine), "10cm": r.Violating(Coarse),
		"out": r.OutOfBounds(), "unsupported": r.Unsupported(),
	}
	want := map[string]float64{"pairs": 1.0 / 21, "2cm": 3.0 / 7, "10cm": 2.0 / 7, "out": 1.0 / 7, "unsupported": 1.0 / 7}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	good, fine := study()
	s := Summarise([]Report{r, Check(good, fine)})
	if s.Rooms != 2 || s.FullyValid != 0.5 || s.CollisionFree != 0.5 || math.Abs(s.Violating2cm-1.5/7) > 1e-12 {
		t.Errorf("got %+v", s)
	}
	if c := s.Columns(); c[0].Name != "fully_valid" || c[0].Value != 0.5 || len(c) != 7 {
		t.Errorf("got columns %v", c)
	}
	if empty := Summarise(nil); empty != (Summary{}) {
		t.Errorf("no rooms give %+v", empty)
	}
}

func TestMissingTargets(t *testing.T) {
	task, l := study()
	l.Placements = l.Placements[1:]
	var got []string
	for _, f := range Check(task, l).Findings {
		got = append(got, f.Message)
	}
	want := []string{
		"desk_1 is not placed; give it a position",
		"chair_1 cannot be directly in front of desk_1, which is not placed",
		"chair_1 cannot face desk_1, which is not placed",
		"lamp_1 should rest on desk_1, which is not placed",
		"lamp_1 cannot be on desk_1, which is not placed",
		"picture_1 cannot be above desk_1, which is not placed",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, l := range []*scenes.Layout{nil, {}} {
		if r := Check(task, l); r.Violating(Fine) != 1 || r.Unsupported() != 1 || r.OutOfBounds() != 1 || r.FullyValid() {
			t.Errorf("an empty layout scores %+v", r.Objects)
		}
	}
}

// shuffled is a random layout near the valid one, in random order.
func shuffled(g *rand.Rand) (*scenes.Task, *scenes.Layout) {
	task, l := study()
	for i := range l.Placements {
		p := &l.Placements[i]
		if g.IntN(3) == 0 {
			p.Position = p.Position.Add(scenes.Vec3{g.NormFloat64() / 2, g.NormFloat64() / 2, g.NormFloat64() / 20})
			p.Yaw += 90 * float64(g.IntN(4))
		}
	}
	g.Shuffle(len(l.Placements), func(i, j int) { l.Placements[i], l.Placements[j] = l.Placements[j], l.Placements[i] })
	return task, l
}

// TestFlagsAndFindingsAgree checks that a layout has a finding exactly where it
// has a flag, and that order and findings change no number.
func TestFlagsAndFindingsAgree(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		task, l := shuffled(g)
		c := NewChecker(task)
		r := c.Check(l)
		if r.FullyValid() != (len(r.Findings) == 0) {
			t.Fatalf("fully valid is %v with findings %v", r.FullyValid(), r.Findings)
		}
		if diff := cmp.Diff(r.Objects, c.Measure(l).Objects); diff != "" {
			t.Fatal(diff)
		}
		g.Shuffle(len(l.Placements), func(i, j int) { l.Placements[i], l.Placements[j] = l.Placements[j], l.Placements[i] })
		if diff := cmp.Diff(r, c.Check(l)); diff != "" {
			t.Fatalf("the order of placements matters: %s", diff)
		}
		// What sinks into its carrier hears of it once.
		told, sunk := 0, 0
		for _, f := range r.Findings {
			if f.Rule == scenes.RuleCollision {
				told++
			}
		}
		for i := range r.Objects {
			if r.Objects[i].Sinks && task.Objects[i].Support == scenes.OnObject {
				sunk++
			}
		}
		if r.Pairs < told || r.Pairs > told+sunk {
			t.Fatalf("%d pairs, findings %v", r.Pairs, r.Findings)
		}
	}
}

// TestFloorRangesAgreeWithGeom checks the resolved rules against the functions
// that others call by name.
func TestFloorRangesAgreeWithGeom(t *testing.T) {
	g := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		task, l := shuffled(g)
		r := Check(task, l)
		for i := range task.Objects {
			o := &task.Objects[i]
			p := l.Find(o.ID)
			worst := 0.0
			for _, rel := range o.Relations {
				allowed, _ := geom.RelationRange(task, o, p.Yaw, rel, l)
				worst = max(worst, allowed.Distance(p.Position))
			}
			deg, _ := geom.FacingError(task, o, *p, l)
			if r.Objects[i].Violation != worst || r.Objects[i].Facing != deg {
				t.Fatalf("%s: got %v m and %v°, geom says %v m and %v°", o.ID, r.Objects[i].Violation, r.Objects[i].Facing, worst, deg)
			}
		}
	}
}

func TestConcurrentChecks(t *testing.T) {
	task, l := study()
	c := NewChecker(task)
	l.Placements[1].Position[1] += 0.2
	want := c.Check(l)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				if got := c.Check(l); len(got.Findings) != len(want.Findings) {
					t.Errorf("got %d findings, want %d", len(got.Findings), len(want.Findings))
				}
			}
		})
	}
	wg.Wait()
}

func TestManyObjects(t *testing.T) {
	task := &scenes.Task{ID: "many", Room: scenes.RectRoom(12, 12, 3)}
	l := &scenes.Layout{}
	for i := range 40 {
		id := fmt.Sprintf("box_%d", i)
		task.Objects = append(task.Objects, scenes.Object{ID: id, Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor})
		l.Placements = append(l.Placements, scenes.Placement{ID: id, Position: scenes.Vec3{float64(i%8) + 0.5, float64(i/8) + 0.5, 0.5}})
	}
	if r := Check(task, l); !r.FullyValid() {
		t.Errorf("boxes side by side: %v", r.Findings)
	}
	l.Placements[39].Position = l.Placements[0].Position
	if r := Check(task, l); r.Pairs != 1 || r.Objects[0].Depth != 1 {
		t.Errorf("two boxes on one spot: %d pairs, depth %v", r.Pairs, r.Objects[0].Depth)
	}
}
