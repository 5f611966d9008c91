package measure

import "github.com/metaspatial/metaspatial/scenes"

// NoDistance is the distance of a relation to something that is not placed.
const NoDistance = -1

// ObjectReport is what is wrong with one object.
type ObjectReport struct {
	// Placed is false for an object without a placement, or with one that is
	// not finite; everything below is then zero.
	Placed bool
	// LeftOut is set for an optional object without a placement, which is no
	// fault.
	LeftOut bool
	// Collides is set for both objects of a colliding pair, and Depth is the
	// deepest of the object's collisions in metres.
	Collides bool
	Depth    float64
	// OutOfBounds is set for an object beyond the floor, over a hole in it,
	// beyond the ceiling or below the floor; Outside says how far at the worst
	// place, in metres.
	OutOfBounds bool
	Outside     float64
	// Unsupported is set when nothing carries the object; Floats, Sinks and
	// Tips say how, and none of them is set for an object that is not at its
	// wall, or whose carrier is elsewhere.
	Unsupported bool
	// Floats is set when the object is off what carries it, Sinks when it is
	// in it. Gap is the distance in metres, negative for one that sinks; for
	// things that hang it is how far the top is below the ceiling.
	Floats, Sinks bool
	Gap           float64
	// Tips is set when the middle of the base is outside the contact area, by
	// Overhang metres.
	Tips     bool
	Overhang float64
	// Blocks is set for an object in the passage or the swing of a door, and
	// Blocking says how deep it is in it, in metres.
	Blocks   bool
	Blocking float64
	// ClearanceBlocked is set when the object's declared clearance is not free,
	// and Intrusion is how deep what blocks it is in it, in metres.
	ClearanceBlocked bool
	Intrusion        float64
	// Intrudes is set for an object in the declared clearance of another.
	Intrudes bool
	// Hides is the share of a window's area that the object hides, where that
	// is enough to be reported. It is no part of validity.
	Hides float64
	// Violation is the distance in metres to the worst of the object's
	// relations, 0 where all hold exactly.
	Violation float64
	// Distances are the distances in metres to the object's relations in the
	// task's order, or [NoDistance].
	Distances []float64
	// Facing is how many degrees the heading misses what the object faces.
	Facing    float64
	FacingOff bool
	// Missing is set when a relation or the facing names an object that is not
	// placed: it cannot hold.
	Missing bool
	// Moved is set for an object that is not where it is locked: off by Off
	// metres, or turned.
	Moved bool
	Off   float64
	// Rules is the number of the object's relations, plus one for a facing.
	Rules int
}

func (o *ObjectReport) rules(it *item) {
	o.Rules = len(it.rules)
	if it.facing.kind != facesNothing {
		o.Rules++
	}
}

// Violates reports whether a relation or the facing is off by more than tol
// metres. A facing that is off is so at every tolerance.
func (o *ObjectReport) Violates(tol float64) bool {
	return o.missing() || o.Missing || o.FacingOff || o.Violation > tol+rounding
}

// missing reports whether the object should be in the room and is not.
func (o *ObjectReport) missing() bool { return !o.Placed && !o.LeftOut }

// Valid reports whether nothing is wrong with the object.
func (o *ObjectReport) Valid() bool {
	return !o.Collides && !o.OutOfBounds && !o.Unsupported && !o.Blocks &&
		!o.ClearanceBlocked && !o.Intrudes && !o.Moved && !o.Violates(Fine)
}

// Report is what is wrong with one layout of one task.
type Report struct {
	// Findings lists the faults in the task's object order, by rule, at most
	// [MaxFindings] and one more that says how many are left out.
	Findings []scenes.Finding
	// Objects has one entry per object of the task, in the task's order.
	Objects []ObjectReport
	// Pairs is the number of colliding pairs.
	Pairs int
}

// CollidingPairs is the share of all pairs of the task's objects that collide.
func (r Report) CollidingPairs() float64 {
	n := len(r.Objects)
	if n < 2 {
		return 0
	}
	return float64(r.Pairs) / (float64(n) * float64(n-1) / 2)
}

// Violating is the share of objects with a relation or facing that is off by
// more than tol metres.
func (r Report) Violating(tol float64) float64 {
	return r.share(func(o *ObjectReport) bool { return o.Violates(tol) })
}

// OutOfBounds is the share of objects that are not wholly inside the room.
func (r Report) OutOfBounds() float64 {
	return r.share(func(o *ObjectReport) bool { return o.OutOfBounds || o.missing() })
}

// Unsupported is the share of objects that nothing carries.
func (r Report) Unsupported() float64 {
	return r.share(func(o *ObjectReport) bool { return o.Unsupported || o.missing() })
}

// Crowded is the share of objects whose declared clearance is not free.
func (r Report) Crowded() float64 {
	return r.share(func(o *ObjectReport) bool { return o.ClearanceBlocked })
}

// Hiding is the share of objects that hide a window.
func (r Report) Hiding() float64 {
	return r.share(func(o *ObjectReport) bool { return o.Hides > 0 })
}

// LeftOut is the number of optional objects that are not placed.
func (r Report) LeftOut() int {
	n := 0
	for i := range r.Objects {
		if r.Objects[i].LeftOut {
			n++
		}
	}
	return n
}

// CollisionFree reports whether no two objects collide.
func (r Report) CollisionFree() bool { return r.Pairs == 0 }

// FullyValid reports whether every object that must be is placed and every rule
// obeyed.
func (r Report) FullyValid() bool {
	for i := range r.Objects {
		if !r.Objects[i].Valid() {
			return false
		}
	}
	return true
}

func (r Report) share(bad func(*ObjectReport) bool) float64 {
	if len(r.Objects) == 0 {
		return 0
	}
	n := 0
	for i := range r.Objects {
		if bad(&r.Objects[i]) {
			n++
		}
	}
	return float64(n) / float64(len(r.Objects))
}
