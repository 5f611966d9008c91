package sceneeval_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
)

// A room of 6 × 3 m, wall to wall a wardrobe from x = 2 to 2.5. Of the floor
// the robot keeps 0.1 m from walls and wardrobe: 1.8 m to the west, 3.3 m to the
// east of it, each 2.8 m deep. The largest part is 3.3 / 5.1 of it; the door to
// the west reaches 1.8 / 5.1. Pixels are 2.5 cm.
func TestNavigability(t *testing.T) {
	room := scenes.RectRoom(6, 3, 2.5)
	room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 1, Width: .9, Height: 2}}
	wardrobe := put{id: "wardrobe", size: scenes.Vec3{3, .5, 2}, at: scenes.Vec3{2.25, 1.5, 0}, yaw: 90}
	near := cmpopts.EquateApprox(0, 0.01)
	reach := func(v float64) *float64 { return &v }
	for name, c := range map[string]struct {
		puts  []put
		parts int
		score float64
		reach float64
		bare  float64
	}{
		"empty":    {nil, 1, 1, 1, 1},
		"divided":  {[]put{wardrobe}, 2, 3.3 / 5.1, 1.8 / 5.1, 3.3 / 5.1},
		"high up":  {[]put{{id: "shelf", size: scenes.Vec3{3, .5, .2}, at: scenes.Vec3{2.25, 1.5, 2.1}, yaw: 90, support: scenes.OnCeiling}}, 1, 1, 1, 1},
		"rug":      {[]put{{id: "rug", size: scenes.Vec3{3, .5, .01}, at: scenes.Vec3{2.25, 1.5, 0}, yaw: 90, flat: true}}, 2, 3.3 / 5.1, 1, 1},
		"full":     {[]put{{id: "block", size: scenes.Vec3{6, 3, 1}, at: scenes.Vec3{3, 1.5, 0}}}, 0, 0, 0, 0},
		"gap 0.3":  {[]put{{id: "wardrobe", size: scenes.Vec3{2.7, .5, 2}, at: scenes.Vec3{2.25, 1.35, 0}, yaw: 90}}, 1, 1, 1, 1},
		"gap 0.15": {[]put{{id: "wardrobe", size: scenes.Vec3{2.85, .5, 2}, at: scenes.Vec3{2.25, 1.425, 0}, yaw: 90}}, 2, 3.3 / 5.1, 1.8 / 5.1, 3.3 / 5.1},
		// The door blocked wall to wall: 1.9 m wide and 0.6 m deep.
		"door shut": {[]put{{id: "block", size: scenes.Vec3{1.9, .6, 1}, at: scenes.Vec3{.95, .3, 0}}}, 1, 1, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := boxes(t, room, c.puts...)
			want := sceneeval.Navigability{Score: c.score, Parts: c.parts, Reach: reach(c.reach), Bare: c.bare, Free: r.Navigability.Free}
			if diff := cmp.Diff(want, *r.Navigability, near); diff != "" {
				t.Error(diff)
			}
		})
	}
	// The square of 0.2 m has 8 pixels: it takes 4 on one side and 3 on the other.
	if got := boxes(t, room).Navigability.Free; math.Abs(got-5.825*2.825) > 1e-9 {
		t.Errorf("free %g m², want %g", got, 5.825*2.825)
	}
}

// A sofa of 2 × 0.9 m looks at the wall, its front 0.13 m off: the strip lies
// from 0.05 to 0.25 m before it, of which 0.08 m are on the floor: 40 %. Pixels
// are 1.56 cm, so that a line of them is 8 %.
func TestAccessibility(t *testing.T) {
	room := scenes.RectRoom(4, 4, 2.5)
	sofa := put{id: "sofa", size: scenes.Vec3{2, .9, .8}, at: scenes.Vec3{2, 4 - .13 - .45, 0}}
	r := boxes(t, room, sofa)
	if got := *r.Objects[0].Access; math.Abs(got-0.4) > 0.08 {
		t.Errorf("%g, want 0.4", got)
	}
	if len(r.Findings) == 0 || !strings.Contains(r.Findings[len(r.Findings)-1].Message, "sofa can hardly be used") {
		t.Errorf("%+v", r.Findings)
	}
	// Free before, then half of its length behind a chest, then on a rug.
	sofa.at = scenes.Vec3{2, 1, 0}
	chest := put{id: "chest", size: scenes.Vec3{1, .5, .5}, at: scenes.Vec3{1.5, 1.45 + .25, 0}}
	rug := put{id: "rug", size: scenes.Vec3{3, 2, .01}, at: scenes.Vec3{2, 2, 0}, flat: true}
	for name, c := range map[string]struct {
		puts         []put
		access, bare float64
	}{
		"free": {[]put{sofa}, 1, 1},
		"half": {[]put{sofa, chest}, .5, .5},
		"rug":  {[]put{sofa, rug}, 0, 1},
	} {
		o := find(t, boxes(t, room, c.puts...), "sofa")
		if math.Abs(*o.Access-c.access) > 0.01 || math.Abs(*o.AccessBare-c.bare) > 0.01 {
			t.Errorf("%s: %g and %g, want %g and %g", name, *o.Access, *o.AccessBare, c.access, c.bare)
		}
	}
	// An object has its best side's value; a rug has no side and no value.
	r = boxes(t, room, rug)
	if r.Accessibility != nil || r.Objects[0].Access != nil {
		t.Errorf("a rug is accessible: %+v", r.Accessibility)
	}
	r = boxes(t, room, put{id: "thing", category: "gizmo", size: cube, at: scenes.Vec3{2, 2, 0}})
	if len(r.Missing) != 2 || !strings.Contains(r.Missing[0], "no functional sides are known for thing") {
		t.Errorf("%q", r.Missing)
	}
}

// Doors of 0.9 × 2 m and a window of 1.2 × 1 m from 0.8 m up.
func TestOpenings(t *testing.T) {
	room := scenes.RectRoom(5, 4, 2.5)
	room.Openings = []scenes.Opening{
		{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 2, Width: .9, Height: 2},
		{ID: "window_1", Kind: scenes.Window, Wall: 2, Offset: 2, Width: 1.2, Height: 1, Sill: .8},
	}
	for name, c := range map[string]struct {
		puts         []put
		door, window float64
		occluded     int
	}{
		"clear": {nil, 0, 0, 0},
		// 0.8 of 2 m, all the width.
		"sofa": {[]put{{id: "sofa", size: scenes.Vec3{2, .9, .8}, at: scenes.Vec3{2, .75, 0}}}, .4, 0, 1},
		// From x = 2 on, half of the width.
		"half a sofa": {[]put{{id: "sofa", size: scenes.Vec3{2, .9, .8}, at: scenes.Vec3{3, .75, 0}}}, .2, 0, 1},
		// 0.91 m off the wall.
		"too far": {[]put{{id: "sofa", size: scenes.Vec3{2, .9, .8}, at: scenes.Vec3{2, .91 + .45, 0}}}, 0, 0, 0},
		"high":    {[]put{{id: "lamp", size: scenes.Vec3{1, 1, .3}, at: scenes.Vec3{2, .6, 2.2}, support: scenes.OnCeiling}}, 0, 0, 0},
		// The window is from x = 2.4 to 3.6 in the north wall. A dresser of 1.3 m
		// covers 0.5 of 1 m in height; 0.55 m off it is out of the zone.
		"dresser":     {[]put{{id: "dresser", size: scenes.Vec3{2, .4, 1.3}, at: scenes.Vec3{3, 3.8, 0}, yaw: 180}}, 0, .5, 1},
		"dresser off": {[]put{{id: "dresser", size: scenes.Vec3{2, .4, 1.3}, at: scenes.Vec3{3, 3.25, 0}, yaw: 180}}, 0, 0, 0},
		// Two overlap in part: the union counts. 0.45 m of 0.9 to a height of 1 m, and
		// all to 0.5 m: 0.25 + 0.125.
		"two": {[]put{{id: "a", size: scenes.Vec3{.45, .4, 1}, at: scenes.Vec3{1.775, .5, 0}},
			{id: "b", size: scenes.Vec3{2, .2, .5}, at: scenes.Vec3{2, .5, 0}}}, .375, 0, 1},
		// Turned by 45° a cube of 0.5 m is 0.7071 m wide: 71 of 90 columns, and 50
		// of 200 rows.
		"slanted": {[]put{{id: "a", size: scenes.Vec3{.5, .5, .5}, at: scenes.Vec3{2, .5, 0}, yaw: 45}}, .7071 / .9 / 4, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := boxes(t, room, c.puts...)
			o := r.Openings
			if math.Abs(o.Each[0].Covered-c.door) > 0.002 || math.Abs(o.Each[1].Covered-c.window) > 1e-9 {
				t.Errorf("door %g, window %g; want %g and %g", o.Each[0].Covered, o.Each[1].Covered, c.door, c.window)
			}
			if o.Occluded != c.occluded || o.Of != 2 || math.Abs(o.Area-(o.Each[0].Covered+o.Each[1].Covered)/2) > 1e-12 {
				t.Errorf("%+v", *o)
			}
		})
	}
}
