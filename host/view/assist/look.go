package assist

import (
	"context"
	"time"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// Truth is what there is to say of a layout. It is never changed once it has
// been returned.
type Truth struct {
	Task   *scenes.Task
	Layout *scenes.Layout
	// Report is what the rules of scenes/measure find, at once.
	measure.Report
	// Valid is whether nothing is wrong.
	Valid bool
	// Score is the reward with its breakdown per term and per object, from the
	// session; nil until it has come. While an edit is being scored it is that of
	// the layout before, and Stale is set.
	Score *session.Generated
	Stale bool
	// Err says why there is no score, for people.
	Err string
}

// Object returns what is wrong with an object and its values per term, in the
// order of Score.Terms; the values are nil where the task has no such object.
func (t *Truth) Object(id string) (measure.ObjectReport, []ObjectValue) {
	_, i := t.Task.Find(id)
	if i < 0 || i >= len(t.Objects) {
		return measure.ObjectReport{}, nil
	}
	out := []ObjectValue{}
	if t.Score == nil {
		return t.Objects[i], out
	}
	for _, s := range t.Score.Terms {
		if i < len(s.Objects) {
			out = append(out, ObjectValue{Term: s.Term, Weight: s.Weight, Value: s.Objects[i]})
		}
	}
	return t.Objects[i], out
}

// ObjectValue is the raw value of a term for one object.
type ObjectValue struct {
	Term          string
	Weight, Value float64
}

// looker keeps what was last looked at. The assistant's mutex guards it.
type looker struct {
	checker *measure.Checker
	truth   *Truth
	// wanted is what is to be scored next, scoring whether something is.
	wanted  *Truth
	scoring bool
}

// scoreTimeout bounds what a score may take: a term that hangs must not hold up
// those of all later edits.
const scoreTimeout = 10 * time.Second

// Look returns the truth about a layout, at once: the rules within a fraction
// of a millisecond, the score as far as it is known. It is meant to be called
// for every picture; what has been looked at already costs nothing. Equal
// pointers must mean equal content, as in a document's states. Layouts that come
// faster than they are scored are left out, but never the last.
func (a *Assistant) Look(task *scenes.Task, layout *scenes.Layout) *Truth {
	a.mu.Lock()
	defer a.mu.Unlock()
	k := &a.looker
	if k.truth != nil && k.truth.Task == task && k.truth.Layout == layout {
		return k.truth
	}
	if k.truth == nil || k.truth.Task != task {
		k.checker = measure.NewChecker(task)
	}
	t := &Truth{Task: task, Layout: layout, Report: k.checker.Check(layout)}
	t.Valid = t.FullyValid()
	if old := k.truth; old != nil && old.Score != nil && old.Task.ID == task.ID {
		t.Score, t.Stale = old.Score, true
		if old.Task != task {
			t.Score = nil // its objects may be others
		}
	}
	k.truth = t
	if len(task.Objects) == 0 || a.ctx.Err() != nil {
		t.Score, t.Stale = nil, false
		return t
	}
	k.wanted = t
	if !k.scoring {
		k.scoring = true
		a.wg.Go(a.score)
	}
	return t
}

// Rescore has the layout that is looked at scored once more, as after a change
// of a term's weight.
func (a *Assistant) Rescore() {
	a.mu.Lock()
	defer a.mu.Unlock()
	k := &a.looker
	if k.truth == nil || len(k.truth.Task.Objects) == 0 || a.ctx.Err() != nil {
		return
	}
	k.wanted = k.truth
	if !k.scoring {
		k.scoring = true
		a.wg.Go(a.score)
	}
}

// score works until nothing is wanted.
func (a *Assistant) score() {
	for {
		a.mu.Lock()
		t := a.looker.wanted
		a.looker.wanted = nil
		if t == nil || a.ctx.Err() != nil {
			a.looker.scoring = false
			a.mu.Unlock()
			return
		}
		a.mu.Unlock()
		ctx, cancel := context.WithTimeout(a.ctx, scoreTimeout)
		got, err := a.o.Client.Score(ctx, t.Task, t.Layout)
		cancel()
		a.take(t, got, err)
		a.o.Changed()
	}
}

// take keeps a score where it is of what is looked at, or, while the designer
// drags, of what was a moment ago.
func (a *Assistant) take(of *Truth, got *session.Generated, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	k := &a.looker
	if a.ctx.Err() != nil || k.truth == nil || k.truth.Task != of.Task {
		return
	}
	t := *k.truth
	t.Stale = t.Layout != of.Layout
	if t.Err = ""; err != nil {
		t.Score, t.Stale, t.Err = nil, false, "the score could not be had: "+err.Error()
	} else {
		t.Score = got
	}
	k.truth = &t
}
