package solve

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// attempts is into how many parts at most the budget of a task with optional
// objects is divided: one for the whole of it, and one each time something has
// been left out.
const attempts = 6

// optional counts the objects that may be left out.
func optional(t *scenes.Task) int {
	n := 0
	for i := range t.Objects {
		if t.Objects[i].Optional && t.Lock(t.Objects[i].ID) == nil {
			n++
		}
	}
	return n
}

// leastFit is the optional object to leave out: of those with faults, or else of
// all, the one with the largest floor area. Locked ones stay.
func leastFit(t *scenes.Task, l *scenes.Layout) string {
	report := measure.NewChecker(t).Measure(l)
	best, faulty, area := "", false, 0.0
	for i := range t.Objects {
		o := &t.Objects[i]
		if !o.Optional || t.Lock(o.ID) != nil {
			continue
		}
		bad, size := !report.Objects[i].Valid(), o.Size[0]*o.Size[1]
		if best == "" || bad && !faulty || bad == faulty && size > area {
			best, faulty, area = o.ID, bad, size
		}
	}
	return best
}

// without is the task less an optional object and all that depends on it, which
// is optional too.
func without(t *scenes.Task, id string) *scenes.Task {
	out := *t
	gone := map[string]bool{id: true}
	for changed := true; changed; {
		changed = false
		for i := range t.Objects {
			if o := &t.Objects[i]; !gone[o.ID] && depends(o, gone) {
				gone[o.ID], changed = true, true
			}
		}
	}
	out.Objects, out.Locked = nil, nil
	for _, o := range t.Objects {
		if !gone[o.ID] {
			out.Objects = append(out.Objects, o)
		}
	}
	for _, p := range t.Locked {
		if !gone[p.ID] {
			out.Locked = append(out.Locked, p)
		}
	}
	return &out
}

func depends(o *scenes.Object, on map[string]bool) bool {
	if on[o.Parent] || on[o.Facing] {
		return true
	}
	for _, r := range o.Relations {
		if on[r.Target] {
			return true
		}
	}
	return false
}
