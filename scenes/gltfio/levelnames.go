package gltfio

import (
	"cmp"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
)

// LevelNames are the names of a level's nodes in an exported file. They follow
// from the level alone, so that a file whose extras an engine dropped can still
// be read back.
type LevelNames struct {
	Scene string
	Rooms []RoomNames
}

// RoomNames are the names of one room's nodes.
type RoomNames struct {
	Room, Floor, Ceiling string
	// Walls, Holes and Objects are in the task's order.
	Walls, Holes, Objects []string
	// Meshes are the names of the objects' meshes. Objects of one asset, and
	// boxes of one category and size, share theirs.
	Meshes []string
}

// meshKey tells the meshes of objects apart.
type meshKey struct {
	asset, category string
	size            scenes.Vec3
}

func keyOf(o *scenes.Object) meshKey {
	if o.Asset != "" {
		return meshKey{asset: o.Asset}
	}
	return meshKey{category: o.Category, size: o.Size}
}

// NamesOf returns the names that [ExportLevel] gives to a level's nodes: the ids
// of rooms and objects in ASCII, numbered where two would be equal.
func NamesOf(level *scenes.Level) LevelNames {
	names, meshNames, meshes := make(namer), make(namer), make(map[meshKey]string)
	out := LevelNames{Scene: safeName(cmp.Or(level.Name, "level")), Rooms: make([]RoomNames, len(level.Rooms))}
	for i := range level.Rooms {
		task, r := level.Rooms[i].Task, &out.Rooms[i]
		r.Room = names.name(cmp.Or(task.ID, "room"))
		for k := range task.Objects {
			o := &task.Objects[k]
			r.Objects = append(r.Objects, names.name(o.ID))
			mesh, ok := meshes[keyOf(o)]
			if !ok {
				mesh = meshNames.name(cmp.Or(o.Asset, o.Category, "object"))
				meshes[keyOf(o)] = mesh
			}
			r.Meshes = append(r.Meshes, mesh)
		}
	}
	for i := range level.Rooms {
		room, r, prefix := &level.Rooms[i].Task.Room, &out.Rooms[i], ""
		if len(level.Rooms) > 1 {
			prefix = r.Room + "_"
		}
		r.Floor, r.Ceiling = names.name(prefix+"floor"), names.name(prefix+"ceiling")
		for k := range room.Holes {
			r.Holes = append(r.Holes, names.name(fmt.Sprintf("%shole_%d", prefix, k)))
		}
		for k := range room.Floor {
			r.Walls = append(r.Walls, names.name(fmt.Sprintf("%swall_%d", prefix, k)))
		}
	}
	return out
}
