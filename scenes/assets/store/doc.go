// Package store keeps a library of assets in a folder.
//
//	library.db          packs, files, facts and assets: a SQLite database
//	blobs/xx/HASH.ext   geometry as GLB and images as PNG, once each
//	overrides/PACK.yaml what a person said of a pack, which outlives imports
//	packs.json          what packs there are and what came of them, for repairs
//
// # Why SQLite
//
// A library is written by an importer while trainers, viewers and renderers of
// other processes read it. SQLite's write-ahead log lets them go on reading
// what was committed, lets two importers take turns, and gives all or nothing
// when a process is killed. One file with a known format can be looked at and
// mended with tools that everybody has. A key-value store that locks its file
// for one process would have needed a server beside it.
//
// # What is safe when
//
// Blobs are named by the SHA-256 of their content and never change. A blob is
// written under another name, synced and renamed before the row that refers to
// it is committed, so whatever a committed row names is there. Whatever was
// reported as taken was committed before it was reported. A process killed in
// the middle leaves at most blobs that nothing refers to, which [Repair] drops.
//
// Geometry blobs have the file's units and directions, moved so that the base
// is centred on the origin: a person who corrects scale, front or up changes no
// blob. [Open] applies all three.
//
// The database needs a local disk: network file systems lack the locks that
// SQLite relies on.
package store
