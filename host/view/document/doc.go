// Package document holds what a level designer is editing: a level of rooms,
// the way back to every state it had, what is selected, and the file it belongs
// to. It opens no window and starts no process; files are behind [Files].
//
// # States
//
// A [State] is never changed. Every edit makes a new one that shares whatever it
// left alone: as long as a room's task is the same pointer, a checker or a mesh
// made for it holds, and a state may be handed to another goroutine and drawn,
// scored or saved there while the designer goes on. Undo is exact because it
// brings back the very state that was.
//
// # Changes
//
// Everything that can be done to a level is a [Change] from one of this
// package's functions: [Move], [AddObject], [SetCorner], [AddRelation] and so on.
// [Document.Do] makes it one step of the history; a [Gesture] makes one step of
// as many changes as a drag shows on its way; [Batch] joins changes. A change is
// made whole or, with one sentence for people as its error, not at all, and
// always leaves a level that can be saved and opened again.
//
// # Frames
//
// Places of rooms and ways across the floor are in the level's frame, placements
// and corners in the room's own, as in [scenes.LevelRoom]: metres, Z up, yaw as
// a compass heading in degrees.
//
// # Goroutines
//
// A Document belongs to one goroutine, that of the window. [Keeper] has one of
// its own, which writes what would be lost in a crash.
package document
