// Package floorplan divides a footprint into rooms and joins them by doors: the
// plan of a level, from a list of rooms in words and a seed.
//
// # Method
//
// Rooms are cut out of the footprint by straight lines in the order of a
// squarified treemap (Bruls, Huizing and van Wijk, "Squarified Treemaps", 2000),
// which Marson and Musse ("Automatic Real-Time Generation of Floor Plans Based on
// Squarified Treemaps Algorithm", 2010) brought to floor plans. Three things are
// added. A cut divides any polygon, by area, so that footprints need not be
// rectangles and what is left of an L may be one. A room that others lead off may
// be two pieces that lie beside each other, an L. And beside the plain treemap
// there are plans in zones: what visitors see before what is private, with a
// corridor between the rooms of a zone.
//
// A seed draws some hundred plans; the best one is kept. Plans with a room that
// is narrower than its kind allows, or that no door reaches, do not count. Among
// the others the fewest ways through rooms that are no passages win (a bedroom
// behind a bathroom costs most), then daylight for those that need it,
// proportions, sizes near those asked for, and no corridor where none was asked
// for.
//
// # Walls and frames
//
// Lengths are metres, z is up. The footprint is the outside of the building; the
// cells of the rooms fill it exactly. A room's floor is its cell less half of
// [Options.Wall] on every side, so that walls which are drawn that thick outward
// from each floor fill the space between rooms and end at the footprint.
//
// # Doors
//
// The doors are a tree of least cost over the shared walls, begun at the
// entrance, and sometimes a door more where a way round is welcome. A door is one
// [Door] in the middle of its wall, and one opening in each of its two rooms, of
// equal width and height, right across the wall from each other. Its leaf swings
// into the room that is entered; seen from the other it opens outward.
package floorplan
