package measure

import "github.com/metaspatial/metaspatial/scenes"

// ObjectReport is what is wrong with one object.
type ObjectReport struct {
	// Placed is false for an object without a placement, or with one that is
	// not finite; everything below is then zero.
	Placed bool
	// Collides is set for both objects of a colliding pair, and Depth is the
	// deepest of the object's collisions in metres.
	Collides bool
	Depth    float64
	// OutOfBounds is set for an object beyond the floor, the ceiling or below
	// the floor; Outside says how far at the worst place, in metres.
	OutOfBounds bool
	Outside     float64
	Unsupported bool
	// Blocks is set for an object in front of a door.
	Blocks bool
	// Violation is the distance in metres to the worst of the object's
	// relations, 0 where all hold exactly.
	Violation float64
	// Facing is how many degrees the heading misses what the object faces.
	Facing    float64
	FacingOff bool
	// Missing is set when a relation or the facing names an object that is not
	// placed: it cannot hold.
	Missing bool
	// Rules is the number of the object's relations, plus one for a facing.
	Rules int
}

// Violates reports whether a relation or the facing is off by more than tol
// metres. A facing that is off is so at every tolerance.
func (o *ObjectReport) Violates(tol float64) bool {
	return !o.Placed || o.Missing || o.FacingOff || o.Violation > tol+rounding
}

// Valid reports whether nothing is wrong with the object.
func (o *ObjectReport) Valid() bool {
	return !o.Collides && !o.OutOfBounds && !o.Unsupported && !o.Blocks && !o.Violates(Fine)
}

// Report is what is wrong with one layout of one task.
type Report struct {
	// Findings lists the faults in the task's object order, by rule.
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
	return r.share(func(o *ObjectReport) bool { return o.OutOfBounds || !o.Placed })
}

// Unsupported is the share of objects that nothing carries.
func (r Report) Unsupported() float64 {
	return r.share(func(o *ObjectReport) bool { return o.Unsupported || !o.Placed })
}

// CollisionFree reports whether no two objects collide.
func (r Report) CollisionFree() bool { return r.Pairs == 0 }

// FullyValid reports whether every object is placed and every rule obeyed.
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
