package sweep

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/report"
)

// WriteJSON writes the summary as one indented document.
func (s *Summary) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(s)
}

// FigureTitle is the name of an outcome for people.
func FigureTitle(name string) string {
	group, own, _ := strings.Cut(name, "/")
	switch group {
	case "reward":
		return "training reward"
	case "best":
		return "best checkpoint"
	}
	if size, ok := strings.CutPrefix(own, "violating_"); ok {
		return "violating " + strings.TrimSuffix(size, "cm") + " cm"
	}
	if own == "collision_free" {
		return "collision-free"
	}
	return strings.ReplaceAll(own, "_", " ")
}

// help explains an outcome.
func help(name string) string {
	if strings.HasPrefix(name, "best/") {
		return "Share of the held-out rooms with no fault at all, of the best checkpoint, which was chosen by them."
	}
	// The shares are the same as of the training rooms, where they are explained.
	m, _ := metrics.Explain(strings.Replace(name, "eval/", "layout/", 1))
	return m.Meaning
}

// FormatFigure writes a value of an outcome: shares in percent.
func FormatFigure(name string, v float64) string {
	if share(name) {
		return report.Percent(v)
	}
	return fmt.Sprintf("%.3f", v)
}

// share reports whether a metric is a share.
func share(name string) bool {
	group, _, _ := strings.Cut(name, "/")
	return group == "eval" || group == "best" || group == "layout"
}

// String is the mean with the deviation, where there is one.
func (f Figure) String() string {
	switch {
	case f.Std == nil:
		return FormatFigure(f.Name, f.Mean)
	case share(f.Name):
		return fmt.Sprintf("%.1f ± %.1f %%", 100*f.Mean, 100**f.Std)
	}
	return fmt.Sprintf("%.3f ± %.3f", f.Mean, *f.Std)
}

// Page is the summary as a page of its own.
func (s *Summary) Page() *report.Report {
	r := &report.Report{
		Title: "Sweep of " + s.File,
		Lead:  "Mean ± sample standard deviation over the seeds, with the range in brackets. The bands of the curves span all seeds.",
		Facts: []report.Fact{{Name: "seeds", Value: strings.Trim(fmt.Sprint(s.Seeds), "[]")}, {Name: "runs", Value: fmt.Sprint(len(s.Seeds) * len(s.Combinations))}},
		Table: report.Table{Title: "Held-out rooms after the runs", Name: "settings"},
	}
	for _, name := range FigureNames() {
		r.Table.Columns = append(r.Table.Columns, report.Column{Name: FigureTitle(name), Help: help(name)})
	}
	for i := range s.Combinations {
		c := &s.Combinations[i]
		row := report.Row{Name: c.title(s.File)}
		for _, name := range FigureNames() {
			f, ok := c.Find(name)
			cell := "–"
			if ok {
				cell = f.String()
			}
			if ok && f.N > 1 {
				cell += fmt.Sprintf("\n(%s)", f.span())
			}
			row.Cells = append(row.Cells, cell)
		}
		r.Table.Rows = append(r.Table.Rows, row)
		for _, run := range c.Runs {
			if run.Error != "" {
				r.Table.Rows = append(r.Table.Rows, report.Row{Name: run.Dir + " failed: " + run.Error, Cells: slices.Repeat([]string{"–"}, len(r.Table.Columns))})
			}
		}
	}
	for _, of := range charts {
		if c := s.chart(of); len(c.Curves) > 0 {
			r.Charts = append(r.Charts, c)
		}
	}
	return r
}

// span is the range of a figure, in the unit of its mean.
func (f Figure) span() string {
	if share(f.Name) {
		return fmt.Sprintf("%.1f to %.1f", 100*f.Min, 100*f.Max)
	}
	return fmt.Sprintf("%.3f to %.3f", f.Min, f.Max)
}

// title names a combination in the table, a line for each of its settings.
func (c *Combination) title(file string) string {
	lines := []string{file}
	if len(c.Settings) > 0 {
		lines = lines[:0]
	}
	for _, s := range c.Settings {
		lines = append(lines, s.String())
	}
	return strings.Join(append(lines, fmt.Sprintf("%d runs", len(c.Runs))), "\n")
}

// charts are the metrics that have curves, beside the terms.
var charts = []struct{ metric, title, help, unit string }{
	{"eval/fully_valid", "Held-out rooms fully valid", "the last point is the end of the runs", "%"},
	{"eval/violating_2cm", "Held-out objects violating a relation or facing by more than 2 cm", "the last point is the end of the runs", "%"},
	{"reward/final", "Training reward", "weighted sum of all terms, of what the episodes end with", "reward"},
	{"layout/fully_valid", "Training rooms fully valid", "sampled layouts after the last turn", "%"},
	{"layout/violating_2cm", "Training objects violating a relation or facing by more than 2 cm", "sampled layouts after the last turn", "%"},
	{"policy/entropy", "Entropy of the policy", "how undecided the policy still is", "nats"},
}

// chart draws one metric of the combinations.
func (s *Summary) chart(of struct{ metric, title, help, unit string }) report.Chart {
	out := report.Chart{Title: of.title, Help: of.help, X: "iteration", Y: of.unit}
	unit := 1.0
	if share(of.metric) {
		unit = 100
	}
	if strings.HasSuffix(of.metric, "/fully_valid") {
		out.Max = 100
	}
	shown := s.best(report.Colours)
	if len(shown) < len(s.Combinations) {
		out.Help += fmt.Sprintf("; the %d best of %d combinations", len(shown), len(s.Combinations))
	}
	for _, c := range shown {
		for _, curve := range c.Curves {
			if curve.Metric == of.metric {
				out.Curves = append(out.Curves, curve.drawn(Label(c.Settings), unit))
			}
		}
	}
	return out
}

// best returns no more than n combinations in their order: those with the most
// held-out rooms fully valid or, where there are none, the highest reward.
func (s *Summary) best(n int) []*Combination {
	worth := func(c *Combination) [2]float64 {
		valid, _ := c.Find("eval/fully_valid")
		reward, _ := c.Find("reward/final")
		return [2]float64{valid.Mean, reward.Mean}
	}
	all := make([]*Combination, len(s.Combinations))
	for i := range s.Combinations {
		all[i] = &s.Combinations[i]
	}
	ranked := slices.Clone(all)
	slices.SortStableFunc(ranked, func(a, b *Combination) int {
		x, y := worth(a), worth(b)
		return cmp.Or(cmp.Compare(y[0], x[0]), cmp.Compare(y[1], x[1]))
	})
	ranked = ranked[:min(n, len(ranked))]
	return slices.DeleteFunc(all, func(c *Combination) bool { return !slices.Contains(ranked, c) })
}

// maxPoints is what a chart of a hand's width shows; longer runs are drawn in
// so many steps.
const maxPoints = 120

// drawn is the curve with its band, of long runs the means of each step.
func (c *Curve) drawn(name string, unit float64) report.Curve {
	out := report.Curve{Name: name}
	step := int(math.Ceil(float64(len(c.Mean)) / maxPoints))
	for i := 0; i < len(c.Mean); i += step {
		to := min(i+step, len(c.Mean))
		x, _ := moments(c.Iterations[i:to])
		y, _ := moments(c.Mean[i:to])
		low, _ := moments(c.Min[i:to])
		high, _ := moments(c.Max[i:to])
		out.X, out.Y = append(out.X, x), append(out.Y, unit*y)
		out.Low, out.High = append(out.Low, unit*low), append(out.High, unit*high)
	}
	return out
}
