package faults

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"github.com/metaspatial/metaspatial/scenes"
)

// Kind is a kind of fault.
type Kind struct {
	Name string
	// Says what was done to the object, in words.
	Says string
	// Unseen marks the kinds that were written after the critic was frozen.
	Unseen bool

	// rule is what the default checks call the fault; empty for faults that
	// they do not know.
	rule scenes.Rule
	// make changes the placement of an object and reports whether the fault
	// makes sense for it. It is called for one object after the other.
	make func(c *change) bool
}

// Fault is one faulty layout of a room.
type Fault struct {
	Kind string
	// Object is the object that was moved.
	Object string
	Layout *scenes.Layout
}

// String names the fault and the object.
func (f Fault) String() string { return fmt.Sprintf("%s: %s", f.Kind, f.Object) }

// Kinds lists every kind, those that were written last at the end.
func Kinds() []Kind { return append(append([]Kind(nil), seen...), unseen...) }

// Make makes one fault of a kind in the room, and false where it makes no
// sense for any of the room's objects.
func (r *Room) Make(k Kind) (Fault, bool) {
	h := fnv.New64a()
	h.Write([]byte(k.Name))
	g := rand.New(rand.NewPCG(r.seed, h.Sum64()))
	for _, i := range g.Perm(len(r.Task.Objects)) {
		c := r.change(i, g)
		c.rule = k.rule
		if c.p != nil && k.make(c) && c.only() {
			return Fault{Kind: k.Name, Object: c.o.ID, Layout: c.layout}, true
		}
	}
	return Fault{}, false
}
