package roomgen

import (
	"math/rand/v2"

	"github.com/metaspatial/metaspatial/scenes"
)

// TrainingOptions say what [DrawTraining] draws. The shares are probabilities, from
// 0 to 1.
type TrainingOptions struct {
	Seed uint64
	// Program is the kind of room; empty draws it.
	Program string
	// Objects is how many objects the room holds; 0 draws it. Large rooms draw
	// their own.
	Objects int
	// Items is the library, as in [Options].
	Items []Item
	// Crowded is the share of crowded ones among the plain rectangular rooms: nearly
	// half of the floor is covered, or more.
	Crowded float64
	// Polygons is the share of rooms that are no rectangles.
	Polygons float64
	// Large is the share of rooms of 25 to 40 objects with sides of 6 to 12 m,
	// Free of those without relations, Prompts of those with a preference text in
	// their place. The rest are plain.
	Large, Free, Prompts float64
	// Locked is the share of rooms in which some objects stay where they are,
	// Optional of those with more objects than need to be placed.
	Locked, Optional float64
	// AnyYaw is the share of rooms in which what stands clear of the walls may
	// stand askew.
	AnyYaw float64
}

// Training draws a task for training: mostly rooms of the programs, furnished
// from the library, at coverages from airy to crowded; every fourth is an
// "abstract" one with invented sizes, so that a policy also learns rooms that
// are not of this library. With objects 0 the count is drawn too. All rooms are
// rectangles; see [DrawTraining] for others. No room of a [Suite] is among
// them.
func Training(seed uint64, objects int, items []Item) (*scenes.Task, *scenes.Layout, error) {
	return DrawTraining(TrainingOptions{Seed: seed, Objects: objects, Items: items, Crowded: 0.5})
}

// DrawTraining is [Training] with more to choose.
func DrawTraining(t TrainingOptions) (*scenes.Task, *scenes.Layout, error) {
	g := source(t.Seed, "training")
	o := Options{Seed: t.Seed, Objects: t.Objects, Items: t.Items, Coverage: [2]float64{0.2, 0.42}}
	if t.Program != "" {
		o.Program = t.Program
	} else if g.IntN(4) == 0 {
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
	crowded := g.Float64() < t.Crowded
	// Every kind has a source of its own: the plain rooms are the same whatever
	// share of the others is asked for.
	kind := source(t.Seed, "training kinds").Float64()
	large := kind < t.Large
	o.Free = !large && kind < t.Large+t.Free
	o.Prompt = !large && !o.Free && kind < t.Large+t.Free+t.Prompts
	switch {
	case !o.Prompt && source(t.Seed, "training shapes").Float64() < t.Polygons:
		o.Shape, o.Coverage, o.Sides = Polygon, [2]float64{0.15, 0.4}, [2]float64{2.6, 10}
	case o.Prompt:
		o.Coverage, o.Sides = [2]float64{0.15, 0.4}, [2]float64{2.6, 8}
	case crowded:
		// Crowded rooms teach most: in an airy one almost anything goes.
		o.Coverage, o.Sides = [2]float64{0.36, 0.6}, [2]float64{2.6, 5}
	}
	if large {
		o.Objects, o.Coverage, o.Sides = 25+g.IntN(16), [2]float64{0.1, 0.4}, [2]float64{6, 12}
	}
	task, l, err := Generate(o)
	if err != nil && o.Items != nil && t.Program == "" {
		// The library may be too poor for this program.
		o.Program, o.Items, o.Prompt = "abstract", nil, false
		task, l, err = Generate(o)
	}
	if err != nil {
		return nil, nil, err
	}
	t.vary(task, l)
	return task, l, nil
}

// vary locks some objects, adds some that need not be placed and lets some stand
// askew. The layout solves the task still.
func (t *TrainingOptions) vary(task *scenes.Task, l *scenes.Layout) {
	if g := source(t.Seed, "training locks"); g.Float64() < t.Locked {
		for _, k := range g.Perm(len(task.Objects))[:min(1+g.IntN(4), len(task.Objects))] {
			task.Locked = append(task.Locked, *l.Find(task.Objects[k].ID))
		}
	}
	if g := source(t.Seed, "training surplus"); g.Float64() < t.Optional {
		addSurplus(task, g)
	}
	if g := source(t.Seed, "training yaws"); g.Float64() < t.AnyYaw {
		for i := range task.Objects {
			o := &task.Objects[i]
			o.AnyYaw = o.Support == scenes.OnFloor && !namesWall(o) && g.IntN(2) == 0
		}
	}
}

// mostSurplus is how many objects too many a room gets at most.
const mostSurplus = 6

// addSurplus calls some objects that nothing refers to optional, and adds more of
// the kind.
func addSurplus(task *scenes.Task, g *rand.Rand) {
	named := map[string]bool{}
	for i := range task.Objects {
		o := &task.Objects[i]
		named[o.Parent], named[o.Facing] = true, true
		for _, r := range o.Relations {
			named[r.Target] = true
		}
	}
	for _, k := range g.Perm(len(task.Objects))[:min(1+g.IntN(mostSurplus), len(task.Objects))] {
		o := &task.Objects[k]
		if named[o.ID] || task.Lock(o.ID) != nil {
			continue
		}
		o.Optional = true
		more := *o
		more.ID += "_more"
		task.Objects = append(task.Objects, more)
	}
}

func namesWall(o *scenes.Object) bool {
	for _, r := range o.Relations {
		if _, ok := scenes.WallYaw(r.Target); ok || r.Kind == scenes.InCorner {
			return true
		}
	}
	_, ok := scenes.WallYaw(o.Facing)
	return ok
}
