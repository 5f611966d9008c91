package physics

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// blame spreads a broken relation or facing over those that may be to blame for it:
// what the object refers to, which may stand where there is no place beside it, and
// whatever stands where the object would have to be moved. Each gets the given share
// of a fault.
type blame struct {
	share float64
	index map[string]int
	task  *scenes.Task
}

func newBlame(task *scenes.Task, share float64) *blame {
	b := &blame{share: share, index: make(map[string]int, len(task.Objects)), task: task}
	for i := range task.Objects {
		b.index[task.Objects[i].ID] = i
	}
	return b
}

// spread takes the shares off the objects' values. An object is blamed once for
// each other object's faults, however many those are.
func (b *blame) spread(l *scenes.Layout, findings []scenes.Finding, values []float64) {
	if b.share == 0 || len(findings) == 0 {
		return
	}
	boxes := make([]geom.Box, len(values))
	there := make([]bool, len(values))
	for _, p := range l.Placements {
		if i, ok := b.index[p.ID]; ok {
			boxes[i], there[i] = geom.BoxOf(&b.task.Objects[i], p), true
		}
	}
	type pair struct{ who, of int }
	done := map[pair]bool{}
	charge := func(who, of int) {
		if who != of && !done[pair{who, of}] {
			done[pair{who, of}] = true
			values[who] -= b.share
		}
	}
	for _, f := range findings {
		i, ok := b.index[f.Object]
		if !ok || !there[i] || f.Rule != scenes.RuleRelation && f.Rule != scenes.RuleFacing {
			continue
		}
		if j, ok := b.index[f.Other]; ok {
			charge(j, i)
		}
		if f.Rule != scenes.RuleRelation {
			continue
		}
		mended := boxes[i]
		mended.Center[0] += f.Depth * f.Direction[0]
		mended.Center[1] += f.Depth * f.Direction[1]
		for j := range boxes {
			if !there[j] || j == i {
				continue
			}
			if deep, _ := geom.Overlap(&b.task.Objects[i], &b.task.Objects[j], mended, boxes[j]); deep > geom.Tolerance {
				charge(j, i)
			}
		}
	}
}
