package main

import "math"

// spread describes a few values, one per seed.
type spread struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
	// SD is the sample standard deviation, of n − 1 degrees of freedom; 0 for a
	// single value.
	SD  float64 `json:"sd"`
	Min float64 `json:"min"`
	Max float64 `json:"max"`
}

func spreadOf(values []float64) spread {
	if len(values) == 0 {
		return spread{}
	}
	s := spread{N: len(values), Min: math.Inf(1), Max: math.Inf(-1)}
	for _, v := range values {
		s.Mean += v / float64(len(values))
		s.Min, s.Max = min(s.Min, v), max(s.Max, v)
	}
	for _, v := range values {
		s.SD += (v - s.Mean) * (v - s.Mean)
	}
	s.SD = math.Sqrt(s.SD / float64(max(1, len(values)-1)))
	return s
}

// paired is the spread of the differences between two rows, over the seeds that
// both have.
func paired(of, against []*outcome, value func(*outcome) float64) spread {
	var out []float64
	for _, a := range of {
		for _, b := range against {
			if a.Seed == b.Seed {
				out = append(out, value(a)-value(b))
			}
		}
	}
	return spreadOf(out)
}
