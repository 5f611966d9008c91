package stage

import (
	"fmt"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// furnished is a room with n of the starter kit's models, in rows.
func furnished(n int) Content {
	lib := assets.Starter()
	list := lib.Assets()
	t := &scenes.Task{ID: "furnished", Program: "living room", Room: scenes.RectRoom(6.4, 5.2, 2.7)}
	t.Room.Openings = []scenes.Opening{
		{ID: "door", Kind: scenes.Door, Wall: 0, Offset: 1, Width: 0.9, Height: 2.05},
		{ID: "window", Kind: scenes.Window, Wall: 2, Offset: 3, Width: 1.6, Height: 1.3, Sill: 0.9},
	}
	l := &scenes.Layout{}
	for i := 0; len(t.Objects) < n; i++ {
		a := list[i%len(list)]
		if a.Mount != scenes.OnFloor || a.Flat || max(a.Size[0], a.Size[1]) > 1.3 {
			continue
		}
		k := len(t.Objects)
		id := fmt.Sprintf("%s_%d", a.Category, k)
		t.Objects = append(t.Objects, scenes.Object{ID: id, Category: a.Category, Asset: a.ID, Size: a.Size, Support: a.Mount})
		l.Placements = append(l.Placements, scenes.Placement{
			ID: id, Position: scenes.Vec3{0.7 + 1.25*float64(k%5), 0.7 + 1.25*float64(k/5%4), a.Size[2] / 2}, Yaw: float64(90 * (k % 4)),
		})
	}
	return Content{Rooms: []Room{{LevelRoom: scenes.LevelRoom{Task: t, Layout: l}}}}
}

func kit() func(string) *mesh.Model {
	lib := assets.Starter()
	return func(id string) *mesh.Model {
		m, err := lib.Model(id)
		if err != nil {
			return nil
		}
		return m
	}
}

// BenchmarkOrbit is a frame while a room of 20 objects is turned at 960×540:
// steering, the coarse picture and the given overlays.
func BenchmarkOrbit(b *testing.B) {
	for _, c := range []struct {
		name     string
		overlays Overlays
	}{
		{"plain", Overlays{}}, {"walkable", Overlays{Walkable: true}}, {"collisions", Overlays{Collisions: true}},
		{"all", Overlays{Walkable: true, Collisions: true, Swings: true, Relations: true, Fronts: true, Names: true, Dimensions: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := New(Options{Models: kit(), AtOnce: true})
			s.Resize(960, 540)
			s.Show(furnished(20))
			s.SetOverlays(c.overlays)
			in := Input{Now: time.Unix(0, 0), X: 400, Y: 300, Inside: true}
			s.Tick(in)
			s.Picture()
			in.Held = Middle
			s.Tick(in)
			b.ReportAllocs()
			for b.Loop() {
				in.X++
				in.Now = in.Now.Add(16 * time.Millisecond)
				s.Tick(in)
				s.Picture()
			}
		})
	}
}

// BenchmarkWhole is the whole picture of the same room, as it is drawn once the
// camera stands, and its smooth one.
func BenchmarkWhole(b *testing.B) {
	for _, smooth := range []bool{false, true} {
		b.Run(fmt.Sprintf("smooth=%v", smooth), func(b *testing.B) {
			s := New(Options{Models: kit(), AtOnce: true})
			s.Resize(960, 540)
			s.Show(furnished(20))
			s.Picture()
			for b.Loop() {
				q := s.shot(1, false)
				if smooth {
					q.options.Samples = 2
				}
				if err := s.painter.front.draw(&q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
