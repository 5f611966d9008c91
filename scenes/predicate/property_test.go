package predicate_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// random is a task of n boxes in a room with a door and a window.
func random(g *rand.Rand, n int) (*scenes.Task, *scenes.Layout) {
	t := &scenes.Task{ID: "random", Room: scenes.RectRoom(6, 5, 3)}
	t.Room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 1.5, Width: 0.9, Height: 2},
		{ID: "window_1", Kind: scenes.Window, Wall: 1, Offset: 2, Width: 1.4, Height: 1.2, Sill: 0.9}}
	l := &scenes.Layout{}
	for i := range n {
		o := scenes.Object{ID: fmt.Sprintf("box_%d", i), Category: [3]string{"chair", "table", "lamp"}[i%3], Support: scenes.OnFloor,
			Size: scenes.Vec3{0.2 + g.Float64(), 0.2 + g.Float64(), 0.2 + g.Float64()}}
		t.Objects = append(t.Objects, o)
		l.Placements = append(l.Placements, scenes.Placement{ID: o.ID, Yaw: math.Floor(g.Float64() * 360),
			Position: scenes.Vec3{6 * g.Float64(), 5 * g.Float64(), o.Size[2]/2 + float64(g.IntN(2))}})
	}
	return t, l
}

// objectPredicates are those between objects that do not read the room.
var objectPredicates = []string{"next_to", "near", "across_from", "far", "close_to", "within_distance", "at_least_distance", "left_of", "right_of",
	"in_front_of", "behind", "side_top", "side_bottom", "left_in_plan", "front_in_plan", "left_region", "top_region", "long_side", "short_side", "on_top", "inside_of",
	"outside_of", "face_to", "facing", "opposite", "parallel", "aligned", "middle_of", "above", "under"}

// TestInvariance moves and turns both objects together: no score changes.
func TestInvariance(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		task, l := random(g, 2)
		deg, dx, dy := math.Floor(g.Float64()*360), g.Float64(), g.Float64()
		s, c := math.Sincos(deg * math.Pi / 180)
		m := &scenes.Layout{}
		for _, p := range l.Placements {
			x, y := p.Position[0], p.Position[1]
			p.Position[0], p.Position[1], p.Yaw = c*x+s*y+dx, c*y-s*x+dy, p.Yaw+deg
			m.Placements = append(m.Placements, p)
		}
		a, b := world.New(task, l, nil), world.New(task, m, nil)
		for _, name := range objectPredicates {
			spec := scenes.Spec{Predicate: name, Count: 1, Subject: "box_0", Anchors: []string{"box_1"}, Distance: 0.7}
			x, y := predicate.Evaluate(a, spec).Groups[0].Score, predicate.Evaluate(b, spec).Groups[0].Score
			if math.Abs(x-y) > 1e-6 {
				t.Fatalf("%s is %v, turned by %v° it is %v: %+v", name, x, deg, y, l)
			}
			if !(x >= 0 && x <= 1) {
				t.Fatalf("%s is %v", name, x)
			}
		}
	}
}

// TestSymmetry swaps subject and anchor.
func TestSymmetry(t *testing.T) {
	g := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		task, l := random(g, 2)
		w := world.New(task, l, nil)
		for _, p := range predicate.All() {
			if !p.Symmetric {
				continue
			}
			there := score(t, w, p.Name, "box_0", "box_1")
			if back := score(t, w, p.Name, "box_1", "box_0"); math.Abs(there-back) > 1e-9 && p.Name != "aligned" {
				t.Fatalf("%s is %v one way and %v the other", p.Name, there, back)
			}
		}
	}
}

// TestSharesAgainstSamples compares the exact shares with SceneEval's way:
// uniform points of the subject's box.
func TestSharesAgainstSamples(t *testing.T) {
	g := rand.New(rand.NewPCG(5, 6))
	const points = 4000
	for range 60 {
		task, l := random(g, 2)
		l.Placements[1].Position = l.Placements[0].Position.Add(scenes.Vec3{g.Float64() - 0.5, g.Float64() - 0.5, (g.Float64() - 0.5) / 2})
		w := world.New(task, l, nil)
		a, b := w.Bodies[0].Box, w.Bodies[1].Box
		ar, af := scenes.Axes(a.Yaw)
		br, bf := scenes.Axes(b.Yaw)
		var inside, left, top float64
		for range points {
			u, v, z := (2*g.Float64()-1)*a.Half[0], (2*g.Float64()-1)*a.Half[1], (2*g.Float64()-1)*a.Half[2]
			d := a.Center.Vec2().Add(ar.Mul(u)).Add(af.Mul(v)).Sub(b.Center.Vec2())
			x, y, h := d.Dot(br), d.Dot(bf), a.Center[2]+z-b.Center[2]
			if math.Abs(x) <= b.Half[0] && math.Abs(y) <= b.Half[1] && math.Abs(h) <= b.Half[2] {
				inside++
			}
			if x <= -b.Half[0] && math.Abs(y) <= 1.25*b.Half[1] && math.Abs(h) <= 1.25*b.Half[2] {
				left++
			}
			if h >= b.Half[2] && math.Abs(x) <= b.Half[0] && math.Abs(y) <= b.Half[1] {
				top++
			}
		}
		for name, sum := range map[string]float64{"inside_of": inside, "left_of": left, "on_top": top} {
			if got, want := score(t, w, name, "box_0", "box_1"), sum/points; math.Abs(got-want) > 0.04 {
				t.Errorf("%s is %.3f, by %d points %.3f", name, got, points, want)
			}
		}
	}
}

func TestCounting(t *testing.T) {
	// Two tables, each with a chair 0.2 m off, and a chair far away.
	w := set(thing{"table_1", "table", scenes.Vec3{1, 1, 0.7}, scenes.Vec3{1, 1, 0.35}, 0}, thing{"table_2", "dining_table", scenes.Vec3{1, 1, 0.7}, scenes.Vec3{4, 1, 0.35}, 0},
		cube("chair_1", 0.4, 1.9, 1), cube("chair_2", 0.4, 4.9, 1), cube("chair_3", 0.4, 2.5, 3.5))
	for i := range w.Task.Objects[2:] {
		w.Task.Objects[2+i].Category = [3]string{"chair", "office_chair", "chair"}[i]
	}
	tests := map[string]struct {
		spec    scenes.Spec
		counted int
		holds   bool
	}{
		"category first":       {scenes.Spec{Predicate: "next_to", Count: 1, Subject: "chair", Anchors: []string{"table"}}, 1, true},
		"another kind":         {scenes.Spec{Predicate: "next_to", Count: 1, Subject: "office chair", Anchors: []string{"table_2"}}, 1, true},
		"fewer than two":       {scenes.Spec{Predicate: "next_to", Compare: scenes.Less, Count: 2, Subject: "chair", Anchors: []string{"table"}}, 1, true},
		"more than one":        {scenes.Spec{Predicate: "next_to", Compare: scenes.Greater, Count: 1, Subject: "chair", Anchors: []string{"table"}}, 1, false},
		"at most none":         {scenes.Spec{Predicate: "next_to", Compare: scenes.LessEqual, Count: 0, Subject: "chair", Anchors: []string{"table"}}, 1, false},
		"two chairs":           {scenes.Spec{Predicate: "count", Count: 2, Subject: "chair"}, 2, true},
		"no sofa":              {scenes.Spec{Predicate: "count", Count: 0, Subject: "sofa"}, 0, true},
		"a sofa":               {scenes.Spec{Predicate: "count", Count: 1, Subject: "sofa"}, 0, false},
		"pairs count once":     {scenes.Spec{Predicate: "far", Compare: scenes.LessEqual, Count: 9, Subject: "chair", Anchors: []string{"chair"}}, 0, true},
		"chairs across chairs": {scenes.Spec{Predicate: "across_from", Count: 1, Subject: "chair", Anchors: []string{"chair"}}, 1, true},
		"no such predicate":    {scenes.Spec{Predicate: "neer", Count: 1, Subject: "chair", Anchors: []string{"table"}}, 0, false},
		"anchor of wrong kind": {scenes.Spec{Predicate: "on_wall", Count: 1, Subject: "chair", Anchors: []string{"table"}}, 0, false},
		// The middle is at (3, 2); table_2's corner (3.5, 1.5) is 0.707 m off, the usual radius a quarter of 4 m.
		"the middle":           {scenes.Spec{Predicate: "free_middle", Count: 1}, 0, false},
		"the middle, 0.7 m":    {scenes.Spec{Predicate: "free_middle", Count: 1, Distance: 0.7}, 1, true},
		"chairs in the middle": {scenes.Spec{Predicate: "free_middle", Count: 1, Subject: "chair"}, 1, true},
		"before the door":      {scenes.Spec{Predicate: "clear_of", Count: 1, Anchors: []string{"door"}}, 0, false},
		// The chair before the window is lower than its sill.
		"before the window": {scenes.Spec{Predicate: "clear_of", Count: 1, Anchors: []string{"window"}}, 1, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := predicate.Evaluate(w, tc.spec)
			if r.Counted != tc.counted || r.Holds != tc.holds {
				t.Errorf("counted %d, holds %v (%s), want %d, %v", r.Counted, r.Holds, r.Unknown, tc.counted, tc.holds)
			}
			if r.Holds != (r.Score == 1) || !(r.Score >= 0) || !r.Holds && r.Unknown == "" && len(r.Findings) == 0 {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestSurround(t *testing.T) {
	// Four chairs at right angles, 1 m from a table's centre at one height: even
	// distances, angles of exactly a quarter turn: score 1.
	ring := []thing{{"table_1", "table", scenes.Vec3{1, 1, 0.4}, scenes.Vec3{3, 2, 0.2}, 0},
		cube("chair_1", 0.4, 4, 2), cube("chair_2", 0.4, 3, 3), cube("chair_3", 0.4, 2, 2), cube("chair_4", 0.4, 3, 1)}
	spec := scenes.Spec{Predicate: "surround", Compare: scenes.GreaterEqual, Count: 1, Subject: "chair_1+chair_2+chair_3+chair_4", Anchors: []string{"table_1"}}
	if r := predicate.Evaluate(set(ring...), spec); math.Abs(r.Groups[0].Score-1) > 1e-12 {
		t.Errorf("even ring: %v", r.Groups[0].Score)
	}
	// Without the fourth: ideal 120°; neighbours at 90°, 90° and, 180° round, none on that side within half a turn (exactly half:
	// taken as 180°). Ratios ¼, ¼, ½ of the ideal: angles score (9/16, 9/16, 1/4), distances 1: mean of ½ + ½·a.
	spec.Subject = "chair_1+chair_2+chair_3"
	want := 0.5 + 0.5*(9.0/16+9.0/16+1.0/4)/3
	if r := predicate.Evaluate(set(ring...), spec); math.Abs(r.Groups[0].Score-want) > 1e-9 {
		t.Errorf("three of four: %v, want %v", r.Groups[0].Score, want)
	}
	spec.Predicate = "around"
	if r := predicate.Evaluate(set(ring...), spec); !r.Holds {
		t.Errorf("around: %+v", r)
	}
}

// TestRelationsOfTask checks that explicit relations hold exactly as
// package geom decides.
func TestRelationsOfTask(t *testing.T) {
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 5, 3), Objects: []scenes.Object{
		{ID: "bed_1", Category: "bed", Size: scenes.Vec3{1.6, 2, 0.5}, Support: scenes.OnFloor, Facing: scenes.NorthWall,
			Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall, Adjacent: true}}},
		{ID: "lamp_1", Category: "floor_lamp", Size: scenes.Vec3{0.4, 0.4, 1.5}, Support: scenes.OnFloor, Facing: "bed_1",
			Relations: []scenes.Relation{{Kind: scenes.LeftOf, Target: "bed_1", Adjacent: true}}},
	}}
	specs := predicate.Explicit(task)
	if len(specs) != 4 {
		t.Fatalf("specs %+v", specs)
	}
	// The bed faces north at the south wall; left of it is west: centre at x 2 − 0.8 − 0.2 = 1.
	at := func(dx, yaw float64) *world.World {
		return world.New(task, &scenes.Layout{Placements: []scenes.Placement{
			{ID: "bed_1", Position: scenes.Vec3{2, 1, 0.25}}, {ID: "lamp_1", Position: scenes.Vec3{1 + dx, 1, 0.75}, Yaw: yaw}}}, nil)
	}
	holds := func(w *world.World) (out []bool) {
		for _, r := range predicate.Compile(task, specs).Evaluate(w) {
			out = append(out, r.Holds)
		}
		return out
	}
	for name, tc := range map[string]struct {
		w    *world.World
		want []bool
	}{
		"obeys":    {at(0, 90), []bool{true, true, true, true}},
		"2 cm off": {at(-0.02, 90), []bool{true, true, true, true}},
		"3 cm off": {at(-0.03, 90), []bool{true, true, false, true}},
		// Turned, the lamp's bounds are wider than the gap left for it.
		"turned by 49°":       {at(0, 41), []bool{true, true, false, true}},
		"turned by 51°":       {at(0, 39), []bool{true, true, false, false}},
		"lamp is not placed":  {world.New(task, &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{2, 1, 0.25}}}}, nil), []bool{true, true, false, false}},
		"nothing is placed":   {world.New(task, &scenes.Layout{}, nil), []bool{false, false, false, false}},
		"bed off the wall":    {world.New(task, &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{2, 1.1, 0.25}}}}, nil), []bool{false, true, false, false}},
		"bed turned to south": {world.New(task, &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{2, 1, 0.25}, Yaw: 180}}}, nil), []bool{true, false, false, false}},
	} {
		if d := cmp.Diff(tc.want, holds(tc.w)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestAnnotations(t *testing.T) {
	tests := map[string]struct {
		parse func(string) (scenes.Spec, error)
		want  scenes.Spec
	}{
		"eq,1,near,0,armchair,floor_lamp": {predicate.ParseObjectRelation, scenes.Spec{Predicate: "near", Compare: "eq", Count: 1, Subject: "floor_lamp", Anchors: []string{"armchair"}}},
		"eq,1,surround,0,dining_table,chair:0,chair:1,chair:2": {predicate.ParseObjectRelation,
			scenes.Spec{Predicate: "surround", Compare: "eq", Count: 1, Subject: "chair*3", Anchors: []string{"dining_table"}}},
		"ge,2,on,0,bed,plush_toy":  {predicate.ParseObjectRelation, scenes.Spec{Predicate: "on_top", Compare: "ge", Count: 2, Subject: "plush_toy", Anchors: []string{"bed"}}},
		"eq,1,on,TV,wall":          {predicate.ParseArchitectureRelation, scenes.Spec{Predicate: "on_wall", Compare: "eq", Count: 1, Subject: "TV", Anchors: []string{"wall"}}},
		"eq,1,corner,bed,bedroom":  {predicate.ParseArchitectureRelation, scenes.Spec{Predicate: "corner_of_room", Compare: "eq", Count: 1, Subject: "bed", Anchors: []string{"room"}}},
		"eq,1,far,desk,door":       {predicate.ParseArchitectureRelation, scenes.Spec{Predicate: "far", Compare: "eq", Count: 1, Subject: "desk", Anchors: []string{"door"}}},
		"eq,1,hang,light,ceiling":  {predicate.ParseArchitectureRelation, scenes.Spec{Predicate: "hang_from_ceiling", Compare: "eq", Count: 1, Subject: "light", Anchors: []string{"ceiling"}}},
		"eq,0,coffee_table":        {predicate.ParseCount, scenes.Spec{Predicate: "count", Compare: "eq", Subject: "coffee_table"}},
		"eq,1,under,desk,window":   {predicate.ParseArchitectureRelation, scenes.Spec{Predicate: "next_to", Compare: "eq", Count: 1, Subject: "desk", Anchors: []string{"window"}}},
		"eq,1,middle,rug,room":     {predicate.ParseArchitectureRelation, scenes.Spec{Predicate: "middle_of_room", Compare: "eq", Count: 1, Subject: "rug", Anchors: []string{"room"}}},
		"eq,1,against,desk, wall ": {predicate.ParseArchitectureRelation, scenes.Spec{Predicate: "against_wall", Compare: "eq", Count: 1, Subject: "desk", Anchors: []string{"wall"}}},
	}
	for entry, tc := range tests {
		got, err := tc.parse(entry)
		if d := cmp.Diff(tc.want, got, cmpopts.IgnoreFields(scenes.Spec{}, "Text")); err != nil || d != "" {
			t.Errorf("%s: %v (-want +got):\n%s", entry, err, d)
		}
	}
	for _, bad := range []string{"", "eq", "eq,x,near,0,a,b", "xx,1,near,0,a,b", "eq,1,near,7,a,b", "eq,1,loves,0,a,b", "eq,-1,near,0,a,b"} {
		if s, err := predicate.ParseObjectRelation(bad); err == nil {
			t.Errorf("%q is read as %+v", bad, s)
		}
	}
}
