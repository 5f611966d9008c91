// Package export turns levels into the files of game engines and other tools:
// GLB and glTF, Godot scenes that instance the models' own files, USD, scene
// states of SceneEval, and our own level files. Beside every level lies a file
// that says whom its models are owed to.
//
// [Make] makes all files in memory, the same bytes from the same input;
// [Bundle.Write] puts them on disk, each whole or not at all.
package export
