package env

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/trace"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// Scorer scores the candidates of one task. [reward.Manager] is the one of a
// run.
type Scorer interface {
	Evaluate(ctx context.Context, task *scenes.Task, candidates []sdkreward.Candidate) (reward.Scores, error)
	// Pictures are those that the scorer wants of every layout.
	Pictures() []base.Picture
}

var _ Scorer = (*reward.Manager)(nil)

// Options are the parts of an environment.
type Options struct {
	Scorer Scorer
	// Renderer draws layouts for whoever needs images; nil when nobody does.
	Renderer render.Renderer
	// Turns is the length of an episode; 0 means 1.
	Turns int
	// Pictures are those that the policy wants of every layout; the first is in
	// its observations.
	Pictures []base.Picture
	// Parse reads a layout out of a response; nil means [Parse].
	Parse func(task *scenes.Task, response string) (*scenes.Layout, error)
}

// Env advances episodes. Its methods may be called from several goroutines,
// on different episodes.
type Env struct {
	opts Options
	// shots are the calls of the renderer for one batch of layouts.
	shots []shot
}

// New returns an environment, or an error when images are needed and there is
// no renderer.
func New(opts Options) (*Env, error) {
	if opts.Turns == 0 {
		opts.Turns = 1
	}
	if opts.Turns < 0 {
		return nil, fmt.Errorf("an episode cannot have %d turns", opts.Turns)
	}
	if opts.Scorer == nil {
		return nil, fmt.Errorf("the environment has nothing to score layouts with")
	}
	if opts.Parse == nil {
		opts.Parse = Parse
	}
	opts.Pictures = slices.Clone(opts.Pictures)
	for i, p := range opts.Pictures {
		opts.Pictures[i] = p.Complete()
	}
	e := &Env{opts: opts, shots: plan(append(slices.Clip(opts.Pictures), opts.Scorer.Pictures()...))}
	if len(e.shots) > 0 && opts.Renderer == nil {
		return nil, fmt.Errorf("a plugin needs images, but the run has no renderer; name one under \"renderer\", such as render/raster")
	}
	return e, nil
}

// Turns returns the length of an episode.
func (e *Env) Turns() int { return e.opts.Turns }

// Reset starts an episode.
func (e *Env) Reset(task *scenes.Task) *Episode { return &Episode{Task: task} }

// Step answers every episode with the response of the same index and advances
// it by one turn. Neighbouring episodes of the same task are scored as one
// group. On an error no episode has moved.
func (e *Env) Step(ctx context.Context, episodes []*Episode, responses []string) ([]Outcome, error) {
	if len(episodes) != len(responses) {
		return nil, fmt.Errorf("%d responses for %d episodes", len(responses), len(episodes))
	}
	out := make([]Outcome, len(episodes))
	for i, ep := range episodes {
		if ep.Done {
			return nil, fmt.Errorf("task %q: the episode is over after %d turns; start another", ep.Task.ID, ep.Turn)
		}
		out[i] = Outcome{Turn: ep.Turn, Response: responses[i]}
	}
	if err := e.parse(ctx, episodes, out); err != nil {
		return nil, err
	}
	if err := e.score(ctx, episodes, out); err != nil {
		return nil, err
	}
	for i, ep := range episodes {
		ep.Turn++
		ep.Done = ep.Turn >= e.opts.Turns
		ep.Last = &out[i]
	}
	return out, nil
}

// Score scores a layout outside any episode. Terms that read responses see the
// layout as a policy would have written it.
func (e *Env) Score(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (Outcome, error) {
	out := []Outcome{{Layout: layout, Response: codec.FormatResponse(task, layout, "")}}
	err := e.score(ctx, []*Episode{{Task: task}}, out)
	return out[0], err
}

func (e *Env) parse(ctx context.Context, episodes []*Episode, out []Outcome) error {
	ctx, traced := trace.Span(ctx, "parse", slog.Int("responses", len(out)))
	defer traced()
	return parallel(ctx, len(out), func(i int) error {
		layout, err := e.opts.Parse(episodes[i].Task, out[i].Response)
		if err != nil {
			out[i].ParseError = err.Error()
			return nil
		}
		out[i].Layout = layout
		return nil
	})
}

func (e *Env) score(ctx context.Context, episodes []*Episode, out []Outcome) error {
	if len(e.shots) > 0 {
		if err := e.render(ctx, episodes, out); err != nil {
			return err
		}
	}
	starts := groups(episodes)
	ctx, traced := trace.Span(ctx, "score", slog.Int("layouts", len(out)))
	defer traced()
	return parallel(ctx, len(starts)-1, func(g int) error {
		group := out[starts[g]:starts[g+1]]
		candidates := make([]sdkreward.Candidate, len(group))
		for i, o := range group {
			candidates[i] = sdkreward.Candidate{Response: o.Response, Layout: o.Layout, ParseError: o.ParseError, Turn: o.Turn, Images: o.Images}
		}
		scores, err := e.opts.Scorer.Evaluate(ctx, episodes[starts[g]].Task, candidates)
		if err != nil {
			return err
		}
		for i := range group {
			group[i].Score = scores.Candidates[i]
		}
		return nil
	})
}

// groups returns where each run of episodes with the same task starts, and the
// number of episodes.
func groups(episodes []*Episode) []int {
	var starts []int
	for i := range episodes {
		if i == 0 || episodes[i].Task != episodes[i-1].Task {
			starts = append(starts, i)
		}
	}
	return append(starts, len(episodes))
}
