package predicate

import (
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/near"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Bounds of the work and of the answer of one spec.
const (
	// MaxGroups is how many groups are looked at.
	MaxGroups = 4096
	// MaxTogether is how many subjects a group may have.
	MaxTogether = 256
	// maxWork is how many objects are looked at in all groups together.
	maxWork = 1 << 17
	// MaxListed is how many of them a result lists, the best.
	MaxListed = 64
	// maxFindings is how many findings one spec gives.
	maxFindings = 3
)

// Result is what became of one spec.
type Result struct {
	Spec scenes.Spec
	// Counted is how many groups satisfy the predicate.
	Counted int
	Holds   bool
	// Score is 1 for a spec that holds; otherwise how near the count is, every
	// missing group counting by its own score: between 0 and 1.
	Score float64
	// Groups are the groups by falling score, at most [MaxListed].
	Groups []Group
	// Looked is how many groups were looked at; Truncated says that there were
	// more.
	Looked    int
	Truncated bool
	// Unknown says why the spec cannot be decided: no such predicate, an anchor
	// of the wrong kind, or names that neither the task nor the room has. Such
	// a spec does not hold.
	Unknown string
	// AtFault are the task's indices of the objects that a spec which does not
	// hold is about, in rising order.
	AtFault  []int
	Findings []scenes.Finding
}

// Group is one choice of subjects and anchors.
type Group struct {
	// Objects are indices into the task's objects: the subjects first, then
	// the anchors that are objects.
	Objects []int
	// Subjects is how many of them are subjects.
	Subjects int
	Outcome
}

// Set is the specs of one task, prepared for many layouts. Many may evaluate it
// at once.
type Set struct {
	task    *scenes.Task
	room    *room
	queries []query
}

type query struct {
	spec    scenes.Spec
	pred    *Predicate
	members []member
	anchors []anchor
	unknown string
	// missing says that the task has too few of the objects named.
	missing string
}

// anchor is one of several objects, or a fixed set of places.
type anchor struct {
	name    string
	objects []int
	places  []place
}

// Evaluate decides one spec in a world.
func Evaluate(w *world.World, spec scenes.Spec) Result {
	return Compile(w.Task, []scenes.Spec{spec}).Evaluate(w)[0]
}

// Compile prepares specs of a task. Specs that make no sense are kept and say
// so in their results.
func Compile(t *scenes.Task, specs []scenes.Spec) *Set {
	s := &Set{task: t, room: newRoom(t), queries: make([]query, len(specs))}
	n := &namer{task: t}
	for i := range specs {
		s.queries[i] = s.compile(n, specs[i])
	}
	return s
}

func (s *Set) compile(n *namer, spec scenes.Spec) query {
	q := query{spec: spec}
	p, ok := ByName(spec.Predicate)
	if !ok {
		q.unknown = fmt.Sprintf("there is no predicate %q", spec.Predicate)
		if hint := near.Nearest(spec.Predicate, Names()); hint != "" {
			q.unknown += fmt.Sprintf("; did you mean %q?", hint)
		}
		return q
	}
	q.pred = p
	if spec.Compare != "" && !slices.Contains(scenes.Comparisons, spec.Compare) {
		q.unknown = fmt.Sprintf("there is no comparison %q; use one of %v", spec.Compare, scenes.Comparisons)
		return q
	}
	subject := spec.Subject
	if p.Subjects == 0 && subject == "" {
		subject = Everything
	}
	if subject == "" {
		q.unknown = fmt.Sprintf("%s needs a subject", p.Name)
		return q
	}
	if p.Subjects != 0 || subject != Everything {
		q.members = n.members(subject, p.Subjects <= 0)
	}
	for _, m := range q.members {
		if len(m.candidates) < m.n && q.missing == "" {
			q.missing = fmt.Sprintf("the task has no %s", m.name)
			if len(m.candidates) > 0 {
				q.missing = fmt.Sprintf("the task has %d of %d %s", len(m.candidates), m.n, m.name)
			}
		}
	}
	together := 0
	for _, m := range q.members {
		together += m.n
	}
	if p.Subjects != 0 && together > MaxTogether {
		q.unknown = fmt.Sprintf("%s is asked of %d objects at once; at most %d can be", p.Name, together, MaxTogether)
		return q
	}
	if p.Subjects == 1 && (len(q.members) != 1 || q.members[0].n != 1) {
		q.unknown = fmt.Sprintf("%s takes one subject, not %q", p.Name, subject)
		return q
	}
	s.compileAnchors(n, &q)
	return q
}

func (s *Set) compileAnchors(n *namer, q *query) {
	p := q.pred
	if len(q.spec.Anchors) < p.Anchors {
		q.unknown = fmt.Sprintf("%s needs %d anchors and has %d", p.Name, p.Anchors, len(q.spec.Anchors))
		return
	}
	for _, name := range q.spec.Anchors[:p.Anchors] {
		kind := s.room.kindOf(n, name)
		if kind == 0 {
			if q.missing == "" {
				q.missing = fmt.Sprintf("the task has no %s", name)
			}
			return
		}
		if p.Kinds&kind == 0 {
			q.unknown = fmt.Sprintf("%s cannot be about %q", p.Name, name)
			return
		}
		a := anchor{name: name}
		if kind == Object {
			a.objects = n.objects(name)
		} else if a.places = s.room.places(name, kind); len(a.places) == 0 {
			if q.missing == "" {
				q.missing = fmt.Sprintf("the room has no %s", name)
			}
			return
		}
		q.anchors = append(q.anchors, a)
	}
}

// Problems says of every spec why no layout of the task can satisfy or decide
// it, or nothing.
func (s *Set) Problems() []string {
	out := make([]string, len(s.queries))
	for i := range s.queries {
		q := &s.queries[i]
		if out[i] = q.unknown; out[i] == "" && q.missing != "" && !q.vacuous() {
			out[i] = q.missing
		}
	}
	return out
}

// vacuous reports whether a spec holds for want of what it is about.
func (q *query) vacuous() bool {
	return q.pred.Subjects == 0 || q.spec.Compare.Holds(0, q.spec.Count)
}

// Evaluate decides every spec in a world of the set's task, in order.
func (s *Set) Evaluate(w *world.World) []Result {
	out := make([]Result, len(s.queries))
	for i := range s.queries {
		out[i] = s.evaluate(w, &s.queries[i])
	}
	return out
}

func (s *Set) evaluate(w *world.World, q *query) Result {
	r := Result{Spec: q.spec, Unknown: q.unknown}
	if q.unknown != "" {
		return r
	}
	if q.missing == "" {
		e := &enumeration{set: s, w: w, q: q}
		e.args.w, e.args.room, e.args.distance = w, s.room, q.spec.Distance
		e.run(&r)
	}
	s.count(w, q, &r)
	return r
}

// count compares, scores and explains.
func (s *Set) count(w *world.World, q *query, r *Result) {
	need, limit := bounds(q.spec)
	if r.Holds = q.spec.Compare.Holds(r.Counted, q.spec.Count) || q.missing != "" && q.vacuous(); r.Holds {
		r.Score = 1
		return
	}
	if q.missing != "" {
		r.Unknown = q.missing
	}
	if r.Counted < need {
		sum := float64(r.Counted)
		for i := r.Counted; i < min(need, len(r.Groups)); i++ {
			sum += r.Groups[i].Score
		}
		r.Score = min(sum/float64(need), 1)
	} else if limit >= 0 {
		r.Score = float64(limit) / float64(r.Counted)
	}
	s.explain(w, q, r, need, limit)
}

// bounds returns the least count that a spec accepts and the greatest, −1 for
// none.
func bounds(s scenes.Spec) (need, limit int) {
	switch s.Compare {
	case scenes.Less:
		return 0, max(s.Count-1, 0)
	case scenes.LessEqual:
		return 0, s.Count
	case scenes.Greater:
		return s.Count + 1, -1
	case scenes.GreaterEqual:
		return s.Count, -1
	}
	return s.Count, s.Count
}
