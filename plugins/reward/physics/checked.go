package physics

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// worstDefault is the value of a layout in which every object has every fault.
const worstDefault = -weight * 5

// The distances at which an object's relations begin to count as broken, half
// each: the steps of the compact policy's training.
const (
	fine   = 0.02
	coarse = 0.10
)

// checked scores by scenes/measure. The value is −0.2·(c + v + o + u + d) with
// the shares of colliding objects, violations, objects out of bounds,
// unsupported ones and those in the way. A silent one gives no findings; blamed is
// what part of a fault falls on others.
func checked(task *scenes.Task, silent bool, blamed float64, opts measure.Options) scorer {
	checker := measure.NewCheckerWith(task, opts)
	check := checker.Check
	blame := newBlame(task, blamed)
	if silent && blamed == 0 {
		check = checker.Measure
	}
	return func(l *scenes.Layout) reward.Result {
		report := check(l)
		n := len(report.Objects)
		objects := make([]float64, n)
		var colliding, violations, outside, unsupported, blocking, doors, crowded float64
		for i := range report.Objects {
			o := &report.Objects[i]
			c, v, b, u, d := faults(o)
			objects[i] = -(c + v + b + u + d)
			colliding += c
			violations += v
			outside += b
			unsupported += u
			blocking += d
			doors += one(o.Blocks || !o.Placed && !o.LeftOut)
			crowded += one(o.ClearanceBlocked || o.Intrudes)
		}
		blame.spread(l, report.Findings, objects)
		if silent {
			report.Findings = nil
		}
		share := 1 / float64(max(n, 1))
		valid := 0.0
		if report.FullyValid() {
			valid = 1
		}
		return reward.Result{
			// The conversion keeps the sum the same on every architecture.
			Value: 0 - float64(weight*((colliding+violations+outside+unsupported+blocking)*share)),
			Parts: []reward.Part{
				{Name: "colliding_objects", Value: colliding * share},
				{Name: "violations", Value: violations * share},
				{Name: "out_of_bounds", Value: outside * share},
				{Name: "unsupported", Value: unsupported * share},
				{Name: "blocked_doors", Value: doors * share},
				{Name: "blocked_clearances", Value: crowded * share},
				{Name: "hidden_windows", Value: report.Hiding()},
				{Name: "colliding_pairs", Value: report.CollidingPairs()},
				{Name: "violating_2cm", Value: report.Violating(fine)},
				{Name: "violating_10cm", Value: report.Violating(coarse)},
				{Name: "left_out", Value: float64(report.LeftOut()) * share},
				{Name: "fully_valid", Value: valid},
			},
			Objects:  objects,
			Findings: report.Findings,
		}
	}
}

// faults returns an object's faults between 0 and 1: collision, violation, out
// of bounds, unsupported, in the way. An object that is not placed has all; one
// that may be left out and is counts as half a violation, so that leaving it out
// is better than any fault but never better than a place for it. One that is
// locked and elsewhere is a violation.
func faults(o *measure.ObjectReport) (c, v, b, u, d float64) {
	switch {
	case o.LeftOut:
		return 0, 0.5, 0, 0, 0
	case !o.Placed:
		return 1, 1, 1, 1, 1
	}
	v = (one(o.Violates(fine)) + one(o.Violates(coarse))) / 2
	if o.Moved {
		v = 1
	}
	return one(o.Collides), v, one(o.OutOfBounds), one(o.Unsupported), one(o.Blocks || o.ClearanceBlocked || o.Intrudes)
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
