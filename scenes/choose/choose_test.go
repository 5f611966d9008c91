package choose_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/choose"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/solve"
)

func request(room scenes.Room, text string) choose.Request {
	return choose.Request{Room: room, Text: text, Library: assets.Starter().Assets(), Item: item, Seed: 1}
}

func furnish(t *testing.T, room scenes.Room, text string) *choose.Result {
	t.Helper()
	res, err := choose.Furnish(context.Background(), choose.Words{}, request(room, text))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return res
}

// counts is how many objects of each category a task has.
func counts(task *scenes.Task) map[string]int {
	m := map[string]int{}
	for i := range task.Objects {
		m[task.Objects[i].Category]++
	}
	return m
}

func TestKinds(t *testing.T) {
	for text, want := range map[string]string{
		"A quiet guest bedroom":                                  "bedroom",
		"a kid's room with two single beds":                      "bedroom",
		"a sofa, a television and two armchairs":                 "living",
		"my home office, with an office chair":                   "study",
		"an open-plan office with a conference table":            "office",
		"a kitchen with a dining table":                          "kitchen",
		"a bistro":                                               "dining",
		"a cosy living room with a reading nook":                 "living",
		"a reading nook":                                         "study",
		"a wine bar with stools":                                 "tavern",
		"a toilet, a washbasin and a shower":                     "bathroom",
		"a flower shop":                                          "shop",
		"a gloomy crypt":                                         "dungeon",
		"a marble-topped table surrounded by four velvet chairs": "dining",
	} {
		c, err := choose.Words{}.Choose(context.Background(), request(scenes.RectRoom(5, 4, 2.7), text))
		if err != nil || c.Program != want {
			t.Errorf("%q: %+v, %v; want %s", text, c, err, want)
		}
	}
}

func TestWhatIsNamedIsChosen(t *testing.T) {
	for text, want := range map[string]map[string]int{
		"a bedroom with three stools and no rug":         {"double_bed": 1, "stool": 3, "rug": 0, "round_rug": 0, "runner": 0},
		"a cosy reading corner, a desk for two":          {"desk": 1, "office_chair": 2, "armchair": 1, "floor_lamp": 1, "bookshelf": 1},
		"a dining room for six":                          {"dining_table": 1, "chair": 6},
		"a rustic dining room with a table set for four": {"dining_table": 1, "chair": 4},
		"an office for three people":                     {"desk": 3, "office_chair": 3, "monitor": 3},
		"a nursery with a crib":                          {"crib": 1, "double_bed": 0, "single_bed": 0},
		"a study with shelves full of books":             {"bookshelf": 2, "wall_shelf": 0},
		"a living room with two leather sofas":           {"sofa": 2},
	} {
		res := furnish(t, scenes.RectRoom(6, 5, 2.8), text)
		got := counts(res.Task)
		for category, n := range want {
			if got[category] != n {
				t.Errorf("%q: %d × %s, want %d\n%s", text, got[category], category, n, strings.Join(res.Notes, "\n"))
			}
		}
	}
	res := furnish(t, scenes.RectRoom(6, 5, 2.8), "a living room with two leather sofas")
	for i := range res.Task.Objects {
		if o := &res.Task.Objects[i]; o.Category == "sofa" && o.Asset != "starter/sofa_leather" {
			t.Errorf("a leather sofa is %s", o.Asset)
		}
	}
}

// The rooms of all kinds can be solved, whatever the seed and the size, and hold
// what makes them that kind; the same request gives the same task.
func TestRoomsHaveASolution(t *testing.T) {
	must := map[string][]string{"bedroom": {"double_bed", "single_bed"}, "living room": {"sofa", "loveseat"}, "kitchen": {"kitchen_sink"}, "dining room": {"dining_table", "round_table", "table"},
		"study": {"desk"}, "office": {"desk"}, "bathroom": {"washbasin"}, "classroom": {"school_desk"}, "shop": {"shop_counter"}, "tavern": {"bar_counter"}, "dungeon": {"chest"}}
	sizes := []scenes.Vec3{{3, 3, 2.5}, {6, 4.5, 2.8}}
	for kind, classes := range must {
		for seed, size := range sizes {
			req := request(scenes.RectRoom(size[0], size[1], size[2]), "a "+kind)
			req.Seed = uint64(seed)
			res, err := choose.Furnish(context.Background(), choose.Words{}, req)
			if err != nil {
				t.Errorf("%s of %v: %v", kind, size, err)
				continue
			}
			got := counts(res.Task)
			if !slices.ContainsFunc(classes, func(c string) bool { return got[c] > 0 }) {
				t.Errorf("%s of %v has none of %v: %v", kind, size, classes, got)
			}
			l, _ := solve.Solve(context.Background(), res.Task, solve.Options{Seed: 1})
			if r := measure.Check(res.Task, l); !r.FullyValid() {
				t.Errorf("%s of %v: %v", kind, size, r.Findings)
			}
			if seed > 0 {
				continue
			}
			again, err := choose.Furnish(context.Background(), choose.Words{}, req)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(res, again); d != "" {
				t.Errorf("%s of %v twice: %s", kind, size, d)
			}
		}
	}
}

func openRoom() scenes.Room {
	return scenes.Room{
		Floor: []scenes.Vec2{{0, 0}, {6, 0}, {6, 3}, {3.5, 3}, {3.5, 5.5}, {0, 5.5}}, Height: 2.7,
		Holes: [][]scenes.Vec2{{{1.2, 4.2}, {1.6, 4.2}, {1.6, 4.6}, {1.2, 4.6}}},
		Openings: []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 5.2, Width: 0.9, Height: 2, Swing: scenes.SwingLeft},
			{ID: "window_1", Kind: scenes.Window, Wall: 5, Offset: 2, Width: 1.4, Height: 1.2, Sill: 0.9}},
	}
}

// A room that is given with its doors, windows and pillars is furnished around
// them, and what the text says of the window becomes a wish.
func TestOpeningsAreKept(t *testing.T) {
	room := openRoom()
	res := furnish(t, room, "a cosy reading corner by the window, a desk for two")
	if d := cmp.Diff(room, res.Task.Room); d != "" {
		t.Errorf("the room has changed:\n%s", d)
	}
	if len(res.Task.Specs) != 1 || res.Task.Specs[0].Subject != "armchair" || res.Task.Specs[0].Text != "reading corner by the window" {
		t.Errorf("the corner's place is %+v", res.Task.Specs)
	}
	l, _ := solve.Solve(context.Background(), res.Task, solve.Options{Seed: 1, Wishes: true})
	if r := measure.Check(res.Task, l); !r.FullyValid() {
		t.Errorf("%v", r.Findings)
	}
}

// What does not fit is said, and is left out or optional.
func TestTooSmallARoom(t *testing.T) {
	res := furnish(t, scenes.RectRoom(2.6, 2.4, 2.5), "a bedroom with two wardrobes, two desks, a bookshelf and a piano")
	all := strings.Join(res.Notes, "\n")
	optional := 0
	for i := range res.Task.Objects {
		if res.Task.Objects[i].Optional {
			optional++
		}
	}
	if optional == 0 || !strings.Contains(all, "optional") {
		t.Errorf("%d optional objects of %d:\n%s", optional, len(res.Task.Objects), all)
	}
	if !strings.Contains(all, "piano") {
		t.Errorf("nothing is said of the piano:\n%s", all)
	}
	l, _ := solve.Solve(context.Background(), res.Task, solve.Options{Seed: 1})
	if r := measure.Check(res.Task, l); !r.FullyValid() {
		t.Errorf("%v", r.Findings)
	}
}

func TestBadRequests(t *testing.T) {
	room := scenes.RectRoom(4, 3, 2.5)
	cross := scenes.Room{Floor: []scenes.Vec2{{0, 0}, {4, 3}, {4, 0}, {0, 3}}, Height: 2.5}
	empty := request(room, "a bedroom")
	empty.Library = nil
	for want, req := range map[string]choose.Request{
		"names neither a kind of room nor a thing that is known here; the kinds are bedroom, living room": request(room, "twelve 🦄 and the sound of rain"),
		"names neither":                     request(room, ""),
		"can be placed: the library has no": request(room, "a grand piano"),
		"metres up to 100":                  request(scenes.RectRoom(4000, 3, 2.5), "a bedroom"),
		"height":                            request(scenes.RectRoom(4, 3, math.NaN()), "a bedroom"),
		"nothing to choose from":            empty,
		"keep it below":                     request(room, strings.Repeat("a bedroom ", 5000)),
		"counter-clockwise":                 request(cross, "a bedroom"),
		"use a larger room":                 request(scenes.RectRoom(0.3, 0.3, 0.1), "a sofa"),
	} {
		res, err := choose.Furnish(context.Background(), choose.Words{}, req)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v, %v; want %q", res, err, want)
		}
	}
	for _, text := range []string{"a bedroom with 1000 chairs", "no bed, no nightstand, no wardrobe, no lamp bedroom", "\x00bedroom\xff\n\n;;;", strings.Repeat("for two ", 900) + "bedroom", "-3 chairs in a bedroom for 99999999999999999999"} {
		if res, err := choose.Furnish(context.Background(), choose.Words{}, request(room, text)); err == nil && len(res.Task.Objects) > 70 {
			t.Errorf("%q: %d objects", text, len(res.Task.Objects))
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := choose.Furnish(ctx, choose.Words{}, request(room, "a bedroom")); err == nil {
		t.Error("a cancelled request is answered")
	}
}
