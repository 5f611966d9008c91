package function_test

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/function"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// A wall of cupboards across the room leaves the half with the door to whoever
// comes in; without a door, the larger part.
func TestReached(t *testing.T) {
	task := &scenes.Task{Room: scenes.RectRoom(6, 4, 2.5), Objects: []scenes.Object{
		{ID: "wardrobe_1", Category: "wardrobe", Size: scenes.Vec3{4, 0.5, 2}, Support: scenes.OnFloor}}}
	layout := &scenes.Layout{Placements: []scenes.Placement{{ID: "wardrobe_1", Position: scenes.Vec3{2.25, 2, 1}, Yaw: 90}}}
	door := []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 3, Offset: 2, Width: 0.9, Height: 2}}
	for name, test := range map[string]struct {
		doors []scenes.Opening
		want  float64
	}{
		// A disk of 0.25 m does not reach into the corners: (4 − π)/4 of 0.25 m each.
		"by the door": {door, 2*4 - (4-math.Pi)*0.25*0.25},
		"anywhere":    {nil, 3.5*4 - (4-math.Pi)*0.25*0.25},
	} {
		t.Run(name, func(t *testing.T) {
			task.Room.Openings = test.doors
			g := function.Reached(world.New(task, layout, nil), function.Options{})
			if got := g.Area(); math.Abs(got-test.want) > 0.25 {
				t.Errorf("%.3f m² are reached, want about %.3f", got, test.want)
			}
		})
	}
}
