package sweep

import (
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/session"
)

// recorded is what is known of a run afterwards.
type recorded struct {
	history []session.Record
	figures map[string]float64
}

// curves are the metrics of several runs with the band they span.
func curves(runs []recorded) []Curve {
	if len(runs) == 0 {
		return nil
	}
	var out []Curve
	var names []string
	for _, of := range charts {
		names = append(names, of.metric)
	}
	for _, name := range append(names, termNames(runs)...) {
		c := Curve{Metric: name}
		for i := 0; ; i++ {
			values, more := valuesAt(runs, i, name)
			if !more {
				break
			}
			if len(values) == len(runs) {
				c.add(float64(i), values)
			}
		}
		c.end(runs)
		if len(c.Mean) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// valuesAt returns the metric of every run at iteration i that has it, and
// false where some run has no such iteration.
func valuesAt(runs []recorded, i int, name string) ([]float64, bool) {
	var values []float64
	for _, r := range runs {
		if i >= len(r.history) {
			return nil, false
		}
		if v, ok := r.history[i].Metrics[name]; ok {
			values = append(values, v)
		}
	}
	return values, true
}

func (c *Curve) add(x float64, values []float64) {
	mean, _ := moments(values)
	c.Iterations = append(c.Iterations, x)
	c.Mean, c.Min, c.Max = append(c.Mean, mean), append(c.Min, slices.Min(values)), append(c.Max, slices.Max(values))
}

// end adds the measurement after the run, which belongs to no iteration.
func (c *Curve) end(runs []recorded) {
	if !strings.HasPrefix(c.Metric, "eval/") {
		return
	}
	var values []float64
	length := 0.0
	for _, r := range runs {
		v, ok := r.figures[c.Metric]
		if !ok {
			return
		}
		values = append(values, v)
		length += float64(len(r.history)) / float64(len(runs))
	}
	c.add(length, values)
}

// termNames lists the metrics of the terms' raw values, those of the first run
// first.
func termNames(runs []recorded) []string {
	var out []string
	for _, r := range runs {
		if len(r.history) == 0 {
			continue
		}
		var names []string
		for name := range r.history[0].Metrics {
			if rest, ok := strings.CutPrefix(name, "term/"); ok && !strings.Contains(rest, "/") && !slices.Contains(out, name) {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		out = append(out, names...)
	}
	return out
}
