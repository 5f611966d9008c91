// Package godot writes levels as Godot scenes (.tscn) that instance the models'
// own files, so that a model, its textures and its import settings are in a
// project once however many levels use it.
//
// # Tree
//
// The scene's root holds a node for every room, at the room's origin and
// heading; a room holds its shell, an instance of the shell's file, and a node
// for every object. An object's node stands in the middle of its base with its
// front along z and is never scaled; its child "model" is the instance of the
// asset's file, scaled where the task asks for another size. With colliders an
// object is a static body with its box as shape; coverings have none. The ids
// and properties of level, rooms and objects are metadata of their nodes.
//
// # Frames and versions
//
// Godot's axes are glTF's: (x, y, z) of a layout is (x, z, −y). A front along +z
// is what Godot 4 calls the model's front; Godot's own "forward" is −z. Version
// 4 writes format 3 (checked against Godot's documentation of the format, not
// yet by the program), version 3 format 2 (checked with 3.2.3). Paths to other
// files are relative to the scene, so the folder may lie anywhere in a project.
package godot
