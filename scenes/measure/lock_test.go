package measure_test

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

func TestOptionalObjectsMayBeLeftOut(t *testing.T) {
	task := &scenes.Task{ID: "room", Room: scenes.RectRoom(4, 4, 2.5), Objects: []scenes.Object{
		box("desk_1", 1, 0.6, 0.75, scenes.OnFloor), box("chair_1", 0.5, 0.5, 0.9, scenes.OnFloor),
	}}
	desk := at("desk_1", 2, 2, 0.375, 0)
	check := func(places ...scenes.Placement) measure.Report {
		return measure.Check(task, &scenes.Layout{Placements: places})
	}
	if r := check(desk); r.FullyValid() || r.LeftOut() != 0 || len(r.Findings) != 1 {
		t.Errorf("a missing chair: valid %v, %d left out, %v", r.FullyValid(), r.LeftOut(), r.Findings)
	}
	task.Objects[1].Optional = true
	if r := check(desk); !r.FullyValid() || r.LeftOut() != 1 || len(r.Findings) != 0 || r.Violating(measure.Fine)+r.OutOfBounds()+r.Unsupported() != 0 {
		t.Errorf("an optional chair: valid %v, %d left out, %v", r.FullyValid(), r.LeftOut(), r.Findings)
	}
	// What is placed must be right, optional or not.
	if r := check(desk, at("chair_1", 2, 2, 0.45, 0)); r.FullyValid() || r.LeftOut() != 0 || r.Pairs != 1 {
		t.Errorf("an optional chair in the desk: valid %v, %d left out, %d pairs", r.FullyValid(), r.LeftOut(), r.Pairs)
	}
}
