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
// # Trust
//
// Files come from anywhere, so nothing in them is believed: the container, the
// document's structure, every index, every byte range and every number are
// checked before use, and URIs cannot leave the file system they were read
// from. Whatever is wrong comes back as an [*Error] of one sentence.
package gltfio
