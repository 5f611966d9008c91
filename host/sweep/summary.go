package sweep

import (
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// Summary is what a sweep has come to.
type Summary struct {
	// File is the run file, Dir the sweep's folder.
	File  string   `json:"file"`
	Dir   string   `json:"dir"`
	Seeds []uint64 `json:"seeds"`
	// Combinations are in the plan's order.
	Combinations []Combination `json:"combinations"`
}

// Combination is the runs with the same settings and different seeds.
type Combination struct {
	// Settings are what it changes in the run file; empty where nothing is
	// varied.
	Settings []config.Setting `json:"settings"`
	Runs     []Row            `json:"runs"`
	// Figures are the outcomes over the runs that did not fail.
	Figures []Figure `json:"figures"`
	// Curves are metrics in the course of the runs, as far as all of them go.
	Curves []Curve `json:"curves"`
}

// Row is one run of a combination.
type Row struct {
	Dir        string  `json:"dir"`
	Seed       uint64  `json:"seed"`
	Iterations int     `json:"iterations"`
	Elapsed    float64 `json:"elapsed_s"`
	// Figures are the outcomes by name; Error says why there are none.
	Figures map[string]float64 `json:"figures,omitempty"`
	Error   string             `json:"error,omitempty"`
}

// Figure is one outcome over several runs.
type Figure struct {
	// Name is that of the metric: "eval/…" are the held-out rooms after the run,
	// "best/fully_valid" are those of the best checkpoint, which was chosen by
	// them, and "reward/final" is of training, mean over the last tenth of the run.
	Name string  `json:"name"`
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
	// Std is the sample standard deviation, with n − 1 below the line; nil of a
	// single run.
	Std *float64 `json:"std"`
	Min float64  `json:"min"`
	Max float64  `json:"max"`
}

// Curve is one metric over the iterations.
type Curve struct {
	Metric string `json:"metric"`
	// Iterations are those at which every run has the metric. The last point of
	// "eval/…" is the end of the runs, at the mean of their lengths.
	Iterations []float64 `json:"iterations"`
	Mean       []float64 `json:"mean"`
	Min        []float64 `json:"min"`
	Max        []float64 `json:"max"`
}

// FigureNames lists the outcomes in their order.
func FigureNames() []string {
	names := []string{}
	for _, c := range (measure.Summary{}).Columns() {
		names = append(names, "eval/"+c.Name)
	}
	return append(names, "best/fully_valid", "reward/final")
}

// Summarise gathers the outcomes of a plan, and reads the records of its runs.
func (p *Plan) Summarise(outcomes []Outcome) (*Summary, error) {
	s := &Summary{File: p.File, Dir: p.Dir, Seeds: p.Seeds}
	for i := 0; i < len(outcomes); i += len(p.Seeds) {
		part := outcomes[i:min(i+len(p.Seeds), len(outcomes))]
		c := Combination{Settings: slices.Clone(part[0].Run.Settings)}
		if c.Settings == nil {
			c.Settings = []config.Setting{}
		}
		var runs []recorded
		for _, o := range part {
			row := Row{Dir: o.Run.Name, Seed: o.Run.Seed}
			if o.Err != nil {
				row.Error = strings.SplitN(o.Err.Error(), "\n", 2)[0]
				c.Runs = append(c.Runs, row)
				continue
			}
			history, err := metrics.History(o.Run.Config.Out)
			if err != nil {
				return nil, err
			}
			row.Iterations, row.Elapsed = o.Result.Iterations, o.Result.Elapsed
			row.Figures = figures(o.Result, history)
			c.Runs = append(c.Runs, row)
			runs = append(runs, recorded{history, row.Figures})
		}
		for _, name := range FigureNames() {
			if f, ok := summarise(name, c.Runs); ok {
				c.Figures = append(c.Figures, f)
			}
		}
		c.Curves = curves(runs)
		s.Combinations = append(s.Combinations, c)
	}
	return s, nil
}

// figures are the outcomes of one run.
func figures(r *Result, history []session.Record) map[string]float64 {
	out := map[string]float64{}
	if r.After != nil {
		for _, c := range r.After.Columns() {
			out["eval/"+c.Name] = c.Value
		}
	}
	if r.Best != nil && r.Best.Held {
		out["best/fully_valid"] = r.Best.FullyValid
	}
	if n := len(history); n > 0 {
		last := history[n-max(1, n/10):]
		for _, rec := range last {
			out["reward/final"] += rec.Metrics["reward/final"] / float64(len(last))
		}
	}
	return out
}

// summarise is one outcome over the runs that have it.
func summarise(name string, rows []Row) (Figure, bool) {
	f := Figure{Name: name, Min: math.Inf(1), Max: math.Inf(-1)}
	var values []float64
	for _, r := range rows {
		if v, ok := r.Figures[name]; ok {
			values = append(values, v)
			f.Min, f.Max = min(f.Min, v), max(f.Max, v)
		}
	}
	f.N = len(values)
	if f.N == 0 {
		return f, false
	}
	f.Mean, f.Std = moments(values)
	return f, true
}

// moments returns the mean and the sample standard deviation
// √(Σ(x−x̄)²/(n−1)), nil of a single value.
func moments(values []float64) (float64, *float64) {
	n, mean, squares := float64(len(values)), 0.0, 0.0
	for _, v := range values {
		mean += v / n
	}
	if len(values) < 2 {
		return mean, nil
	}
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	std := math.Sqrt(squares / (n - 1))
	return mean, &std
}

// Find returns the figure of a name, and false where no run has it.
func (c *Combination) Find(name string) (Figure, bool) {
	i := slices.IndexFunc(c.Figures, func(f Figure) bool { return f.Name == name })
	if i < 0 {
		return Figure{}, false
	}
	return c.Figures[i], true
}
