package sceneeval

import (
	"github.com/metaspatial/metaspatial/scenes/predicate"
)

// specs evaluates the task's counted relations (ObjCount, OORel and OARel of
// SceneEval, arXiv 2503.14756) as package predicate defines them.
func (m *Meter) specs() {
	t := m.w.Task
	if len(t.Specs) == 0 {
		return
	}
	s := &Specs{Of: len(t.Specs)}
	from := len(m.r.Findings)
	for _, r := range predicate.Compile(t, t.Specs).Evaluate(m.w) {
		if r.Holds {
			s.Satisfied++
		}
		if r.Unknown != "" {
			s.Unknown++
		}
		s.Each = append(s.Each, Spec{Spec: r.Spec, Counted: r.Counted, Satisfied: r.Holds, Score: r.Score, Unknown: r.Unknown})
		for _, f := range r.Findings {
			m.add(from, f)
		}
	}
	m.r.Specs = s
}
