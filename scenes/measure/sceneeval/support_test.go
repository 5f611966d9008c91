package sceneeval_test

import (
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

var table = put{id: "table", size: scenes.Vec3{1, 1, .7}, at: scenes.Vec3{2, 2, 0}}

// A cube of 0.4 m on a table whose edge is at x = 2.5, m being how much of it
// hangs over the edge.
func over(m float64) put {
	return put{id: "x", size: scenes.Vec3{.4, .4, .4}, at: scenes.Vec3{2.3 + m, 2, .9}, support: scenes.OnObject}
}

func TestSupport(t *testing.T) {
	thin := scenes.Vec3{.6, .04, .4}
	for name, c := range map[string]struct {
		x    put
		want bool
		why  string
	}{
		"on the floor":   {put{size: cube, at: scenes.Vec3{1, 1, .5}}, true, ""},
		"4 mm up":        {put{size: cube, at: scenes.Vec3{1, 1, .504}}, true, ""},
		"6 mm up":        {put{size: cube, at: scenes.Vec3{1, 1, .506}}, false, "x floats 6 mm above the floor"},
		"lamp 3 cm up":   {put{size: scenes.Vec3{.3, .3, 1.5}, at: scenes.Vec3{1, 1, .78}}, false, "x floats 3 cm above the floor"},
		"6 mm sunk":      {put{size: cube, at: scenes.Vec3{1, 1, .494}}, false, "x is sunk into the floor by 6 mm"},
		"on the table":   {over(0), true, ""},
		"40 % over":      {over(.16), true, ""},
		"60 % over":      {over(.24), false, "x tips"},
		"beside it":      {over(.41), false, "x floats"},
		"half past wall": {put{size: cube, at: scenes.Vec3{0.2, 3, .5}}, true, ""},
		"past wall":      {put{size: cube, at: scenes.Vec3{-0.2, 3, .5}}, false, "tips"},
		// On the wall: a rear face of 0.6 × 0.4 m, 4 and 6 mm from the south wall.
		"on a wall":    {put{size: thin, at: scenes.Vec3{2, .024, 1.6}, support: scenes.OnWall}, true, ""},
		"off a wall":   {put{size: thin, at: scenes.Vec3{2, .026, 1.6}, support: scenes.OnWall}, false, "x has nothing within 1 cm behind it"},
		"wrong wall":   {put{size: thin, at: scenes.Vec3{2, .02, 1.6}, yaw: 180, support: scenes.OnWall}, false, "behind"},
		"east wall":    {put{size: thin, at: scenes.Vec3{3.98, 2, 1.6}, yaw: 270, support: scenes.OnWall}, true, ""},
		"above a wall": {put{size: thin, at: scenes.Vec3{2, .02, 3.3}, support: scenes.OnWall}, false, "behind"},
		// Turned by 1°, one edge is 0.6 · sin 1° = 10.5 mm further off than the other,
		// which is at the wall: still one contact.
		"1° off a wall": {put{size: thin, at: scenes.Vec3{2, .02 + .3*math.Sin(math.Pi/180) + .001, 1.6}, yaw: 1, support: scenes.OnWall}, true, ""},
		"on a cupboard": {put{size: thin, at: scenes.Vec3{2, 2.52, .5}, support: scenes.OnWall}, true, ""},
		"ceiling":       {put{size: thin, at: scenes.Vec3{2, 2, 2.8}, support: scenes.OnCeiling}, true, ""},
		"below ceiling": {put{size: thin, at: scenes.Vec3{2, 2, 2.79}, support: scenes.OnCeiling}, false, "x has nothing within 1 cm above it"},
	} {
		t.Run(name, func(t *testing.T) {
			c.x.id = "x"
			r := boxes(t, scenes.RectRoom(4, 4, 3), table, c.x)
			if got := *find(t, r, "x").Supported; got != c.want || r.Support.Scene != c.want {
				t.Fatalf("supported: %v (%d contacts), want %v", got, *find(t, r, "x").Contacts, c.want)
			}
			for _, f := range r.Findings {
				if f.Rule == scenes.RuleSupport && !c.want && strings.Contains(f.Message, c.why) {
					return
				}
			}
			if !c.want {
				t.Errorf("no finding says %q: %+v", c.why, r.Findings)
			}
		})
	}
}

// A plank that lies on two stools, one under each end, has contacts on both
// sides of its centre; one that lies on two on the same side has none there.
func TestHull(t *testing.T) {
	stool := func(id string, x float64) put {
		return put{id: id, size: scenes.Vec3{.3, .3, .5}, at: scenes.Vec3{x, 2, 0}}
	}
	plank := put{id: "plank", size: scenes.Vec3{2, .2, .05}, at: scenes.Vec3{2, 2, .525}, support: scenes.OnObject}
	r := boxes(t, scenes.RectRoom(4, 4, 3), stool("a", 1.2), stool("b", 2.8), plank)
	if !*find(t, r, "plank").Supported {
		t.Error("between two stools it falls")
	}
	r = boxes(t, scenes.RectRoom(4, 4, 3), stool("a", 1.2), stool("b", 1.6), plank)
	if *find(t, r, "plank").Supported {
		t.Error("with both stools under one end it stays")
	}
}

// 2 of 3 objects are carried.
func TestSupportShare(t *testing.T) {
	r := boxes(t, scenes.RectRoom(4, 4, 3), table, over(0), put{id: "y", size: cube, at: scenes.Vec3{.6, .6, 1.5}})
	if s := r.Support; s.Count != 2 || s.Of != 3 || s.Scene || math.Abs(s.Share-2.0/3) > 1e-12 {
		t.Errorf("%+v", *s)
	}
}
