// Package measure says what is wrong with a layout and in which share of a
// suite: colliding pairs, objects out of bounds, unsupported objects, blocked
// doors, broken relations and facings, and whether a layout is fully valid.
//
// The geometry behind every rule is package geom's, with its tolerances of
// 2 cm and 5°. Shares follow the definitions of the project's metrics: pairs
// over pairs, objects over objects and rooms over rooms. An object that is not
// placed counts as violating, unsupported and out of bounds, so that leaving
// objects out never improves a share.
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
