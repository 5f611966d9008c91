// Package gltfio reads glTF 2.0 files into [mesh.Model], writes levels and models
// as GLB or glTF, and reads levels that were edited elsewhere. It is the only
// package that knows glTF's frame.
//
// # Frames
//
// glTF is Y-up and an asset's front is +Z. A model's frame is (right, front,
// up), so a file's point (X, Y, Z) becomes (−X, Z, Y) when its front is +Z.
// Layout space (x, y, z), Z-up, is written as (x, z, −y), and a yaw turns the
// node about glTF's Y axis by 180° − yaw.
//
// # Models
//
// A file is one model or a collection of them, which [Open] tells apart. A model
// is what the file shows at rest: skins in the pose that their joints have,
// morph targets with their default weights, materials without variants, and
// nothing that is invisible or only collided with.
//
// # Trust
//
// Files come from anywhere, so nothing in them is believed: the container, the
// document's structure, every index, every byte range and every number are
// checked before use, and URIs cannot leave the file system they were read
// from. Whatever makes a model doubtful refuses it with an [*Error] of one
// sentence; what the specification forbids but leaves no doubt about the model
// is a warning in [Info].
package gltfio
