// Corridor is an example of a reward term as a program of its own: it keeps a
// strip free from the door straight into the room.
//
//	go build -o corridor ./plugins/examples/corridor
//	metaspatial plugin trust ./corridor
package main

import (
	"context"
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

func main() { sdk.Main(&corridor{}) }

type corridor struct{ width, reach float64 }

var _ reward.Term = (*corridor)(nil)

func (*corridor) Describe() base.Description {
	return base.Description{
		ID: "reward/corridor", Kind: base.Reward, Version: "1.0.0",
		Summary: "Keeps a strip free from the door straight into the room.",
		Schema: schema.Schema{
			{Name: "width", Type: schema.Number, Unit: "m", Default: 0.9, Min: schema.Bound(0.1), Max: schema.Bound(5), Doc: "How wide the strip is."},
			{Name: "reach", Type: schema.Number, Default: 1.0, Min: schema.Bound(0.1), Max: schema.Bound(1), Doc: "How far the strip goes, as a share of the way to the opposite wall."},
		},
	}
}

func (c *corridor) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	c.width, c.reach = req.Values.Number("width"), req.Values.Number("reach")
	return base.ConfigureResponse{}, nil
}

func (c *corridor) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	strips := c.strips(&req.Task.Room)
	return reward.ByLayout(req, func(l *scenes.Layout) reward.Result { return score(req.Task, l, strips) }), nil
}

// strip is the corridor of one door.
type strip struct {
	door string
	geom.Box
}

// score is the share of the strips that is free: 1 when all of it is, or when
// there is no door. An object's own value is the share that it leaves free.
func score(t *scenes.Task, l *scenes.Layout, strips []strip) reward.Result {
	r := reward.Result{Value: 1, Objects: make([]float64, len(t.Objects))}
	for i := range t.Objects {
		o, p := &t.Objects[i], l.Find(t.Objects[i].ID)
		r.Objects[i] = 1
		// What stands on something takes no more floor than that does.
		if p == nil || o.Flat || o.Support == scenes.OnObject {
			continue
		}
		box := geom.BoxOf(o, *p)
		for _, s := range strips {
			area := guideline.Overlap(box, s.Box)
			if depth, way := geom.FloorPenetration(box, s.Box); depth > geom.Tolerance && box.Bottom() < s.Top() {
				r.Objects[i] -= area / (4 * s.Half[0] * s.Half[1]) / float64(len(strips))
				r.Findings = append(r.Findings, scenes.Finding{Rule: "corridor", Object: o.ID, Other: s.door, Depth: depth, Direction: way,
					Message: fmt.Sprintf("%s takes %.2f m² of the way in from %s", o.ID, area, s.door)})
			}
		}
		r.Value -= 1 - r.Objects[i]
	}
	r.Value = max(0, r.Value) // where objects overlap, they take the same floor twice
	return r
}

// strips returns the strip of each door: from the door, in its direction, to the
// first wall, as high as the door.
func (c *corridor) strips(room *scenes.Room) []strip {
	out, space := []strip(nil), geom.NewSpace(room)
	for _, o := range room.Openings {
		if o.Kind != scenes.Door {
			continue
		}
		box := geom.DoorZone(room, o)
		_, in := scenes.Axes(box.Yaw)
		from := box.Center.Vec2().Sub(in.Mul(box.Half[1]))
		if way := space.Ahead(from, in); !math.IsInf(way, 1) {
			box.Half[0], box.Half[1] = c.width/2, way*c.reach/2
			box.Center = from.Add(in.Mul(box.Half[1])).Vec3(box.Center[2])
			out = append(out, strip{o.ID, box})
		}
	}
	return out
}
