// Symmetry is an example of a reward term as a program of its own: it furnishes
// both sides of a room alike.
//
//	go build -o symmetry ./plugins/examples/symmetry
//	metaspatial plugin trust ./symmetry
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
)

func main() { sdk.Main(symmetry{}) }

type symmetry struct{}

var _ reward.Term = symmetry{}

func (symmetry) Describe() base.Description {
	return base.Description{
		ID: "reward/symmetry", Kind: base.Reward, Version: "1.0.0",
		Summary: "Furnishes both sides of a room alike.",
	}
}

func (symmetry) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

func (symmetry) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	return reward.ByLayout(req, func(l *scenes.Layout) reward.Result { return score(req.Task, l) }), nil
}

// lopsided is the value below which an object gets a finding.
const lopsided = 0.5

// score is the share of the footprints of what stands on the floor that has a
// footprint opposite: of the same layout mirrored in the line through the middle
// of the room along its longer side. An object astride the line matches itself;
// one that is not placed matches nothing. 1 where nothing stands on the floor.
func score(t *scenes.Task, l *scenes.Layout) reward.Result {
	r := reward.Result{Objects: make([]float64, len(t.Objects))}
	room, across := t.Room.Extent(), 1 // the axis that crosses the line
	if room[1] > room[0] {
		across = 0
	}
	placed, boxes, total := []int(nil), []geom.Box(nil), 0.0
	for i := range t.Objects {
		if o := &t.Objects[i]; o.Support == scenes.OnFloor && !o.Flat {
			total += o.Size[0] * o.Size[1]
			if p := l.Find(o.ID); p != nil {
				placed, boxes = append(placed, i), append(boxes, geom.BoxOf(o, *p))
			}
		}
	}
	for n, i := range placed {
		shared, area := 0.0, 4*boxes[n].Half[0]*boxes[n].Half[1]
		for _, other := range boxes {
			shared += guideline.Overlap(boxes[n], mirrored(other, across, room[across]))
		}
		r.Objects[i] = min(1, shared/area)
		r.Value += r.Objects[i] * area / total
		if off := room[across]/2 - boxes[n].Center[across]; r.Objects[i] < lopsided {
			f := scenes.Finding{Rule: "symmetry", Object: t.Objects[i].ID, Depth: math.Abs(off), Message: fmt.Sprintf(
				"%s, %.1f m off the middle, has something opposite for %.0f %% of its floor", t.Objects[i].ID, math.Abs(off), 100*r.Objects[i])}
			f.Direction[across] = math.Copysign(1, off)
			r.Findings = append(r.Findings, f)
		}
	}
	if total == 0 {
		r.Value = 1
	}
	return r
}

// mirrored is the box on the other side of the middle of the room's extent along
// an axis.
func mirrored(b geom.Box, axis int, extent float64) geom.Box {
	b.Center[axis] = extent - b.Center[axis]
	b.Yaw = 180*float64(axis) - b.Yaw // fronts along x turn round, those along y do not
	return b
}
