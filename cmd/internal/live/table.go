package live

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/metaspatial/metaspatial/host/session"
)

// Table shows how a training run goes: each reward term with its weight, its
// mean value now, its change since the start and its course, and below them the
// figures that tell whether the policy learns.
type Table struct {
	mu    sync.Mutex
	title string
	terms []string
	// iterations is the number of those taken, planned the expected total, 0
	// while unknown.
	iterations, planned int
	fraction, elapsed   float64
	// weights are those of the last iteration; a term that the run has lost has
	// none any more.
	weights map[string]string
	metrics map[string]*series
	// heldOut is the iteration of the last evaluation, −1 before the first.
	heldOut int
}

// NewTable returns a table without values; title stands before the bar, and
// terms are the reward terms in their order; nil takes those of the first record,
// by name.
func NewTable(title string, terms []string) *Table {
	return &Table{title: title, terms: slices.Clone(terms), weights: map[string]string{}, metrics: map[string]*series{}, heldOut: -1}
}

// Add takes the record of an iteration; they come in order.
func (t *Table) Add(rec session.Record) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.iterations, t.elapsed = rec.Iteration+1, rec.Elapsed
	if t.terms == nil {
		t.terms = recordedTerms(rec)
	}
	for _, r := range t.rows() {
		if v, ok := rec.Metrics[r.metric]; ok {
			s := t.metrics[r.metric]
			if s == nil {
				s = &series{}
				t.metrics[r.metric] = s
			}
			s.add(v)
		}
	}
	for _, name := range t.terms {
		t.weights[name] = fmt.Sprintf("%.4g", rec.Metrics["term/"+name+"/weight"])
		if rec.Metrics["term/"+name+"/missing"] > 0 {
			t.weights[name] = "lost"
		}
	}
	if _, ok := rec.Metrics[heldOut]; ok {
		t.heldOut = rec.Iteration
	}
}

// recordedTerms are the names of the terms in a record.
func recordedTerms(rec session.Record) []string {
	out := []string{}
	for metric := range rec.Metrics {
		if name, ok := strings.CutPrefix(metric, "term/"); ok && strings.HasSuffix(name, "/weight") {
			out = append(out, strings.TrimSuffix(name, "/weight"))
		}
	}
	slices.Sort(out)
	return out
}

// Progress sets how much of the run is done, and the number of iterations that
// are expected, 0 while that is unknown.
func (t *Table) Progress(fraction float64, planned int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.fraction, t.planned = fraction, planned
}

// heldOut is the metric of the held-out rooms that is shown.
const heldOut = "eval/fully_valid"

// row is a line of the table.
type row struct {
	name, metric string
	term         string
	share        bool
}

// rows are the lines in their order, terms first.
func (t *Table) rows() []row {
	var out []row
	for _, name := range t.terms {
		out = append(out, row{name: printable(name), metric: "term/" + name, term: name})
	}
	return append(out,
		row{name: "reward", metric: "reward/mean"},
		row{name: "fully valid (train)", metric: "layout/fully_valid", share: true},
		row{name: "fully valid (held out)", metric: heldOut, share: true},
		row{name: "loss", metric: "policy/loss"},
		row{name: "entropy", metric: "policy/entropy"},
		row{name: "KL", metric: "policy/kl"},
	)
}

// printable is a name without what would move the cursor.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '·'
		}
		return r
	}, ansi.Strip(name))
}

// The widths of the columns.
const (
	weightWidth = 7
	valueWidth  = 9
	changeWidth = 10
	// shortName is what a name keeps before anything else makes room. A sparkline
	// has no more than longSpark columns, leaves all but fairSpark of them to long
	// names, and is no use with fewer than shortSpark.
	shortName  = 12
	longSpark  = 40
	fairSpark  = 12
	shortSpark = 6
)

// columns are the widths of the name and of the sparkline, 0 for none, and
// whether there is room for the change.
func columns(longest, width int) (name, spark int, change bool) {
	name = max(longest, shortName)
	rest := width - 2 - weightWidth - 2 - valueWidth
	if change = rest-changeWidth-2 >= shortName; change {
		rest -= changeWidth + 2
	}
	spark = min(longSpark, rest-name-2)
	spark = max(spark, min(fairSpark, rest-shortName-2))
	if spark < shortSpark {
		spark = 0
	}
	if spark > 0 {
		rest -= spark + 2
	}
	return max(1, min(name, rest)), spark, change
}

var (
	bold  = lipgloss.NewStyle().Bold(true)
	faint = lipgloss.NewStyle().Faint(true)
	blue  = lipgloss.NewStyle().Foreground(lipgloss.Blue)
)

// View draws the table. Where it is too high, terms are left out from the end.
func (t *Table) View(width, height int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := t.rows()
	longest := 0
	for _, r := range rows {
		longest = max(longest, lipgloss.Width(r.name))
	}
	name, spark, change := columns(longest, width)
	lines := []string{t.head(width), "", t.line(name, spark, change, faint, "term", "weight", "mean", "change", "course")}
	// The head, the names of the columns, an empty line and one that says what
	// is missing stay, and so do the figures below the terms.
	shown := len(t.terms)
	if most := height - (len(rows) - len(t.terms)) - 5; most < shown {
		shown = max(0, most)
	}
	for i, r := range rows {
		switch {
		case i == len(t.terms):
			if shown < len(t.terms) {
				lines = append(lines, faint.Render(ansi.Truncate(fmt.Sprintf("and %d terms more, for which the window is too low", len(t.terms)-shown), width, "…")))
			}
			lines = append(lines, "")
		case i >= shown && i < len(t.terms):
			continue
		}
		lines = append(lines, t.draw(r, name, spark, change))
	}
	for i := range lines {
		lines[i] = ansi.Truncate(strings.TrimRight(lines[i], " "), width, "…")
	}
	return strings.Join(lines, "\n")
}

// head is the first line: how far the run is.
func (t *Table) head(width int) string {
	count := fmt.Sprintf("iteration %d", t.iterations)
	if t.planned > 0 {
		count += fmt.Sprintf(" of %d", max(t.planned, t.iterations))
	}
	times := clock(t.elapsed)
	if t.fraction > 0 {
		times += ", " + clock(t.elapsed/t.fraction*(1-min(1, t.fraction))) + " left"
	}
	title := ansi.Truncate(t.title, max(8, width-len(count)-len(times)-20), "…")
	rest := width - lipgloss.Width(title) - len(count) - len(times) - 6
	parts := []string{bold.Render(title)}
	if rest >= 14 {
		parts = append(parts, meter(t.fraction, min(40, rest)))
	}
	return strings.Join(append(parts, count, times), "  ")
}

// draw is one line of values.
func (t *Table) draw(r row, name, spark int, change bool) string {
	weight, value, changed, course := "", "–", "", ""
	if r.term != "" {
		weight = t.weights[r.term]
	}
	if s := t.metrics[r.metric]; s != nil && s.known() {
		value, changed = number(s.last, r.share, false), number(s.last-s.first, r.share, true)
		course = s.spark(spark)
		if r.metric == heldOut {
			course = heldOutCourse(s, spark, t.heldOut)
		}
	}
	style := lipgloss.NewStyle()
	if weight == "0" || weight == "lost" {
		style = faint // not trained on
	}
	return t.line(name, spark, change, style, r.name, weight, value, changed, blue.Render(course))
}

// heldOutCourse is the sparkline of the evaluations, which are few, and when the
// last one was.
func heldOutCourse(s *series, width, iteration int) string {
	at := fmt.Sprintf("at iteration %d", iteration)
	if len(at) > width {
		at = fmt.Sprintf("at %d", iteration)
	}
	if line := s.spark(width - len(at) - 1); line != "" && len(s.points) > 1 {
		return line + " " + at
	}
	return at
}

// line puts cells into their columns.
func (t *Table) line(name, spark int, change bool, style lipgloss.Style, cells ...string) string {
	out := style.Render(left(cells[0], name) + "  " + right(cells[1], weightWidth) + "  " + right(cells[2], valueWidth))
	if change {
		out += "  " + style.Render(right(cells[3], changeWidth))
	}
	if spark > 0 {
		out += "  " + style.Render(ansi.Truncate(cells[4], spark, ""))
	}
	return out
}

func left(s string, width int) string {
	s = ansi.Truncate(s, width, "…")
	return s + strings.Repeat(" ", max(0, width-lipgloss.Width(s)))
}

func right(s string, width int) string {
	s = ansi.Truncate(s, width, "…")
	return strings.Repeat(" ", max(0, width-lipgloss.Width(s))) + s
}

// number writes a value: shares in percent and their changes in points of it.
func number(v float64, share, change bool) string {
	sign := ""
	if change {
		sign = "+"
	}
	switch a := max(v, -v); {
	case share && change:
		return fmt.Sprintf("%+.1f pt", 100*v)
	case share:
		return fmt.Sprintf("%.1f %%", 100*v)
	case a >= 1e5 || a > 0 && a < 1e-3:
		return fmt.Sprintf("%"+sign+".1e", v)
	case a >= 100:
		return fmt.Sprintf("%"+sign+".1f", v)
	}
	return fmt.Sprintf("%"+sign+".3f", v)
}

// clock writes seconds as minutes and seconds, or with hours.
func clock(seconds float64) string {
	if !(seconds < 1e7) {
		return "–"
	}
	s := int(seconds + 0.5)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
