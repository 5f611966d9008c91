package raster

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// Rooms of a level are drawn where they stand, and the objects of both are
// counted on.
func TestRenderLevel(t *testing.T) {
	room := func(id string) *scenes.Task {
		return &scenes.Task{ID: id, Room: scenes.RectRoom(3, 3, 2.5), Objects: []scenes.Object{{ID: "box_1", Category: "box", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor}}}
	}
	layout := &scenes.Layout{Placements: []scenes.Placement{{ID: "box_1", Position: scenes.Vec3{2, 1, 0.5}}}}
	level := &scenes.Level{Rooms: []scenes.LevelRoom{{Task: room("a"), Layout: layout}, {Task: room("b"), Layout: layout, Origin: scenes.Vec3{3.2, 0, 0}, Yaw: 90}}}
	// The room's north is east: its floor lies south of its origin.
	c, h := TopOf(level, 200)
	var r Renderer
	var f Frame
	if err := r.RenderLevel(level, nil, c, Options{Width: 200, Height: h}, &f); err != nil {
		t.Fatal(err)
	}
	for i := range level.Rooms {
		at := level.Rooms[i].Point(scenes.Vec3{2, 1, 1})
		x, y, _, _ := c.Project(200, h, at)
		if got := f.Pick(int(x), int(y)); got != i {
			t.Errorf("at the box of room %d the picture shows %d", i, got)
		}
	}
}
