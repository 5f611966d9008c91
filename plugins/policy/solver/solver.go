// Package solver is the policy that searches: it answers with a layout that
// package scenes/solve finds. It is no learner but the ceiling that learners
// are measured against, on tasks whose preference needs no taste.
package solver

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/solve"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

const docs = `**This is a search baseline, not a model.** Inside one response it tries many
positions, checks them against the rules of a valid layout, goes back and
repairs. Its numbers say what is possible on a suite; they do not compare with
those of a policy that decides once.

It places the objects from the least free to the freest, each where its
relations allow, and anneals the conflicts away that remain. It reads the task
only, not earlier turns; with the setting wishes it also looks for what the
preference text and the task's specs ask for, as far as they are understood. Every response is a search with a
seed of its own; the temperature is ignored.

The search is bounded by the number of positions tried, so that a response does
not depend on the speed of the machine. A room of a dozen objects usually takes
less than a millisecond; one that has no valid layout takes the whole budget,
and its response says so.
`

// Policy answers with searched layouts. Use [New].
type Policy struct {
	budget int
	wishes bool
}

var _ policy.Policy = (*Policy)(nil)

// New returns the policy with its default settings.
func New() *Policy { return &Policy{budget: solve.DefaultBudget} }

// Describe implements [base.Plugin].
func (*Policy) Describe() base.Description {
	return base.Description{
		ID:      "policy/solver",
		Kind:    base.Policy,
		Version: "0.1.0",
		Summary: "Search baseline: tries and repairs positions until the layout is fully valid.",
		Docs:    docs,
		Schema: schema.Schema{{
			Name:    "budget",
			Type:    schema.Integer,
			Default: int64(solve.DefaultBudget),
			Min:     schema.Bound(1),
			Max:     schema.Bound(1e9),
			Doc:     "How many positions one response may try before it settles for the least conflict.",
		}, {
			Name:    "wishes",
			Type:    schema.Bool,
			Default: false,
			Doc:     "Also search for a layout that meets the preference text and the specs; takes several times as long.",
		}},
	}
}

// Configure implements [base.Plugin].
func (p *Policy) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	p.budget = solve.DefaultBudget
	p.wishes, _ = req.Values["wishes"].(bool)
	if _, set := req.Values["budget"]; set {
		p.budget = req.Values.Int("budget")
	}
	return base.ConfigureResponse{}, nil
}

// Sample implements [policy.Policy]. A response depends on the budget, the
// seed, the place of its observation in the request and its number only.
func (p *Policy) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	return policy.Independent(ctx, req, func(o policy.Observation, i, n int) string {
		return p.respond(ctx, o.Task, seed(req.Seed, i, n))
	})
}

func (p *Policy) respond(ctx context.Context, t *scenes.Task, seed uint64) string {
	l, ok := solve.Solve(ctx, t, solve.Options{Seed: seed, Budget: p.budget, Wishes: p.wishes})
	think := "A search found a layout that breaks no rule: no overlaps, everything supported, every relation and facing holds."
	if !ok {
		faults := len(measure.Check(t, l).Findings)
		think = fmt.Sprintf("A search of %d positions found no layout without faults; this one has the least conflict, with %d left.", p.budget, faults)
	}
	return codec.FormatResponse(t, l, think)
}

// seed spreads the request's seed over its responses (the finaliser of
// SplitMix64; Steele et al. 2014, section 3).
func seed(request uint64, observation, n int) uint64 {
	z := request + 0x9e3779b97f4a7c15*(uint64(observation)<<32+uint64(n)+1)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
