package compact

import (
	"slices"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestReadText(t *testing.T) {
	task := &scenes.Task{Objects: []scenes.Object{
		{ID: "a", Category: "sofa"}, {ID: "b", Category: "coffee_table"}, {ID: "c", Category: "dining_table"}, {ID: "d", Category: "bookshelf"},
	}}
	for name, c := range map[string]struct {
		text  string
		kinds []string
		words []string
		m     float64
	}{
		"a wall":         {"Put the sofa against the north wall.", []string{"sofa"}, []string{"against", "north", "wall"}, 0},
		"two kinds":      {"I want the coffee table in front of the couch", []string{"coffee_table", "sofa"}, []string{"in", "front"}, 0},
		"plural":         {"Two sofas facing each other.", []string{"sofa"}, []string{"two", "facing", "each", "other"}, 0},
		"a distance":     {"The sofa should be at least 1.5 m from the dining table.", []string{"sofa", "dining_table"}, []string{"at", "least", "m", "from"}, 1.5},
		"centimetres":    {"nothing within 80 cm of the door", []string{doorKind}, []string{"nothing", "within", "cm"}, 0.8},
		"an opening":     {"the bookshelf next to the window", []string{"bookshelf", windowKind}, []string{"next", "to"}, 0},
		"nobody's":       {"Keep the middle free!", nil, []string{"keep", "middle", "free"}, 0},
		"only the first": {"Sofa by the door; bookshelf in a corner.", []string{"sofa", doorKind}, []string{"by"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			task.Preference = c.text
			read := readText(task)
			all := append(slices.Clone(read.clauses), read.rooms...)
			if len(all) == 0 {
				t.Fatal("nothing was read")
			}
			if got := all[0]; !slices.Equal(got.kinds, c.kinds) || !slices.Equal(got.words, c.words) || got.metres != c.m {
				t.Errorf("read %v, %v, %v m; want %v, %v, %v m", got.kinds, got.words, got.metres, c.kinds, c.words, c.m)
			}
		})
	}
}

// TestTextIsSeen says that a wish changes what the policy sees of what it names,
// and of nothing else, and that a policy that does not read sees nothing of it.
func TestTextIsSeen(t *testing.T) {
	task, _ := room(t, "living", 8, 1)
	task.Preference = ""
	plain := newProblem(task, true, nil)
	wished := *task
	wished.Preference = "Put the sofa against the east wall, next to the window."
	seen, blind := newProblem(&wished, true, nil), newProblem(&wished, false, nil)
	if !slices.Equal(plain.itemRows, blind.itemRows) || !slices.Equal(plain.pairRows, blind.pairRows) {
		t.Error("a policy that does not read sees the text")
	}
	for i := range plain.items {
		sofa := plain.items[i].obj.Category == "sofa"
		if same := slices.Equal(plain.itemRow(i), seen.itemRow(i)); same == sofa {
			t.Errorf("%s: the same without the text is %v", plain.items[i].obj.ID, same)
		}
		if got := seen.items[i].compass; got != [4]bool{false, sofa, false, false} {
			t.Errorf("%s: directions %v", plain.items[i].obj.ID, got)
		}
	}
}
