package raster

import (
	"fmt"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// BenchmarkRoom draws twelve textured objects of about 1,000 triangles each.
func BenchmarkRoom(b *testing.B) {
	task, layout, models := furnished(12)
	for _, q := range []Quality{Preview, Train, Beauty} {
		for _, camera := range Presets {
			b.Run(fmt.Sprintf("quality=%d/%s", q, camera), func(b *testing.B) {
				var r Renderer
				var f Frame
				c, err := Preset(camera, &task.Room, 256, 256)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for b.Loop() {
					if err := r.Render(Scene{Task: task, Layout: layout, Models: models}, c, Options{Quality: q}, &f); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// furnished returns a room with n objects that share one textured model.
func furnished(n int) (*scenes.Task, *scenes.Layout, func(string) *mesh.Model) {
	m := blob(22, 24)
	t := &scenes.Task{ID: "furnished", Program: "bedroom", Room: scenes.RectRoom(5, 4, 2.6)}
	t.Room.Openings = []scenes.Opening{
		{ID: "door", Kind: scenes.Door, Wall: 0, Offset: 1, Width: 0.9, Height: 2},
		{ID: "window", Kind: scenes.Window, Wall: 2, Offset: 2, Width: 1.4, Height: 1.2, Sill: 0.9},
	}
	l := &scenes.Layout{}
	for i := range n {
		id := fmt.Sprintf("o%d", i)
		size := scenes.Vec3{0.6 + 0.1*float64(i%4), 0.5 + 0.1*float64(i%3), 0.5 + 0.2*float64(i%5)}
		t.Objects = append(t.Objects, scenes.Object{ID: id, Category: id, Asset: "blob", Size: size, Support: scenes.OnFloor})
		l.Placements = append(l.Placements, scenes.Placement{
			ID: id, Position: scenes.Vec3{0.7 + 1.2*float64(i%4), 0.7 + 1.3*float64(i/4%3), size[2] / 2}, Yaw: float64(90 * (i % 4)),
		})
	}
	return t, l, func(string) *mesh.Model { return m }
}

// BenchmarkGhosts draws a room with ghosts on two walls.
func BenchmarkGhosts(b *testing.B) {
	task, layout := decorated()
	m := blob(22, 24)
	models := func(string) *mesh.Model { return m }
	c, err := Preset(Dollhouse, &task.Room, 256, 256)
	if err != nil {
		b.Fatal(err)
	}
	for _, solid := range []bool{false, true} {
		b.Run(fmt.Sprintf("solid=%v", solid), func(b *testing.B) {
			var r Renderer
			var f Frame
			b.ReportAllocs()
			for b.Loop() {
				if err := r.Render(Scene{Task: task, Layout: layout, Models: models}, c, Options{Solid: solid}, &f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
