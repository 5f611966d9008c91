package godot

import "fmt"

// dialect is what Godot 3 and Godot 4 write differently.
type dialect struct {
	format                      int
	spatial, body, shape, box   string
	transform, reals, polygon   string
	navigation, navigationField string
	// navigator is the node that navigation meshes must be below, if any.
	navigator string
	// open and close go round the arguments of a value.
	open, close string
	four        bool
}

var godot3 = dialect{
	format: 2, spatial: "Spatial", body: "StaticBody", shape: "CollisionShape", box: "BoxShape",
	transform: "Transform", reals: "PoolVector3Array", polygon: "PoolIntArray",
	navigation: "NavigationMeshInstance", navigationField: "navmesh", navigator: "Navigation",
	open: "( ", close: " )",
}

var godot4 = dialect{
	format: 3, spatial: "Node3D", body: "StaticBody3D", shape: "CollisionShape3D", box: "BoxShape3D",
	transform: "Transform3D", reals: "PackedVector3Array", polygon: "PackedInt32Array",
	navigation: "NavigationRegion3D", navigationField: "navigation_mesh",
	open: "(", close: ")", four: true,
}

// Versions are the versions of Godot that scenes can be written for.
var Versions = []int{3, 4}

func dialectOf(version int) (*dialect, error) {
	switch version {
	case 3:
		return &godot3, nil
	case 4:
		return &godot4, nil
	}
	return nil, fmt.Errorf("godot %d is not known; use 3 or 4", version)
}
