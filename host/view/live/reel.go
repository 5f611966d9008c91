package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
)

// reel is what there is to go back to. The feed's mutex guards it.
type reel struct {
	// seen are the layouts of iterations that came by, in rising order.
	seen [][]session.SampleLayout
	// recorded are the iterations that the run has on record.
	recorded []int
	// at is where the window is; nil follows the run.
	at *Moment
	// shown are the layouts of at, once they have come.
	shown   []session.SampleLayout
	asked   int
	loading bool
	weights weights
}

// Moment is a place in a run.
type Moment struct {
	Iteration int
	// Turn is one of the episode's turns; Last is the last of them.
	Turn int
}

// Last is the last turn of an episode.
const Last = -1

func (r *reel) remember(samples []session.SampleLayout, most int) {
	if len(samples) == 0 {
		return
	}
	i, found := slices.BinarySearchFunc(r.seen, samples[0].Iteration, func(s []session.SampleLayout, it int) int { return cmp.Compare(s[0].Iteration, it) })
	if found {
		r.seen[i] = samples
		return
	}
	r.seen = slices.Insert(r.seen, i, samples)
	if len(r.seen) > most {
		// Every second one goes, so that the way back stays as long.
		kept := r.seen[:0]
		for k, s := range r.seen {
			if k%2 == 0 || k == len(r.seen)-1 {
				kept = append(kept, s)
			}
		}
		clear(r.seen[len(kept):])
		r.seen = kept
	}
}

// cut forgets the layouts of an iteration and of those after it, but the ones
// that are shown.
func (r *reel) cut(iteration int) {
	r.seen = slices.DeleteFunc(r.seen, func(s []session.SampleLayout) bool { return s[0].Iteration >= iteration })
	r.recorded = slices.DeleteFunc(slices.Clone(r.recorded), func(it int) bool { return it >= iteration })
}

// Frame is one room of a moment, at one turn.
type Frame struct {
	Task   *scenes.Task
	Layout *scenes.Layout
	// Iteration and Turn say when it was made; Turns is the length of its episode
	// as far as it is known.
	Iteration, Turn, Turns int
	Reward                 float64
	Values                 []session.Value
	Findings               []scenes.Finding
}

// Timeline lists the iterations that there are layouts of, in rising order.
func (f *Feed) Timeline() []int {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := slices.Clone(f.reel.recorded)
	for _, s := range f.reel.seen {
		out = append(out, s[0].Iteration)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// At returns where the window is, and whether that follows the run.
func (f *Feed) At() (m Moment, following bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.reel.at == nil {
		// The layouts of an iteration may come before its record.
		it := max(0, f.state.Iteration-1)
		if s := f.state.Samples; len(s) > 0 {
			it = s[0].Iteration
		}
		return Moment{Iteration: it, Turn: Last}, true
	}
	return *f.reel.at, false
}

// Follow goes back to the newest layouts, and stays with them.
func (f *Feed) Follow() {
	f.update(func() { f.reel.at, f.reel.shown = nil, nil })
}

// Seek goes to a moment. Its layouts come at once where they have been seen, and
// otherwise soon, from the run's records; until then those before it are shown.
func (f *Feed) Seek(m Moment) {
	f.update(func() {
		r := &f.reel
		r.at = &m
		if s := r.find(m.Iteration); s != nil {
			r.shown = s
		}
		f.fetch(m.Iteration)
	})
}

// find returns the layouts of exactly this iteration, if they have been seen.
func (r *reel) find(iteration int) []session.SampleLayout {
	i, found := slices.BinarySearchFunc(r.seen, iteration, func(s []session.SampleLayout, it int) int { return cmp.Compare(s[0].Iteration, it) })
	if found {
		return r.seen[i]
	}
	return nil
}

// before returns the seen layouts of the last iteration up to this one, or of
// the first that there is.
func (r *reel) before(iteration int) []session.SampleLayout {
	if len(r.seen) == 0 {
		return nil
	}
	i, found := slices.BinarySearchFunc(r.seen, iteration, func(s []session.SampleLayout, it int) int { return cmp.Compare(s[0].Iteration, it) })
	if !found {
		i = max(0, i-1)
	}
	return r.seen[i]
}

// Explore asks the run which iterations it has on record, for the timeline; it
// is called when that is opened, and now and then while it is.
func (f *Feed) Explore() {
	a, ok := f.client.(session.Archive)
	if !ok || f.ctx.Err() != nil {
		return
	}
	f.wg.Go(func() {
		ctx, cancel := context.WithTimeout(f.ctx, f.o.Timeout)
		defer cancel()
		list, err := a.Recorded(ctx)
		if err != nil {
			return // what was seen is there all the same
		}
		f.update(func() { f.reel.recorded = list })
	})
}

// fetch gets the layouts of an iteration, those asked for last first. The lock
// is held.
func (f *Feed) fetch(iteration int) {
	r := &f.reel
	a, ok := f.client.(session.Archive)
	r.asked = iteration
	if !ok || r.find(iteration) != nil || r.loading || f.ctx.Err() != nil {
		if r.find(iteration) == nil && !r.loading {
			r.shown = r.before(iteration)
		}
		return
	}
	r.loading = true
	f.wg.Go(func() {
		for {
			f.mu.Lock()
			it := r.asked
			f.mu.Unlock()
			ctx, cancel := context.WithTimeout(f.ctx, f.o.Timeout)
			got, err := a.Samples(ctx, it)
			cancel()
			more := false
			f.update(func() {
				more = r.asked != it && r.find(r.asked) == nil && f.ctx.Err() == nil
				r.loading = more
				f.fetched(it, got, err)
			})
			if !more {
				return
			}
		}
	})
}

// fetched takes in layouts that were asked for. The lock is held.
func (f *Feed) fetched(iteration int, got []session.SampleLayout, err error) {
	r := &f.reel
	if err != nil && !errors.Is(err, session.ErrNoArchive) && f.ctx.Err() == nil {
		f.state.Notice = fmt.Sprintf("the layouts of iteration %d could not be had: %v", iteration, err)
	}
	r.remember(got, f.o.Seen)
	if r.at != nil && r.at.Iteration == iteration {
		r.shown = r.before(iteration)
		// The reel is thinned out: what was just fetched may be nearer.
		if len(got) > 0 && (len(r.shown) == 0 || abs(iteration-got[0].Iteration) < abs(iteration-r.shown[0].Iteration)) {
			r.shown = got
		}
	}
}

// Frames returns the rooms of the present moment, each at its turn. They are
// read only.
func (f *Feed) Frames() []Frame {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.reel.at == nil {
		return frames(f.state.Samples, Last)
	}
	return frames(f.reel.shown, f.reel.at.Turn)
}

// Turns returns the length of the episodes of the present moment.
func (f *Feed) Turns() int {
	n := 0
	for _, fr := range f.Frames() {
		n = max(n, fr.Turns)
	}
	return n
}

func frames(samples []session.SampleLayout, turn int) []Frame {
	out := make([]Frame, 0, len(samples))
	for i := range samples {
		out = append(out, frame(&samples[i], turn))
	}
	return out
}

// frame is a sample at a turn, or, where that turn is not known or could not be
// read, at the next one that is.
func frame(s *session.SampleLayout, turn int) Frame {
	last := Frame{Task: s.Task, Layout: s.Layout, Iteration: s.Iteration, Turn: s.Turn, Turns: s.Turn + 1, Reward: s.Reward, Values: s.Values, Findings: s.Findings}
	if turn < 0 {
		return last
	}
	for i := range s.Earlier {
		if e := &s.Earlier[i]; e.Turn >= turn && e.Layout != nil {
			last.Layout, last.Turn, last.Reward, last.Values, last.Findings = e.Layout, e.Turn, e.Reward, e.Values, e.Findings
			return last
		}
	}
	return last
}

func abs(n int) int { return max(n, -n) }
