// Package geom is the one place where the geometry of layouts is decided:
// oriented boxes and how deep they overlap, which points a floor contains,
// where a relation allows an object's centre, what an object may face and what
// height its support asks for.
//
// Measurements, rewards, policies and generators all read the same functions,
// so that a layout which is valid for one is valid for all. Everything is in
// layout space (see package scenes). The functions on hot paths allocate
// nothing.
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
