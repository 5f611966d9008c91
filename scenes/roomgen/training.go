package roomgen

import "github.com/metaspatial/metaspatial/scenes"

// Training draws a task for training: mostly rooms of the programs, furnished
// from the library, at coverages from airy to crowded; every fourth is an
// "abstract" one with invented sizes, so that a policy also learns rooms that
// are not of this library. With objects 0 the count is drawn too. No room of a
// [Suite] is among them.
func Training(seed uint64, objects int, items []Item) (*scenes.Task, *scenes.Layout, error) {
	g := source(seed, "training")
	o := Options{Seed: seed, Objects: objects, Items: items, Coverage: [2]float64{0.2, 0.42}}
	if g.IntN(4) == 0 {
		o.Program, o.Items = "abstract", nil
		if objects == 0 {
			objects = 6 + g.IntN(10)
			o.Objects = objects
		}
	} else {
		cat, err := catalogueOf(items)
		if err != nil {
			return nil, nil, err
		}
		names := cat.programs()
		o.Program = names[g.IntN(len(names))]
	}
	if g.IntN(2) == 0 {
		// Crowded rooms teach most: in an airy one almost anything goes.
		o.Coverage, o.Sides = [2]float64{0.36, 0.58}, [2]float64{2.6, 5}
	}
	t, l, err := Generate(o)
	if err != nil && o.Items != nil {
		// The library may be too poor for this program.
		o.Program, o.Items = "abstract", nil
		return Generate(o)
	}
	return t, l, err
}
