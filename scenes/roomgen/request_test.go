package roomgen

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestTaskFromRequest(t *testing.T) {
	cases := map[string]struct {
		objects string
		want    map[string]string // object: relation and facing
	}{
		"defaults": {"bed, 2 nightstands, rug, plant", map[string]string{
			"bed_1": "wall", "nightstand_1": "side bed_1", "nightstand_2": "side bed_1", "rug_1": "middle", "plant_1": "corner"}},
		"chairs": {"2 chairs, round table", map[string]string{
			"round_table_1": "middle", "chair_1": "side round_table_1 facing", "chair_2": "side round_table_1 facing"}},
		"words":   {"a desk, an office chair and a lamp on the desk", map[string]string{"desk_1": "wall", "office_chair_1": "side desk_1 facing", "table_lamp_1": "on desk_1"}},
		"head":    {"round table, lamp on the table", map[string]string{"round_table_1": "middle", "table_lamp_1": "on round_table_1"}},
		"lamp":    {"nightstand and lamp", map[string]string{"nightstand_1": "wall", "floor_lamp_1": "corner"}},
		"places":  {"sofa against the wall, painting above the sofa, coffee table in front of the sofa, rug under the coffee table", map[string]string{"sofa_1": "wall", "painting_1": "above sofa_1", "coffee_table_1": "side sofa_1", "rug_1": "under coffee_table_1"}},
		"corner":  {"armchair in the corner, 1 pendant", map[string]string{"armchair_1": "corner", "pendant_1": "ceiling"}},
		"left of": {"bed; nightstand to the left of the bed", map[string]string{"bed_1": "wall", "nightstand_1": "side bed_1"}},
		"with":    {"armchair with a cushion, shelving unit with books", map[string]string{"armchair_1": "wall", "bookshelf_1": "wall"}},
		"plurals": {"3 Bookshelves, tvStand, TV", map[string]string{"bookshelf_1": "wall", "bookshelf_2": "wall", "bookshelf_3": "wall", "tv_stand_1": "wall", "television_1": "on tv_stand_1"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(5) {
				task, err := TaskFromRequest([3]float64{5, 4, 2.6}, tc.objects, "cosy", nil, seed)
				if err != nil {
					t.Fatal(err)
				}
				if err := task.Validate(); err != nil {
					t.Fatal(err)
				}
				got := map[string]string{}
				for i := range task.Objects {
					got[task.Objects[i].ID] = relationWords(&task.Objects[i])
				}
				if diff := cmp.Diff(tc.want, got); diff != "" {
					t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
				}
				if task.Preference != "cosy" {
					t.Errorf("preference %q", task.Preference)
				}
			}
		})
	}
}

func relationWords(o *scenes.Object) string {
	if len(o.Relations) == 0 {
		return ""
	}
	r := o.Relations[0]
	s := ""
	switch {
	case r.Kind == scenes.InCorner:
		return "corner"
	case r.Target == scenes.Middle:
		return "middle"
	case r.Target == scenes.Ceiling:
		return "ceiling"
	case scenes.IsLayoutElement(r.Target):
		return "wall"
	case r.Kind == scenes.On, r.Kind == scenes.Above, r.Kind == scenes.Under:
		s = string(r.Kind) + " " + r.Target
	default:
		s = "side " + r.Target
	}
	if o.Facing == r.Target {
		s += " facing"
	}
	return s
}

func TestTaskFromRequestAsksTheLibrary(t *testing.T) {
	items := map[string]Item{
		"round table":          {Asset: "pack/table", Category: "small_table", Size: scenes.Vec3{0.7, 0.7, 0.75}},
		"chairs under 1.2 m":   {Asset: "pack/chair", Category: "chair", Size: scenes.Vec3{0.45, 0.5, 0.9}},
		"60 cm stool":          {Asset: "pack/stool", Category: "stool", Size: scenes.Vec3{0.3, 0.3, 0.6}},
		"vase":                 {Asset: "pack/vase", Category: "vase", Size: scenes.Vec3{0.1, 0.1, 0.2}, Support: scenes.OnObject},
		"Flux-Capacitor 90 cm": {Asset: "pack/flux", Category: "flux_capacitor", Size: scenes.Vec3{0.9, 0.9, 1.5}, NoTop: true},
	}
	var asked []Ask
	find := func(a Ask) (Item, error) {
		asked = append(asked, a)
		it, ok := items[a.Words]
		if !ok {
			return it, fmt.Errorf("no %q", a.Words)
		}
		return it, nil
	}
	task, err := TaskFromRequest([3]float64{5, 4, 2.6}, "round table, 2 chairs under 1.2 m, 3 60 cm stool, vase on the round table, Flux-Capacitor 90 cm", "", find, 3)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, o := range task.Objects {
		got[o.Asset+" "+o.Category]++
	}
	want := map[string]int{"pack/table small_table": 1, "pack/chair chair": 2, "pack/stool stool": 3, "pack/vase vase": 1, "pack/flux flux_capacitor": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("models (-want +got):\n%s", diff)
	}
	wantAsked := []Ask{{Words: "Flux-Capacitor 90 cm"}, {Words: "round table", Category: "round_table", Top: true}, {Words: "chairs under 1.2 m", Category: "chair"},
		{Words: "60 cm stool", Category: "stool"}, {Words: "vase", Category: "vase", Support: scenes.OnObject}}
	if diff := cmp.Diff(wantAsked, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

func TestTaskFromRequestRefuses(t *testing.T) {
	room := [3]float64{4, 4, 2.5}
	cases := map[string]struct {
		room    [3]float64
		objects string
		find    Finder
		want    string
	}{
		"nan":        {[3]float64{math.NaN(), 4, 2}, "chair", nil, "length is NaN"},
		"negative":   {[3]float64{4, -4, 2}, "chair", nil, "width is -4"},
		"zero":       {[3]float64{4, 4, 0}, "chair", nil, "height is 0"},
		"infinite":   {[3]float64{math.Inf(1), 4, 2}, "chair", nil, "length is +Inf"},
		"nothing":    {room, " , ", nil, "no objects asked for"},
		"unknown":    {room, "2 chiars", nil, `"chiars" is not known; did you mean "chair"?`},
		"far":        {room, "quuxomatic", nil, `"quuxomatic" is not known; use a name such as`},
		"count":      {room, "-2 chairs", nil, `count "-2" is not a positive whole number`},
		"half":       {room, "1.5 chairs", nil, `count "1.5"`},
		"many":       {room, "99999999999999 chairs", nil, "too high"},
		"sum":        {room, "40 chairs, 40 stools", nil, "more than 60 objects"},
		"no noun":    {room, "two", nil, "names no object"},
		"no target":  {room, "lamp on the nightstand", nil, "the list has no nightstand"},
		"bad top":    {room, "bed, vase on the bed", nil, "is nothing to put things on"},
		"bad under":  {room, "bed, chair under the bed", nil, "cannot go under"},
		"large":      {[3]float64{1, 1.5, 2.5}, "double bed", nil, "too small for the double bed"},
		"low":        {[3]float64{4, 4, 1}, "wardrobe", nil, "too low for the wardrobe"},
		"full":       {[3]float64{2.2, 2.2, 2.5}, "2 double beds", nil, "short by"},
		"crowded":    {[3]float64{2.2, 2.2, 2.5}, "double bed, desk", nil, "the objects do not fit"},
		"no library": {room, "piano", func(a Ask) (Item, error) { return Item{}, fmt.Errorf("no %q here", a.Words) }, `no "piano" here`},
		"no size":    {room, "piano", func(Ask) (Item, error) { return Item{Category: "piano"}, nil }, `"piano" is found as "piano", whose size is [0 0 0]`},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			task, err := TaskFromRequest(tc.room, tc.objects, "", tc.find, 1)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got task %v and error %v, want an error with %q", task, err, tc.want)
			}
		})
	}
}
