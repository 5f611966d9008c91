package raster

import "testing"

// With all walls cut, a view from inside shows no wall above the curb.
func TestLowWalls(t *testing.T) {
	task, layout, models := furnished(3)
	c, err := Preset(Dollhouse, &task.Room, 128, 128)
	if err != nil {
		t.Fatal(err)
	}
	highest := func(o Options) (top float64) {
		var r Renderer
		var f Frame
		o.Width, o.Height = 128, 128
		if err := r.Render(Scene{Task: task, Layout: layout, Models: models}, c, o, &f); err != nil {
			t.Fatal(err)
		}
		for i, id := range f.ID {
			if id == RoomID {
				p := c.Unproject(128, 128, float64(i%128)+0.5, float64(i/128)+0.5, float64(f.Depth[i]))
				top = max(top, p[2])
			}
		}
		return top
	}
	if low := highest(Options{LowWalls: true, Solid: true}); low > curbHeight+0.02 {
		t.Errorf("something of the room is %.2f m high", low)
	}
	for _, o := range []Options{{}, {FullWalls: true, LowWalls: true}} {
		if high := highest(o); high < 2 {
			t.Errorf("%+v: the walls are %.2f m high", o, high)
		}
	}
}
