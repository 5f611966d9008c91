// Straight is the smallest example of a reward term: it sets things straight to
// the compass.
//
//	go build -o straight ./plugins/examples/straight
//	metaspatial train -c docs/examples/clearance.yaml --dev ./straight --term straight=./straight
package main

import (
	"context"
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

func main() { sdk.Main(straight{}) }

type straight struct{}

var _ reward.Term = straight{}

func (straight) Describe() base.Description {
	return base.Description{ID: "reward/straight", Kind: base.Reward, Version: "1.0.0", Summary: "Sets things straight to the compass."}
}

func (straight) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

func (straight) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	return reward.ByLayout(req, func(l *scenes.Layout) reward.Result { return score(req.Task, l) }), nil
}

// score is minus the mean of how far each thing is turned from the nearest of the
// four headings: 0 where all are straight, −1 where all stand askew by 45°.
func score(t *scenes.Task, l *scenes.Layout) reward.Result {
	r := reward.Result{Objects: make([]float64, len(t.Objects))}
	for i, o := range t.Objects {
		p := l.Find(o.ID)
		if p == nil || o.AnyYaw { // round things have no straight
			continue
		}
		off := math.Abs(math.Remainder(p.Yaw, 90))
		if off <= 1 {
			continue
		}
		r.Objects[i] = -off / 45
		r.Value += r.Objects[i] / float64(len(t.Objects))
		r.Findings = append(r.Findings, scenes.Finding{Rule: "straight", Object: o.ID, Depth: off,
			Message: fmt.Sprintf("%s stands askew by %.0f°", o.ID, off)})
	}
	return r
}
