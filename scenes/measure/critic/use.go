package critic

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/function"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// uses pairs the parts of package function that nothing else here covers with
// the measures.
var uses = []struct {
	part function.Part
	id   ID
	rule scenes.Rule
}{
	{function.Clearance, Room, scenes.RuleClearance},
	{function.Reach, Reach, function.RuleReach},
	{function.Sight, Sight, function.RuleSight},
}

// use takes over how well the room works: the losses of a part's terms summed
// up, and split evenly over the objects that its findings blame.
func use(m *Measures, w *world.World) {
	r := function.Measure(w, function.Options{})
	index := make(map[string]int, len(w.Task.Objects))
	for i := range w.Task.Objects {
		index[w.Task.Objects[i].ID] = i
	}
	for _, u := range uses {
		s := r.Of[u.part]
		if !s.Applicable {
			continue
		}
		lost := float64(s.Terms) * (1 - s.Value)
		m.Set(u.id, lost)
		first := len(m.Blames)
		for k := range r.Findings {
			f := &r.Findings[k]
			if i, ok := index[f.Object]; ok && f.Rule == u.rule {
				m.Blames = append(m.Blames, Blame{Measure: u.id, Object: i, Other: f.Other, Depth: f.Depth, Direction: f.Direction, Message: f.Message})
			}
		}
		for k := first; k < len(m.Blames); k++ {
			m.Blames[k].Amount = lost / float64(len(m.Blames)-first)
		}
	}
}
