package conformance

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// reward makes the requests of a reward term.
func (x *examination) reward(term reward.Term) (kind, error) {
	k := kind{alone: true}
	tasks, layouts, err := rooms()
	if err != nil {
		return k, err
	}
	for i, t := range tasks {
		r, err := x.evaluate(term, t, candidates(t, layouts[i]))
		if err != nil {
			return k, err
		}
		k.ordinary = append(k.ordinary, r)
	}
	t, l := tasks[0], layouts[0]
	var odd []reward.Candidate
	for _, hard := range extremes(t, l) {
		odd = append(odd, candidate(t, hard))
	}
	bare := &scenes.Task{ID: "bare", Room: scenes.RectRoom(3, 3, 2.5)}
	many := candidates(t, l)
	for len(many) < 512 {
		many = append(many, many[len(many)%6])
	}
	big := []reward.Candidate{{Layout: l, Response: strings.Repeat("r", oversize)}}
	for _, c := range []struct {
		to         *request
		task       *scenes.Task
		candidates []reward.Candidate
	}{
		{&k.heavy, t, many},
		{&k.large, t, big},
	} {
		if *c.to, err = x.evaluate(term, c.task, c.candidates); err != nil {
			return k, err
		}
	}
	for _, c := range []struct {
		name       string
		task       *scenes.Task
		candidates []reward.Candidate
	}{
		{"layouts far out of the room, on one spot and empty", t, odd},
		{"a room without objects", bare, []reward.Candidate{candidate(bare, &scenes.Layout{})}},
		{"no candidates", t, nil},
	} {
		r, err := x.evaluate(term, c.task, c.candidates)
		if err != nil {
			return k, err
		}
		r.name = c.name
		k.extreme = append(k.extreme, r)
	}
	return k, nil
}

// extremes are layouts that a policy can come up with.
func extremes(t *scenes.Task, l *scenes.Layout) []*scenes.Layout {
	each := func(change func(i int, p *scenes.Placement)) *scenes.Layout {
		out := &scenes.Layout{Placements: append([]scenes.Placement(nil), l.Placements...)}
		for i := range out.Placements {
			change(i, &out.Placements[i])
		}
		return out
	}
	return []*scenes.Layout{
		{},
		{Placements: []scenes.Placement{{ID: "nobody_1"}}},
		each(func(i int, p *scenes.Placement) { p.Position = scenes.Vec3{} }),
		each(func(i int, p *scenes.Placement) { p.Position[i%2] = math.Copysign(1e300, float64(1-i%3)) }),
		each(func(i int, p *scenes.Placement) { p.Yaw = 1e9 * float64(i) }),
		each(func(i int, p *scenes.Placement) { p.ID = t.Objects[0].ID }),
	}
}

// evaluate is the request for the values of some candidates, with all that the
// term needs.
func (x *examination) evaluate(term reward.Term, t *scenes.Task, cs []reward.Candidate) (request, error) {
	req := reward.EvaluateRequest{Task: t, Candidates: append([]reward.Candidate(nil), cs...)}
	for _, n := range x.description.Needs {
		var err error
		switch n {
		case base.NeedMeshes:
			req.Meshes, err = x.meshes(t)
		case base.NeedImages:
			for i := range req.Candidates {
				if req.Candidates[i].Layout == nil {
					continue
				}
				req.Candidates[i].Images = nil
				for _, p := range x.description.Wanted() {
					image, e := x.picture(t, req.Candidates[i].Layout, p)
					if err == nil {
						err = e
					}
					req.Candidates[i].Images = append(req.Candidates[i].Images, image)
				}
			}
		}
		if err != nil {
			return request{}, fmt.Errorf("prepare what the term needs: %w", err)
		}
	}
	ask := func(ctx context.Context, cs []reward.Candidate) (answer, error) {
		one := req
		one.Candidates = cs
		r, err := term.Evaluate(ctx, one)
		if err == nil {
			err = r.Diagnostics.Err()
		}
		if err != nil {
			return answer{}, err
		}
		a := answer{sound: soundResults(one, r.Results)}
		for i := range r.Results {
			a.parts = append(a.parts, r.Results[i])
		}
		return a, nil
	}
	return request{
		name:   "a furnished room",
		ask:    func(ctx context.Context) (answer, error) { return ask(ctx, req.Candidates) },
		single: func(ctx context.Context, i int) (answer, error) { return ask(ctx, req.Candidates[i:i+1]) },
	}, nil
}

// soundResults says what is wrong with a term's results.
func soundResults(req reward.EvaluateRequest, results []reward.Result) error {
	if len(results) != len(req.Candidates) {
		return fail("return one result for each candidate, in their order", "it returned %d results for %d candidates", len(results), len(req.Candidates))
	}
	for i, r := range results {
		where := fmt.Sprintf("candidate %d", i)
		switch {
		case !finite(r.Value):
			return fail("check divisions by zero, such as a mean over no objects, and roots of small negative numbers", "the value of %s is %v", where, r.Value)
		case req.Candidates[i].Layout == nil && !r.Invalid:
			return fail("mark it Invalid, with its ParseError as the reason; reward.ByLayout does", "%s has no layout, since its response could not be read, but counts as valid", where)
		case r.Invalid && r.Reason == "" && req.Candidates[i].Layout != nil:
			return warn("say in Reason why it cannot be scored", "%s is invalid without a reason", where)
		case len(r.Objects) != 0 && len(r.Objects) != len(req.Task.Objects):
			return fail("give every object of the task a value, in its order, or none at all", "%s has values for %d of %d objects", where, len(r.Objects), len(req.Task.Objects))
		}
		for k, v := range r.Objects {
			if !finite(v) {
				return fail("check divisions by zero", "the value of %s in %s is %v", req.Task.Objects[k].ID, where, v)
			}
		}
		for _, p := range r.Parts {
			if !finite(p.Value) {
				return fail("leave out what cannot be told", "the part %s of %s is %v", p.Name, where, p.Value)
			}
		}
		for _, f := range r.Findings {
			if f.Rule == "" || f.Message == "" || !finite(f.Depth) {
				return fail("give every finding a rule, a message and a finite depth", "a finding about %s in %s is %+v", f.Object, where, f)
			}
		}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
