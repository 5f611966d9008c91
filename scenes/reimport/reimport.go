// Package reimport turns a level that was edited in another program back into
// tasks and layouts: it finds out which node of the file is which object of the
// level that was exported, where each one stands now, what was added and what is
// gone.
//
// Nothing that the program may have lost is needed. Objects are known by the
// extras of their nodes; else by the nodes' names; else by what their meshes are
// called, nearest first. Positions and sizes come from the geometry: the centre
// of an object's box is that of its mesh, wherever its origin was moved to.
// What did not move by more than 0.2 mm or 0.02° keeps the very numbers it had.
//
// A layout has upright boxes on rooms whose outlines the task gives. Whatever
// does not fit that, such as a tilted chair or a wall that was moved, is said in
// a warning and put right.
package reimport

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// Options say how to read a file. The zero value knows no library.
type Options struct {
	// Find, if set, returns what a mesh or node of that name and size may be: an
	// object with asset, category, support and flatness. Otherwise, and where it
	// returns false, new objects become boxes whose category follows from the
	// name.
	Find func(name string, size scenes.Vec3) (scenes.Object, bool)
}

// Level reads a file of the given level, which is file.Level when nil. The
// level itself is not changed. An object of the level that had no place keeps
// having none; one that had a place and is not in the file is left out of task
// and layout. The result is a valid level.
func Level(level *scenes.Level, file *gltfio.LevelFile, opts Options) (*scenes.Level, *Report, error) {
	if level == nil {
		level = file.Level
	}
	if level == nil {
		return nil, nil, fmt.Errorf("the file holds no level of ours: export it with custom properties (extras), or name the level or layout that it was made from with --task")
	}
	if err := level.Validate(); err != nil {
		return nil, nil, err
	}
	r := newReading(level, file, opts)
	r.classify()
	r.upright()
	r.findRooms()
	r.byExtras()
	r.byName()
	r.byMesh()
	if !r.anything() {
		return nil, nil, fmt.Errorf("nothing in the file is of level %q: no object has its id, its name or its mesh", level.Name)
	}
	r.addRest()
	out, err := r.result()
	if err != nil {
		return nil, nil, err
	}
	return out, &r.report, nil
}
