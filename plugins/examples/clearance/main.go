// Clearance is an example of a reward term as a program of its own: it scores
// the free space in front of what people sit on and open.
//
//	go build -o clearance ./plugins/examples/clearance
//	metaspatial plugin trust ./clearance
package main

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

func main() { sdk.Main(&clearance{}) }

type clearance struct{ depth float64 }

var _ reward.Term = (*clearance)(nil)

func (*clearance) Describe() base.Description {
	return base.Description{
		ID: "reward/clearance", Kind: base.Reward, Version: "1.0.0",
		Summary: "Scores the free space in front of seats and storage.",
		Schema: schema.Schema{{
			Name: "depth", Type: schema.Number, Unit: "m", Default: 0.6,
			Min: schema.Bound(0.1), Max: schema.Bound(2), Doc: "How much space there should be.",
		}},
	}
}

func (c *clearance) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	c.depth = req.Values.Number("depth")
	return base.ConfigureResponse{}, nil
}

func (c *clearance) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	return reward.ByLayout(req, func(l *scenes.Layout) reward.Result { return c.score(req.Task, l) }), nil
}

// score is minus the mean share of the wanted space that something takes: 0
// when all of it is free, -1 when none is.
func (c *clearance) score(t *scenes.Task, l *scenes.Layout) reward.Result {
	r := reward.Result{Objects: make([]float64, len(t.Objects))}
	judged := 0.0
	for i := range t.Objects {
		o := &t.Objects[i]
		p := l.Find(o.ID)
		if p == nil || !needsSpace(o) {
			continue
		}
		judged++
		taken, by, dir := c.taken(t, l, o, *p)
		if taken > geom.Tolerance {
			r.Objects[i] = -taken / c.depth
			r.Findings = append(r.Findings, scenes.Finding{Rule: scenes.RuleClearance, Object: o.ID, Other: by, Depth: taken, Direction: dir,
				Message: fmt.Sprintf("%s takes %.2f m of the %.2f m that should be free in front of %s", by, taken, c.depth, o.ID)})
		}
	}
	for _, v := range r.Objects {
		r.Value += v / max(judged, 1)
	}
	return r
}

func needsSpace(o *scenes.Object) bool {
	class, ok := taxonomy.Lookup(o.Category)
	return ok && o.Support == scenes.OnFloor && (class.Has(taxonomy.Seat) || class.Has(taxonomy.Storage))
}

// taken is how deep the worst intruder reaches into the space in front of o,
// which it is, and where o should go.
func (c *clearance) taken(t *scenes.Task, l *scenes.Layout, o *scenes.Object, p scenes.Placement) (depth float64, by string, dir scenes.Vec2) {
	by = "the wall" // which is the first to look at
	_, front := scenes.Axes(p.Yaw)
	space := geom.BoxOf(o, p)
	space.Half[1], space.Center = c.depth/2, space.Center.Add(front.Mul((o.Size[1]+c.depth)/2).Vec3(0))
	depth, dir = geom.NewSpace(&t.Room).Outside(space)
	for i := range t.Objects {
		other := &t.Objects[i]
		q := l.Find(other.ID)
		// What a seat is meant to face, such as a desk, belongs in front of it.
		if q != nil && other.ID != o.ID && !other.Flat && other.ID != o.Facing {
			if d, way := geom.Penetration(space, geom.BoxOf(other, *q)); d > depth {
				depth, by, dir = d, other.ID, way
			}
		}
	}
	return min(depth, c.depth), by, dir
}
