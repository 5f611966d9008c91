// Package toy is a small world for tests of the host: a policy with one table
// of numbers, reward terms and a renderer of a few lines, and rooms to furnish.
//
// The policy puts every object into one of four cells of the room. Object i
// belongs into cell i mod 4, which is what [Target] rewards and what the
// policy can learn in some dozens of iterations.
package toy

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
)

// Cells is the number of places for an object.
const Cells = 4

// Task returns a 4 × 4 m room with n boxes.
func Task(id string, n int) *scenes.Task {
	t := &scenes.Task{ID: id, Room: scenes.RectRoom(4, 4, 3)}
	for i := range n {
		t.Objects = append(t.Objects, scenes.Object{ID: fmt.Sprintf("box_%d", i), Size: scenes.Vec3{0.5, 0.5, 0.5}, Support: scenes.OnFloor})
	}
	return t
}

// Tasks returns the tasks of an iteration and draw: n rooms of 3 boxes.
func Tasks(n int) func(iteration, draw int) ([]*scenes.Task, error) {
	return func(iteration, draw int) ([]*scenes.Task, error) {
		out := make([]*scenes.Task, n)
		for i := range out {
			out[i] = Task(fmt.Sprintf("toy-%d-%d", iteration, n*draw+i), 3)
		}
		return out, nil
	}
}

// Place is the centre of the box of object i in a cell.
func Place(task *scenes.Task, object, cell int) scenes.Placement {
	return scenes.Placement{
		ID:       task.Objects[object].ID,
		Position: scenes.Vec3{0.5 + float64(cell), 0.5 + float64(object), 0.25},
	}
}

// Cell is the cell that a placement is in, or -1.
func Cell(l *scenes.Layout, id string) int {
	p := l.Find(id)
	if p == nil {
		return -1
	}
	return int(p.Position[0])
}
