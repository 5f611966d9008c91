// Package function measures how well a furnished room works: can a person walk
// from the doors to everywhere, get to each piece from the sides where it is
// used, have the space there that its use needs, reach what should be at hand,
// see what should be seen, and open the doors and windows.
//
// Every [Part] is a number between 0 and 1, 1 being right; what the room has
// nothing for does not apply. The value is the weighted mean of the parts that
// apply, times the share of the task's objects that are placed, so that leaving
// things out never pays; objects that are not placed also count as not
// accessible. It lies between 0 and 1.
//
// # Frame and units
//
// Layout space (see package scenes) in metres; angles in degrees. Everything is
// measured on boxes. Walking is decided on a raster of the floor of
// [DefaultCell] (package scenes/geom/freespace), so that areas near it are off
// by up to half a pixel along their outlines; the rest is exact. Bodies beyond
// 100 km and such that are not finite are left out.
//
// # The body
//
// A person is a disk of [DefaultRadius], half the shoulder breadth of an
// average man (0.49 m, the 1988 anthropometric survey of the US Army) and 2 m
// high; eyes are 0.75 m above the seat (the same survey: 0.74 for women, 0.79
// for men on average); arms reach [DefaultReach], about the reach of small
// women by Panero and Zelnik, Human Dimension and Interior Space. Merrell et
// al.'s wider disk of 0.457 m is that of package guideline's circulation.
//
// # Monotony
//
// One more obstacle never raises navigability, access, clearance, sight or
// openings: what is counted can only lose by it and what it is divided by does
// not depend on where things stand.
//
// # Cost
//
// About 0.2 ms for 15 objects in a room of 6 by 6 m, half of it for the raster,
// and some seconds for 10,000 piled on each other; nearly nothing is
// allocated but the report.
package function
