package sweep

import (
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
	if group == "reward" {
		return "training reward"
	}
	if size, ok := strings.CutPrefix(own, "violating_"); ok {
		return "violating " + strings.TrimSuffix(size, "cm") + " cm"
	}
	return strings.ReplaceAll(own, "_", " ")
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
	return strings.HasPrefix(name, "eval/") || strings.HasPrefix(name, "layout/")
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
		m, _ := metrics.Explain(name)
		r.Table.Columns = append(r.Table.Columns, report.Column{Name: FigureTitle(name), Help: m.Meaning})
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
				cell += fmt.Sprintf(" (%s)", f.span())
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
	for _, name := range curveNames {
		if c := s.chart(name); len(c.Curves) > 0 {
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

// title names a combination in the table.
func (c *Combination) title(file string) string {
	name := Label(c.Settings)
	if name == "" {
		name = file
	}
	return fmt.Sprintf("%s, %d runs", name, len(c.Runs))
}

// chart draws one metric of every combination.
func (s *Summary) chart(name string) report.Chart {
	m, _ := metrics.Explain(name)
	out := report.Chart{Title: name, Help: m.Meaning, X: "iteration", Y: "value"}
	unit := 1.0
	if share(name) {
		out.Y, unit = "%", 100
	}
	for i := range s.Combinations {
		c := &s.Combinations[i]
		for _, curve := range c.Curves {
			if curve.Metric == name {
				out.Curves = append(out.Curves, curve.drawn(Label(c.Settings), unit))
			}
		}
	}
	return out
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
