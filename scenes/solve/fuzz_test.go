package solve

import (
	"context"
	"fmt"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// FuzzSolve makes rooms of any outline with objects of any size, links and
// clearances: the search ends, places everything and says truly whether the
// layout is valid.
func FuzzSolve(f *testing.F) {
	f.Add([]byte{0, 0, 40, 0, 40, 30, 0, 30}, []byte{10, 8, 5, 0, 1, 12, 6, 9, 1, 2, 5, 5, 5, 2, 3}, uint64(1))
	f.Add([]byte{0, 0, 60, 0, 60, 20, 30, 20, 30, 60, 0, 60}, []byte{20, 10, 4, 3, 7, 3, 3, 30, 4, 5}, uint64(2))
	f.Add([]byte{0, 0, 10, 10, 0, 10, 10, 0}, []byte{255, 255, 255, 9, 9}, uint64(3))
	f.Add([]byte{5, 5, 5, 5, 5, 5}, []byte{0, 0, 0, 0, 0}, uint64(4))
	f.Fuzz(func(t *testing.T, outline, things []byte, seed uint64) {
		task := &scenes.Task{ID: "fuzz", Room: scenes.Room{Height: 2.6}}
		for i := 0; i+1 < len(outline) && i < 32; i += 2 {
			task.Room.Floor = append(task.Room.Floor, scenes.Vec2{float64(outline[i]) / 10, float64(outline[i+1]) / 10})
		}
		if n := len(task.Room.Floor); n > 0 {
			task.Room.Openings = []scenes.Opening{{ID: "d", Kind: scenes.Door, Wall: int(seed % uint64(n)), Offset: 1, Width: 0.9, Height: 2,
				Swing: scenes.Swings[seed%uint64(len(scenes.Swings))]}}
		}
		targets := append([]string{"o0", "o1", ""}, scenes.LayoutElements...)
		for i := 0; i+4 < len(things) && i < 60; i += 5 {
			b := things[i : i+5]
			o := floor(fmt.Sprintf("o%d", i/5), float64(b[0])/20, float64(b[1])/20, float64(b[2])/40, targets[int(b[3])%len(targets)])
			o.Support = [4]scenes.Support{scenes.OnFloor, scenes.OnWall, scenes.OnCeiling, scenes.OnObject}[b[4]%4]
			o.Parent, o.Flat, o.Clearance.Front = "o0", b[3]%16 == 0, float64(b[4]%8)/4
			if target := targets[int(b[4])%len(targets)]; target != "" {
				o.Relations = []scenes.Relation{rel(scenes.RelationKinds[int(b[3])%len(scenes.RelationKinds)], target, b[4]%2 == 0)}
			}
			task.Objects = append(task.Objects, o)
		}
		if task.Validate() != nil {
			return
		}
		l, ok := Solve(context.Background(), task, Options{Seed: seed, Budget: 600, Wishes: true})
		r := measure.Check(task, l)
		for i := range r.Objects {
			if !r.Objects[i].Placed {
				t.Errorf("%s is not placed", task.Objects[i].ID)
			}
		}
		if r.FullyValid() != ok {
			t.Errorf("valid: %v, said %v", r.FullyValid(), ok)
		}
	})
}
