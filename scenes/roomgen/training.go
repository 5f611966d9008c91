package roomgen

import "github.com/metaspatial/metaspatial/scenes"

// TrainingOptions say what [DrawTraining] draws.
type TrainingOptions struct {
	Seed uint64
	// Objects is how many objects the room holds; 0 draws it.
	Objects int
	// Items is the library, as in [Options].
	Items []Item
	// Polygons is the share of rooms, from 0 to 1, that are no rectangles.
	// Policies that only know rectangles leave it at 0.
	Polygons float64
}

// Training draws a task for training: mostly rooms of the programs, furnished
// from the library, at coverages from airy to crowded; every fourth is an
// "abstract" one with invented sizes, so that a policy also learns rooms that
// are not of this library. With objects 0 the count is drawn too. All rooms are
// rectangles; see [DrawTraining] for others. No room of a [Suite] is among
// them.
func Training(seed uint64, objects int, items []Item) (*scenes.Task, *scenes.Layout, error) {
	return DrawTraining(TrainingOptions{Seed: seed, Objects: objects, Items: items})
}

// DrawTraining is [Training] with more to choose.
func DrawTraining(t TrainingOptions) (*scenes.Task, *scenes.Layout, error) {
	g := source(t.Seed, "training")
	o := Options{Seed: t.Seed, Objects: t.Objects, Items: t.Items, Coverage: [2]float64{0.2, 0.42}}
	if g.IntN(4) == 0 {
		o.Program, o.Items = "abstract", nil
		if o.Objects == 0 {
			o.Objects = 6 + g.IntN(10)
		}
	} else {
		cat, err := catalogueOf(t.Items)
		if err != nil {
			return nil, nil, err
		}
		names := cat.programs()
		o.Program = names[g.IntN(len(names))]
	}
	crowded := g.IntN(2) == 0
	// Shapes have a source of their own: the rectangles among the rooms are the
	// same whatever share of the others is asked for.
	if t.Polygons > 0 && source(t.Seed, "training shapes").Float64() < t.Polygons {
		o.Shape, o.Coverage, o.Sides = Polygon, [2]float64{0.15, 0.4}, [2]float64{2.6, 10}
	} else if crowded {
		// Crowded rooms teach most: in an airy one almost anything goes.
		o.Coverage, o.Sides = [2]float64{0.36, 0.58}, [2]float64{2.6, 5}
	}
	task, l, err := Generate(o)
	if err != nil && o.Items != nil {
		// The library may be too poor for this program.
		o.Program, o.Items = "abstract", nil
		return Generate(o)
	}
	return task, l, err
}
