// Facing is an example of a reward term as a program of its own: it turns the
// seats of a room to each other, as people turn who talk.
//
//	go build -o facing ./plugins/examples/facing
//	metaspatial plugin trust ./facing
package main

import (
	"context"
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

func main() { sdk.Main(facing{}) }

type facing struct{}

var _ reward.Term = facing{}

func (facing) Describe() base.Description {
	return base.Description{
		ID: "reward/facing", Kind: base.Reward, Version: "1.0.0",
		Summary: "Turns the seats of a room to each other.",
	}
}

func (facing) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

func (facing) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	return reward.ByLayout(req, func(l *scenes.Layout) reward.Result { return score(req.Task, l) }), nil
}

// turnedAway is the value below which a seat gets a finding: two seats that miss
// each other by 45° have 0.73.
const turnedAway = 0.5

// score is the mean over the seats of how well each can talk to the seat that it
// can best talk to; 1 where there is nobody to talk to. A seat that is not placed
// talks to nobody.
func score(t *scenes.Task, l *scenes.Layout) reward.Result {
	r := reward.Result{Objects: make([]float64, len(t.Objects))}
	var seats []int
	for i := range t.Objects {
		if o := &t.Objects[i]; o.Support == scenes.OnFloor && taxonomy.Find(o.Category).Plays(taxonomy.Seat) {
			seats = append(seats, i)
		}
	}
	if len(seats) < 2 {
		r.Value = 1
		return r
	}
	for _, i := range seats {
		best, off := -1, 0.0
		for _, k := range seats {
			if v, deg, ok := talk(l.Find(t.Objects[i].ID), l.Find(t.Objects[k].ID)); ok && i != k && (best < 0 || v > r.Objects[i]) {
				r.Objects[i], best, off = v, k, deg
			}
		}
		r.Value += r.Objects[i] / float64(len(seats))
		if best >= 0 && r.Objects[i] < turnedAway {
			id, other := t.Objects[i].ID, t.Objects[best].ID
			r.Findings = append(r.Findings, scenes.Finding{Rule: "conversation", Object: id, Other: other, Depth: off,
				Message: fmt.Sprintf("%s is turned %.0f° away from %s, the seat that it can best talk to", id, off, other)})
		}
	}
	return r
}

// talk is how well two seats are turned to each other, from 0, back to back, to
// 1: (cos φ + 1)(cos ψ + 1)/4, where φ and ψ are the angles between each seat's
// front and the way to the other (the conversation angle of Merrell et al. 2011,
// "Interactive furniture layout using interior design guidelines", scaled). deg is
// the first one's angle. It is false where one is not placed or both stand on one
// spot.
func talk(f, g *scenes.Placement) (value, deg float64, ok bool) {
	if f == nil || g == nil {
		return 0, 0, false
	}
	way, ok := geom.Bearing(f.Position.Vec2(), g.Position.Vec2())
	deg = geom.AngleBetween(f.Yaw, way)
	back := geom.AngleBetween(g.Yaw, way+180)
	cos := func(deg float64) float64 { return math.Cos(deg * math.Pi / 180) }
	return (cos(deg) + 1) * (cos(back) + 1) / 4, deg, ok
}
