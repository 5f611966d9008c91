// Package critique scores candidates by the offline critic of
// scenes/measure/critic: all of reward/critic, and what a term that asks a
// judge falls back on when nobody answers.
//
// Pictures are read from the cache directory as the host hands them over; a
// picture that cannot be read is a warning, and the layout is judged without.
package critique

import (
	"context"
	"fmt"
	"image"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/world"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// Worst is the score of five grades of 1.
const Worst = 0.1

// Options are how the critic judges. The zero value judges without pictures and
// says what costs most.
type Options struct {
	// Image looks at the candidates' colour pictures too; without, the colours
	// count as middling.
	Image bool
	// Silent leaves the findings out.
	Silent bool
	// Cache is the folder that the pictures' files are below.
	Cache string
}

// Evaluate judges every candidate's layout. A result's parts are the five
// grades, its value their sum over 50, an object's value minus the score that it
// costs. A candidate without a layout is invalid and gets [Worst].
func Evaluate(ctx context.Context, req reward.EvaluateRequest, o Options) (reward.EvaluateResponse, error) {
	resp := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	var unread sync.Map
	reward.Each(ctx, len(req.Candidates), func(i int) {
		c := &req.Candidates[i]
		if c.Layout == nil {
			resp.Results[i] = Unread(c)
			return
		}
		images, err := o.pictures(c)
		if err != nil {
			unread.Store(i, err)
		}
		resp.Results[i] = o.judge(req.Task, c.Layout, images)
	})
	for i := range req.Candidates {
		if err, ok := unread.Load(i); ok {
			resp.Diagnostics.Warnf(fmt.Sprintf("candidates[%d].images", i), "is judged without its picture: %v", err)
		}
	}
	return resp, ctx.Err()
}

// Unread is the result of a candidate without a layout.
func Unread(c *reward.Candidate) reward.Result {
	reason := c.ParseError
	if reason == "" {
		reason = "there is no layout"
	}
	return reward.Result{Value: Worst, Invalid: true, Reason: reason}
}

func (o *Options) judge(task *scenes.Task, l *scenes.Layout, images []image.Image) reward.Result {
	m := critic.Gather(world.New(task, l, nil), images)
	grades := m.Grade()
	r := reward.Result{Value: grades.Score(), Objects: m.Objects(len(task.Objects))}
	for i := range grades {
		r.Parts = append(r.Parts, reward.Part{Name: grades[i].Key, Value: grades[i].Value})
	}
	if !o.Silent {
		r.Findings = m.Findings(task)
	}
	return r
}

// pictures reads the candidate's colour pictures. Whatever cannot be read is
// left out and named.
func (o *Options) pictures(c *reward.Candidate) ([]image.Image, error) {
	if !o.Image {
		return nil, nil
	}
	var out []image.Image
	for _, f := range c.Images {
		if f.Output != "" && f.Output != render.Color {
			continue
		}
		if o.Cache == "" {
			return out, fmt.Errorf("picture %q: there is no cache directory to read it from", f.File)
		}
		img, err := decode(o.Cache, f.File)
		if err != nil {
			return out, fmt.Errorf("picture %q: %w", f.File, err)
		}
		out = append(out, img)
	}
	return out, nil
}
