package preference_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/preference"
)

// parlour has what most sentences speak of.
func parlour() *scenes.Task {
	t := &scenes.Task{ID: "parlour", Room: scenes.RectRoom(5, 5, 3)}
	seen := map[string]int{}
	for _, c := range strings.Fields("desk chair chair chair chair rug sofa bed dining_table television nightstand nightstand " +
		"table_lamp potted_plant bookshelf bookshelf painting armchair wardrobe ceiling_lamp") {
		seen[c]++
		t.Objects = append(t.Objects, scenes.Object{ID: fmt.Sprintf("%s_%d", c, seen[c]), Category: c, Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor})
	}
	return t
}

// short writes a spec on one line.
func short(s scenes.Spec) string {
	out := fmt.Sprintf("%s %d %s(%s", s.Compare, s.Count, s.Predicate, s.Subject)
	for _, a := range s.Anchors {
		out += ", " + a
	}
	if out += ")"; s.Distance != 0 {
		out += fmt.Sprintf(" %.4g m", s.Distance)
	}
	return out
}

func TestSentences(t *testing.T) {
	tests := map[string][]string{
		"the desk under the window":                                   {"ge 1 under(desk, window)"},
		"two chairs facing each other":                                {"ge 2 facing(chair, chair)"},
		"keep the middle free":                                        {"ge 1 free_middle(, room)"},
		"The middle of the room should stay open.":                    {"ge 1 free_middle(, room)"},
		"nothing within 60 cm of the door":                            {"ge 1 clear_of(, door) 0.6 m"},
		"nothing within 24\" of the door":                             {"ge 1 clear_of(, door) 0.6096 m"},
		"Nothing in front of the window!":                             {"ge 1 clear_of(, window)"},
		"nothing on the desk":                                         {"le 0 on_top(*, desk)"},
		"a rug in front of the sofa":                                  {"ge 1 front_in_plan(rug, sofa)"},
		"put the bed against the wall, far from the door":             {"ge 1 against_wall(bed, wall)", "ge 1 away_from(bed, door)"},
		"four chairs around the dining table":                         {"ge 1 around(chair*4, dining_table)"},
		"The table is surrounded by four chairs.":                     {"ge 1 around(chair*4, dining_table)"},
		"the tv opposite the couch":                                   {"ge 1 opposite(television, sofa)"},
		"a lamp on each nightstand":                                   {"ge 1 on_top(table_lamp, nightstand_1)", "ge 1 on_top(table_lamp, nightstand_2)"},
		"plants in the corners":                                       {"ge 1 corner_of_room(potted_plant, room)"},
		"Fill the south-west corner with the plant.":                  {"ge 1 against_wall(potted_plant, south_wall)", "ge 1 against_wall(potted_plant, west_wall)"},
		"no more than two chairs":                                     {"le 2 count(chair)"},
		"at least three chairs near the window":                       {"ge 3 close_to(chair, window)"},
		"No chairs near the door.":                                    {"le 0 close_to(chair, door)"},
		"exactly two nightstands next to the bed":                     {"eq 2 next_to(nightstand, bed)"},
		"bookshelves along the north wall":                            {"ge 2 against_wall(bookshelf, north_wall)"},
		"the painting above the bed":                                  {"ge 1 above(painting, bed)"},
		"Above the bed hangs a painting.":                             {"ge 1 above(painting, bed)"},
		"sofa and armchair near each other":                           {"ge 1 close_to(sofa, armchair)"},
		"The sofa and the armchair face each other":                   {"ge 1 facing(sofa, armchair)", "ge 1 facing(armchair, sofa)"},
		"The sofa, the armchair and the rug are near the window":      {"ge 1 close_to(sofa, window)", "ge 1 close_to(armchair, window)", "ge 1 close_to(rug, window)"},
		"the lamp next to the sofa and near the window":               {"ge 1 next_to(table_lamp, sofa)", "ge 1 close_to(table_lamp, window)"},
		"I want the wardrobe in the north-east corner":                {"ge 1 against_wall(wardrobe, north_wall)", "ge 1 against_wall(wardrobe, east_wall)"},
		"Keep the door clear.":                                        {"ge 1 clear_of(, door)"},
		"Leave the way in free.":                                      {"ge 1 clear_of(, door)"},
		"keep 60cm clear around the bed":                              {"ge 1 clear_of(, bed) 0.6 m"},
		"the desk at least 2 m from the door":                         {"ge 1 at_least_distance(desk, door) 2 m"},
		"the sofa 3 ft away from the wall":                            {"ge 1 at_least_distance(sofa, wall) 0.9144 m"},
		"a chair within half a metre of the desk":                     {"ge 1 within_distance(chair, desk) 0.5 m"},
		"On each side of the bed there should be a nightstand.":       {"ge 1 left_in_plan(nightstand, bed)", "ge 1 right_in_plan(nightstand, bed)"},
		"a bed flanked by two nightstands":                            {"ge 1 left_in_plan(nightstand, bed)", "ge 1 right_in_plan(nightstand, bed)"},
		"the armchair between the sofa and the bookshelf":             {"ge 1 between(armchair, sofa, bookshelf)"},
		"the bed between the nightstands":                             {"ge 1 between(bed, nightstand, nightstand)"},
		"every chair faces the table":                                 {"ge 4 facing(chair, dining_table)"},
		"Put one of the chairs behind the desk":                       {"ge 1 behind_in_plan(chair, desk)"},
		"chair_2 to the left of desk_1":                               {"ge 1 left_in_plan(chair_2, desk_1)"},
		"The desk holds a lamp.":                                      {"ge 1 on_top(table_lamp, desk)"},
		"Hang the painting on the wall above the sofa":                {"ge 1 on_wall(painting, wall)", "ge 1 above(painting, sofa)"},
		"The ceiling lamp hangs from the ceiling.":                    {"ge 1 hang_from_ceiling(ceiling_lamp, ceiling)"},
		"the rug in the middle of the room":                           {"ge 1 middle_of_room(rug, room)"},
		"a wall-mounted television opposite the bed":                  {"ge 1 opposite(television, bed)"},
		"A cozy bedroom with a bed, two nightstands, and a wardrobe.": {"ge 1 count(bed)", "ge 2 count(nightstand)", "ge 1 count(wardrobe)"},
		"A bedroom with a bed. It is against the wall.":               {"ge 1 count(bed)", "ge 1 against_wall(bed, wall)"},
		"A calm, warm study for long evenings.":                       nil,
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			p := preference.Parse(text, parlour())
			var got []string
			for _, s := range p.Specs {
				got = append(got, short(s))
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("specs (-want +got):\n%s", d)
			}
			if len(p.NotUnderstood) > 0 || len(p.Clauses) == 0 {
				t.Errorf("clauses %+v", p.Clauses)
			}
		})
	}
}

// TestNotUnderstood checks that what is not understood is said and not guessed.
func TestNotUnderstood(t *testing.T) {
	tests := map[string]struct {
		why   string
		specs []string
	}{
		"the dsek under the window":                  {`"dsek" is no object that is known here; did you mean "desk"?`, nil},
		"the piano under the window":                 {"the task has no piano", nil},
		"the desk glows":                             {`"desk glows" is no object that is known here`, nil},
		"a lamp on a table in the corner":            {`"in the corner" may speak of either thing before it`, []string{"ge 1 on_top(table_lamp, dining_table)"}},
		"The sofa faces the TV. It is near the door": {`it is not clear what "it" is`, []string{"ge 1 facing(sofa, television)"}},
		"the bed near the bed":                       {"a bed cannot stand in relation to itself", nil},
		"the sofa":                                   {"nothing is said of sofa", nil},
		"at least -3 chairs":                         {"-3 is no number of things; ask for 0 or more", nil},
		"-3 armchairs around the dining table":       {"-3 is no number of things; ask for 0 or more", nil},
		"99999 armchairs around the dining table":    {"99999 is too large a number; at most 1000 things can be asked for", nil},
		"Nobody should have to squeeze through it":   {`"have" does not fit in`, nil},
		"the bed in front of":                        {"it does not say in front of what", nil},
		"a bed flanked by a nightstand":              {"it does not say which side", nil},
		"the window behind the sofa":                 {"the window is not a thing to place", nil},
		"keep the wall free":                         {"the wall cannot be kept free", nil},
	}
	for text, tc := range tests {
		t.Run(text, func(t *testing.T) {
			p := preference.Parse(text, parlour())
			var got []string
			for _, s := range p.Specs {
				got = append(got, short(s))
			}
			if d := cmp.Diff(tc.specs, got); d != "" {
				t.Errorf("specs (-want +got):\n%s", d)
			}
			if len(p.NotUnderstood) != 1 {
				t.Fatalf("clauses %+v", p.Clauses)
			}
			for _, c := range p.Clauses {
				if !c.Understood && c.Why != tc.why {
					t.Errorf("why: %s, want %s", c.Why, tc.why)
				}
			}
		})
	}
}

// What is asked for twice is one wish, whatever the words; ranges and hyphens
// are no negative numbers.
func TestTwiceIsOnce(t *testing.T) {
	for text, want := range map[string][]string{
		"The sofa faces the TV. The sofa faces the TV.":                   {"ge 1 facing(sofa, television)"},
		"the tv opposite the couch, and the television opposite the sofa": {"ge 1 opposite(television, sofa)"},
		"at least 2 chairs. At least 3 chairs.":                           {"ge 2 count(chair)", "ge 3 count(chair)"},
		"two mid-century chairs":                                          {"ge 2 count(chair)"},
		"- two chairs":                                                    {"ge 2 count(chair)"},
	} {
		t.Run(text, func(t *testing.T) {
			p := preference.Parse(text, parlour())
			var got []string
			for _, s := range p.Specs {
				got = append(got, short(s))
			}
			if d := cmp.Diff(want, got); d != "" || len(p.NotUnderstood) > 0 {
				t.Errorf("specs (-want +got):\n%s\nnot understood: %q", d, p.NotUnderstood)
			}
		})
	}
}

// Specs carry no text that would do something to a terminal.
func TestTextOfSpecs(t *testing.T) {
	p := preference.Parse("the sofa \x1b[31mfaces the TV", parlour())
	for _, s := range p.Specs {
		if strings.ContainsRune(s.Text, 0x1b) {
			t.Errorf("the text %q", s.Text)
		}
	}
}

func TestStyleIsListed(t *testing.T) {
	p := preference.Parse("A cozy, rustic bedroom with an old oak bed.", parlour())
	if d := cmp.Diff([]string{"cozy", "rustic", "old", "oak"}, p.Style); d != "" {
		t.Errorf("style (-want +got):\n%s", d)
	}
}

func TestWithoutTask(t *testing.T) {
	p := preference.Parse("two armchairs near the fireplace", nil)
	if len(p.Specs) != 1 || short(p.Specs[0]) != "ge 2 close_to(armchair, fireplace)" {
		t.Errorf("%+v", p)
	}
}

// check holds what must be so of every text.
func check(t *testing.T, text string, p preference.Parsed) {
	end := 0
	for _, c := range p.Clauses {
		if c.Start < 0 || c.End > len(text) || c.Start > c.End || text[c.Start:c.End] != c.Text {
			t.Fatalf("clause %+v is not in %q", c, text)
		}
		if c.Understood != (c.Why == "") {
			t.Fatalf("clause %+v", c)
		}
		end = max(end, c.End)
	}
	task := parlour()
	task.Specs = p.Specs
	if err := task.Validate(); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
}

func TestLongTextIsBounded(t *testing.T) {
	for _, s := range []string{"the desk under the window. ", "the desk and ", "a ", "the desk on the desk on ", "1 ", "of the ", "keep free ", "middle of ", "door of ", "desk of "} {
		text := strings.Repeat(s, 1<<16/len(s))
		check(t, text, preference.Parse(text, parlour()))
	}
	text := strings.Repeat("the desk and ", 3000) + " near the door" + strings.Repeat(" near the door", 3000) + " near each other"
	if p := preference.Parse(text, parlour()); len(p.Specs) > 4096 {
		t.Errorf("%d specs", len(p.Specs))
	}
	if p := preference.Parse(strings.Repeat("x", preference.MaxText+1), nil); !p.Truncated {
		t.Error("not cut")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"the desk under the window", "nothing within 60 cm of the door", "four chairs around the table, and it is near it", "\"’s -é 1.5.2m \xff\xfe",
		"the bed between the and and", "keep 1e9 m free", "each other each other", "no more than", "1 of the 2 of the 3", "a chair 0!\"0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, task := range []*scenes.Task{nil, parlour()} {
			p := preference.Parse(text, task)
			check(t, text, p)
			if d := cmp.Diff(p, preference.Parse(text, task)); d != "" {
				t.Fatalf("not the same twice:\n%s", d)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := "A calm study. Put the desk under the window, nothing within 60 cm of the door, two chairs facing each other and a lamp on each nightstand."
	task := parlour()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		preference.Parse(text, task)
	}
}
