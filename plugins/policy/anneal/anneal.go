// Package anneal is the policy that searches by simulated annealing, as
// furnishing was done before policies learned it: the moves of Merrell et al.
// 2011 ("Interactive furniture layout using interior design guidelines", section
// 5) and Yu et al. 2011 ("Make it home: automatic optimization of furniture
// arrangement", section 5.2) on this project's own rules and offline critic. It
// is what learners are compared with at the same time per room.
package anneal

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

const docs = `**This is a search baseline, not a model.** Inside one response it moves objects
about for a number of milliseconds and keeps the layout of least energy. Its
numbers do not compare with those of a policy that decides once; they are there to
be compared with at the same time per room.

The energy is what the rules of a valid layout find, in metres and with a tenth for
every faulty object, plus one minus the offline critic's score where no rule is
broken, and one elsewhere. Each step moves one
object, and with it what stands on it: a little or far away, by a quarter turn, into
the place of another object, against the nearest wall, or to where its relations
want it. A step that raises the energy by d is taken with the probability
exp(−d/T), the temperature T falling geometrically (Metropolis). The critic sees
boxes and no picture.

It reads the task only, not earlier turns, and ignores the sampling temperature. It
places every object, those too that may be left out. With a budget of time the
response depends on the speed of the machine; with ` + "`steps`" + ` it does not.
`

// The settings' defaults.
const (
	defaultBudget = 50
	mostBudget    = 3_600_000
	mostSteps     = 1_000_000_000
)

// Policy answers with annealed layouts. Use [New].
type Policy struct {
	budget time.Duration
	steps  int
	now    func() time.Time
}

var _ policy.Policy = (*Policy)(nil)

// New returns the policy with its default settings.
func New() *Policy { return &Policy{budget: defaultBudget * time.Millisecond, now: time.Now} }

// Describe implements [base.Plugin].
func (*Policy) Describe() base.Description {
	return base.Description{
		ID:      "policy/anneal",
		Kind:    base.Policy,
		Version: "0.1.0",
		Summary: "Search baseline: anneals the rules and the offline critic within a budget of time.",
		Docs:    docs,
		Schema: schema.Schema{{
			Name:    "budget_ms",
			Type:    schema.Integer,
			Default: int64(defaultBudget),
			Min:     schema.Bound(1),
			Max:     schema.Bound(mostBudget),
			Doc:     "How many milliseconds one response may take. Not used with steps.",
		}, {
			Name:    "steps",
			Type:    schema.Integer,
			Default: int64(0),
			Min:     schema.Bound(0),
			Max:     schema.Bound(mostSteps),
			Doc:     "How many steps one response takes, whatever the time: the same seed then gives the same response. 0 goes by budget_ms.",
		}},
	}
}

// Configure implements [base.Plugin].
func (p *Policy) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	p.budget, p.steps = defaultBudget*time.Millisecond, 0
	if _, set := req.Values["budget_ms"]; set {
		p.budget = time.Duration(req.Values.Int("budget_ms")) * time.Millisecond
	}
	if _, set := req.Values["steps"]; set {
		p.steps = req.Values.Int("steps")
	}
	return base.ConfigureResponse{}, nil
}

// Sample implements [policy.Policy]. Several responses are annealed at once, one
// on each processor.
func (p *Policy) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	return policy.Independent(ctx, req, func(o policy.Observation, i, n int) string {
		return p.respond(ctx, o.Task, rand.New(rand.NewPCG(req.Seed, uint64(i)<<32|uint64(n))))
	})
}

func (p *Policy) respond(ctx context.Context, t *scenes.Task, rng *rand.Rand) string {
	start := p.now()
	a := newAnnealing(t, rng)
	fraction := func(step int) float64 { return float64(step) / float64(p.steps) }
	limit := fmt.Sprintf("%d steps", p.steps)
	if p.steps == 0 {
		fraction = func(int) float64 { return float64(p.now().Sub(start)) / float64(p.budget) }
		limit = fmt.Sprintf("%d ms", p.budget.Milliseconds())
	}
	steps := a.run(ctx, fraction)
	left := "no rule is broken"
	if !a.best.valid {
		left = "rules remain broken"
	}
	think := fmt.Sprintf("Simulated annealing within %s: of %d steps on the rules and the offline critic this layout has the least energy; %s.", limit, steps, left)
	return codec.FormatResponse(t, &a.best.layout, think)
}
