package compact

import (
	"slices"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestMates(t *testing.T) {
	size := scenes.Vec3{0.6, 0.6, 1}
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 4, 2.5), Preference: "Put the armchairs opposite the sofa. The armchairs are near the window.",
		Objects: []scenes.Object{
			{ID: "sofa", Category: "sofa", Size: size, Support: scenes.OnFloor},
			{ID: "armchair_1", Category: "armchair", Size: size, Support: scenes.OnFloor},
			{ID: "armchair_2", Category: "armchair", Size: size, Support: scenes.OnFloor},
		}}
	task.Room.Openings = []scenes.Opening{{ID: "window_1", Kind: scenes.Window, Wall: 0, Offset: 1, Width: 1, Height: 1, Sill: 1}}
	if err := task.Validate(); err != nil {
		t.Fatal(err)
	}
	p := newProblem(task, true, nil)
	sofa, first, second, window := p.rank[0], p.rank[1], p.rank[2], len(p.items)
	m := p.items[first].mates
	if !slices.Equal(m.named, []int{sofa, window}) || m.naming != nil || !slices.Equal(m.kin, []int{second}) {
		t.Errorf("the armchair's mates are %+v, with the sofa at %d, the other at %d and the window at %d", m, sofa, second, window)
	}
	if m := p.items[sofa].mates; m.named != nil || !slices.Equal(m.naming, []int{first, second}) || m.kin != nil {
		t.Errorf("the sofa's mates are %+v", m)
	}

	// The sofa faces east from the west wall; seen from a view that faces west, it
	// looks at the viewer.
	s := newState(p, 0, nil, nil)
	s.place(sofa, 1, 0.3, 2)
	var w view
	w.fill(s, first, 3, New().settings.arch)
	row := make([]float32, optionFeatures)
	w.option(s, row)
	got := row[mateFrom : mateFrom+mateFeatures]
	want := []float32{1, 1, 0, 0, 1, 0, 0, (3.7 - 2) / 4, 3.7 / 4}
	for k := range want {
		if d := got[k] - want[k]; d > 1e-6 || d < -1e-6 {
			t.Errorf("the sofa is described by %v, want %v", got, want)
			break
		}
	}
	if other := row[mateFrom+2*mateFeatures:][:mateFeatures]; other[0] != 1 || other[1] != 0 {
		t.Errorf("the other armchair, which has no place, is described by %v", other)
	}
}
