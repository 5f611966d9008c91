// Package geom is the one place where the geometry of layouts is decided:
// oriented boxes and how deep they overlap, which points a floor contains,
// where a relation allows an object's centre, what an object may face and what
// height its support asks for.
//
// Measurements, rewards, policies and generators all read the same functions,
// so that a layout which is valid for one is valid for all. Everything is in
// layout space (see package scenes): metres, Z up, headings in compass degrees.
// The functions on hot paths allocate nothing.
//
// # One tolerance
//
// The functions that measure ([Penetration], [Overlap], [Zone.Overlap],
// [Space.Outside], [Range.Distance]) return exact distances, which touching
// boxes make 0 but for rounding of about 1e-15 of the coordinates; none of them
// has a tolerance of its own. A depth of 0 means apart or touching. What counts
// as a fault is decided in one way, by depth > [Tolerance]: overlaps, what lies
// beyond the floor or over a hole, blocked doors and clearances, distances to
// supports and relations. Contacts up to the tolerance, on either side, hold:
// an object touches a wall that it is 2 cm off or 2 cm in. [Space.Inside] and
// [Space.TouchesWall] take the margin as an argument for the same reason. The
// directions that a depth comes with are unit vectors, or zero where the
// shortest way is vertical or there is none.
//
// # Numbers that are not
//
// A box with a number that is NaN or infinite is apart from everything, nowhere
// on or off the floor, and nobody's partner in a [Sweep]; whoever reads layouts
// reports it. Polygons may be degenerate: see [Space] and [CheckFloor].
//
// # Cost
//
// A pair of boxes takes 0.1 µs; a box in a polygon room its corners times the
// polygon's; a door's swing 0.4 µs; a [Sweep] 0.4 µs a box.
package geom

// Tolerance is how far, in metres, a layout may miss a rule and still obey it:
// overlap, distance to the floor's edge, to a support or to a relation's range.
const Tolerance = 0.02

// AngleTolerance is how far, in degrees, a heading may miss what it must face.
const AngleTolerance = 5.0

// FacingCone is the half angle, in degrees, within which an object counts as
// facing another one or the middle of the room.
const FacingCone = 45.0

// NonAdjacentSlack is how far, in metres, an object that stands to a side of
// another without touching it may lie beyond that side's ends.
const NonAdjacentSlack = 0.5
