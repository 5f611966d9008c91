package geom_test

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// referenceCase is a layout with the ranges that MetaSpatial's public reward
// computes for every object's relations: x, y and z, each from and to.
type referenceCase struct {
	Name   string               `json:"name"`
	Graph  json.RawMessage      `json:"scene_graph"`
	Room   [3]float64           `json:"room"`
	Ranges [][2]json.RawMessage `json:"ranges"`
}

func (c *referenceCase) layout() (*scenes.Layout, error) {
	var graph []struct {
		ID       string                     `json:"new_object_id"`
		Position *struct{ X, Y, Z float64 } `json:"position"`
		Rotation *struct {
			Z float64 `json:"z_angle"`
		} `json:"rotation"`
	}
	if err := json.Unmarshal(c.Graph, &graph); err != nil {
		return nil, err
	}
	l := &scenes.Layout{}
	for _, o := range graph {
		if p := o.Position; p != nil && o.Rotation != nil {
			l.Placements = append(l.Placements, scenes.Placement{ID: o.ID, Position: scenes.Vec3{p.X, p.Y, p.Z}, Yaw: o.Rotation.Z})
		}
	}
	return l, nil
}

// TestRangesLieInsideTheReferences checks that what obeys a relation here obeys
// it there. Left out is what the reference reads in a way of its own: sides of
// walls, corners of the ceiling (beyond the room), headings between the four, and
// ranges with swapped ends, which nothing obeys.
func TestRangesLieInsideTheReferences(t *testing.T) {
	compared := 0
	for line := range bytes.Lines(scenestest.Read(t, "reference/physics_cases_public.jsonl")) {
		var c referenceCase
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		task, err := codec.DecodeIDesign(c.Name, c.Graph, c.Room)
		if err != nil {
			// Some cases are malformed on purpose.
			continue
		}
		l, err := c.layout()
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range c.Ranges {
			compared += compare(t, &c, entry, task, l)
		}
	}
	if compared < 2000 {
		t.Errorf("only %d ranges were compared", compared)
	}
}

func compare(t *testing.T, c *referenceCase, entry [2]json.RawMessage, task *scenes.Task, l *scenes.Layout) (compared int) {
	var id string
	var want [][6]float64
	if json.Unmarshal(entry[0], &id) != nil || json.Unmarshal(entry[1], &want) != nil {
		t.Fatalf("%s: cannot read the ranges of %s", c.Name, entry[0])
	}
	o, _ := task.Find(id)
	p := l.Find(id)
	if o == nil || p == nil || len(want) != len(o.Relations) {
		return 0
	}
	for k, r := range o.Relations {
		_, wall := scenes.WallYaw(r.Target)
		odd := r.Kind == scenes.InCorner && (r.Target == scenes.Ceiling || r.Target == scenes.Middle)
		if odd || wall && r.Kind != scenes.On && r.Kind != scenes.InCorner || !straight(p) || !straight(l.Find(r.Target)) {
			continue
		}
		own, ok := geom.RelationRange(task, o, p.Yaw, r, l)
		own = own.Intersect(geom.RoomRange(&task.Room, o, p.Yaw))
		if !ok || own.Empty() || want[k][0] > want[k][1] || want[k][2] > want[k][3] || tooLarge(task, o) {
			continue
		}
		compared++
		for axis := range 2 {
			if own.Min[axis] < want[k][2*axis]-1e-9 || own.Max[axis] > want[k][2*axis+1]+1e-9 {
				t.Errorf("%s: %s %s %s: %v to %v on axis %d, the reference has %v", c.Name, id, r.Kind, r.Target,
					own.Min[axis], own.Max[axis], axis, want[k])
			}
		}
	}
	return compared
}

func straight(p *scenes.Placement) bool {
	return p == nil || math.Mod(p.Yaw, 90) == 0 && p.Yaw >= 0 && p.Yaw < 360
}

// tooLarge is true for what does not fit between two walls at every heading.
func tooLarge(task *scenes.Task, o *scenes.Object) bool {
	e := task.Room.Extent()
	return max(o.Size[0], o.Size[1]) > min(e[0], e[1])
}
