// Package scenestate reads and writes SceneEval's scene states (format
// "sceneState", arch@1.0.2 and scene@1.0.2) and reads its annotations (arXiv
// 2503.14756).
//
// # What a file holds
//
// Walls, each a stretch between two points with doors and windows as holes,
// floors as polygons, and objects as a model's name and a 4×4 matrix, its
// columns one after another. Neither the models nor their sizes nor their
// categories are in it. [Decode] therefore splits the objects: those whose size
// is known, from our own record or from [Options.Model], are in the task and the
// layout; the others are in [State.Unsized] with the place of their model's
// origin and their heading, and [State.Missing] says what they lack.
//
// # Frames
//
// Both sides are z-up in metres. The room is shifted so that its floor's least
// corner is the origin, and its floor runs counter-clockwise. A wall's holes are
// measured from its first point; walls may come in any order and direction, so
// each hole is put into the nearest parallel edge of the floor. Matrices place
// glTF models, whose up is +Y and front +Z, which SceneEval's loader turns into
// local −y; a matrix whose third column is up places such a turned model, with
// its front along −y. Yaw is the compass heading of the front.
//
// # Record
//
// [Encode] adds the key "metaspatial" to the scene: what a scene state cannot
// say of a task (sizes, categories, supports, relations, ids of openings), so
// that Decode gets it back. Positions, headings and walls are always read from
// the file's own keys. A model's origin is the middle of its base there.
//
// # Errors
//
// A file without walls and floor, or with numbers that make no room, is an
// error of one sentence. A single object or hole that cannot be read is left out
// and named in Missing. Files of up to [MaxObjects] objects are read.
package scenestate
