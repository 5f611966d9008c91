package live

import "math"

// maxPoints bounds what a series remembers; it is more than the widest terminal
// shows.
const maxPoints = 1024

// series is a metric over the iterations, as means of equally many neighbours.
type series struct {
	points []float64
	// stride is the number of values in each point but the last, which has of
	// them count.
	stride, count int
	first, last   float64
}

// add takes one value; what is no finite number is left out.
func (s *series) add(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return
	}
	if s.stride == 0 {
		s.stride, s.first = 1, v
	}
	s.last = v
	if n := len(s.points); n > 0 && s.count < s.stride {
		s.count++
		s.points[n-1] += (v - s.points[n-1]) / float64(s.count)
		return
	}
	if len(s.points) == maxPoints {
		for i := range maxPoints / 2 {
			s.points[i] = (s.points[2*i] + s.points[2*i+1]) / 2
		}
		s.points = s.points[:maxPoints/2]
		s.stride *= 2
	}
	s.points, s.count = append(s.points, v), 1
}

// known reports whether there is a value.
func (s *series) known() bool { return len(s.points) > 0 }

// bars are the heights of a sparkline.
var bars = []rune("▁▂▃▄▅▆▇█")

// spark draws the series in no more than width columns, from its lowest to its
// highest value; what never changes is a line at half the height.
func (s *series) spark(width int) string {
	n := min(width, len(s.points))
	if n <= 0 {
		return ""
	}
	bins := make([]float64, n)
	low, high := math.Inf(1), math.Inf(-1)
	for i := range bins {
		from, to := i*len(s.points)/n, (i+1)*len(s.points)/n
		for _, v := range s.points[from:to] {
			bins[i] += v / float64(to-from)
		}
		low, high = min(low, bins[i]), max(high, bins[i])
	}
	out := make([]rune, n)
	for i, v := range bins {
		at := len(bars)/2 - 1
		if high > low {
			// The halves keep the difference of huge values finite.
			at = int((v/2-low/2)/(high/2-low/2)*float64(len(bars)-1) + 0.5)
		}
		out[i] = bars[at]
	}
	return string(out)
}
