package env

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/host/reward"
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
	Needs(need base.Need) bool
}

var _ Scorer = (*reward.Manager)(nil)

// Options are the parts of an environment.
type Options struct {
	Scorer Scorer
	// Renderer draws layouts for whoever needs images; nil when nobody does.
	Renderer render.Renderer
	// Turns is the length of an episode; 0 means 1.
	Turns int
	// Images asks for a picture of every layout even when no term needs one,
	// because the policy does.
	Images bool
	// Width and Height of the pictures in pixels; 0 means 256.
	Width, Height int
	// Parse reads a layout out of a response; nil means [Parse].
	Parse func(task *scenes.Task, response string) (*scenes.Layout, error)
}

// Env advances episodes. Its methods may be called from several goroutines,
// on different episodes.
type Env struct {
	opts   Options
	images bool
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
	e := &Env{opts: opts, images: opts.Images || opts.Scorer.Needs(base.NeedImages)}
	if e.images && opts.Renderer == nil {
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
	if e.images {
		if err := e.render(ctx, episodes, out); err != nil {
			return err
		}
	}
	starts := groups(episodes)
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

// render draws every layout once, in one call.
func (e *Env) render(ctx context.Context, episodes []*Episode, out []Outcome) error {
	var req render.RenderRequest
	var at []int
	for i, o := range out {
		if o.Layout != nil {
			req.Scenes = append(req.Scenes, render.Scene{Task: episodes[i].Task, Layout: o.Layout})
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return nil
	}
	req.Width, req.Height = e.opts.Width, e.opts.Height
	resp, err := e.opts.Renderer.Render(ctx, req)
	if err == nil {
		err = resp.Diagnostics.Err()
	}
	if err == nil && len(resp.Images) != len(at) {
		err = fmt.Errorf("returned images of %d scenes for %d", len(resp.Images), len(at))
	}
	if err != nil {
		return fmt.Errorf("renderer %q: %w", e.opts.Renderer.Describe().ID, err)
	}
	for k, i := range at {
		out[i].Images = resp.Images[k]
	}
	return nil
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
