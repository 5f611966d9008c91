package eval

import (
	"context"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/base"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// Rules scores layouts by the rules of scenes/measure alone, for evaluations
// and servers without reward terms: minus the number of findings per object.
type Rules struct{}

var _ env.Scorer = Rules{}

// Pictures reports that the rules read nothing but the layout.
func (Rules) Pictures() []base.Picture { return nil }

// Evaluate scores the candidates; without a layout nothing is placed.
func (Rules) Evaluate(ctx context.Context, task *scenes.Task, candidates []sdkreward.Candidate) (reward.Scores, error) {
	out := reward.Scores{Candidates: make([]reward.Score, len(candidates))}
	checker := measure.NewChecker(task)
	for i, c := range candidates {
		if err := ctx.Err(); err != nil {
			return reward.Scores{}, err
		}
		layout := c.Layout
		if layout == nil {
			layout = &scenes.Layout{}
		}
		report := checker.Check(layout)
		out.Candidates[i] = reward.Score{
			Total:    -float64(len(report.Findings)) / float64(max(1, len(task.Objects))),
			Findings: report.Findings,
		}
	}
	return out, nil
}
