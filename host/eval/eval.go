// Package eval measures how well a policy furnishes held-out rooms.
package eval

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/feasible"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
	"github.com/metaspatial/metaspatial/scenes/measure/survey"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// Options say how to evaluate. The zero value is one greedy turn, task by task.
type Options struct {
	// Turns is the length of an episode; 0 means 1, or that of Env.
	Turns int
	// Env scores the turns between; nil gives the policy the findings of
	// scenes/measure, and their number per object as a negative reward.
	Env *env.Env
	// Renderer is needed by policies that need images when Env is nil.
	Renderer render.Renderer
	// Batch is the number of tasks the policy gets in one call; 0 means 1. A
	// latency is that of the whole batch divided by its size, so only a batch
	// of 1 tells how long somebody waits for one room.
	Batch int
	// Temperature 0 is greedy.
	Temperature float64
	Seed        uint64
	// Tries is how many answers each room gets, of which the best by Env counts;
	// 0 means 1.
	Tries int
	// Terms are measured too. Those with a weight are part of the reward beside
	// the rules: the policy is told of their findings, and the best of Tries is
	// chosen by them. They are not for use with Env, which has terms of its own.
	Terms *reward.Manager
	// Mute hides the preference texts from the policy.
	Mute bool
	// Progress, where it is not nil, is told how many rooms are done.
	Progress func(done int)
	// Survey takes every measurement of the final layouts too, and fills in the
	// paper's and SceneEval's tables; nil leaves them out.
	Survey *survey.Options
}

// Summary is the means over the rooms and how long an answer took.
type Summary struct {
	measure.Summary
	LatencyMS Latency `json:"latency_ms"`
	// Reward is the mean reward of the final layouts, by Options.Env.
	Reward float64 `json:"reward"`
	// Took is what the policy said that its answers took, in total.
	Took []policy.Statistic `json:"-"`
	// Terms are the means of Options.Terms.
	Terms []TermMean `json:"terms,omitempty"`
	// Paper and SceneEval are the tables of Options.Survey.
	Paper     *Paper             `json:"paper,omitempty"`
	SceneEval *sceneeval.Summary `json:"sceneeval,omitempty"`
}

// Latency holds percentiles in milliseconds.
type Latency struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
}

// Row is the outcome of one room.
type Row struct {
	Task *scenes.Task
	// Layout is nil when the final response did not parse.
	Layout   *scenes.Layout
	Response string
	Reward   float64
	Report   measure.Report
	// Values and Best are those of Options.Terms: of the layout, and the highest
	// of all tries.
	Values, Best []float64
	parts        []reward.Part // of Values
	// Survey is nil unless it was asked for.
	Survey *survey.Survey
	// Latency of all turns of the episode, without scoring.
	Latency time.Duration
}

// Result is the outcome of an evaluation.
type Result struct {
	Summary Summary
	Rows    []Row
}

// Run lets the policy furnish every task and measures its final layouts. A
// response that does not parse counts as a room with nothing placed.
func Run(ctx context.Context, p policy.Policy, tasks []*scenes.Task, o Options) (*Result, error) {
	e := o.Env
	if e == nil {
		var err error
		var scorer env.Scorer = Rules{}
		if o.Terms != nil {
			scorer = Ruled{Weight: 1, Terms: o.Terms}
		}
		d := p.Describe()
		if e, err = env.New(env.Options{Scorer: scorer, Renderer: o.Renderer, Turns: max(1, o.Turns), Pictures: d.Wanted()}); err != nil {
			return nil, err
		}
	}
	ro := rollout.Options{Policy: p, Env: e, Group: o.Tries, Turns: o.Turns, Temperature: o.Temperature}
	out := &Result{}
	batch := max(1, o.Batch)
	var took []policy.Statistic
	for i := 0; i < len(tasks); i += batch {
		part := tasks[i:min(i+batch, len(tasks))]
		groups, timing, err := rollout.Run(ctx, ro, o.shown(part), rollout.Derive(o.Seed, uint64(i)))
		if err != nil {
			return nil, fmt.Errorf("evaluation: %w", err)
		}
		took = policy.Sum(took, timing.Took)
		for k := range groups {
			last, best := choose(&groups[k])
			row := Row{Task: part[k], Layout: last.Layout, Response: last.Response, Reward: last.Score.Total, Latency: timing.Sample / time.Duration(len(part))}
			row.Report = measure.Check(part[k], shown(row.Layout))
			if o.Terms != nil {
				row.Values, row.Best, row.parts = last.Score.Values, best, last.Score.Parts
			}
			out.Rows = append(out.Rows, row)
		}
		if o.Progress != nil {
			o.Progress(len(out.Rows))
		}
	}
	out.Summary = summarise(out.Rows)
	out.Summary.Took = took
	out.Summary.Terms = o.means(out.Rows)
	if o.Survey != nil {
		if err := out.survey(ctx, *o.Survey, newTables(o.Terms)); err != nil {
			return nil, fmt.Errorf("evaluation: %w", err)
		}
	}
	return out, nil
}

// survey measures every row, several at a time, and fills in the tables.
func (r *Result) survey(ctx context.Context, o survey.Options, t *tables) error {
	g, ctx := errgroup.WithContext(ctx)
	next := make(chan int)
	g.Go(func() error {
		defer close(next)
		for i := range r.Rows {
			select {
			case next <- i:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			s := survey.New(o)
			for i := range next {
				taken, err := s.Take(ctx, r.Rows[i].Task, shown(r.Rows[i].Layout))
				if err != nil {
					return err
				}
				r.Rows[i].Survey = &taken
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i := range r.Rows {
		t.add(&r.Rows[i])
	}
	r.Summary.Paper, r.Summary.SceneEval = t.done()
	return nil
}

func summarise(rows []Row) Summary {
	var tally measure.Tally
	ms := make([]float64, len(rows))
	total := 0.0
	for i := range rows {
		total += rows[i].Reward / float64(len(rows))
		tally.Add(rows[i].Report)
		ms[i] = float64(rows[i].Latency) / float64(time.Millisecond)
	}
	slices.Sort(ms)
	return Summary{Summary: tally.Summary(), Reward: total, LatencyMS: Latency{percentile(ms, 0.50), percentile(ms, 0.95), percentile(ms, 0.99)}}
}

// percentile is the nearest-rank percentile of sorted values.
func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)]
}

// MarshalRow is the JSON form of a [Row].
type MarshalRow struct {
	Name       string             `json:"name"`
	FullyValid bool               `json:"fully_valid"`
	LatencyMS  float64            `json:"latency_ms"`
	Layout     []codec.AnswerItem `json:"layout"`
	// Worst is the deepest fault of a room that is not valid: which object lacks
	// how much. It is nil too where the response was no layout.
	Worst *feasible.Obstacle `json:"worst,omitempty"`
	// Terms are the values of Options.Terms in their order.
	Terms []float64 `json:"terms,omitempty"`
}

// JSON returns the row as it is printed.
func (r *Row) JSON() MarshalRow {
	out := MarshalRow{Name: r.Task.ID, FullyValid: r.Report.FullyValid(), LatencyMS: float64(r.Latency) / float64(time.Millisecond), Layout: []codec.AnswerItem{}, Terms: r.Values}
	if r.Layout != nil {
		out.Layout = codec.EncodeLayout(r.Layout)
	}
	if r.Layout != nil && !out.FullyValid {
		out.Worst = feasible.Worst(r.Task, r.Report.Findings)
	}
	return out
}
