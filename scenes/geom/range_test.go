package geom

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/metaspatial/metaspatial/scenes"
)

func bedroom() (*scenes.Task, *scenes.Layout) {
	t := &scenes.Task{
		ID:   "bedroom",
		Room: scenes.RectRoom(5, 4, 2.6),
		Objects: []scenes.Object{
			{ID: "bed_1", Size: scenes.Vec3{1.6, 2, 0.5}, Support: scenes.OnFloor},
			{ID: "stand_1", Size: scenes.Vec3{0.4, 0.3, 0.5}, Support: scenes.OnFloor, Facing: "bed_1"},
			{ID: "picture_1", Size: scenes.Vec3{0.6, 0.04, 0.4}, Support: scenes.OnWall,
				Relations: []scenes.Relation{{Kind: scenes.Above, Target: "bed_1"}}},
			{ID: "lamp_1", Size: scenes.Vec3{0.2, 0.2, 0.3}, Support: scenes.OnObject, Parent: "stand_1"},
			{ID: "pendant_1", Size: scenes.Vec3{0.3, 0.3, 0.4}, Support: scenes.OnCeiling},
		},
	}
	// The bed's head is at the west wall; it faces east.
	l := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "bed_1", Position: scenes.Vec3{1, 2, 0.25}, Yaw: 90},
		{ID: "stand_1", Position: scenes.Vec3{0.2, 3, 0.25}, Yaw: 180},
	}}
	return t, l
}

func TestRelationRange(t *testing.T) {
	task, l := bedroom()
	inf := math.Inf(1)
	tests := map[string]struct {
		kind     scenes.RelationKind
		target   string
		adjacent bool
		min, max scenes.Vec2
	}{
		"north wall":     {scenes.On, scenes.NorthWall, true, scenes.Vec2{0.2, 3.85}, scenes.Vec2{4.8, 3.85}},
		"south wall":     {scenes.On, scenes.SouthWall, true, scenes.Vec2{0.2, 0.15}, scenes.Vec2{4.8, 0.15}},
		"east wall":      {scenes.InCorner, scenes.EastWall, true, scenes.Vec2{4.8, 0.15}, scenes.Vec2{4.8, 3.85}},
		"west wall":      {scenes.On, scenes.WestWall, true, scenes.Vec2{0.2, 0.15}, scenes.Vec2{0.2, 3.85}},
		"middle":         {scenes.On, scenes.Middle, true, scenes.Vec2{0.2, 0.15}, scenes.Vec2{4.8, 3.85}},
		"ceiling":        {scenes.On, scenes.Ceiling, true, scenes.Vec2{0.2, 0.15}, scenes.Vec2{4.8, 3.85}},
		"on":             {scenes.On, "bed_1", true, scenes.Vec2{0.2, 1.35}, scenes.Vec2{1.8, 2.65}},
		"in front":       {scenes.InFront, "bed_1", true, scenes.Vec2{2.2, 1.35}, scenes.Vec2{2.2, 2.65}},
		"corner of":      {scenes.InCorner, "bed_1", false, scenes.Vec2{2.2, 1.35}, scenes.Vec2{2.2, 2.65}},
		"left of":        {scenes.LeftOf, "bed_1", true, scenes.Vec2{0.2, 2.95}, scenes.Vec2{1.8, 2.95}},
		"right of":       {scenes.RightOf, "bed_1", true, scenes.Vec2{0.2, 1.05}, scenes.Vec2{1.8, 1.05}},
		"behind":         {scenes.Behind, "bed_1", true, scenes.Vec2{-0.2, 1.35}, scenes.Vec2{-0.2, 2.65}},
		"far in front":   {scenes.InFront, "bed_1", false, scenes.Vec2{2.2, 0.7}, scenes.Vec2{4.8, 3.3}},
		"far left":       {scenes.LeftOf, "bed_1", false, scenes.Vec2{0.2, 2.95}, scenes.Vec2{2.5, 3.85}},
		"far right":      {scenes.RightOf, "bed_1", false, scenes.Vec2{0.2, 0.15}, scenes.Vec2{2.5, 1.05}},
		"under":          {scenes.Under, "bed_1", true, scenes.Vec2{-0.2, 1.05}, scenes.Vec2{2.2, 2.95}},
		"in the midst":   {scenes.InMiddleOf, "bed_1", true, scenes.Vec2{0.2, 1.35}, scenes.Vec2{1.8, 2.65}},
		"above (height)": {scenes.Above, "bed_1", true, scenes.Vec2{-0.2, 1.05}, scenes.Vec2{2.2, 2.95}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := scenes.Relation{Kind: tc.kind, Target: tc.target, Adjacent: tc.adjacent}
			got, ok := RelationRange(task, &task.Objects[1], 180, r, l)
			if !ok {
				t.Fatal("the target counts as not placed")
			}
			want := Range{tc.min.Vec3(-inf), tc.max.Vec3(inf)}
			if tc.kind == scenes.Above {
				want.Min[2] = 0.75
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, near)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, ok := RelationRange(task, &task.Objects[1], 0, scenes.Relation{Kind: scenes.On, Target: "lamp_1"}, l); ok {
		t.Error("a target that is not placed has a range")
	}
	if _, ok := RelationRange(task, &task.Objects[1], 0, scenes.Relation{Kind: scenes.On, Target: "ghost_1"}, l); ok {
		t.Error("a target that is not known has a range")
	}
}

// TestRangesTurnWithTheRoom checks every relation of a turned layout against
// the turned range.
func TestRangesTurnWithTheRoom(t *testing.T) {
	room := scenes.RectRoom(6, 6, 3)
	s := NewSpace(&room)
	g := rand.New(rand.NewPCG(9, 10))
	quarter := func(p scenes.Vec3) scenes.Vec3 { return scenes.Vec3{p[1], 6 - p[0], p[2]} }
	for range 2000 {
		kind := scenes.RelationKinds[g.IntN(len(scenes.RelationKinds))]
		adjacent := g.IntN(2) == 0
		target := Box{scenes.Vec3{1 + 4*g.Float64(), 1 + 4*g.Float64(), 0.5}, scenes.Vec3{g.Float64(), g.Float64(), 0.5}, Headings[g.IntN(4)]}
		h := scenes.Vec3{g.Float64(), g.Float64(), g.Float64()}
		p := scenes.Vec3{6 * g.Float64(), 6 * g.Float64(), 3 * g.Float64()}
		want := s.ObjectRange(h, kind, adjacent, target).Distance(p)
		target.Center, target.Yaw = quarter(target.Center), math.Mod(target.Yaw+90, 360)
		h[0], h[1] = h[1], h[0]
		if got := s.ObjectRange(h, kind, adjacent, target).Distance(quarter(p)); math.Abs(got-want) > near {
			t.Fatalf("%s: %v, turned %v", kind, want, got)
		}
	}
}

func TestRangeOperations(t *testing.T) {
	r := Range{scenes.Vec3{0, 0, 0}, scenes.Vec3{2, 1, 1}}
	q := Range{scenes.Vec3{1, -1, 0}, scenes.Vec3{3, 0.5, 1}}
	p := scenes.Vec3{2.5, -0.2, 0.5}
	if got := r.Distance(p); math.Abs(got-0.5) > near {
		t.Errorf("distance %v, want 0.5", got)
	}
	if got, want := r.Clamp(p), (scenes.Vec3{2, 0, 0.5}); got != want {
		t.Errorf("clamped to %v, want %v", got, want)
	}
	want := Range{scenes.Vec3{1, 0, 0}, scenes.Vec3{2, 0.5, 1}}
	if diff := cmp.Diff(want, r.Intersect(q)); diff != "" {
		t.Error(diff)
	}
	if want.Empty() || !r.Intersect(Range{scenes.Vec3{5, 0, 0}, scenes.Vec3{6, 1, 1}}).Empty() {
		t.Error("emptiness is told wrong")
	}
}

func TestRoomRangeKeepsBoxesInside(t *testing.T) {
	task, _ := bedroom()
	g := rand.New(rand.NewPCG(11, 12))
	s := NewSpace(&task.Room)
	for range 500 {
		o := &task.Objects[g.IntN(len(task.Objects))]
		yaw := g.Float64() * 360
		r := RoomRange(&task.Room, o, yaw)
		p := scenes.Placement{Yaw: yaw}
		for k := range 3 {
			p.Position[k] = r.Min[k] + g.Float64()*(r.Max[k]-r.Min[k])
		}
		if d, _ := s.Outside(BoxOf(o, p)); d > near {
			t.Fatalf("%s at %+v is outside by %v", o.ID, p, d)
		}
	}
}

func TestWallsOfPolygons(t *testing.T) {
	room := ell()
	s := NewSpace(&room)
	h := scenes.Vec3{0.5, 0.25, 1}
	north := s.ElementRange(h, scenes.NorthWall)
	if north.Min[1] != 3.75 || north.Min[0] != 0.5 || north.Max[0] != 1.5 {
		t.Errorf("the north wall of the leg has %v to %v", north.Min, north.Max)
	}
	west := s.ElementRange(h, scenes.WestWall)
	if west.Max[0] != 0.5 || west.Min[1] != 0.25 || west.Max[1] != 3.75 {
		t.Errorf("the west wall has %v to %v", west.Min, west.Max)
	}
}

// TestWallsTooShort is what fuzzing found: an edge among the smallest numbers there
// are has no digits left to say where it goes.
func TestWallsTooShort(t *testing.T) {
	room := scenes.Room{Floor: []scenes.Vec2{{0, 0}, {2, 0}, {2, 2}, {0, 1.26e-321}, {8e-323, 0}}, Height: 2.5}
	s := NewSpace(&room)
	for _, w := range s.Walls() {
		if math.Abs(w.Inward.Len()-1) > near {
			t.Errorf("wall %d faces %v", w.Index, w.Inward)
		}
	}
	if n := len(s.Walls()); n != 3 {
		t.Errorf("%d walls, want the three that can be seen", n)
	}
}
