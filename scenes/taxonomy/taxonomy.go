// Package taxonomy is the one table of object classes: what indoor furniture
// and level props are called, how large they usually are, what carries them
// and what they are for. The importer reads a file name with [Lookup], the
// room generator asks [ByRole].
//
// # Sizes
//
// The ranges are rules of thumb of this project, in metres, rounded to the
// centimetre. They follow what furniture dimension guides agree on (a seat is
// about 0.45 m high, a dining table 0.72 to 0.78 m, a worktop 0.9 m, a
// mattress about 2 m long) and, for tavern and dungeon props, the proportions
// that game packs use beside such furniture. They are plausible bounds for
// making rooms and for judging the scale of a model, not measurements.
package taxonomy

import "github.com/metaspatial/metaspatial/scenes"

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
	// Roles are what the object is used as, the most specific first.
	Roles []Role
}

// Has reports whether the class plays the role.
func (c Class) Has(r Role) bool {
	for _, x := range c.Roles {
		if x == r {
			return true
		}
	}
	return false
}

// Typical returns the size in the middle of the range.
func (c Class) Typical() scenes.Vec3 { return c.Min.Add(c.Max).Mul(0.5) }

// Words returns the name with spaces, for use in sentences.
func (c Class) Words() string { return spaced(c.Name) }

// All returns every class in a fixed order. The caller must not change the
// classes' slices.
func All() []Class { return append([]Class(nil), table().classes...) }

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
