// Material is an example of a reward term as a program of its own: it groups
// things of the same material.
//
//	go build -o material ./plugins/examples/material
//	metaspatial plugin trust ./material
package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

func main() { sdk.Main(material{}) }

type material struct{}

var _ reward.Term = material{}

func (material) Describe() base.Description {
	return base.Description{
		ID: "reward/material", Kind: base.Reward, Version: "1.0.0",
		Summary: "Groups things of the same material.",
	}
}

func (material) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

func (material) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	return reward.ByLayout(req, func(l *scenes.Layout) reward.Result { return score(req.Task, l) }), nil
}

// group is what an object is grouped by: its material, without one its style,
// without either its category.
func group(o *scenes.Object) string { return cmp.Or(o.Material, o.Style, o.Category) }

// apart is the share of the room's diagonal beyond which an object gets a finding.
const apart = 1.0 / 3

// score is the mean over the objects of 1 less their mean distance to the other
// objects of the same material, as a share of the room's diagonal. Objects alone
// of their material do not count; 1 where none counts.
func score(t *scenes.Task, l *scenes.Layout) reward.Result {
	r := reward.Result{Objects: make([]float64, len(t.Objects))}
	diagonal := t.Room.Extent().Vec2().Len()
	judged, sum := 0, 0.0
	for i := range t.Objects {
		o := &t.Objects[i]
		mates, far, worst, id := 0, 0.0, -1.0, ""
		for k := range t.Objects {
			if mate := &t.Objects[k]; k != i && group(mate) == group(o) {
				d := distance(l.Find(o.ID), l.Find(mate.ID), diagonal)
				mates, far = mates+1, far+d
				if d > worst {
					worst, id = d, mate.ID
				}
			}
		}
		if mates == 0 {
			continue
		}
		far /= float64(mates)
		r.Objects[i] = 1 - far
		judged, sum = judged+1, sum+r.Objects[i]
		if far > apart {
			r.Findings = append(r.Findings, scenes.Finding{Rule: "material", Object: o.ID, Other: id, Depth: (far - apart) * diagonal,
				Message: fmt.Sprintf("%s stands %.1f m from the other things of %s on average, farthest from %s", o.ID, far*diagonal, group(o), id)})
		}
	}
	if r.Value = 1; judged > 0 {
		r.Value = sum / float64(judged)
	}
	return r
}

// distance is how far two objects are from each other, centre to centre on the
// floor, as a share of the diagonal: 1 where one is not placed.
func distance(p, q *scenes.Placement, diagonal float64) float64 {
	if p == nil || q == nil {
		return 1
	}
	return min(1, q.Position.Vec2().Sub(p.Position.Vec2()).Len()/diagonal)
}
