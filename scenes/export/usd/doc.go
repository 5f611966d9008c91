// Package usd writes levels as USD ASCII files (.usda).
//
// # Tree
//
// The default prim is the level; below it is an Xform for every room, at the
// room's origin and heading, and below that the room's shell, one mesh a wall,
// and an Xform for every object, in the middle of its base, its front along +y
// at heading 0, never scaled. An object's child "model" is an instance of its
// asset's prototype, scaled where the task asks for another size. Prototypes are
// abstract prims under "Assets": geometry and materials of an asset are in the
// file once, however many objects have it. Ids and properties are customData.
//
// # Frame
//
// Z up, metres: coordinates are those of the layout. A heading is a turn about z
// by its negative.
//
// # Materials
//
// UsdPreviewSurface with the base colour, its texture, metallic, roughness,
// emission and alpha; textures lie beside the file. Vertex colours are
// displayColor, which is also the base colour of materials without a texture.
package usd
