package measure

import (
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// TestShortWayIsExact compares boxes along the walls with the general test, on
// a grid on which many ways out are equally long.
func TestShortWayIsExact(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	task := &scenes.Task{Room: scenes.RectRoom(4, 4, 3), Objects: make([]scenes.Object, 2)}
	for range 20000 {
		l := &scenes.Layout{Placements: make([]scenes.Placement, 2)}
		for k := range task.Objects {
			task.Objects[k] = scenes.Object{ID: string(rune('a' + k)), Support: scenes.OnFloor,
				Size: scenes.Vec3{float64(g.IntN(4)) / 2, float64(1+g.IntN(3)) / 3, float64(1+g.IntN(3)) / 2}}
			l.Placements[k] = scenes.Placement{ID: task.Objects[k].ID, Yaw: 90 * float64(g.IntN(4)),
				Position: scenes.Vec3{float64(g.IntN(5)) / 3, float64(g.IntN(5)) / 4, float64(g.IntN(3)) / 5}}
		}
		c := NewChecker(task)
		r := run{Checker: c, scratch: c.scratch()}
		r.place(l)
		depth, dir := r.overlap(1, 0)
		want, way := geom.Overlap(&task.Objects[1], &task.Objects[0], r.bodies[1].box, r.bodies[0].box)
		if depth != want || dir != way {
			t.Fatalf("%+v: %v %v, geom says %v %v", l.Placements, depth, dir, want, way)
		}
	}
}
