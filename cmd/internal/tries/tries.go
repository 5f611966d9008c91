// Package tries has the best of several answers that a policy gives to one task
// within a budget of time, as measurements of policies need it. The choice is the
// host's: the policy answers each time without knowing of the others.
package tries

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// Options say how long and how to try.
type Options struct {
	// K bounds the answers; 0 means as many as the budget allows.
	K int
	// Budget bounds the time; 0 means none. Nothing is asked for that would end
	// after it if its answers took as long as those before, one by one.
	Budget time.Duration
	// Turns is the length of an episode, which ends early once its layout is
	// valid; 0 means 1.
	Turns int
	// First is how many answers are asked for at once at first, and Batch up to how
	// many later, twice as many each time; 0 means 1.
	First, Batch int
	// Temperature is that of all answers but the first, which is greedy.
	Temperature float64
	Seed        uint64
	// Score ranks layouts that are equally valid; without it the first valid
	// layout ends the trying.
	Score func(*scenes.Layout) float64
	// More counts faults by other rules than those of scenes/measure; nil has
	// none.
	More func(*scenes.Layout) int
}

// Result is the best answer.
type Result struct {
	// Layout is nil when no answer was a layout.
	Layout *scenes.Layout
	Valid  bool
	// Faults is the number of its findings, and of those by other rules, and Score
	// its score.
	Faults int
	Score  float64
	// K is how many answers were tried.
	K    int
	Took time.Duration
}

// Best tries until a layout is valid or, with a score, until the answers or the
// time are used up. The time counts everything: sampling, reading the answers and
// judging them.
func Best(ctx context.Context, p policy.Policy, t *scenes.Task, o Options) (Result, error) {
	start := time.Now()
	if o.K <= 0 && o.Budget <= 0 {
		o.K = 1
	}
	b := best{o: o, task: t, checker: measure.NewChecker(t)}
	each, n := time.Duration(0), max(1, o.First)
	for round := uint64(0); ; round++ {
		if o.K > 0 {
			n = min(n, o.K-b.res.K)
		}
		spent := time.Since(start)
		if b.res.K > 0 && o.Budget > 0 {
			n = min(n, int((o.Budget-spent)/max(1, each)))
		}
		if n <= 0 {
			break
		}
		req := policy.SampleRequest{N: n, Temperature: o.Temperature, Seed: rollout.Derive(o.Seed, round)}
		if round == 0 {
			req.Temperature = 0
		}
		if err := b.try(ctx, p, req); err != nil {
			return Result{}, err
		}
		if b.res.Valid && o.Score == nil {
			break
		}
		each = (time.Since(start) - spent) / time.Duration(n)
		n = min(2*n, max(1, o.Batch))
	}
	b.res.Took = time.Since(start)
	return b.res, nil
}

// best is the trying so far.
type best struct {
	o       Options
	res     Result
	task    *scenes.Task
	checker *measure.Checker
}

// try plays the episodes of one request.
func (b *best) try(ctx context.Context, p policy.Policy, req policy.SampleRequest) error {
	b.res.K += req.N
	req.Observations = []policy.Observation{{Task: b.task}}
	for turn := range max(1, b.o.Turns) {
		resp, err := p.Sample(ctx, req)
		if err == nil {
			err = resp.Diagnostics.Err()
		}
		if err != nil {
			return fmt.Errorf("policy %q: %w", p.Describe().ID, err)
		}
		next := policy.SampleRequest{N: 1, Temperature: req.Temperature, Seed: rollout.Derive(req.Seed, uint64(turn))}
		var answers []string
		for _, samples := range resp.Samples {
			for _, s := range samples {
				answers = append(answers, s.Response)
			}
		}
		for _, a := range b.judge(answers) {
			if a.Result.better(&b.res) {
				a.K = b.res.K
				b.res = a.Result
			}
			if a.seen.Turn = turn + 1; !a.Valid {
				next.Observations = append(next.Observations, a.seen)
			}
		}
		if len(next.Observations) == 0 || b.res.Valid && b.o.Score == nil {
			return nil
		}
		req = next
	}
	return nil
}

// answer is one that was judged, and what its policy sees at the next turn.
type answer struct {
	Result
	seen policy.Observation
}

// judge reads answers on all processors. Of a layout that others have beaten the
// score is not asked for.
func (b *best) judge(texts []string) []answer {
	out := make([]answer, len(texts))
	workers := min(len(texts), runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(texts); i += workers {
				out[i] = b.read(texts[i])
			}
		})
	}
	wg.Wait()
	return out
}

func (b *best) read(text string) answer {
	a := answer{seen: policy.Observation{Task: b.task}}
	l := codec.ParseResponse(b.task, text).Layout
	if l == nil {
		return a
	}
	report := b.checker.Check(l)
	a.Layout, a.Valid, a.Faults = l, report.FullyValid(), len(report.Findings)
	if b.o.More != nil {
		more := b.o.More(l)
		a.Valid, a.Faults = a.Valid && more == 0, a.Faults+more
	}
	if b.o.Score != nil && (a.Valid || !b.res.Valid) {
		a.Score = b.o.Score(l)
	}
	a.seen.Previous, a.seen.Findings = l, report.Findings
	a.seen.Reward = -float64(len(report.Findings)) / float64(max(1, len(b.task.Objects)))
	return a
}

func (r *Result) better(than *Result) bool {
	switch {
	case r.Layout == nil || than.Layout == nil:
		return r.Layout != nil
	case r.Valid != than.Valid:
		return r.Valid
	case !r.Valid && r.Faults != than.Faults:
		return r.Faults < than.Faults
	}
	return r.Score > than.Score
}
