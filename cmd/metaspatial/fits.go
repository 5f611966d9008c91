package main

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// fits reports the first object that is larger than the room, whichever way it
// is turned to the walls: no policy can do anything about it.
func fits(t *scenes.Task) error {
	var room scenes.Vec3
	for _, p := range t.Room.Floor {
		room[0], room[1] = max(room[0], p[0]), max(room[1], p[1])
	}
	room[2] = t.Room.Height
	for _, o := range t.Objects {
		inside := func(x, y float64) bool {
			return x <= room[0]+geom.Tolerance && y <= room[1]+geom.Tolerance && o.Size[2] <= room[2]+geom.Tolerance
		}
		if !inside(o.Size[0], o.Size[1]) && !inside(o.Size[1], o.Size[0]) {
			return fmt.Errorf("the room is too small for object %q: it is %s m, the room %s m; use a larger room or a smaller object", o.ID, metres(o.Size), metres(room))
		}
	}
	return nil
}

func metres(size scenes.Vec3) string {
	return fmt.Sprintf("%.2f × %.2f × %.2f", size[0], size[1], size[2])
}
