package view

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// A block stands over each hole, whichever way its corners run, and none over
// what is no polygon.
func TestHoleProps(t *testing.T) {
	room := scenes.RectRoom(6, 4, 2.5)
	room.Holes = [][]scenes.Vec2{
		{{1, 1}, {2, 1}, {2, 3}, {1, 3}},
		{{4, 1}, {4, 2}, {5, 2}, {5, 1}},
		{{1, 1}, {2, 2}, {3, 3}},
		nil,
	}
	props := holeProps(&room)
	if len(props) != 2 {
		t.Fatalf("%d blocks, want 2", len(props))
	}
	task := &scenes.Task{ID: "room", Room: room}
	cam, err := raster.Preset(raster.Top, &room, 240, 160)
	if err != nil {
		t.Fatal(err)
	}
	var r raster.Renderer
	var bare, with raster.Frame
	r.Render(raster.Scene{Task: task}, cam, raster.Options{Width: 240, Height: 160}, &bare)
	r.Render(raster.Scene{Task: task, Props: props}, cam, raster.Options{Width: 240, Height: 160}, &with)
	raised, floor := 0, 0
	for i, d := range with.Depth {
		if bare.ID[i] != raster.RoomID {
			continue
		}
		if floor++; math.Abs(float64(bare.Depth[i]-d)-curb) < 0.02 {
			raised++
		}
	}
	// 3 of 24 m² of floor; the walls are seen too.
	if share := float64(raised) / float64(floor); share < 0.08 || share > 0.13 {
		t.Errorf("%.3f of the plan is raised", share)
	}
}
