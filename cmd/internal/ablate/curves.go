package main

import (
	"sort"

	"github.com/metaspatial/metaspatial/host/metrics"
)

// curve is a metric against minutes of training.
type curve struct{ X, Y []float64 }

// curveOf is a run's share of fully valid held-out rooms, measured by the run
// itself every few iterations and at its end.
func curveOf(o *outcome) (curve, error) {
	history, err := metrics.History(o.dir)
	if err != nil {
		return curve{}, err
	}
	var c curve
	begun := 0.0
	for _, rec := range history {
		// A record holds what was measured at the start of its iteration and the
		// time at its end.
		if v, ok := rec.Metrics["eval/fully_valid"]; ok {
			c.X, c.Y = append(c.X, begun/60), append(c.Y, v)
		}
		begun = rec.Elapsed
	}
	c.X, c.Y = append(c.X, o.ElapsedS/60), append(c.Y, o.HeldOut)
	return c, nil
}

// at is the curve's value at x by linear interpolation, and its first or last
// value beyond its ends.
func (c curve) at(x float64) float64 {
	i := sort.SearchFloat64s(c.X, x)
	switch {
	case i == 0:
		return c.Y[0]
	case i == len(c.X):
		return c.Y[i-1]
	}
	x0, x1 := c.X[i-1], c.X[i]
	return c.Y[i-1] + (c.Y[i]-c.Y[i-1])*(x-x0)/(x1-x0)
}

// band is the mean of curves and their extremes over common minutes.
type band struct{ X, Mean, Min, Max []float64 }

// bandPoints is the number of points of a band.
const bandPoints = 120

// bandOf joins the curves of a row up to the end of the shortest.
func bandOf(curves []curve) band {
	end := curves[0].X[len(curves[0].X)-1]
	for _, c := range curves {
		end = min(end, c.X[len(c.X)-1])
	}
	var b band
	for i := range bandPoints + 1 {
		x := end * float64(i) / bandPoints
		var at []float64
		for _, c := range curves {
			at = append(at, c.at(x))
		}
		s := spreadOf(at)
		b.X, b.Mean = append(b.X, x), append(b.Mean, s.Mean)
		b.Min, b.Max = append(b.Min, s.Min), append(b.Max, s.Max)
	}
	return b
}
