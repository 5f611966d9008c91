// Package trimesh answers exact questions about triangle meshes that stand in
// a room: do two of them meet, how far must one move to leave the other, what
// does a ray hit, how far is a point.
//
// A [Mesh] is prepared once per asset and shared; a [Placed] is a mesh at a
// place, which costs nothing to make. A [Cache] prepares meshes on first use.
//
// # Frames and units
//
// A mesh is in the asset frame of package mesh: x right, y front, z up, metres,
// moved so that the middle of its bounding box is the origin. A Placed scales
// it along these axes, turns it to a compass heading and puts its middle at
// Center, in layout space (see package scenes). Points, directions and
// distances in the interface are of layout space and metres.
//
// # What is inside
//
// A mesh falls into parts that hang together by edges, and each part is one of
// three kinds. A solid is closed: its edges are walked as often in one direction
// as in the other. A shell is open but bends round a volume, as a sofa without
// an underside does. A sheet is the rest: leaves, curtains, doubled faces.
// Solids and shells have an inside; those that are inside out are turned.
//
// # Touching
//
// Surfaces that rest against each other do not intersect: furniture side by
// side, a box on a table, a chair to a wall. The limit is half a micrometre,
// which is what positions in 32-bit floats are worth. Meshes of boxes intersect
// when the boxes' penetration (separating axes) is more than a micrometre, and
// are as deep in each other as the boxes. Layouts that only need to be right up
// to a tolerance ask [Deeper]. Results do not depend on the order of the two
// meshes, and are the same on every run.
//
// # Cost
//
// Meshes are kept in a tree of boxes, made by the surface area heuristic.
// Preparing 500 triangles takes less than half a millisecond, 100,000 a quarter
// of a second; more than [MaxTriangles] are refused. Of two such meshes of 500,
// Intersects takes one to ten microseconds, Deeper up to some 50 and Depth up
// to some 150; the checks of a room of 15 objects take well below a millisecond.
// Questions allocate nothing and may be asked by many goroutines. Meshes so
// tangled that millions of pairs of triangles overlap get their boxes' answer
// within a second.
//
// # Bad input
//
// Triangles without area or with a coordinate that is no number or beyond 10⁹ m
// are dropped and counted in the [Report]; a model with none left is an error.
// A placement with such a number, or without a mesh, fills no space: nothing
// meets it.
package trimesh
