package assist

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// candidate is an answer that may be shown.
type candidate struct {
	g      *session.Generated
	layout *scenes.Layout
	report measure.Report
	// apart is how unlike it is to the most alike of those that are shown.
	apart float64
}

// alike is the difference up to which two layouts look the same: 10 cm, or 15°,
// of the object that differs most.
const alike = 0.10

// varied picks at most n of the candidates: the first, and then, of those with
// the least faults, the one most unlike what has been picked. What looks like
// one that has been picked is left out.
func varied(t *scenes.Task, all []candidate, n int) []candidate {
	if len(all) == 0 {
		return nil
	}
	out := []candidate{all[0]}
	for i := range all {
		all[i].apart = math.Inf(1)
	}
	for len(out) < n {
		last := out[len(out)-1].layout
		best := -1
		for i := range all {
			c := &all[i]
			c.apart = min(c.apart, difference(t, c.layout, last))
			if c.apart > alike && (best < 0 || better(c, &all[best])) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		out = append(out, all[best])
	}
	return out
}

// others is how many answers to a room are looked at for one that is another
// than the room has.
const others = 4

// anew puts the first answer in front that is as good as the best and does not
// look like the room as it is: the try without chance is always the same.
func (k *Ask) anew(list []session.Generated) []session.Generated {
	if k.Layout == nil || len(list) == 0 || list[0].Layout == nil {
		return list
	}
	for i := range list {
		if g := &list[i]; g.Layout != nil && len(g.Findings) <= len(list[0].Findings) && difference(k.Task, k.kept(g.Layout), k.Layout) > alike {
			return slices.Insert(slices.Delete(slices.Clone(list), i, i+1), 0, *g)
		}
	}
	return list
}

func better(a, b *candidate) bool {
	if x, y := len(a.report.Findings), len(b.report.Findings); x != y {
		return x < y
	}
	return a.apart > b.apart
}

// difference says how unlike two layouts look. Up to alike it is the way, in
// metres, of the object that differs most, and beyond that the mean of all; a
// turn by 15° is like 10 cm, and an object that only one has like a metre.
func difference(t *scenes.Task, a, b *scenes.Layout) float64 {
	sum, most := 0.0, 0.0
	for i := range t.Objects {
		p, q := a.Find(t.Objects[i].ID), b.Find(t.Objects[i].ID)
		d := 1.0
		switch {
		case p == nil && q == nil:
			d = 0
		case p != nil && q != nil:
			d = max(p.Position.Sub(q.Position).Len(), math.Abs(math.Remainder(p.Yaw-q.Yaw, 360))/150)
		}
		if !(d >= 0) { // what is no number is not alike
			d = 1
		}
		sum, most = sum+d, max(most, d)
	}
	if most <= alike {
		return most
	}
	return alike + sum/float64(len(t.Objects))
}
