package predicate

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes/world"
)

// enumeration runs through the groups of one spec: for every choice of
// anchors, every combination of subjects.
type enumeration struct {
	set  *Set
	w    *world.World
	q    *query
	args args
	// chosen are the task's indices of the subjects and of the anchors.
	chosen, held []int
	single       [][1]place
	result       *Result
	work         int
}

func (e *enumeration) run(r *Result) {
	e.result = r
	e.args.anchors = make([][]place, len(e.q.anchors))
	e.single = make([][1]place, len(e.q.anchors))
	if e.q.pred.Subjects == 0 {
		e.whole()
	} else {
		e.anchor(0)
	}
	slices.SortStableFunc(r.Groups, func(a, b Group) int { return compare(b.Score, a.Score) })
	r.Groups = r.Groups[:min(len(r.Groups), MaxListed)]
}

// anchor chooses the k-th anchor and reports whether to go on.
func (e *enumeration) anchor(k int) bool {
	if k == len(e.q.anchors) {
		if e.q.pred.Subjects == 0 {
			return e.score()
		}
		return e.subject(0, 0, 0)
	}
	a := &e.q.anchors[k]
	if a.objects == nil {
		e.args.anchors[k] = a.places
		return e.anchor(k + 1)
	}
	for _, i := range a.objects {
		b := e.w.Body(i)
		if b == nil || slices.Contains(e.held, i) {
			continue
		}
		e.single[k][0] = place{kind: Object, box: b.Box, body: b, id: b.Object.ID}
		e.args.anchors[k] = e.single[k][:]
		e.held = append(e.held, i)
		more := e.anchor(k + 1)
		e.held = e.held[:len(e.held)-1]
		if !more {
			return false
		}
	}
	return true
}

// subject chooses the taken-th object of the m-th part from its candidates
// from on.
func (e *enumeration) subject(m, taken, from int) bool {
	if m == len(e.q.members) {
		return e.score()
	}
	part := &e.q.members[m]
	if taken == part.n {
		return e.subject(m+1, 0, 0)
	}
	for c := from; c <= len(part.candidates)-(part.n-taken); c++ {
		i := part.candidates[c]
		b := e.w.Body(i)
		if b == nil || slices.Contains(e.held, i) || slices.Contains(e.chosen, i) || e.mirrored(i, m) {
			continue
		}
		e.chosen, e.args.subjects = append(e.chosen, i), append(e.args.subjects, b)
		more := e.subject(m, taken+1, c+1)
		e.chosen, e.args.subjects = e.chosen[:len(e.chosen)-1], e.args.subjects[:len(e.args.subjects)-1]
		if !more {
			return false
		}
	}
	return true
}

// mirrored reports whether the pair of subject i and the anchor is the same as
// one already counted the other way round.
func (e *enumeration) mirrored(i, m int) bool {
	if !e.q.pred.Symmetric || len(e.held) == 0 || i > e.held[0] {
		return false
	}
	return slices.Contains(e.q.anchors[0].objects, i) && slices.Contains(e.q.members[m].candidates, e.held[0])
}

// whole scores predicates about the room: one group per choice of anchors, its
// subjects all objects that count.
func (e *enumeration) whole() {
	for i := range e.w.Bodies {
		b := &e.w.Bodies[i]
		counts := e.q.members == nil
		for m := range e.q.members {
			counts = counts || slices.Contains(e.q.members[m].candidates, b.Index)
		}
		if counts {
			e.args.subjects = append(e.args.subjects, b)
		}
	}
	e.anchor(0)
}

func (e *enumeration) score() bool {
	r := e.result
	if e.work += len(e.args.subjects) + 1; r.Looked == MaxGroups || e.work > maxWork && r.Looked > 0 {
		r.Truncated = true
		return false
	}
	r.Looked++
	var culprits []int
	e.args.culprits = &culprits
	o := e.q.pred.score(&e.args)
	if o.Score > Threshold {
		r.Counted++
	}
	subjects := e.chosen
	if e.q.pred.Subjects == 0 {
		subjects = culprits
	}
	if e.full(o.Score) {
		return true
	}
	g := Group{Objects: make([]int, 0, len(subjects)+len(e.held)), Subjects: len(subjects), Outcome: o}
	g.Objects = append(append(g.Objects, subjects...), e.held...)
	r.Groups = append(r.Groups, g)
	return true
}

// full keeps the list of groups short: at twice its length, only the better
// half stays, and groups no better than it are dropped.
func (e *enumeration) full(score float64) bool {
	r := e.result
	if len(r.Groups) < 2*MaxListed {
		return false
	}
	slices.SortStableFunc(r.Groups, func(a, b Group) int { return compare(b.Score, a.Score) })
	r.Groups = r.Groups[:MaxListed]
	return score <= r.Groups[MaxListed-1].Score
}
