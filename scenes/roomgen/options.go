package roomgen

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// Item is an object that rooms may be furnished with: one entry of an asset
// library.
type Item struct {
	// Asset is the id of the model; empty draws a plain box.
	Asset string
	// Category is a class of scenes/taxonomy, or words that it understands.
	Category string
	// Size is along right, front and up in metres.
	Size scenes.Vec3
	// Support is what carries the item; empty takes the class's.
	Support scenes.Support
	Flat    bool
	// NoTop says that nothing may stand on the item although its class allows
	// it: its highest surface is not its top.
	NoTop bool
}

// Options say what [Generate] makes. Only Program is needed.
type Options struct {
	Seed    uint64
	Program string
	// Objects is how many objects the room holds; 0 draws 8 to 15.
	Objects int
	// Items is the library; empty makes objects of the taxonomy's sizes.
	Items []Item
	// Coverage bounds the covered share of the floor; zero means 0.2 to 0.4.
	Coverage [2]float64
	// Sides bounds the room's sides in metres; zero fits them to the objects.
	Sides [2]float64
	// Free leaves out relations and facings.
	Free bool
	// Prompt leaves out relations and facings, and makes a Preference of two to
	// five wishes instead: every sentence is understood by scenes/preference,
	// holds in the witness and seldom by chance.
	Prompt bool
	// Shape is the outline of the floor. A room that is no rectangle has one
	// or two doors that open in some way, up to three windows, and sometimes a
	// pillar or a stairwell.
	Shape Shape
}

// MaxObjects keeps generation bounded; the largest suite has 40.
const MaxObjects = 60

// Generate makes the task of a seed and a layout that solves it. The same
// options give the same task on every machine.
func Generate(o Options) (*scenes.Task, *scenes.Layout, error) {
	if err := o.check(); err != nil {
		return nil, nil, err
	}
	cat, err := catalogueOf(o.Items)
	if err != nil {
		return nil, nil, err
	}
	return generate(o, cat)
}

func (o *Options) check() error {
	if _, ok := programs[o.Program]; !ok {
		return fmt.Errorf("unknown program %q; use one of %s", o.Program, strings.Join(Programs(), ", "))
	}
	if o.Objects < 0 || o.Objects > MaxObjects {
		return fmt.Errorf("%d objects asked for; a generated room holds 1 to %d", o.Objects, MaxObjects)
	}
	if err := o.Shape.check(); err != nil {
		return err
	}
	if o.Prompt && o.Shape != Rectangle {
		return fmt.Errorf("a room that asks by its preference alone is a rectangle; leave out the shape %q", o.Shape)
	}
	if err := bounds("coverage", o.Coverage, 0.05, 0.7); err != nil {
		return err
	}
	return bounds("room sides", o.Sides, 2, 30)
}

func bounds(what string, b [2]float64, lo, hi float64) error {
	if b == [2]float64{} {
		return nil
	}
	if !(b[0] >= lo && b[1] <= hi && b[0] <= b[1]) {
		return fmt.Errorf("%s %v to %v; both must be between %v and %v, the smaller first", what, b[0], b[1], lo, hi)
	}
	return nil
}

// attempts is how many sub-seeds are tried; the bounds relax on the way, so
// that the last ones are easy.
const attempts = 2600

func generate(o Options, cat *catalogue) (*scenes.Task, *scenes.Layout, error) {
	g := source(o.Seed, o.Program)
	n := o.Objects
	if n == 0 {
		n = 8 + g.IntN(8)
	}
	if o.Coverage == [2]float64{} {
		o.Coverage = [2]float64{0.2, 0.4}
	}
	if o.Sides == [2]float64{} {
		o.Sides = sidesFor(n)
	}
	for k := range attempts {
		b := newBuilder(programs[o.Program], cat, source(o.Seed, o.Program, uint64(k+1)), relaxed(o, k), n)
		t, l, ok := b.room()
		if !ok {
			continue
		}
		t.ID = fmt.Sprintf("%s_%d_%d", o.Program, n, o.Seed)
		if o.Free || o.Prompt {
			strip(t)
		}
		if o.Prompt && !promptFor(t, l, source(o.Seed, "prompt", uint64(k))) {
			continue
		}
		if r := measure.NewChecker(t).Measure(l); r.FullyValid() {
			return t, l, nil
		}
	}
	return nil, nil, fmt.Errorf("no %s with %d objects could be furnished from this library in rooms of %v to %v m; ask for fewer objects, lower coverage or larger rooms",
		o.Program, n, o.Sides[0], o.Sides[1])
}

// relaxed widens the coverage downwards after many failures.
func relaxed(o Options, attempt int) Options {
	if k := attempt - 1600; k > 0 {
		f := max(0, 1-float64(k)/800)
		o.Coverage[0] *= f
	}
	return o
}

func sidesFor(n int) [2]float64 {
	switch {
	case n > 20:
		return [2]float64{6, 12}
	case n >= 8:
		return [2]float64{3, 8}
	}
	return [2]float64{2.2, 8}
}

// strip leaves the objects and what carries them.
func strip(t *scenes.Task) {
	for i := range t.Objects {
		t.Objects[i].Relations, t.Objects[i].Facing = nil, ""
	}
}

// Coverage is the share of the task's floor, holes apart, under its standing objects.
func Coverage(t *scenes.Task) float64 {
	a := 0.0
	for i := range t.Objects {
		if o := &t.Objects[i]; o.Support == scenes.OnFloor && !o.Flat {
			a += o.Size[0] * o.Size[1]
		}
	}
	return a / floorArea(&t.Room)
}

func source(seed uint64, name string, more ...uint64) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	s := h.Sum64()
	for _, m := range more {
		s = s*0x9e3779b97f4a7c15 + m
	}
	return rand.New(rand.NewPCG(seed, s))
}
