// Package guideline measures how far a layout keeps the guidelines of interior
// design: distances and angles between pieces that belong together,
// conversation, balance, alignment, emphasis, symmetry, circulation, clearance,
// and the access and visibility of each piece.
//
// The costs are those of Merrell, Schkufza, Li, Agrawala and Koltun,
// "Interactive furniture layout using interior design guidelines" (SIGGRAPH
// 2011), and, for access and visibility, Yu, Yeung, Tang, Terzopoulos, Chan and
// Osher, "Make it home: automatic optimization of furniture arrangement"
// (SIGGRAPH 2011). Where a paper leaves to its user which pieces a guideline is
// about, the roles of scenes/taxonomy decide; each [Kind] says how.
//
// # What is reported
//
// Every cost has the paper's Value, in the paper's sign and unit (lower is
// better, sums grow with the room), and a Loss between 0 and 1 that compares
// across rooms: 0 is as good as the guideline can be met, 1 as bad. A cost that
// the room has nothing for (emphasis without anything to look at) is not
// applicable and has neither. [Costs.Objects] splits a loss over the objects
// that cause it; [Explain] says in sentences what causes it.
//
// # Frame and units
//
// Layout space in metres, angles in degrees where they are told. Headings count
// clockwise from +y, as in package scenes; every cost depends on differences
// of headings and on distances only, so that turning the whole room changes
// nothing (circulation is drawn on a raster, and changes by pixels).
//
// Bodies that stand on the floor take part; coverings, and what hangs or stands
// on something, do so only where a kind says it. Objects of unknown category
// count by their boxes: in balance, alignment, symmetry, circulation, and as
// obstacles.
//
// # Cost
//
// Some microseconds for 15 objects without circulation, one raster more with
// it. Symmetry and conversation are quadratic in the objects of one
// class, access in all of them: some tenths of a second for 10,000. Of the pieces
// in one space the first 256 count, of the overlaps of clearances 131,072: in
// heaps beyond that accessibility, visibility and clearance are lower bounds.
package guideline
