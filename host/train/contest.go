package train

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/world"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// givenLayout is the number of the try that was no try: the layout to refine.
const givenLayout = -1

// contest plays episodes of one task and keeps the best. It is the host that
// chooses: the policy answers each episode without knowing of the others.
//
// The order, the first difference deciding:
//
//  1. an answer that is a layout before one that is none;
//  2. the greater reward;
//  3. fewer optional objects left out;
//  4. more of the wishes met: the task's specs and its preference;
//  5. the greater score of the offline critic, without a picture;
//  6. the earlier try, and the given layout before all tries.
type contest struct {
	s     *service
	req   *session.GenerateRequest
	specs *predicate.Set

	mu    sync.Mutex
	tried int
	best  []session.Generated
}

func newContest(s *service, req *session.GenerateRequest) *contest {
	specs := append(slices.Clip(req.Task.Specs), preference.Parse(req.Task.Preference, req.Task).Specs...)
	return &contest{s: s, req: req, specs: predicate.Compile(req.Task, specs)}
}

// play begins episodes, as many at a time as there are processors, until K are
// played or the budget is used up. Which episodes are played depends on the
// clock; what each of them gives does not.
func (c *contest) play(ctx context.Context, turns int, begin func() *env.Episode) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	start, next := c.s.Now(), 0
	var failed error
	take := func() (int, bool) {
		c.mu.Lock()
		defer c.mu.Unlock()
		i := next
		switch {
		case failed != nil || i >= MaxTries:
			return 0, false
		case c.req.Budget > 0:
			if i > 0 && c.s.Now().Sub(start) >= c.req.Budget {
				return 0, false
			}
		case i >= c.req.K:
			return 0, false
		}
		next++
		return i, true
	}
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				g, err := c.episode(ctx, begin(), turns, i)
				if err != nil {
					c.mu.Lock()
					if failed == nil {
						failed = err
					}
					c.mu.Unlock()
					cancel()
					return
				}
				c.enter(g)
			}
		})
	}
	wg.Wait()
	c.tried = next
	return failed
}

// episode lets the policy answer some turns; the last answer counts. The first
// try is greedy, so that more tries are never worse than one.
func (c *contest) episode(ctx context.Context, ep *env.Episode, turns, i int) (session.Generated, error) {
	seed, p := rollout.Derive(c.req.Seed, uint64(i)), c.s.Policy
	req := policy.SampleRequest{N: 1}
	if i > 0 {
		req.Temperature = c.s.Temperature
	}
	for turn := range turns {
		req.Observations, req.Seed = []policy.Observation{ep.Observation()}, rollout.Derive(seed, uint64(turn))
		resp, err := p.Sample(ctx, req)
		if err == nil {
			err = resp.Diagnostics.Err()
		}
		if err == nil && (len(resp.Samples) != 1 || len(resp.Samples[0]) != 1) {
			err = fmt.Errorf("did not return exactly one response")
		}
		if err != nil {
			return session.Generated{}, fmt.Errorf("policy %q, turn %d: %w", p.Describe().ID, turn, err)
		}
		// A refinement may have more turns than an episode of the environment.
		ep.Done = false
		if _, err := c.s.Env.Step(ctx, []*env.Episode{ep}, []string{resp.Samples[0][0].Response}); err != nil {
			return session.Generated{}, err
		}
	}
	return c.judge(ep.Last, i), nil
}

// judge takes down what the order goes by.
func (c *contest) judge(o *env.Outcome, i int) session.Generated {
	g := c.s.generated(o)
	g.Episode = i
	if o.Layout == nil {
		return g
	}
	w := world.New(c.req.Task, o.Layout, nil)
	for _, r := range c.specs.Evaluate(w) {
		if r.Holds {
			g.Wishes++
		}
	}
	m := critic.Gather(w, nil)
	g.Critic, g.LeftOut = critic.Score(&m), leftOut(c.req.Task, o.Layout)
	return g
}

func leftOut(t *scenes.Task, l *scenes.Layout) int {
	n := 0
	for i := range t.Objects {
		if o := &t.Objects[i]; o.Optional && l.Find(o.ID) == nil {
			n++
		}
	}
	return n
}

// compare is negative where a comes before b.
func compare(a, b session.Generated) int {
	missing := func(g *session.Generated) int {
		if g.Layout == nil {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(missing(&a), missing(&b)),
		cmp.Compare(b.Reward, a.Reward),
		cmp.Compare(a.LeftOut, b.LeftOut),
		cmp.Compare(b.Wishes, a.Wishes),
		cmp.Compare(b.Critic, a.Critic),
		cmp.Compare(a.Episode, b.Episode),
	)
}

// enter keeps an answer if it is among the best so far.
func (c *contest) enter(g session.Generated) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, _ := slices.BinarySearchFunc(c.best, g, compare)
	if c.best = slices.Insert(c.best, i, g); len(c.best) > c.req.Best {
		c.best = c.best[:c.req.Best]
	}
}

func (c *contest) result() *session.Generation {
	return &session.Generation{Tried: c.tried, Layouts: c.best}
}
