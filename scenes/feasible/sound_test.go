package feasible_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/feasible"
	"github.com/metaspatial/metaspatial/scenes/solve"
)

// invent makes a small task of whatever relations, supports, locks and doors
// chance gives, feasible or not.
func invent(rng *rand.Rand) *scenes.Task {
	t := &scenes.Task{ID: "t", Room: scenes.RectRoom(1.5+2*rng.Float64(), 1.5+2*rng.Float64(), 2.2)}
	if rng.IntN(3) == 0 {
		e := t.Room.Extent()
		t.Room.Floor = []scenes.Vec2{{0, 0}, {e[0], 0}, {e[0], e[1] / 2}, {e[0] / 2, e[1] / 2}, {e[0] / 2, e[1]}, {0, e[1]}}
	}
	if rng.IntN(3) == 0 {
		t.Room.Openings = []scenes.Opening{{ID: "door", Kind: scenes.Door, Offset: 0.8, Width: 0.8, Height: 2, Swing: append(scenes.Swings, "")[rng.IntN(6)]}}
	}
	for i := range 2 + rng.IntN(3) {
		o := scenes.Object{ID: fmt.Sprint("o", i), Size: scenes.Vec3{0.2 + 1.4*rng.Float64(), 0.2 + rng.Float64(), 0.1 + rng.Float64()}, Support: scenes.OnFloor}
		if rng.IntN(2) == 0 {
			o.Facing = scenes.LayoutElements[rng.IntN(5)]
		}
		target := scenes.LayoutElements[rng.IntN(5)]
		if i > 0 && rng.IntN(3) > 0 {
			target = fmt.Sprint("o", rng.IntN(i))
		}
		if rng.IntN(4) > 0 {
			o.Relations = append(o.Relations, scenes.Relation{Kind: scenes.RelationKinds[rng.IntN(len(scenes.RelationKinds))], Target: target, Adjacent: rng.IntN(2) == 0})
		}
		switch rng.IntN(8) {
		case 0:
			o.Support = scenes.OnWall
		case 1:
			o.Support = scenes.OnCeiling
		case 2, 3:
			if i > 0 {
				o.Support, o.Parent = scenes.OnObject, fmt.Sprint("o", rng.IntN(i))
			}
		case 4:
			o.Flat, o.Size[2] = true, 0.01
		case 5:
			o.Clearance.Front = rng.Float64()
		}
		t.Objects = append(t.Objects, o)
	}
	if rng.IntN(4) == 0 {
		o := &t.Objects[0]
		e := t.Room.Extent()
		t.Locked = append(t.Locked, scenes.Placement{ID: o.ID, Position: scenes.Vec3{e[0] * rng.Float64(), e[1] * rng.Float64(), o.Size[2] / 2}, Yaw: 90 * float64(rng.IntN(4))})
	}
	return t
}

// What a search furnishes has no obstacle; and of what it cannot furnish, many
// tasks have one.
func TestWhatASearchFindsHasNoObstacle(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 3))
	solved, impossible := 0, 0
	for i := range 200 {
		task := invent(rng)
		if err := task.Validate(); err != nil {
			t.Fatal(err)
		}
		got := feasible.Check(task)
		if _, ok := solve.Solve(t.Context(), task, solve.Options{Seed: 1, Budget: 4000}); ok {
			if solved++; len(got) > 0 {
				t.Errorf("task %d is solved, and %+v", i, got)
			}
		} else if len(got) > 0 {
			impossible++
		}
	}
	t.Logf("%d solved; of the others %d of %d have an obstacle", solved, impossible, 200-solved)
	if solved < 50 || impossible < 50 {
		t.Errorf("%d solved, %d impossible", solved, impossible)
	}
}
