package dataset

import (
	"io"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
	"github.com/metaspatial/metaspatial/scenes/predicate"
)

// annotations reads SceneEval's table. A scene has no size: its room fits the
// number of things that are asked for and has a door and a window, which many of
// the descriptions speak of.
func annotations(r io.Reader, o *ImportOptions) ([]candidate, error) {
	list, err := scenestate.ReadAnnotations(r)
	if err != nil {
		return nil, err
	}
	out := make([]candidate, len(list))
	for i := range list {
		a, c := &list[i], &out[i]
		c.name = "sceneeval_" + a.ID
		switch {
		case a.Scope == "multi_room":
			c.bad = "describes several rooms; a task is one"
		case a.Description == "":
			c.bad = "has no description"
		default:
			c.text, c.specs = a.Description, a.Specs
			c.room = described(o.Room, a)
		}
	}
	return out, nil
}

// The sizes of a described room: its floor has so many m² for itself and for each
// thing, within bounds, and is a quarter longer than wide. Sides are whole half
// metres.
const (
	ownArea, areaEach   = 14, 1.2
	leastArea, mostArea = 20, 60
	proportion          = 1.25
	describedHeight     = 2.8
)

func described(size scenes.Vec3, a *scenestate.Annotation) scenes.Room {
	if size == (scenes.Vec3{}) {
		things := 0
		for _, s := range a.Specs {
			if s.Predicate == "count" && s.Compare != scenes.Less && s.Compare != scenes.LessEqual {
				things += min(s.Count, 100)
			}
		}
		floor := min(max(ownArea+areaEach*float64(things), leastArea), mostArea)
		x := math.Round(2*math.Sqrt(floor*proportion)) / 2
		size = scenes.Vec3{x, math.Round(2*floor/x) / 2, describedHeight}
	}
	room := scenes.RectRoom(size[0], size[1], size[2])
	room.Openings = []scenes.Opening{
		{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 0.9, Width: 0.9, Height: 2},
		{ID: "window_1", Kind: scenes.Window, Wall: 1, Offset: size[1] / 2, Width: 1.4, Height: 1.2, Sill: 0.9},
	}
	return room
}

// keep puts those of the annotated relations into the task whose things are in
// it. How many of a thing there are is decided already, when objects are chosen;
// the annotation's own words are left out, because the description says the
// same.
func (c *candidate) keep() {
	for _, s := range c.specs {
		if s.Predicate == "count" {
			continue
		}
		c.wishes++
		s.Text = ""
		trial := *c.task
		trial.Specs = append(slices.Clip(trial.Specs), s)
		if problems := predicate.Compile(&trial, []scenes.Spec{s}).Problems(); problems[0] != "" || trial.Validate() != nil {
			continue
		}
		c.task.Specs = trial.Specs
		c.kept++
	}
}
