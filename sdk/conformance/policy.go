package conformance

import (
	"bytes"
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// policy makes the requests of a policy.
func (x *examination) policy(p policy.Policy) (kind, error) {
	var k kind
	tasks, layouts, err := rooms()
	if err != nil {
		return k, err
	}
	var all []policy.Observation
	for i, t := range tasks {
		first := policy.Observation{Task: t}
		second := policy.Observation{Task: t, Turn: 1, Previous: layouts[i], Reward: 0.5, Findings: []scenes.Finding{
			{Rule: scenes.RuleClearance, Object: t.Objects[0].ID, Depth: 0.1, Message: t.Objects[0].ID + " needs more space"},
		}}
		for _, n := range x.description.Needs {
			if n == base.NeedImages {
				image, err := x.picture(t, layouts[i], base.Picture{}.Complete())
				if err != nil {
					return k, err
				}
				second.Image = &image
			}
		}
		all = append(all, first, second)
	}
	k.ordinary = []request{x.sample(p, "furnished rooms", policy.SampleRequest{Observations: all, N: 2, Temperature: 1, Seed: seed})}
	locked := *tasks[0]
	locked.Locked = layouts[0].Placements[:1]
	alone := *tasks[0]
	alone.ID, alone.Objects = "bare", nil
	k.extreme = []request{
		x.sample(p, "a greedy answer", policy.SampleRequest{Observations: all[:1], Seed: seed}),
		x.sample(p, "a room with an object that stays", policy.SampleRequest{Observations: []policy.Observation{{Task: &locked}}, Temperature: 1}),
		x.sample(p, "a turn after one that could not be read", policy.SampleRequest{Observations: []policy.Observation{{Task: tasks[0], Turn: 1}}}),
	}
	k.heavy = x.sample(p, "many answers", policy.SampleRequest{Observations: all, N: 64, Temperature: 1, Seed: seed})
	big := *tasks[0]
	big.SceneGraph = bytes.Repeat([]byte("g"), oversize)
	k.large = x.sample(p, "a large task", policy.SampleRequest{Observations: []policy.Observation{{Task: &big}}, Temperature: 1})
	return k, nil
}

// sample is the request for responses.
func (x *examination) sample(p policy.Policy, name string, req policy.SampleRequest) request {
	return request{name: name, ask: func(ctx context.Context) (answer, error) {
		r, err := p.Sample(ctx, req)
		if err == nil {
			err = r.Diagnostics.Err()
		}
		if err != nil {
			return answer{}, err
		}
		a := answer{sound: soundSamples(req, r.Samples)}
		for _, group := range r.Samples {
			for _, s := range group {
				s.Handle = 0 // a name, which need not be the same
				a.parts = append(a.parts, s)
			}
		}
		return a, nil
	}}
}

// soundSamples says what is wrong with a policy's samples.
func soundSamples(req policy.SampleRequest, samples [][]policy.Sample) error {
	if len(samples) != len(req.Observations) {
		return fail("answer every observation, in their order", "it returned %d groups of samples for %d observations", len(samples), len(req.Observations))
	}
	for i, group := range samples {
		if want := max(1, req.N); len(group) != want {
			return fail("draw as many responses as asked for", "observation %d has %d responses instead of %d", i, len(group), want)
		}
		for n, s := range group {
			where := fmt.Sprintf("response %d to observation %d", n, i)
			parsed := codec.ParseResponse(req.Observations[i].Task, s.Response)
			if parsed.Layout == nil {
				return warn("write it with codec.FormatResponse, or respond in Python; a run counts it as the worst of its group", "%s cannot be read: %.200q", where, s.Response)
			}
			for _, a := range s.Actions {
				if !finite(a.LogProb) || a.LogProb > 1e-9 {
					return fail("give the logarithm of the probability with which the decision was drawn", "an action of %s has the log-probability %v", where, a.LogProb)
				}
			}
		}
	}
	return nil
}
