package critic

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// access takes over what SceneEval measures of free floor: rugs may be walked
// on here, and the floor must hang together with the doors.
func access(m *Measures, w *world.World) {
	r, err := sceneeval.Measure(context.Background(), w, sceneeval.Options{})
	if err != nil {
		return
	}
	if n := r.Navigability; n != nil {
		m.Set(Walkable, n.Bare)
		if n.Reach != nil {
			m.Set(Walkable, *n.Reach)
		}
	}
	for i := range r.Objects {
		if free := r.Objects[i].AccessBare; free != nil && i < len(w.Bodies) {
			m.Known[Access] = true
			b := &w.Bodies[i]
			// What hangs on a wall is reached over what stands there, and the seat
			// before a desk is no obstacle to its use.
			if lost := 1 - *free; lost > 0.01 && standing(b) && !(serves(b) && inUse(w, b)) {
				m.blame(Blame{Measure: Access, Object: b.Index, Amount: lost, Depth: lost,
					Message: fmt.Sprintf("%s is hard to get to: %.0f %% of the floor before its best side is taken", b.Object.ID, 100*lost)})
			}
		}
	}
	if r.Openings != nil {
		windows(m, w, r.Openings)
	}
}

// windows counts the covered shares of windows.
func windows(m *Measures, w *world.World, o *sceneeval.Openings) {
	for _, e := range o.Each {
		if e.Kind != scenes.Window {
			continue
		}
		m.Known[Windows] = true
		sum := 0.0
		for _, by := range e.By {
			sum += by.Share
		}
		m.Value[Windows] += e.Covered
		for _, by := range e.By {
			b := w.Find(by.Object)
			if b == nil || by.Share <= 0.01 {
				continue
			}
			m.Blames = append(m.Blames, Blame{Measure: Windows, Object: b.Index, Other: e.ID, Amount: e.Covered * by.Share / sum, Depth: by.Share,
				Message: fmt.Sprintf("%s stands before %s and covers %.0f %% of it", by.Object, e.ID, 100*by.Share)})
		}
	}
}
