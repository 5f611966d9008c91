package critic

import (
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Reasons praise nothing that the room does not have.
func TestReasonsOfLittle(t *testing.T) {
	sofa := scenes.Object{ID: "sofa_1", Category: "sofa", Size: scenes.Vec3{2, 1, 0.8}, Support: scenes.OnFloor, Facing: scenes.NorthWall}
	there := &scenes.Layout{Placements: []scenes.Placement{{ID: "sofa_1", Position: scenes.Vec3{2, 0.5, 0.4}}}}
	door := []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 2, Offset: 1, Width: 0.9, Height: 2}}
	for name, test := range map[string]struct {
		doors    []scenes.Opening
		layout   *scenes.Layout
		has, not []string
	}{
		"a door":         {door, there, []string{"the ways in are free", "faces what it was asked to"}, nil},
		"no doors":       {nil, there, []string{"faces what it was asked to"}, []string{"ways in"}},
		"nothing placed": {door, &scenes.Layout{}, []string{"sofa_1 is not placed"}, []string{"ways in", "faces what", "verlaps", "inside the room", "is carried"}},
	} {
		t.Run(name, func(t *testing.T) {
			task := &scenes.Task{Room: scenes.RectRoom(4, 4, 2.5), Objects: []scenes.Object{sofa}}
			task.Room.Openings = test.doors
			m := Gather(world.New(task, test.layout, nil), nil)
			var all strings.Builder
			for _, g := range m.Grade() {
				all.WriteString(g.Reason + "\n")
			}
			text := strings.ToLower(all.String())
			for _, s := range test.has {
				if !strings.Contains(text, s) {
					t.Errorf("no %q in\n%s", s, text)
				}
			}
			for _, s := range test.not {
				if strings.Contains(text, s) {
					t.Errorf("%q in\n%s", s, text)
				}
			}
		})
	}
}

// Complaints are words: no measure's name and no bare value.
func TestComplaintsAreWords(t *testing.T) {
	for id := range Count {
		var m Measures
		m.Set(id, Table[id].best-float64(Table[id].Better)*100*Table[id].scale)
		for _, g := range m.Grade() {
			if strings.Contains(g.Reason, "_") || strings.ContainsAny(g.Reason, "0123456789") {
				t.Errorf("%s: the reason %q", Table[id].Name, g.Reason)
			}
		}
	}
}
