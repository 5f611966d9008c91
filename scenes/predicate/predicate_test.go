package predicate_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// thing is an object and where it stands.
type thing struct {
	id, category string
	size, at     scenes.Vec3
	yaw          float64
}

// set makes a world of a room 6 m by 4 m by 3 m with a door in the south wall at
// x 1 (0.9 m wide) and a window in the north wall at x 3 (1.2 m wide, 0.9 to
// 2.1 m high).
func set(things ...thing) *world.World {
	t := &scenes.Task{ID: "t", Room: scenes.RectRoom(6, 4, 3)}
	t.Room.Openings = []scenes.Opening{
		{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 1, Width: 0.9, Height: 2},
		{ID: "window_1", Kind: scenes.Window, Wall: 2, Offset: 3, Width: 1.2, Height: 1.2, Sill: 0.9},
	}
	l := &scenes.Layout{}
	for _, x := range things {
		t.Objects = append(t.Objects, scenes.Object{ID: x.id, Category: x.category, Size: x.size, Support: scenes.OnFloor, Flat: x.category == "rug"})
		l.Placements = append(l.Placements, scenes.Placement{ID: x.id, Position: x.at, Yaw: x.yaw})
	}
	return world.New(t, l, nil)
}

func cube(id string, side, x, y float64) thing {
	return thing{id, "box", scenes.Vec3{side, side, side}, scenes.Vec3{x, y, side / 2}, 0}
}

func score(t *testing.T, w *world.World, name, subject string, anchors ...string) float64 {
	t.Helper()
	r := predicate.Evaluate(w, scenes.Spec{Predicate: name, Compare: scenes.GreaterEqual, Count: 1, Subject: subject, Anchors: anchors})
	if r.Unknown != "" || len(r.Groups) == 0 {
		t.Fatalf("%s: %q, %d groups", name, r.Unknown, len(r.Groups))
	}
	return r.Groups[0].Score
}

func TestSceneEvalScores(t *testing.T) {
	tests := map[string]struct {
		name    string
		w       *world.World
		anchors []string
		want    float64
	}{
		// Cubes of 1 m at x 1 and x 2.4: gap 0.4, inside 0 to 0.5.
		"next to": {"next_to", set(cube("a", 1, 2.4, 2), cube("b", 1, 1, 2)), []string{"b"}, 1},
		// Gap 0.8: 0.3 beyond; exp(−0.09/0.125) = 0.486752.
		"next to, too far": {"next_to", set(cube("a", 1, 2.8, 2), cube("b", 1, 1, 2)), []string{"b"}, 0.486752256},
		// Touching: 0.5 below near's range; exp(−0.25/0.125) = 0.135335.
		"near, touching": {"near", set(cube("a", 1, 2, 2), cube("b", 1, 1, 2)), []string{"b"}, 0.135335283},
		// Diagonal: gaps 0.3 and 0.4 make 0.5, the edge of both ranges.
		"near, diagonal": {"near", set(cube("a", 1, 2.3, 2.4), cube("b", 1, 1, 1)), []string{"b"}, 1},
		// A cube turned by 45° reaches 0.7071 towards the other: gap 2 − 0.5 − 0.7071 = 0.792893,
		// 0.292893 beyond; exp(−0.0857864/0.125) = 0.503404.
		"next to, turned": {"next_to", set(cube("a", 1, 3, 2), thing{"b", "box", scenes.Vec3{1, 1, 1}, scenes.Vec3{1, 2, 0.5}, 45}), []string{"b"}, math.Exp(-math.Pow(1.5-math.Sqrt(0.5)-0.5, 2) / 0.125)},
		"across":          {"across_from", set(cube("a", 1, 4, 2), cube("b", 1, 1, 2)), []string{"b"}, 1},
		// Gap 3.5 of 4: exp(−0.25/0.125).
		"far, not quite": {"far", set(cube("a", 1, 5.5, 2), cube("b", 1, 1, 2)), []string{"b"}, math.Exp(-2)},
		// 0.2 m cube wholly inside a 1 m cube, 0.1 from its west side, 0 from its bottom: surface distance 0.
		"inside, at the bottom": {"next_to", set(cube("a", 0.2, 0.7, 2), cube("b", 1, 1, 2)), []string{"b"}, 1},
		// The door's rectangle is at y 0, x 0.55 to 1.45, 0 to 2 m high: gap 1 m from a cube at y 1.5.
		"near the door": {"near", set(cube("a", 1, 1, 1.5)), []string{"door"}, 1},
		// Its nearest wall is 1 m away (x 0.5, y 1 from the south; x 0.5 from the west: gap 0.5).
		"next to a wall": {"next_to", set(cube("a", 1, 1, 1.5)), []string{"wall"}, 1},

		// b 1 m wide at x 2, facing north: its left is west. a of 1 m at x 1: beyond x 1.5 wholly, |y| within 0.625: all of it.
		"left": {"left_of", set(cube("a", 1, 1, 2), cube("b", 1, 2, 2)), []string{"b"}, 1},
		// Shifted north by 0.5: y from 2 to 3, the face reaches to 2.625: share 0.625.
		"left, shifted": {"left_of", set(cube("a", 1, 1, 2.5), cube("b", 1, 2, 2)), []string{"b"}, 0.625},
		// Facing east its left is north.
		"left, turned": {"left_of", set(cube("a", 1, 2, 3), thing{"b", "box", scenes.Vec3{1, 1, 1}, scenes.Vec3{2, 2, 0.5}, 90}), []string{"b"}, 1},
		// A wardrobe 2 m high beside a box 1 m high: z from −0.125 to 1.125 counts: 1.125/2.
		"right, taller":          {"right_of", set(thing{"a", "wardrobe", scenes.Vec3{1, 1, 2}, scenes.Vec3{3, 2, 1}, 0}, cube("b", 1, 2, 2)), []string{"b"}, 0.5625},
		"right in plan, taller":  {"right_in_plan", set(thing{"a", "wardrobe", scenes.Vec3{1, 1, 2}, scenes.Vec3{3, 2, 1}, 0}, cube("b", 1, 2, 2)), []string{"b"}, 1},
		"front":                  {"in_front_of", set(cube("a", 1, 2, 3), cube("b", 1, 2, 2)), []string{"b"}, 1},
		"behind, half a box in":  {"behind", set(cube("a", 1, 2, 1.5), cube("b", 1, 2, 2)), []string{"b"}, 0.5},
		"on top":                 {"on_top", set(thing{"a", "lamp", scenes.Vec3{0.2, 0.2, 0.4}, scenes.Vec3{2, 2, 1.2}, 0}, cube("b", 1, 2, 2)), []string{"b"}, 1},
		"on top, half over":      {"on_top", set(thing{"a", "lamp", scenes.Vec3{0.2, 0.2, 0.4}, scenes.Vec3{2.5, 2, 1.2}, 0}, cube("b", 1, 2, 2)), []string{"b"}, 0.5},
		"inside, three quarters": {"inside_of", set(thing{"a", "toy", scenes.Vec3{0.4, 0.4, 0.4}, scenes.Vec3{2.4, 2, 0.5}, 0}, cube("b", 1, 2, 2)), []string{"b"}, 0.75},
		"outside, a quarter":     {"outside_of", set(thing{"a", "toy", scenes.Vec3{0.4, 0.4, 0.4}, scenes.Vec3{2.4, 2, 0.5}, 0}, cube("b", 1, 2, 2)), []string{"b"}, 0.25},
		"left region":            {"left_region", set(thing{"a", "toy", scenes.Vec3{0.4, 0.4, 0.4}, scenes.Vec3{1.9, 2, 0.5}, 0}, cube("b", 1, 2, 2)), []string{"b"}, 0.75},
		// A table 2 × 1 × 1: long sides are north and south. a of 0.5 m at y 2.75, z 0.25: all past the middle, |x| ≤ 1.
		"long side":            {"long_side", set(cube("a", 0.5, 2, 2.75), thing{"b", "table", scenes.Vec3{2, 1, 1}, scenes.Vec3{2, 2, 0.5}, 0}), []string{"b"}, 1},
		"long side, at an end": {"long_side", set(cube("a", 0.5, 3.25, 2), thing{"b", "table", scenes.Vec3{2, 1, 1}, scenes.Vec3{2, 2, 0.5}, 0}), []string{"b"}, 0},
		"short side":           {"short_side", set(cube("a", 0.5, 3.25, 2), thing{"b", "table", scenes.Vec3{2, 1, 1}, scenes.Vec3{2, 2, 0.5}, 0}), []string{"b"}, 1},
		"long side of square":  {"long_side", set(cube("a", 0.5, 2, 2.75), cube("b", 1, 2, 2)), []string{"b"}, 0},

		// Straight ahead: the mean hit lies on the axis.
		"face": {"face_to", set(cube("a", 1, 2, 1), cube("b", 1, 2, 3)), []string{"b"}, 1},
		// b of 1 m shifted east by 0.5: rays of u in 0..0.5 hit y 2.5, so the mean is (0.25, 1.5) from the centre:
		// atan(1/6) = 9.462322°, score 1 − 9.462322/30 = 0.684589.
		"face, shifted":         {"face_to", set(cube("a", 1, 2, 1), cube("b", 1, 2.5, 3)), []string{"b"}, 0.6845892},
		"face, away":            {"face_to", set(thing{"a", "box", scenes.Vec3{1, 1, 1}, scenes.Vec3{2, 1, 0.5}, 180}, cube("b", 1, 2, 3)), []string{"b"}, 0},
		"face, above its rays":  {"face_to", set(cube("a", 1, 2, 1), thing{"b", "tv", scenes.Vec3{1, 0.1, 0.5}, scenes.Vec3{2, 3.95, 1.5}, 180}), []string{"b"}, 0},
		"facing, above":         {"facing", set(cube("a", 1, 2, 1), thing{"b", "tv", scenes.Vec3{1, 0.1, 0.5}, scenes.Vec3{2, 3.95, 1.5}, 180}), []string{"b"}, 1},
		"opposite":              {"opposite", set(cube("a", 1, 2, 1), thing{"b", "tv", scenes.Vec3{1, 0.1, 0.5}, scenes.Vec3{2, 3.95, 1.5}, 180}), []string{"b"}, 1},
		"middle of, 0.25 m off": {"middle_of", set(cube("a", 0.2, 2.25, 2), cube("b", 1, 2, 2)), []string{"b"}, math.Exp(-0.5)},

		// Flat on the north wall: distance 0, all in front.
		"on wall":          {"on_wall", set(thing{"a", "painting", scenes.Vec3{1, 0.1, 0.5}, scenes.Vec3{3, 3.95, 1.5}, 180}), []string{"wall"}, 1},
		"on wall, 3 cm":    {"on_wall", set(thing{"a", "painting", scenes.Vec3{1, 0.1, 0.5}, scenes.Vec3{3, 3.92, 1.5}, 180}), []string{"north_wall"}, math.Exp(-2)},
		"on another wall":  {"on_wall", set(thing{"a", "painting", scenes.Vec3{1, 0.1, 0.5}, scenes.Vec3{3, 3.95, 1.5}, 180}), []string{"south_wall"}, 0},
		"against a wall":   {"against_wall", set(cube("a", 1, 3, 3.2)), []string{"wall"}, 1},
		"off the wall":     {"against_wall", set(cube("a", 1, 3, 3.0)), []string{"wall"}, math.Exp(-2)},
		"in a corner":      {"corner_of_room", set(cube("a", 1, 5.2, 3.2)), []string{"room"}, 1},
		"off a corner":     {"corner_of_room", set(cube("a", 1, 4.45, 3.2)), []string{"room"}, math.Exp(-0.5)},
		"hanging":          {"hang_from_ceiling", set(thing{"a", "lamp", scenes.Vec3{0.4, 0.4, 0.5}, scenes.Vec3{3, 2, 2.75}, 0}), []string{"ceiling"}, 1},
		"hanging, 7 cm":    {"hang_from_ceiling", set(thing{"a", "lamp", scenes.Vec3{0.4, 0.4, 0.5}, scenes.Vec3{3, 2, 2.68}, 0}), []string{"ceiling"}, math.Exp(-2)},
		"inside the room":  {"inside_room", set(cube("a", 1, 3, 3.75)), []string{"room"}, 0.75},
		"middle of a room": {"middle_of_room", set(cube("a", 1, 3, 2)), []string{"room"}, 1},
		// Size 1, mean room side 5: σ = 0.5 + 0.8 = 1.3; off by 1.3: exp(−0.5).
		"off the middle": {"middle_of_room", set(cube("a", 1, 4.3, 2)), []string{"room"}, math.Exp(-0.5)},

		"close to, touching": {"close_to", set(cube("a", 1, 2, 2), cube("b", 1, 1, 2)), []string{"b"}, 1},
		// Diagonal of 6 × 4 is 7.2111: far is 2.88444 m. Gap 2.5: exp(−0.147794/0.125).
		"away, not quite":   {"away_from", set(cube("a", 1, 4.5, 2), cube("b", 1, 1, 2)), []string{"b"}, math.Exp(-math.Pow(0.4*math.Sqrt(52)-2.5, 2) / 0.125)},
		"above":             {"above", set(thing{"a", "painting", scenes.Vec3{1, 0.1, 0.5}, scenes.Vec3{3, 3.95, 1.5}, 180}, cube("b", 1, 3, 3.5)), []string{"b"}, 1},
		"above, off by 0.1": {"above", set(thing{"a", "painting", scenes.Vec3{1, 0.1, 0.5}, scenes.Vec3{3, 3.95, 1.5}, 180}, cube("b", 1, 3, 3.3)), []string{"b"}, math.Exp(-0.5)},
		"under an object":   {"under", set(thing{"a", "rug", scenes.Vec3{2, 2, 0.02}, scenes.Vec3{3, 2, 0.01}, 0}, cube("b", 1, 3, 2)), []string{"b"}, 1},
		"under the window":  {"under", set(thing{"a", "desk", scenes.Vec3{1.2, 0.6, 0.75}, scenes.Vec3{3, 3.7, 0.375}, 180}), []string{"window"}, 1},
		// The desk spans x 3.9 to 5.1, the window 2.4 to 3.6: nothing in common.
		"beside the window": {"under", set(thing{"a", "desk", scenes.Vec3{1.2, 0.6, 0.75}, scenes.Vec3{4.5, 3.7, 0.375}, 180}), []string{"window_1"}, 0},
		// The painting spans y 3.9 to 4, the grown top face 2.875 to 4.125.
		"top side":     {"side_top", set(thing{"a", "painting", scenes.Vec3{1, 0.1, 0.5}, scenes.Vec3{3, 3.95, 1.5}, 180}, cube("b", 1, 3, 3.5)), []string{"b"}, 1},
		"bottom side":  {"side_bottom", set(cube("a", 0.4, 3, 2), thing{"b", "lamp", scenes.Vec3{1, 1, 1}, scenes.Vec3{3, 2, 1.5}, 0}), []string{"b"}, 1},
		"top region":   {"top_region", set(thing{"a", "book", scenes.Vec3{0.4, 0.4, 0.4}, scenes.Vec3{2, 2, 0.6}, 0}, cube("b", 1, 2, 2)), []string{"b"}, 0.75},
		"front region": {"front_region", set(thing{"a", "book", scenes.Vec3{0.4, 0.4, 0.4}, scenes.Vec3{2, 2.1, 0.6}, 0}, cube("b", 1, 2, 2)), []string{"b"}, 0.75},
		"behind, plan": {"behind_in_plan", set(cube("a", 1, 2, 1.5), cube("b", 1, 2, 2)), []string{"b"}, 0.5},
		"on the floor": {"on_floor", set(cube("a", 1, 3, 2)), []string{"floor"}, 1},
		// 6 cm up: 2 of 2 + 6.
		"off the floor": {"on_floor", set(thing{"a", "box", scenes.Vec3{1, 1, 1}, scenes.Vec3{3, 2, 0.56}, 0}), []string{"floor"}, 0.25},
		"between":       {"between", set(cube("a", 0.4, 2, 2), cube("b", 0.4, 1, 2), cube("c", 0.4, 3, 2)), []string{"b", "c"}, 1},
		// The footprint starts at y 2.5, half a metre off the line.
		"beside the line": {"between", set(cube("a", 0.4, 2, 2.7), cube("b", 0.4, 1, 2), cube("c", 0.4, 3, 2)), []string{"b", "c"}, math.Exp(-2)},
		// The stretch that counts is x 1.4 to 2.6; the centre is 0.25 beyond.
		"at the end":   {"between", set(cube("a", 0.2, 2.85, 2), cube("b", 0.4, 1, 2), cube("c", 0.4, 3, 2)), []string{"b", "c"}, math.Exp(-0.5)},
		"faces a wall": {"facing", set(thing{"a", "box", scenes.Vec3{1, 1, 1}, scenes.Vec3{3, 2, 0.5}, 6}), []string{"north_wall"}, 0.8},
		"parallel":     {"parallel", set(thing{"a", "box", scenes.Vec3{1, 1, 1}, scenes.Vec3{1, 1, 0.5}, 174}, cube("b", 1, 3, 3)), []string{"b"}, 0.8},
		"aligned":      {"aligned", set(cube("a", 1, 1, 2.25), cube("b", 1, 3, 2)), []string{"b"}, math.Exp(-0.5)},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := score(t, tc.w, tc.name, "a", tc.anchors...); math.Abs(got-tc.want) > 5e-6 {
				t.Errorf("%s is %.6f, want %.6f", tc.name, got, tc.want)
			}
		})
	}
}

func TestUnderWindowFinding(t *testing.T) {
	w := set(thing{"desk_1", "desk", scenes.Vec3{1.2, 0.6, 0.75}, scenes.Vec3{4.8, 3.7, 0.375}, 180})
	r := predicate.Evaluate(w, scenes.Spec{Predicate: "under", Count: 1, Subject: "desk", Anchors: []string{"window_1"}})
	want := []scenes.Finding{{Rule: scenes.RuleRelation, Object: "desk_1", Other: "window_1", Depth: 1.2, Direction: scenes.Vec2{-1, 0},
		Message: "desk_1 is not under window_1; move it 1.2 m west."}}
	round := cmp.Transformer("round", func(v float64) float64 { return math.Round(v*1e6) / 1e6 })
	if d := cmp.Diff(want, r.Findings, round); r.Holds || d != "" {
		t.Errorf("holds %v, findings (-want +got):\n%s", r.Holds, d)
	}
	if d := cmp.Diff([]int{0}, r.AtFault); d != "" {
		t.Errorf("at fault (-want +got):\n%s", d)
	}
}

func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range predicate.All() {
		if p.Name == "" || p.Doc == "" || p.Phrase == "" || seen[p.Name] || strings.ToLower(p.Name) != p.Name {
			t.Errorf("row %+v is incomplete or its name is taken", p)
		}
		seen[p.Name] = true
	}
}

func TestDistances(t *testing.T) {
	// Gap 0.4 m.
	w := set(cube("a", 1, 2.4, 2), cube("b", 1, 1, 2))
	for _, tc := range []struct {
		name           string
		distance, want float64
	}{
		{"within_distance", 0.4, 1}, {"within_distance", 0.2, 0.25}, {"at_least_distance", 0.4, 1}, {"at_least_distance", 0.8, 0.25},
	} {
		r := predicate.Evaluate(w, scenes.Spec{Predicate: tc.name, Count: 1, Subject: "a", Anchors: []string{"b"}, Distance: tc.distance})
		if got := r.Groups[0].Score; math.Abs(got-tc.want) > 1e-9 {
			t.Errorf("%s of %v m is %v, want %v", tc.name, tc.distance, got, tc.want)
		}
	}
}

// TestPolygonRoom hangs a picture on the inner wall of an L and looks past a
// hole in the floor.
func TestPolygonRoom(t *testing.T) {
	task := &scenes.Task{ID: "l", Room: scenes.Room{Height: 3, Floor: []scenes.Vec2{{0, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 4}, {0, 4}},
		Holes: [][]scenes.Vec2{{{0.5, 0.5}, {1.5, 0.5}, {1.5, 1.5}, {0.5, 1.5}}}},
		Objects: []scenes.Object{{ID: "picture_1", Category: "painting", Size: scenes.Vec3{1, 0.1, 0.5}}, {ID: "rug_1", Category: "rug", Size: scenes.Vec3{2, 2, 0.01}}}}
	// The wall from (4, 2) to (2, 2) faces north; the picture hangs before it, looking south. Of the rug's 4 m² the hole takes 1.
	w := world.New(task, &scenes.Layout{Placements: []scenes.Placement{{ID: "picture_1", Position: scenes.Vec3{3, 1.95, 1.5}, Yaw: 180}, {ID: "rug_1", Position: scenes.Vec3{1, 1, 0.005}}}}, nil)
	for _, tc := range []struct {
		name, subject, anchor string
		want                  float64
	}{
		{"on_wall", "picture_1", "wall", 1}, {"on_wall", "picture_1", "north_wall", 1}, {"on_wall", "picture_1", "south_wall", 0}, {"inside_room", "rug_1", "room", 0.75},
	} {
		if got := score(t, w, tc.name, tc.subject, tc.anchor); math.Abs(got-tc.want) > 1e-6 {
			t.Errorf("%s of %s and %s is %v, want %v", tc.name, tc.subject, tc.anchor, got, tc.want)
		}
	}
}
