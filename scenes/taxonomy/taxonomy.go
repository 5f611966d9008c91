// Package taxonomy is the one table of object classes: what indoor furniture
// and level props are called, how large they usually are, what carries them
// and what they are for. The importer reads a file name with [Lookup], the
// room generator asks [ByRole].
//
// # Sizes
//
// The ranges are in metres, rounded to the centimetre. They are rules of thumb
// of this project: plausible bounds for making rooms and for judging the scale
// of a model, not measurements. [Class.Source] says what each rests on, from
// standards that fix a size (the 0.6 m grid of kitchens) over what design
// handbooks agree on (a seat is about 0.45 m high, a dining table 0.72 to 0.78
// m, a worktop 0.9 m) to plain everyday knowledge; see [Source]. They are those
// of real things: of the 53 models of a stylised furniture pack (KayKit
// Furniture Bits, scaled by the importer) 26 lie within a third of their class's
// range on every axis; the others are too deep, or up to twice too large where
// the real thing is small.
//
// # Sides
//
// [Class.Sides] are the functional sides: where a person must be able to stand
// for the object to be of use. One of them is enough, as in SceneEval's
// accessibility (the best of an object's sides counts), unless
// [Class.EverySide] says that each one matters: round a dining table, behind
// and before a shop counter. What stands on other objects is reached where
// those are, and has no sides of its own; neither have coverings, lamps,
// plants and decoration. Classes without a front have the same use from
// opposite sides.
//
// # Clearances
//
// [Class.Clearance] is the free depth that use of a side wants, in metres; it
// is positive on the functional sides and 0 elsewhere. From Merrell et al.
// 2011, "Interactive furniture layout using interior design guidelines":
// 0.914 beside a bed, 0.762 before a seat, 0.610 before shelves, 0.914 all
// round a dining table. The other roles follow rules of this project:
//
//   - a desk or an instrument takes a seat before it, so 0.762, and so does a
//     small table for two;
//   - what opens with doors or drawers takes the leaf and a person: 0.762; open
//     racks, lids and what is only picked from, like shelves, 0.610;
//   - worktops, appliances, counters and fires take a person at work and a
//     passage of 36 in: 0.914;
//   - bathroom fixtures take the 30 in that kitchen and bath planners ask for;
//   - a low table takes the 0.406 that Merrell et al. leave between it and a
//     seat, an end table or nightstand the 0.305 that they allow at most;
//   - a chair at a table is entered from a side: 0.305 there is as good as
//     0.762 before it.
//
// They are customs, not conditions of validity: see [scenes.Object.Clearance]
// for those.
package taxonomy

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Class is one kind of object.
type Class struct {
	// Name is the canonical name, lower case with underscores: "coffee_table".
	Name string
	// Synonyms are other phrases for the class, words separated by spaces.
	Synonyms []string
	// Min and Max bound the usual size along right, front and up in metres.
	Min, Max scenes.Vec3
	// Mount is what usually carries the object.
	Mount scenes.Support
	// Flat marks coverings that others may stand on without colliding.
	Flat bool
	// Front says whether the object has a front that matters.
	Front bool
	// SurfaceOK says whether other things may stand on top.
	SurfaceOK bool
	// Roles are what the object is used as, the most specific first. Room
	// programs draw by them.
	Roles []Role
	// Sides are the functional sides; EverySide says that a person must get to
	// each of them rather than to one.
	Sides     Sides
	EverySide bool
	// Clearance is the free depth in metres on each functional side.
	Clearance scenes.Clearance
	// SeatHeight is the usual height in metres of the surface that people sit
	// on, 0 where nobody sits.
	SeatHeight float64
	// Source is what the size range rests on.
	Source Source

	also []Role
	// one and other are the lines of the list together on whose sides it is.
	one, other uint8
}

// Has reports whether room programs draw the class for the role.
func (c *Class) Has(r Role) bool { return slices.Contains(c.Roles, r) }

// Plays reports whether the class serves as the role, drawn for it or not: a
// corner sofa is a sofa, and a wall-mounted television a screen, that programs
// do not put where they put sofas and screens. An unknown class, nil, plays
// nothing.
func (c *Class) Plays(r Role) bool {
	return c != nil && (slices.Contains(c.Roles, r) || slices.Contains(c.also, r))
}

// Typical returns the size in the middle of the range.
func (c Class) Typical() scenes.Vec3 { return c.Min.Add(c.Max).Mul(0.5) }

// Words returns the name with spaces, for use in sentences.
func (c Class) Words() string { return spaced(c.Name) }

// All returns every class in a fixed order. The caller must not change the
// classes' slices.
func All() []Class { return append([]Class(nil), table().classes...) }

// Find returns the class of a category: by its canonical name, or else as
// [Lookup] understands it. It is nil for unknown categories. The class belongs
// to the table and must not be changed. Find allocates nothing for canonical
// names; other names cost some microseconds the first time.
func Find(category string) *Class {
	x := table()
	i, ok := x.byName[category]
	if !ok {
		i = x.remembered(category)
	}
	if i < 0 {
		return nil
	}
	return &x.classes[i]
}

// ByName returns the class with exactly this canonical name.
func ByName(name string) (Class, bool) {
	x := table()
	i, ok := x.byName[name]
	if !ok {
		return Class{}, false
	}
	return x.classes[i], true
}

// ByRole returns the classes that play the role, in table order. The caller
// must not change the result.
func ByRole(role Role) []Class { return table().byRole[role] }
