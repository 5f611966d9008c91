// Package sceneeval measures a placed room as SceneEval does (arXiv
// 2503.14756; parameters as published with its code): collision, out of
// bounds, support, navigability, accessibility and clearance of openings.
//
// # Units and frame
//
// Metres, square metres and shares from 0 to 1, in layout space (see package
// scenes). An object without a mesh is the box of its size, whose surface is
// six rectangles. [Summary] gives percentages, as the paper's tables do.
//
// # Metrics
//
// Collision: two objects whose surfaces meet are tried again with the second
// one, in the task's order, moved 5 mm along centroid − mean contact; a pair
// that meets again is confirmed. The score is the share of objects in at least
// one confirmed pair, the scene's flag whether there is any. Boxes and closed
// meshes are solids: one within another collides too, where SceneEval, which
// tests surfaces, finds nothing. Two boxes' mean contact is the centroid of what
// they share, and what overlaps by more than 5 mm in every direction is
// confirmed without moving it. SceneEval lets rugs collide with what stands on
// them; the score without pairs that have one flat covering is beside it.
//
// Out of bounds: the share of the surface from which a ray straight down meets
// the floor; below 0.99 an object is out of bounds. SceneEval estimates it from
// max(5000·V, 1000) random points, V being the box's volume. For boxes the share
// is exact here, the limit of that estimate; for meshes it is taken over as many
// points in a fixed sequence, at most [Options.MaxSamples], and a mesh whose box
// stands wholly on the floor needs none. SceneEval puts its floor under the
// lowest object; here it is the room's, and points more than 5 mm below it miss.
// What reaches less than 1 mm beyond the floor is over it: that much may be
// rounding.
//
// Support: with gravity g down for objects on the floor or on another object,
// up for those at the ceiling and towards the back for those on a wall, the
// object is lifted 5 mm against g; rays along g start at its vertices within
// 1 cm of its extreme and at samples of the faces there with |n·g| > 0.9 (256
// per m² of the largest face, at least 32 for each triangle). A contact is a
// hit within 1 cm on another object, the floor, a wall or the ceiling. On walls
// and ceilings one contact is enough; otherwise there must be 4, of which 3
// differ, and the centroid's ray along g must hit the contacts' hull. A box's
// face of two triangles is sampled as one rectangle. A wall is unbroken: what
// hangs before a window counts as held, as in SceneEval.
//
// Navigability: the floor in a raster of 256² with a margin of 0.2 m, eroded by
// a square of 0.2 m, minus the boxes of objects whose centre is at 2 m or lower,
// outlined 0.2 m thick. The score is the largest 8-connected free part over all
// that is free; 0 when nothing is. Doors are ignored and rugs block. The variant
// beside it is ours: rugs are walkable, and the free floor that can be reached
// from the doors counts.
//
// Accessibility: before each functional side of an object a strip as long as
// the side and 0.2 m wide, 0.05 m off; the share of its pixels on free floor,
// an object's value being its best side's. The sides are those of the object's
// class in scenes/taxonomy, where SceneEval asks a language model. Rugs block,
// as there; the variant without them is beside it.
//
// Opening clearance: the box before an opening on the room's side, as deep as a
// door is wide or 0.5 m before a window; of every object that reaches into it,
// the triangles in that depth are projected onto the opening at 100 pixels per
// metre. The value is the share of the opening that is covered. SceneEval finds
// the objects by random points of their boxes; here the boxes are intersected.
//
// Counted relations: the task's specs (SceneEval's ObjCount, OORel and OARel)
// as package predicate decides them.
//
// What a room lacks for a metric is named in [Report.Missing] and the metric
// left out; nothing is guessed.
//
// # Cost
//
// At 256² a room of 15 boxes takes less than a millisecond, most of it for the
// rasters, 15 meshes of about 500 triangles 5 ms and 500 boxes 5 ms; pairs are
// found by sorting along x. Heaps of thousands of objects are measured as far as
// a bounded amount of work goes, and Missing says where it ended. A [Meter] keeps its buffers.
// Results depend on the world and the options only.
package sceneeval
