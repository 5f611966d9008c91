package roomgen

import (
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/near"
)

// suite is a frozen kind of evaluation rooms.
type suite struct {
	name     string
	objects  [2]int
	coverage [2]float64
	sides    [2]float64
	free     bool
	shape    Shape
	prompt   bool
}

// The suites of the project's evaluation.
var suites = []suite{
	{name: "normal", objects: [2]int{8, 15}, coverage: [2]float64{0.2, 0.4}, sides: [2]float64{3, 8}},
	{name: "tight", objects: [2]int{12, 15}, coverage: [2]float64{0.45, 0.6}, sides: [2]float64{3, 4}},
	{name: "large", objects: [2]int{25, 40}, coverage: [2]float64{0.1, 0.4}, sides: [2]float64{6, 12}},
	{name: "poly", objects: [2]int{8, 20}, coverage: [2]float64{0.18, 0.4}, sides: [2]float64{3, 12}, shape: Polygon},
	{name: "free", objects: [2]int{6, 15}, coverage: [2]float64{0.15, 0.4}, sides: [2]float64{2.6, 8}, free: true},
	{name: "prompts", objects: [2]int{8, 15}, coverage: [2]float64{0.15, 0.4}, sides: [2]float64{2.6, 8}, prompt: true},
	{name: "twelve", objects: [2]int{12, 12}, coverage: [2]float64{0.2, 0.4}, sides: [2]float64{3, 8}},
}

// rooms lists the programs of the suites in their order; "abstract" is only
// for training.
var rooms = []string{"bedroom", "living", "kitchen", "dining", "office", "study", "bathroom", "classroom", "shop", "tavern", "dungeon"}

// Suites lists the names that [Suite] knows.
func Suites() []string {
	out := make([]string, len(suites))
	for i, s := range suites {
		out[i] = s.name
	}
	return out
}

// suiteDomain keeps the seeds of suites apart from those that training draws,
// so that no held-out room is ever trained on.
const suiteDomain = 0x5375697465000000

// Suite makes n rooms of the named suite, going round the programs that the
// library can furnish (all of them without a library; see [Furnishable]). A longer
// suite of the same seed begins with the shorter one.
func Suite(name string, n int, seed uint64, items []Item) ([]*scenes.Task, error) {
	tasks, _, err := Witnessed(name, n, seed, items)
	return tasks, err
}

// Witnessed is [Suite] with the layout that certifies each room.
func Witnessed(name string, n int, seed uint64, items []Item) ([]*scenes.Task, []*scenes.Layout, error) {
	s, ok := findSuite(name)
	if !ok {
		if n := near.Nearest(name, Suites()); n != "" {
			return nil, nil, fmt.Errorf("unknown suite %q; did you mean %q?", name, n)
		}
		return nil, nil, fmt.Errorf("unknown suite %q; use one of %s", name, strings.Join(Suites(), ", "))
	}
	if n < 1 || n > 100000 {
		return nil, nil, fmt.Errorf("a suite of %d rooms was asked for; use 1 to 100000", n)
	}
	cat, err := catalogueOf(items)
	if err != nil {
		return nil, nil, err
	}
	tasks, layouts := make([]*scenes.Task, n), make([]*scenes.Layout, n)
	names := cat.programs()
	for i := range tasks {
		if tasks[i], layouts[i], err = s.room(i, seed, cat, names); err != nil {
			return nil, nil, fmt.Errorf("suite %q, room %d: %w", name, i, err)
		}
	}
	return tasks, layouts, nil
}

func findSuite(name string) (suite, bool) {
	for _, s := range suites {
		if s.name == name {
			return s, true
		}
	}
	return suite{}, false
}

func (s suite) room(i int, seed uint64, cat *catalogue, names []string) (*scenes.Task, *scenes.Layout, error) {
	g := source(seed^suiteDomain, s.name, uint64(i))
	o := Options{Seed: g.Uint64(), Program: names[i%len(names)], Objects: s.objects[0] + g.IntN(s.objects[1]-s.objects[0]+1),
		Coverage: s.coverage, Sides: s.sides, Free: s.free, Shape: s.shape, Prompt: s.prompt}
	t, l, err := generate(o, cat)
	if err != nil {
		// The library may be too poor for this program; another will do then.
		for k := 1; k < len(names) && err != nil; k++ {
			o.Program = names[(i+k)%len(names)]
			t, l, err = generate(o, cat)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	t.ID = fmt.Sprintf("%s_%03d", s.name, i)
	return t, l, nil
}
