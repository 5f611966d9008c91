package gltfio

// Info is what a file says beside a model's geometry. Coordinates are in file
// units along glTF's X, Y and Z, after Options.Up.
type Info struct {
	// Nodes, Meshes and Materials are the names of what the model draws,
	// without the empty ones; meshes and materials in file order, nodes from
	// the root down.
	Nodes, Meshes, Materials []string
	// Parts are the nodes that draw something, from the root down.
	Parts []NodePart
	// Animated names the model's nodes that an animation of the file moves, in
	// file order.
	Animated []string
	// Min and Max bound the geometry.
	Min, Max [3]float64
	// Copyright is asset.copyright.
	Copyright string
	// Author and Licence are what the file's XMP packet (KHR_xmp_json_ld) or
	// else asset.extras say, as written there; empty when neither does.
	Author, Licence string
	// Generator is asset.generator.
	Generator string
	// Extras are asset.extras when they are a JSON object.
	Extras map[string]any
	// Variants are the names of KHR_materials_variants. The model is read with
	// its default materials.
	Variants []string
	// Dependencies are the files beside this one that its content depends on,
	// as sorted paths of the pack: those that were read, and images that were
	// missed.
	Dependencies []string
	// Warnings name what was left out or changed, one sentence each.
	Warnings []string
}

// NodePart is a node that draws a mesh. Doors and drawers are such parts.
type NodePart struct {
	// Name is the node's name, else its mesh's, else nodes[i].
	Name string
	// Min and Max bound what the node itself draws, without its children.
	Min, Max [3]float64
	// Pivot is the node's origin: the hinge of a door that was made to open.
	Pivot [3]float64
	// Parent is the name of the node above, found likewise, or empty.
	Parent string
}

// Extent returns the size of the geometry in file units along X, Y and Z.
func (i *Info) Extent() [3]float64 {
	return [3]float64{i.Max[0] - i.Min[0], i.Max[1] - i.Min[1], i.Max[2] - i.Min[2]}
}
