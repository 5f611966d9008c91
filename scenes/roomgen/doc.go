// Package roomgen makes seeded layout tasks: furnished rooms of a program such
// as "bedroom" or "tavern", with a door, relations between the objects and a
// preference text that says truthfully what the relations ask for.
//
// # Satisfiable by construction
//
// A room is planned first (which objects, of which sizes), then sized so that
// the planned objects cover the asked share of the floor, then furnished one
// object at a time: every object is placed where its relation allows and
// nothing collides. What cannot be placed is replaced. The layout that results
// is the witness; a task is only returned when package measure finds its
// witness fully valid.
//
// # Rooms that are no rectangles
//
// [Options.Shape] makes L, T and slanted floors (a side askew, a corner cut
// off, a bay), with one or two doors of any swing, up to three windows and
// sometimes a pillar or a stairwell. Objects stand along every wall, slanted
// ones too, with their backs to it.
//
// Relations can name four walls only. In such a room these are the walls that
// package geom takes for them: of the walls that run along x or y and face a
// compass heading outward the outermost, the longest of several. A heading
// without such a wall has no wall that relations name. What stands at another
// wall has no relation to it, only, where the wall runs along x or y, a facing.
// What is placed beside something askew has no relation to a side of it, since
// sides go by the four headings, but keeps its facing; "on", "under" and
// "above" remain. The preference only repeats relations that are there.
//
// The square before every door stays free, which contains the sweep of every
// swing; so do the windows. About half of what opens to its front declares the
// clearance of its class.
//
// # Rooms that ask by their preference alone
//
// [Options.Prompt] leaves relations and facings out and writes a preference of
// two to five wishes ("Put the desk under the window.") instead. Package
// preference understands every one of them; the witness fulfils all; of twelve
// layouts with the objects placed at random at most three fulfil each, and none
// fulfils all. A layout of such a task is fully valid without regard to the
// wishes: how many it fulfils is a measure of its own.
//
// # Where objects come from
//
// With a library every object is one of the given [Item]s, at its true size; a
// role that the library lacks is filled by a related one or left out. Without
// a library the objects have the taxonomy's sizes and no model.
//
// # Coverage
//
// Coverage is the share of the floor under standing objects; rugs do not
// count. "tight" asks for 45 to 60 %. Of 110 such rooms without a library all
// reached it (mean 49 %), as did 110 with a pack of 53 stylised pieces (mean
// 51 %). Where a library cannot, the lower bound is relaxed step by step until
// a room can be certified.
package roomgen
