package function

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// thing is an object at a place on the floor, or at a height.
type thing struct {
	id, category  string
	w, d, h       float64
	x, y, z, yaw  float64
	support       scenes.Support
	parent, faces string
	missing       bool
}

func furnish(room scenes.Room, things ...thing) *world.World {
	t := &scenes.Task{ID: "t", Room: room}
	l := &scenes.Layout{}
	for _, o := range things {
		if o.support == "" {
			o.support = scenes.OnFloor
		}
		t.Objects = append(t.Objects, scenes.Object{ID: o.id, Category: o.category, Size: scenes.Vec3{o.w, o.d, o.h},
			Support: o.support, Parent: o.parent, Facing: o.faces, Flat: o.category == "rug"})
		if !o.missing {
			l.Placements = append(l.Placements, scenes.Placement{ID: o.id, Position: scenes.Vec3{o.x, o.y, o.z + o.h/2}, Yaw: o.yaw})
		}
	}
	return world.New(t, l, nil)
}

// hall is 5 by 4 m with a door at the east end of the south wall.
func hall() scenes.Room {
	r := scenes.RectRoom(5, 4, 2.8)
	r.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 4.4, Width: 0.9, Height: 2.1}}
	return r
}

func expect(t *testing.T, name string, s Score, want, within float64) {
	t.Helper()
	if !s.Applicable || math.Abs(s.Value-want) > within {
		t.Errorf("%s is %+v, want %v", name, s, want)
	}
}

func rules(r *Report) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, string(f.Rule)+" "+f.Object+" "+f.Other)
	}
	return strings.Join(out, "; ")
}

func TestEmptyRoom(t *testing.T) {
	r := Measure(furnish(hall()), Options{})
	// A disk of 0.25 m leaves (1 − π/4)·r² in each of four corners.
	expect(t, "navigability", r.Of[Navigability], 1-4*(1-math.Pi/4)*0.0625/20, 0.002)
	expect(t, "openings", r.Of[Openings], 1, 0)
	if r.Of[Access].Applicable || r.Of[Sight].Applicable || len(r.Findings) != 0 {
		t.Errorf("an empty room: %+v", r)
	}
}

// A wall of boxes across the room with or without a gap.
func TestNavigability(t *testing.T) {
	box := func(w, x float64) thing {
		return thing{id: "thing_1", category: "qwxz", w: w, d: 0.2, h: 1.5, x: x, y: 2}
	}
	for name, test := range map[string]struct {
		thing  thing
		share  float64
		within float64
		found  string
	}{
		// The south of the wall, 1.9 by 5 m, of 19 m² that are open.
		"closed": {box(5, 2.5), 9.5 / 19, 0.01, "navigation thing_1 "},
		"narrow": {box(4.6, 2.7), 9.5 / 19, 0.02, "navigation thing_1 "},
		"wide":   {box(4.4, 2.8), 1, 0.01, ""},
		"low":    {thing{id: "thing_1", category: "rug", w: 4.4, d: 3, h: 0.02, x: 2.5, y: 2}, 1, 0.01, ""},
		"high":   {thing{id: "thing_1", category: "pendant", w: 4.4, d: 3, h: 0.5, x: 2.5, y: 2, z: 2.1, support: scenes.OnCeiling}, 1, 0.01, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := Measure(furnish(hall(), test.thing), Options{})
			expect(t, "navigability", r.Of[Navigability], test.share, test.within)
			if d := cmp.Diff(test.found, rules(&r)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
		})
	}
}

func TestShutDoor(t *testing.T) {
	r := Measure(furnish(hall(), thing{id: "wardrobe_1", category: "wardrobe", w: 1, d: 0.6, h: 2, x: 4.4, y: 0.4}), Options{})
	expect(t, "navigability", r.Of[Navigability], 0, 0)
	expect(t, "access", r.Of[Access], 0, 0)
	// The wardrobe takes 0.6 m of the 0.9 m before the door, from 0.1 m on.
	expect(t, "openings", r.Of[Openings], 1-0.6/0.9, 0.02)
	want := "navigation wardrobe_1 door_1; access wardrobe_1 ; opening wardrobe_1 door_1"
	if d := cmp.Diff(want, rules(&r)); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
	if m := r.Findings[0].Message; m != "Nobody can come in by door_1: wardrobe_1 stands before it; leave 0.50 m to pass." {
		t.Error(m)
	}
}

func TestAccessAndClearance(t *testing.T) {
	wardrobe := thing{id: "wardrobe_1", category: "wardrobe", w: 1, d: 0.6, h: 2, x: 1, y: 0.3}
	bed := thing{id: "bed_1", category: "double_bed", w: 1.6, d: 2, h: 0.5, x: 1.5, y: 3, yaw: 180}
	table := thing{id: "table_1", category: "dining_table", w: 1.6, d: 1, h: 0.75, x: 2.5, y: 2}
	for name, test := range map[string]struct {
		things        []thing
		access, clear float64
		found         string
	}{
		"free": {[]thing{wardrobe}, 1, 1, ""},
		// Turned to the wall.
		"turned": {[]thing{{id: "wardrobe_1", category: "wardrobe", w: 1, d: 0.6, h: 2, x: 1, y: 0.3, yaw: 180}}, 0, 0,
			"clearance wardrobe_1 ; access wardrobe_1 "},
		// A chest 0.381 m before the wardrobe takes half of the 0.762 m.
		// A person gets near the edge of the strip only.
		"half": {[]thing{{id: "wardrobe_1", category: "wardrobe", w: 1, d: 0.6, h: 2, x: 0.5, y: 0.3},
			{id: "thing_1", category: "qwxz", w: 1, d: 1, h: 0.5, x: 0.5, y: 0.6 + 0.381 + 0.5}}, 0.06, 0.5,
			"clearance thing_1 wardrobe_1; access wardrobe_1 "},
		// One side of a bed is enough; the nightstand beside it is not in the way.
		"bed at the wall": {[]thing{{id: "bed_1", category: "double_bed", w: 1.6, d: 2, h: 0.5, x: 0.8, y: 3, yaw: 180},
			{id: "nightstand_1", category: "nightstand", w: 0.5, d: 0.4, h: 0.5, x: 1.85, y: 3.8, yaw: 180}}, 1, 1, ""},
		"bed free": {[]thing{bed}, 1, 1, ""},
		"table":    {[]thing{table}, 1, 1, ""},
		// Two of four sides at walls.
		"table in the corner": {[]thing{{id: "table_1", category: "dining_table", w: 1.6, d: 1, h: 0.75, x: 0.8, y: 3.5}}, 0.5, 0.5,
			"clearance table_1 ; access table_1 "},
		"missing": {[]thing{{id: "wardrobe_1", category: "wardrobe", w: 1, d: 0.6, h: 2, missing: true}}, 0, 0, ""},
		"chair at a table": {[]thing{table, {id: "chair_1", category: "chair", w: 0.5, d: 0.5, h: 0.9, x: 2.5, y: 1.4},
			{id: "chair_2", category: "chair", w: 0.5, d: 0.5, h: 0.9, x: 2, y: 1.4}, {id: "chair_3", category: "chair", w: 0.5, d: 0.5, h: 0.9, x: 3, y: 1.4}}, 1, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := Measure(furnish(hall(), test.things...), Options{})
			expect(t, "access", r.Of[Access], test.access, 0.06)
			expect(t, "clearance", r.Of[Clearance], test.clear, 0.03)
			if d := cmp.Diff(test.found, rules(&r)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
		})
	}
}

func TestReach(t *testing.T) {
	desk := thing{id: "desk_1", category: "desk", w: 1.2, d: 0.6, h: 0.75, x: 2, y: 0.3}
	chair := thing{id: "chair_1", category: "office_chair", w: 0.6, d: 0.6, h: 1, x: 2, y: 0.9, yaw: 180}
	spare := thing{id: "chair_2", category: "chair", w: 0.5, d: 0.5, h: 0.9, x: 4, y: 3.5, yaw: 180}
	away := chair
	away.y = 0.6 + 1.36
	turned := chair
	turned.yaw = 0
	for name, test := range map[string]struct {
		things []thing
		want   float64
		found  string
	}{
		"desk":  {[]thing{desk, chair}, 1, ""},
		"spare": {[]thing{desk, chair, spare}, 1, ""},
		// Twice the arm's reach away.
		"away":   {[]thing{desk, away}, 0.25, "reach chair_1 desk_1"},
		"turned": {[]thing{desk, turned}, 0, "reach chair_1 desk_1"},
		"nightstand": {[]thing{{id: "bed_1", category: "bed", w: 1.4, d: 2, h: 0.5, x: 1, y: 3, yaw: 180},
			{id: "nightstand_1", category: "nightstand", w: 0.5, d: 0.4, h: 0.5, x: 1.7 + 1.36 + 0.25, y: 3.8, yaw: 180}}, 0.25, "reach nightstand_1 bed_1"},
		"shelf": {[]thing{{id: "shelf_1", category: "wall_shelf", w: 0.8, d: 0.2, h: 0.2, x: 1, y: 3.9, z: 2.05, yaw: 180, support: scenes.OnWall}}, 0.5, "reach shelf_1 "},
	} {
		t.Run(name, func(t *testing.T) {
			r := Measure(furnish(hall(), test.things...), Options{})
			expect(t, "reach", r.Of[Reach], test.want, 1e-9)
			got := ""
			for _, f := range r.Findings {
				if f.Rule == RuleReach {
					got = string(f.Rule) + " " + f.Object + " " + f.Other
				}
			}
			if got != test.found {
				t.Errorf("findings %q, want %q", got, test.found)
			}
		})
	}
}

func TestSight(t *testing.T) {
	sofa := thing{id: "sofa_1", category: "sofa", w: 2, d: 0.9, h: 0.8, x: 2.5, y: 0.5}
	stand := thing{id: "tv_stand_1", category: "tv_stand", w: 1.4, d: 0.4, h: 0.5, x: 2.5, y: 3.8, yaw: 180}
	tv := thing{id: "television_1", category: "television", w: 1.2, d: 0.1, h: 0.7, x: 2.5, y: 3.8, z: 0.5, yaw: 180, support: scenes.OnObject, parent: "tv_stand_1"}
	table := thing{id: "table_1", category: "coffee_table", w: 1, d: 0.6, h: 0.4, x: 2.5, y: 1.7}
	shelf := thing{id: "bookshelf_1", category: "bookshelf", w: 2, d: 0.3, h: 1.8, x: 2.5, y: 2.5}
	turned := sofa
	turned.yaw = 60
	behind := tv
	behind.yaw = 0
	for name, test := range map[string]struct {
		things []thing
		want   float64
		found  string
	}{
		"free":   {[]thing{sofa, stand, tv, table}, 1, ""},
		"hidden": {[]thing{sofa, stand, tv, shelf}, 0, "bookshelf_1 stands between sofa_1 and television_1; move it out of the line of sight."},
		"turned": {[]thing{turned, stand, tv}, 0.5, "sofa_1 is turned 60° away from television_1; turn it to within 30°."},
		"behind": {[]thing{sofa, stand, behind}, 0, "From sofa_1 one sees television_1 from 180° aside; move it more before the screen."},
	} {
		t.Run(name, func(t *testing.T) {
			r := Measure(furnish(hall(), test.things...), Options{})
			expect(t, "sight", r.Of[Sight], test.want, 1e-9)
			got := ""
			for _, f := range r.Findings {
				if f.Rule == RuleSight {
					got = f.Message
				}
			}
			if got != test.found {
				t.Errorf("finding %q, want %q", got, test.found)
			}
		})
	}
}

func TestWindow(t *testing.T) {
	room := hall()
	room.Openings = append(room.Openings, scenes.Opening{ID: "window_1", Kind: scenes.Window, Wall: 2, Offset: 2.5, Width: 2, Height: 1, Sill: 0.9})
	// A desk below the sill is not in the way, a wardrobe 1 m wide is.
	low := thing{id: "desk_1", category: "desk", w: 1.2, d: 0.6, h: 0.75, x: 2.5, y: 3.7, yaw: 180}
	high := thing{id: "wardrobe_1", category: "wardrobe", w: 1, d: 0.6, h: 2, x: 2.5, y: 3.7, yaw: 180}
	r := Measure(furnish(room, low), Options{})
	expect(t, "openings", r.Of[Openings], 1, 0)
	r = Measure(furnish(room, high), Options{})
	expect(t, "openings", r.Of[Openings], 0.75, 0.01)
	if d := cmp.Diff("opening wardrobe_1 window_1", rules(&r)); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
}

func TestWeightsAndMissing(t *testing.T) {
	things := []thing{{id: "wardrobe_1", category: "wardrobe", w: 1, d: 0.6, h: 2, x: 1, y: 0.3, yaw: 180}, {id: "plant_1", category: "plant", w: 0.4, d: 0.4, h: 1, x: 3, y: 3}}
	var only [Parts]float64
	only[Clearance] = 2
	if r := Measure(furnish(hall(), things...), Options{Weights: only}); r.Value > 1e-9 || r.Objects[0] != -1 || r.Objects[1] != 0 {
		t.Errorf("clearance alone: %v, %v", r.Value, r.Objects)
	}
	only[Clearance], only[Openings] = 0, 1
	if r := Measure(furnish(hall(), things...), Options{Weights: only}); r.Value != 1 {
		t.Errorf("openings alone: %v", r.Value)
	}
	things[1].missing = true
	if r := Measure(furnish(hall(), things...), Options{Weights: only}); r.Value != 0.5 || r.Objects[1] != -2 {
		t.Errorf("half of the objects: %v, %v", r.Value, r.Objects)
	}
	if r := Measure(furnish(hall(), things...), Options{Silent: true}); r.Findings != nil {
		t.Errorf("silent, but %v", r.Findings)
	}
}

// Only the quarter that the leaf sweeps and the passage must be free: what
// stands in the far corner of the square is not in the way.
func TestSwing(t *testing.T) {
	room := hall()
	box := thing{id: "thing_1", category: "qwxz", w: 0.2, d: 0.2, h: 1, x: 4.4 - 0.35, y: 0.8}
	for swing, want := range map[scenes.Swing]float64{"": 1 - 0.04/0.81, scenes.SwingLeft: 1, scenes.SwingSliding: 1} {
		room.Openings[0].Swing = swing
		// Seen from inside the left is in the east: the leaf's quarter has its
		// hinge there, and the box stands in the west.
		r := Measure(furnish(room, box), Options{})
		expect(t, "openings with swing "+string(swing), r.Of[Openings], want, 0.01)
	}
}

// A hole cuts the floor as furniture does, and an L-shaped room is walked round
// its corner.
func TestPolygon(t *testing.T) {
	room := scenes.Room{Height: 2.8, Floor: []scenes.Vec2{{0, 0}, {5, 0}, {5, 2}, {2, 2}, {2, 5}, {0, 5}},
		Openings: []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 1, Offset: 1, Width: 0.9, Height: 2}}}
	r := Measure(furnish(room), Options{})
	// Five corners that turn inward lose (1 − π/4)·r² each.
	expect(t, "navigability of an L", r.Of[Navigability], 1-5*(1-math.Pi/4)*0.0625/16, 0.003)
	room.Holes = [][]scenes.Vec2{{{0, 2}, {2, 2}, {2, 2.5}, {0, 2.5}}}
	r = Measure(furnish(room), Options{})
	expect(t, "navigability with a hole across", r.Of[Navigability], 10.0/15, 0.01)
	if d := cmp.Diff("navigation  ", rules(&r)); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
}

// A desk is reached by the chair drawn up to it, though nobody fits beside it.
func TestSeatIsAWay(t *testing.T) {
	r := Measure(furnish(hall(),
		thing{id: "desk_1", category: "desk", w: 1.2, d: 0.6, h: 0.75, x: 0.6, y: 0.3},
		thing{id: "chair_1", category: "office_chair", w: 0.6, d: 0.6, h: 1, x: 0.6, y: 0.9, yaw: 180}), Options{})
	expect(t, "access", r.Of[Access], 1, 0.05)
	expect(t, "reach", r.Of[Reach], 1, 0)
}

func TestPartNames(t *testing.T) {
	seen := map[string]bool{"unknown": true}
	for p := range Part(Parts) {
		if seen[p.String()] {
			t.Errorf("part %d is called %q", p, p)
		}
		seen[p.String()] = true
	}
	if Part(-1).String() != "unknown" || parts.String() != "unknown" {
		t.Error("parts that do not exist have names")
	}
}
