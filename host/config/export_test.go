package config

import "math"

// Bounds returns the least and the greatest value of every bounded number by
// its path; a greatest value that is no bound in practice is infinite.
func Bounds() map[string][2]float64 {
	out := map[string][2]float64{}
	for _, n := range (&Run{}).numbers() {
		if n.max >= math.MaxInt32 {
			n.max = math.Inf(1)
		}
		out[n.path] = [2]float64{n.min, n.max}
	}
	return out
}
