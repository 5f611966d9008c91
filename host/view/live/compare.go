package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/metaspatial/metaspatial/host/session"
)

// Pair is one room as the policy furnished it at the beginning of the run, and
// as it does now.
type Pair struct{ Before, After Frame }

// Comparison is what [Feed.Compare] came to.
type Comparison struct {
	Pairs []Pair
	// Iteration is the one that After is of.
	Iteration int
	// Loading is set while it is under way, Err says why there is none.
	Loading bool
	Err     string
}

// compareTimeout bounds the rooms of one comparison.
const compareTimeout = time.Minute

// Compare furnishes the rooms of the first iteration on record once more, with
// the policy as it is now and without chance, so that the same rooms can be seen
// before and after. It needs a run that goes on, or one that is paused.
func (f *Feed) Compare() {
	if f.ctx.Err() != nil {
		return
	}
	f.mu.Lock()
	busy := f.compared.Loading
	f.compared.Loading = true
	f.mu.Unlock()
	if busy {
		return
	}
	f.wg.Go(func() {
		c := f.compare()
		f.update(func() { f.compared = c })
	})
}

// Comparison returns what the newest Compare came to.
func (f *Feed) Comparison() Comparison {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.compared
}

func (f *Feed) compare() Comparison {
	ctx, cancel := context.WithTimeout(f.ctx, compareTimeout)
	defer cancel()
	first, err := f.first(ctx)
	if err != nil {
		return Comparison{Err: err.Error()}
	}
	c := Comparison{Iteration: f.State().Iteration}
	for i := range first {
		// Try 0 is greedy.
		g, err := f.client.Generate(ctx, session.GenerateRequest{Task: first[i].Task})
		switch {
		case errors.Is(err, session.ErrNotReady) && !f.State().Control:
			return Comparison{Err: "the run has ended, so its policy furnishes no more rooms; resume it, or compare its first layouts with its last on the timeline"}
		case err != nil:
			return Comparison{Err: "the rooms could not be furnished: " + err.Error()}
		}
		if len(g.Layouts) == 0 || g.Layouts[0].Layout == nil {
			continue
		}
		a := &g.Layouts[0]
		after := Frame{Task: first[i].Task, Layout: a.Layout, Iteration: c.Iteration, Reward: a.Reward, Findings: a.Findings}
		for _, t := range a.Terms {
			after.Values = append(after.Values, session.Value{Term: t.Term, Value: t.Value})
		}
		c.Pairs = append(c.Pairs, Pair{frame(&first[i], Last), after})
	}
	return c
}

// first returns the earliest layouts there are.
func (f *Feed) first(ctx context.Context) ([]session.SampleLayout, error) {
	if a, ok := f.client.(session.Archive); ok {
		list, err := a.Recorded(ctx)
		if err == nil && len(list) > 0 {
			return a.Samples(ctx, list[0])
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.reel.seen) == 0 {
		return nil, fmt.Errorf("the run has made no layouts yet; try again in a moment")
	}
	return f.reel.seen[0], nil
}
