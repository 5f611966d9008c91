package measure_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

var update = flag.Bool("update", false, "write the golden file anew")

// scenario is a faulty layout of a room of 6 × 5 m.
type scenario struct {
	name    string
	objects []scenes.Object
	places  []scenes.Placement
	holes   [][]scenes.Vec2
	doors   []scenes.Opening
	locked  []scenes.Placement
}

func box(id string, x, y, z float64, support scenes.Support) scenes.Object {
	return scenes.Object{ID: id, Size: scenes.Vec3{x, y, z}, Support: support}
}

func at(id string, x, y, z, yaw float64) scenes.Placement {
	return scenes.Placement{ID: id, Position: scenes.Vec3{x, y, z}, Yaw: yaw}
}

func with(o scenes.Object, change func(*scenes.Object)) scenes.Object {
	change(&o)
	return o
}

func related(o scenes.Object, rs ...scenes.Relation) scenes.Object {
	o.Relations = rs
	return o
}

func carried(o scenes.Object, parent string) scenes.Object {
	o.Support, o.Parent = scenes.OnObject, parent
	return o
}

func facing(o scenes.Object, what string) scenes.Object {
	o.Facing = what
	return o
}

func scenarios() []scenario {
	desk := box("desk_1", 1.4, 0.7, 0.75, scenes.OnFloor)
	onDesk := at("desk_1", 3, 2, 0.375, 0)
	lamp := carried(box("lamp_1", 0.2, 0.2, 0.4, ""), "desk_1")
	sofa := box("sofa_1", 2, 0.9, 0.8, scenes.OnFloor)
	wardrobe := with(box("wardrobe_1", 1, 0.6, 2, scenes.OnFloor), func(o *scenes.Object) { o.Clearance.Front = 0.6 })
	chair := box("chair_1", 0.5, 0.5, 0.9, scenes.OnFloor)
	beside := func(kind scenes.RelationKind) scenes.Relation {
		return scenes.Relation{Kind: kind, Target: "desk_1", Adjacent: true}
	}
	door := func(s scenes.Swing) []scenes.Opening {
		return []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 3, Width: 0.9, Height: 2, Swing: s}}
	}
	window := []scenes.Opening{{ID: "window_1", Kind: scenes.Window, Wall: 2, Offset: 3, Width: 1.2, Height: 1.2, Sill: 0.9}}
	return []scenario{
		{name: "unplaced", objects: []scenes.Object{desk, carried(related(lamp, beside(scenes.On)), "desk_1"), facing(chair, "desk_1")}, places: []scenes.Placement{at("lamp_1", 3, 2, 1, 0), at("chair_1", 1, 1, 0.45, 0)}},
		{name: "larger than any room", objects: []scenes.Object{box("blob_1", 1e9, 1, 1, scenes.OnFloor)},
			places: []scenes.Placement{at("blob_1", 1, 1, 0.5, 0)}},
		{name: "not a place", objects: []scenes.Object{desk, chair, box("blob_1", math.Inf(1), 1, 1, scenes.OnFloor)},
			places: []scenes.Placement{at("desk_1", math.NaN(), 1, 1, 0), at("chair_1", 1, 1, 1e300, 0), at("blob_1", 1, 1, 1, 0)}},
		{name: "strangers", objects: []scenes.Object{carried(facing(related(lamp, scenes.Relation{Kind: scenes.Behind, Target: "ghost_1"}), "ghost_1"), "ghost_1")}, places: []scenes.Placement{at("lamp_1", 1, 1, 1, 0)}},
		{name: "side by side", objects: []scenes.Object{sofa, lamp, desk}, places: []scenes.Placement{at("sofa_1", 2, 3, 0.4, 0), at("lamp_1", 3, 2, 0.95, 0), at("desk_1", 3, 2.3, 0.375, 0)}},
		{name: "askew", objects: []scenes.Object{sofa, chair}, places: []scenes.Placement{at("sofa_1", 2, 3, 0.4, 45), at("chair_1", 2.6, 2.6, 0.45, 0)}},
		{name: "one over the other", objects: []scenes.Object{desk, box("pendant_1", 0.4, 0.4, 2.3, scenes.OnCeiling), chair}, places: []scenes.Placement{onDesk, at("pendant_1", 3, 2, 1.85, 0), at("chair_1", 3.2, 2, 1.15, 0)}},
		{name: "out of the room", objects: []scenes.Object{sofa, box("shelf_1", 1, 0.3, 0.4, scenes.OnWall), chair}, places: []scenes.Placement{at("sofa_1", 0.4, 0.3, 0.4, 0), at("shelf_1", 3, 4.85, 2.9, 180), at("chair_1", 3, 3, 0.35, 0)}},
		{name: "over the stairs", holes: [][]scenes.Vec2{{{3, 3}, {4, 3}, {4, 4}, {3, 4}}}, objects: []scenes.Object{chair}, places: []scenes.Placement{at("chair_1", 3.1, 3.5, 0.45, 0)}},
		{name: "in the air", objects: []scenes.Object{desk, lamp, with(lamp, func(o *scenes.Object) { o.ID = "lamp_2" }), box("picture_1", 0.6, 0.04, 0.4, scenes.OnWall), box("pendant_1", 0.4, 0.4, 0.5, scenes.OnCeiling), chair},
			places: []scenes.Placement{onDesk, at("lamp_1", 3, 2, 1.2, 0), at("lamp_2", 3.5, 2, 0.9, 0), at("picture_1", 3, 4.5, 1.6, 180), at("pendant_1", 1, 1, 2.6, 0), at("chair_1", 5, 4, 1.2, 0)}},
		{name: "locked", objects: []scenes.Object{chair, desk, sofa, with(lamp, func(o *scenes.Object) { o.Optional = true })},
			places: []scenes.Placement{at("chair_1", 1, 1, 0.45, 0), onDesk, at("sofa_1", 3, 4, 0.4, 90)},
			locked: []scenes.Placement{at("chair_1", 1.5, 0.95, 0.45, 0), at("desk_1", 3.005, 2, 0.375, 0), at("sofa_1", 3, 4, 0.4, 0)}},
		{name: "into the ceiling", objects: []scenes.Object{box("pendant_1", 0.4, 0.4, 0.5, scenes.OnCeiling)}, places: []scenes.Placement{at("pendant_1", 1, 1, 2.85, 0)}},
		{name: "tipping", objects: []scenes.Object{desk, lamp}, places: []scenes.Placement{onDesk, at("lamp_1", 3.75, 2, 0.95, 0)}},
		{name: "tipping off a turned desk", objects: []scenes.Object{desk, related(lamp, beside(scenes.On))}, places: []scenes.Placement{at("desk_1", 3, 2, 0.375, 30), at("lamp_1", 3.4, 2.3, 0.95, 0)}},
		{name: "beside what carries", objects: []scenes.Object{desk, related(lamp, beside(scenes.On))}, places: []scenes.Placement{onDesk, at("lamp_1", 4.5, 1.2, 0.95, 0)}},
		{name: "before a door", doors: door(""), objects: []scenes.Object{sofa}, places: []scenes.Placement{at("sofa_1", 3.8, 0.6, 0.4, 0)}},
		{name: "in the swing", doors: door(scenes.SwingLeft), objects: []scenes.Object{sofa}, places: []scenes.Placement{at("sofa_1", 1.6, 1, 0.4, 0)}},
		{name: "beside the swing", doors: door(scenes.SwingRight), objects: []scenes.Object{chair}, places: []scenes.Placement{at("chair_1", 2.5, 0.9, 0.45, 0)}},
		{name: "before a window", doors: window, objects: []scenes.Object{wardrobe, with(box("curtain_1", 1.2, 0.1, 1.4, scenes.OnWall), func(o *scenes.Object) { o.Category = "curtain" }), chair},
			places: []scenes.Placement{at("wardrobe_1", 2.6, 4.7, 1, 180), at("curtain_1", 3.9, 4.95, 1.6, 180), at("chair_1", 5, 4.75, 0.45, 0)}},
		{name: "no clearance", objects: []scenes.Object{wardrobe, chair}, places: []scenes.Placement{at("wardrobe_1", 1, 2, 1, 0), at("chair_1", 1.2, 3, 0.45, 0)}},
		{name: "clearance into the wall", objects: []scenes.Object{wardrobe}, places: []scenes.Placement{at("wardrobe_1", 1, 4.5, 1, 0)}},
		{name: "clearance on every side", objects: []scenes.Object{with(sofa, func(o *scenes.Object) { o.Clearance = scenes.Clearance{Front: 0.5, Back: 0.3, Left: 0.4, Right: 1.2} }), chair,
			with(chair, func(o *scenes.Object) { o.ID = "chair_2" }), with(chair, func(o *scenes.Object) { o.ID = "chair_3" })},
			places: []scenes.Placement{at("sofa_1", 3, 2.5, 0.4, 0), at("chair_1", 3, 1.7, 0.45, 0), at("chair_2", 1.5, 2.5, 0.45, 0), at("chair_3", 5, 2.5, 0.45, 0)}},
		{name: "relations", objects: []scenes.Object{desk, related(chair, beside(scenes.InFront), scenes.Relation{Kind: scenes.On, Target: scenes.Middle}),
			related(sofa, scenes.Relation{Kind: scenes.InCorner, Target: scenes.SouthWall}, scenes.Relation{Kind: scenes.InCorner, Target: scenes.WestWall}),
			related(box("picture_1", 0.6, 0.04, 0.4, scenes.OnWall), beside(scenes.Above)),
			related(box("bin_1", 0.3, 0.3, 0.3, scenes.OnFloor), scenes.Relation{Kind: scenes.LeftOf, Target: "desk_1"}),
			related(box("plant_1", 0.3, 0.3, 0.9, scenes.OnFloor), beside(scenes.InCorner), beside(scenes.RightOf), beside(scenes.Behind), beside(scenes.Under))},
			places: []scenes.Placement{onDesk, at("chair_1", 3.2, 3.5, 0.45, 0), at("sofa_1", 1.3, 1, 0.4, 0), at("picture_1", 3, 4.98, 0.9, 180), at("bin_1", 4.5, 4, 0.15, 0), at("plant_1", 5, 1, 0.45, 0)}},
		{name: "one move for two faults", objects: []scenes.Object{desk, related(chair, beside(scenes.InFront)), related(sofa, scenes.Relation{Kind: scenes.On, Target: scenes.WestWall})},
			places: []scenes.Placement{onDesk, at("chair_1", 3, 2.5, 0.45, 180), at("sofa_1", 0.9, 4, 0.4, 0)}},
		{name: "turned away", objects: []scenes.Object{desk, facing(chair, "desk_1"), facing(sofa, scenes.EastWall), facing(box("plant_1", 0.3, 0.3, 0.9, scenes.OnFloor), scenes.Middle)},
			places: []scenes.Placement{onDesk, at("chair_1", 3, 1, 0.45, 180), at("sofa_1", 1.2, 4.4, 0.4, 180), at("plant_1", 5.7, 0.3, 0.45, 90)}},
	}
}

// TestSentences compares every sentence with the golden file: read it as a
// person would.
func TestSentences(t *testing.T) {
	var b strings.Builder
	seen := map[scenes.Rule]bool{}
	for _, s := range scenarios() {
		room := scenes.RectRoom(6, 5, 3)
		room.Holes, room.Openings = s.holes, s.doors
		task := &scenes.Task{ID: s.name, Room: room, Objects: s.objects, Locked: s.locked}
		r := measure.Check(task, &scenes.Layout{Placements: s.places})
		fmt.Fprintf(&b, "%s\n", s.name)
		for _, f := range r.Findings {
			seen[f.Rule] = true
			fmt.Fprintf(&b, "  %s %.2f (%+.1f %+.1f) %s\n", f.Rule, f.Depth, f.Direction[0]+0, f.Direction[1]+0, f.Message)
			if !strings.HasPrefix(f.Message, f.Object+" ") {
				t.Errorf("%s: %q does not begin with what it is about, %q", s.name, f.Message, f.Object)
			}
		}
	}
	for _, rule := range []scenes.Rule{scenes.RuleUnplaced, scenes.RuleCollision, scenes.RuleOutOfBounds, scenes.RuleSupport,
		scenes.RuleOpening, scenes.RuleClearance, scenes.RuleRelation, scenes.RuleFacing, scenes.RuleLocked} {
		if !seen[rule] {
			t.Errorf("no sentence of the rule %q", rule)
		}
	}
	file := filepath.Join("testdata", "sentences.txt")
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); d != "" {
		t.Errorf("(-golden +got):\n%s", d)
	}
}
