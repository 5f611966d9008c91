package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// base is the run that every row changes: the default one, from weights of the
// run's own seed, without pictures and event files, which nobody looks at here.
// It measures itself on tight rooms, where rows differ for longest; that takes a
// few hundredths of its time.
func base(minutes float64, seed uint64, out string) *config.Run {
	c := config.Default()
	c.Minutes, c.Seed, c.Out = minutes, seed, out
	c.Policy.Config = map[string]any{"seed": seed}
	c.Eval.Suite, c.Eval.N, c.Eval.Every = curveSuite, 64, 10
	c.Recorder = config.Recorder{}
	return c
}

// row is one way to train.
type row struct {
	// ID names the row on the command line, in files and in JSON.
	ID string
	// change turns the base into the row.
	change func(*config.Run)
}

// curveSuite is the suite of the learning curves.
const curveSuite = "tight"

// baseID is the row that changes nothing.
const baseID = "base"

// criticWeight is the critic's share of the reward where it is a term.
const criticWeight = 0.2

// rows are all rows, the base first.
var rows = []row{
	{baseID, func(*config.Run) {}},
	// One iteration that moves nothing: the policy before training.
	{"untrained", func(c *config.Run) { c.Iterations, c.Optimiser.LearningRate = 1, 0 }},

	{"trajectory", func(c *config.Run) { c.Credit.Object, c.Credit.Anneal = 0, 0 }},
	{"object-constant", func(c *config.Run) { c.Credit.Anneal = 0 }},
	{"modulated-constant", func(c *config.Run) { c.Credit.Kind, c.Credit.Anneal = config.CreditModulated, 0 }},
	{"modulated-annealed", func(c *config.Run) { c.Credit.Kind = config.CreditModulated }},

	{"blame", blame},

	{"turns-1", func(c *config.Run) { c.Turns = 1 }},
	{"turns-5", func(c *config.Run) { c.Turns = 5 }},
	{"gain", func(c *config.Run) { c.Returns = config.Gain }},

	{"no-profiles", setting("profiles", false)},
	{"image", setting("image", true)},
	{"no-text", setting("text", false)},
	{"critic", critic},

	// Dr. GRPO's constant is the number of actions of the largest response: two
	// per object.
	{"dr-grpo", func(c *config.Run) {
		c.Advantage = config.DrGRPO
		c.Optimiser.Loss.Aggregation = loss.SeqMeanTokenSumNorm
		c.Optimiser.Loss.MaxActions = float64(2 * c.Tasks.ObjectsMax)
	}},
	{"rloo", func(c *config.Run) { c.Advantage = config.RLOO }},
	{"reinforce++-baseline", func(c *config.Run) { c.Advantage = config.ReinforcePPBaseline }},
	{"gspo", func(c *config.Run) {
		l := &c.Optimiser.Loss
		l.Ratio, l.Aggregation, l.ClipLow, l.ClipHigh = loss.SequenceRatio, loss.SeqMeanTokenMean, 3e-4, 4e-4
	}},
	{"dapo", func(c *config.Run) {
		l := &c.Optimiser.Loss
		l.Aggregation, l.ClipLow, l.ClipHigh = loss.TokenMean, 0.2, 0.28
		c.Resample = 3
	}},

	{"no-physics", func(c *config.Run) { critic(c); weigh(c, "physics", 0) }},
	{"no-format", func(c *config.Run) { critic(c); weigh(c, "format", 0) }},
}

// blame lets the relation of an object and what stands in its way share its faults.
func blame(c *config.Run) {
	i := slices.IndexFunc(c.Terms, func(t config.Term) bool { return t.ID == "physics" })
	c.Terms[i].Config = map[string]any{"blame": 0.5}
}

// critic adds the offline critic as a term. It judges without pictures: those
// of all candidates would take most of the run's time.
func critic(c *config.Run) {
	c.Terms = append(c.Terms, config.Term{
		ID: "critic", Weight: criticWeight,
		Plugin: config.Plugin{Name: "reward/critic", Config: map[string]any{"image": false, "findings": false}},
	})
}

// weigh changes the weight of a term that the run has.
func weigh(c *config.Run, term string, weight float64) {
	i := slices.IndexFunc(c.Terms, func(t config.Term) bool { return t.ID == term })
	c.Terms[i].Weight = weight
}

// setting changes one of the policy's own settings.
func setting(name string, value any) func(*config.Run) {
	return func(c *config.Run) { c.Policy.Config[name] = value }
}

// find returns the rows of the given names, in the order of rows; none means
// all.
func find(names []string) ([]row, error) {
	for _, n := range names {
		if !slices.ContainsFunc(rows, func(r row) bool { return r.ID == n }) {
			var known []string
			for _, r := range rows {
				known = append(known, r.ID)
			}
			return nil, fmt.Errorf("--only: there is no row %q; the rows are %s", n, strings.Join(known, ", "))
		}
	}
	var out []row
	for _, r := range rows {
		if len(names) == 0 || slices.Contains(names, r.ID) {
			out = append(out, r)
		}
	}
	return out, nil
}
