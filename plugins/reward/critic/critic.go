// Package critic is the reward term of the offline judge: MetaSpatial's five
// grades, computed instead of asked for.
package critic

import (
	"context"
	"fmt"
	"image"
	_ "image/png" // pictures in the cache are PNG files
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/world"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// worst is the score of five grades of 1.
const worst = 0.1

const docs = `value = Σ of five grades / 50, between 0.1 and 1, as MetaSpatial takes it from
its judge (arXiv 2503.18470, section 3.2). The grades, 1 to 10 each, are realism
and 3D geometric consistency; functionality and activity-based alignment; layout
and furniture; colour scheme and material choices; overall aesthetic and
atmosphere. Each is 1 + 9·Π uᵢ^wᵢ over the utilities of named measures:
collisions, bounds, support, doors, relations and facings as reward/physics
finds them, SceneEval's free floor and access, the guidelines of Merrell et al.
and Yu et al., and the colours, balance, clutter and light of the picture. A
grade never falls when one of its measures gets better. The parts are the five
grades, the findings say what costs most, and each object's value is minus the
score that it costs.

Without a picture (image: false, or no renderer in the run) the colour grade
counts the colours as middling and the atmosphere loses a fifth, so values with
and without pictures do not compare.`

// Term judges layouts.
type Term struct {
	image  bool
	silent bool
	cache  string
}

var _ reward.Term = (*Term)(nil)

// New returns the term.
func New() *Term { return &Term{} }

// Describe names the settings.
func (*Term) Describe() base.Description {
	return base.Description{
		ID: "reward/critic", Kind: base.Reward, Version: "0.1.0",
		Summary: "Gives the five grades of an interior designer's judge, computed from measurements and the picture.",
		Docs:    docs,
		Schema: schema.Schema{{
			Name: "image", Type: schema.Bool, Default: true,
			Doc: "look at a picture of every layout too; without, the colours count as middling",
		}, {
			Name: "findings", Type: schema.Bool, Default: true,
			Doc: "say in words which objects cost most",
		}},
	}
}

// Configure takes the settings; with image the term needs pictures.
func (t *Term) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	t.image, t.silent, t.cache = req.Values.Bool("image"), !req.Values.Bool("findings"), req.CacheDir
	var resp base.ConfigureResponse
	if t.image {
		resp.Needs = []base.Need{base.NeedImages}
	}
	return resp, nil
}

// Evaluate judges every candidate's layout.
func (t *Term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	resp := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	if req.Task == nil {
		return resp, fmt.Errorf("reward/critic: the request has no task")
	}
	var unread sync.Map
	each(ctx, len(req.Candidates), func(i int) {
		c := &req.Candidates[i]
		if c.Layout == nil {
			reason := c.ParseError
			if reason == "" {
				reason = "there is no layout"
			}
			resp.Results[i] = reward.Result{Value: worst, Invalid: true, Reason: reason}
			return
		}
		images, err := t.pictures(c)
		if err != nil {
			unread.Store(i, err)
		}
		resp.Results[i] = t.judge(req.Task, c.Layout, images)
	})
	for i := range req.Candidates {
		if err, ok := unread.Load(i); ok {
			resp.Diagnostics.Warnf(fmt.Sprintf("candidates[%d].images", i), "is judged without its picture: %v", err)
		}
	}
	return resp, ctx.Err()
}

func (t *Term) judge(task *scenes.Task, l *scenes.Layout, images []image.Image) reward.Result {
	m := critic.Gather(world.New(task, l, nil), images)
	grades := m.Grade()
	r := reward.Result{Value: grades.Score(), Objects: m.Objects(len(task.Objects))}
	for i := range grades {
		r.Parts = append(r.Parts, reward.Part{Name: grades[i].Key, Value: grades[i].Value})
	}
	if !t.silent {
		r.Findings = m.Findings(task)
	}
	return r
}

// pictures reads the candidate's colour pictures. Whatever cannot be read is
// left out and named.
func (t *Term) pictures(c *reward.Candidate) ([]image.Image, error) {
	if !t.image {
		return nil, nil
	}
	var out []image.Image
	for _, f := range c.Images {
		if f.Output != "" && f.Output != render.Color {
			continue
		}
		if t.cache == "" {
			return out, fmt.Errorf("picture %q: there is no cache directory to read it from", f.File)
		}
		img, err := decode(t.cache, f.File)
		if err != nil {
			return out, fmt.Errorf("picture %q: %w", f.File, err)
		}
		out = append(out, img)
	}
	return out, nil
}

// maxPixels bounds the memory that one picture may take.
const maxPixels = 4096 * 4096

// decode reads a picture below dir, and none that a link leads to elsewhere.
func decode(dir, name string) (image.Image, error) {
	f, err := os.OpenInRoot(dir, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head, _, err := image.DecodeConfig(f)
	if err != nil {
		return nil, err
	}
	if head.Width*head.Height > maxPixels {
		return nil, fmt.Errorf("has %d × %d pixels; up to 4096 × 4096 are read", head.Width, head.Height)
	}
	if _, err := f.Seek(0, 0); err != nil {
		return nil, err
	}
	img, _, err := image.Decode(f)
	return img, err
}

// each calls do for 0 to n−1 on all processors, and stops early when the
// context ends.
func each(ctx context.Context, n int, do func(int)) {
	var next atomic.Int64
	work := func() {
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			do(i)
		}
	}
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) - 1 {
		wg.Go(work)
	}
	work()
	wg.Wait()
}
