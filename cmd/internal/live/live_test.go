package live

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/metaspatial/metaspatial/host/session"
)

// run is a table after so many iterations of a run that gets better.
func run(terms []string, iterations int) *Table {
	t := NewTable("training", terms)
	for i := range iterations {
		done := float64(i) / float64(max(1, iterations-1))
		m := map[string]float64{
			"reward/mean": done, "layout/fully_valid": 0.9 * done, "policy/loss": -0.04 + 0.03*done,
			"policy/entropy": 4 - done, "policy/kl": 0.0002,
		}
		for k, name := range terms {
			m["term/"+name] = float64(k) - done
			m["term/"+name+"/weight"] = float64(k) / 2
		}
		if i%5 == 0 {
			m[heldOut] = done
		}
		t.Add(session.Record{Iteration: i, Elapsed: 2 * float64(i+1), Metrics: m})
		t.Progress(float64(i+1)/float64(2*iterations), 2*iterations)
	}
	return t
}

func names(n int, name string) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("%s%d", name, i))
	}
	return out
}

func plain(t *Table, width, height int) []string {
	lines := strings.Split(ansi.Strip(t.View(width, height)), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

func TestTable(t *testing.T) {
	got := plain(run([]string{"format", "physics"}, 21), 80, 24)
	for i, want := range []string{
		"training  ━━━━━━━━━━━━─────────────  50.0 %  iteration 21 of 42  0:42, 0:42 left",
		"",
		"term                     weight       mean      change  course",
		"format                        0     -1.000      -1.000  ██▇▇▇▆▆▆▅▅▅▄▄▃▃▃▂▂▂▁▁",
		"physics                     0.5      0.000      -1.000  █",
		"",
		"reward                               1.000      +1.000  ▁",
		"fully valid (train)                 90.0 %    +90.0 pt  ▁",
		"fully valid (held out)             100.0 %   +100.0 pt  ▁▃▅▆█ at iteration 20",
		"loss                                -0.010      +0.030  ▁",
		"entropy                              3.000      -1.000  █",
		"KL                                 2.0e-04      +0.000  ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄",
	} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Errorf("line %d: want %q in\n%s", i, want, strings.Join(got, "\n"))
			break
		}
	}
}

// TestFits holds that no line is wider and no table higher than asked for, and
// that names are told apart as long as there is room.
func TestFits(t *testing.T) {
	for _, terms := range [][]string{nil, {"a"}, names(2, "physics"), names(8, "term"), names(8, "keep-a-corridor-from-the-door-to-every-window-"), names(40, "größe-界-"), {strings.Repeat("x", 500)}, {"\x1b[31mred", "tab\there\r\n"}} {
		table := run(terms, 12)
		for _, width := range []int{1, 2, 10, 20, 30, 40, 50, 60, 80, 120, 400} {
			for _, height := range []int{1, 5, 12, 16, 23, 60} {
				got := strings.Split(table.View(width, height), "\n")
				for _, line := range got {
					if w := lipgloss.Width(line); w > width {
						t.Fatalf("%d terms in %d columns: a line of %d:\n%s", len(terms), width, w, strings.Join(got, "\n"))
					}
				}
				if fixed := 3 + 1 + 1 + 6; len(got) > max(height, fixed) {
					t.Fatalf("%d terms in %d rows: %d lines\n%s", len(terms), height, len(got), strings.Join(got, "\n"))
				}
				if width >= 80 && height >= 60 && len(terms) == 8 {
					for _, name := range terms {
						if !slices.ContainsFunc(got, func(l string) bool { return strings.Contains(l, name[:min(len(name), 33)]) }) {
							t.Errorf("%d columns: there is no %s in\n%s", width, name, strings.Join(got, "\n"))
						}
					}
				}
			}
		}
	}
}

func TestTableWithoutValues(t *testing.T) {
	table := NewTable("training", []string{"physics"})
	if got := plain(table, 80, 24); !strings.HasPrefix(got[3], "physics ") || !strings.HasSuffix(got[3], "–") || !strings.Contains(got[0], "iteration 0  0:00") {
		t.Errorf("%q", got)
	}
	nan, inf := math.NaN(), math.Inf(1)
	table.Add(session.Record{Elapsed: inf, Metrics: map[string]float64{"term/physics": nan, "reward/mean": inf, "policy/loss": -1e300}})
	table.Add(session.Record{Iteration: 1, Elapsed: nan, Metrics: map[string]float64{"policy/loss": 1e300}})
	table.Progress(nan, 0)
	if got := plain(table, 80, 24); !strings.HasSuffix(got[3], "–") || got[8] != "loss                              1.0e+300   +2.0e+300  ▁█" {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

// TestDiscoveredTerms takes the terms from the record where nobody names them.
func TestDiscoveredTerms(t *testing.T) {
	table := NewTable("demo", nil)
	table.Add(session.Record{Metrics: map[string]float64{"term/b": 1, "term/b/weight": 1, "term/a": 1, "term/a/std": 0, "term/a/weight": 2}})
	if got := plain(table, 80, 24); !strings.HasPrefix(got[3], "a ") || !strings.HasPrefix(got[4], "b ") || got[5] != "" {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

// TestLostTerm keeps the last value of a term that has failed.
func TestLostTerm(t *testing.T) {
	table := NewTable("training", []string{"physics"})
	table.Add(session.Record{Metrics: map[string]float64{"term/physics": 0.5, "term/physics/weight": 2}})
	table.Add(session.Record{Iteration: 1, Metrics: map[string]float64{"term/physics/missing": 1}})
	if got, want := plain(table, 80, 24)[3], "physics                    lost      0.500      +0.000  ▄"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSpark(t *testing.T) {
	for _, c := range []struct {
		values []float64
		width  int
		want   string
	}{
		{nil, 10, ""},
		{[]float64{1}, 10, "▄"},
		{[]float64{1, 1, 1}, 10, "▄▄▄"},
		{[]float64{0, 1, 2, 3, 4, 5, 6, 7}, 10, "▁▂▃▄▅▆▇█"},
		{[]float64{0, 1, 2, 3, 4, 5, 6, 7}, 4, "▁▃▆█"},
		{[]float64{7, math.NaN(), 0}, 10, "█▁"},
		{[]float64{-math.MaxFloat64, math.MaxFloat64}, 10, "▁█"},
		{[]float64{1, 2}, 0, ""},
		{[]float64{1, 2}, -3, ""},
	} {
		var s series
		for _, v := range c.values {
			s.add(v)
		}
		if got := s.spark(c.width); got != c.want {
			t.Errorf("%v in %d columns: %q, want %q", c.values, c.width, got, c.want)
		}
	}
}

// TestLongSeries holds that memory is bounded and the course stays what it was.
func TestLongSeries(t *testing.T) {
	var s series
	for i := range 1_000_000 {
		s.add(float64(i))
	}
	if len(s.points) > maxPoints || s.first != 0 || s.last != 999_999 || !slices.IsSorted(s.points) {
		t.Errorf("%d points from %v to %v", len(s.points), s.first, s.last)
	}
	if got := s.spark(8); got != "▁▂▃▄▅▆▇█" {
		t.Errorf("a straight line is %s", got)
	}
}

func TestBar(t *testing.T) {
	b := NewBar("importing")
	for _, f := range []float64{-1, 0, 0.5, 1, 7, math.NaN()} {
		b.Set(f, strings.Repeat("long", 30))
		for _, width := range []int{1, 20, 80} {
			if got := b.View(width, 1); lipgloss.Width(got) > width || !utf8.ValidString(got) {
				t.Errorf("%v in %d columns: %q", f, width, got)
			}
		}
	}
	b.Set(0.5, "a.glb")
	if got, want := ansi.Strip(b.View(60, 1)), "importing  ━━━━━━━━━━━───────────  50.0 %  a.glb"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNoTerminal(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	term := New(f)
	term.Show(NewBar("x"))
	fmt.Fprint(term, "a line")
	term.End(true)
	if term.Draws() || term.Halt() {
		t.Error("a file is drawn upon")
	}
	if data, err := os.ReadFile(f.Name()); err != nil || string(data) != "a line" {
		t.Errorf("%q, %v", data, err)
	}
}
