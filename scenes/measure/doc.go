// Package measure says what is wrong with a layout and in which share of a
// suite: colliding pairs, objects out of bounds, unsupported objects, blocked
// doors and clearances, hidden windows, broken relations and facings, and
// whether a layout is fully valid. docs/scoring.md has the rules as a table.
//
// # Rules
//
// Everything is in layout space: metres, Z up, headings in degrees clockwise
// from north. The tolerances are package geom's 2 cm and 5°.
//
//   - Collision: two boxes are more than 2 cm deep in each other by the
//     separating axis theorem; coverings lie under everything. Where one of the
//     two has a mesh, the meshes must be that deep too.
//   - Out of bounds: a footprint reaches beyond the floor or over one of its
//     holes, or a box through floor or ceiling.
//   - Support: an object floats above what carries it or sinks into it; it
//     tips, because the middle of its base is outside the contact area, which
//     is where the two footprints meet; or it is not over its carrier at all.
//     Things on the ceiling must touch it, things on a wall must have a side
//     along one. With a mesh the carrier's surface is the first one below the
//     object's centre: a board of a shelf, the seat of a chair.
//   - Opening: the passage of a door or the zone that its leaf sweeps is not
//     free.
//   - Clearance: the free space that an object declares is not free of other
//     objects, the walls and the floor's holes. The space is as wide and as
//     high as the object. What lies flat or rests on the object is no hindrance.
//   - Relation: the centre is not where the relation allows; the distance is
//     the greatest on any axis.
//   - Facing: the heading misses what it must face.
//
// A window that objects hide is reported as a finding of the rule opening, but
// is no part of validity: an object counts that is within 0.5 m of the window
// (SceneEval's opening clearance, arXiv 2503.14756), and hides at
// least a quarter of its area. Curtains are there for that, and never count.
//
// Shares are pairs over pairs, objects over objects and rooms over rooms. An
// object that is not placed counts as violating, unsupported and out of
// bounds, so that leaving objects out never improves a share.
//
// # Findings
//
// Every fault has one finding with a sentence, up to [MaxFindings]. Two faults
// that one move mends, such as a lamp that sinks into the desk which carries
// it and so collides with it, share one. A collision blames the object that is
// easier to move.
//
// # Cost
//
// A layout of 15 objects takes a few microseconds, findings included, and a
// handful of allocations whatever the number of pairs. From some dozens of
// objects on, pairs are found by a sweep, so that the cost grows with the
// objects and the pairs that nearly touch. Nothing panics or hangs on numbers
// that are not finite, on sizes of zero or 1e300, or on a room without a floor.
package measure

import "github.com/metaspatial/metaspatial/scenes/geom"

// rounding keeps arithmetic from turning a fault of exactly the tolerance, or
// none at all, into one.
const rounding = 1e-9

const (
	metres  = geom.Tolerance + rounding
	degrees = geom.AngleTolerance + rounding
)

// The two tolerances, in metres, at which violations are counted.
const (
	Fine   = geom.Tolerance
	Coarse = 0.10
)

// far bounds coordinates and sizes, in metres: what is further counts as not
// placed, so that no product of them overflows.
const far = 1e6
