package main

import (
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/host/eval"
)

// markdown writes the tables, with the pictures of the groups where they were
// drawn.
func (r *results) markdown(pictures map[string]string) string {
	var b strings.Builder
	r.about(&b)
	for _, g := range groups {
		entries := r.present(g)
		if len(entries) == 0 {
			continue
		}
		fmt.Fprintf(&b, "## %s\n\n", g.Title)
		if g.ID == "paper" {
			r.paper(&b, entries)
		}
		r.shares(&b, entries)
		r.differences(&b, g, entries)
		if file := pictures[g.ID]; file != "" {
			fmt.Fprintf(&b, "![%s: share of fully valid %s rooms against minutes of training](%s)\n\n", g.Title, curveSuite, file)
		}
	}
	r.cost(&b)
	return strings.TrimSpace(b.String())
}

// present are the entries of a group that have finished runs; none where there is
// nothing yet to compare with.
func (r *results) present(g group) []entry {
	var out []entry
	for _, e := range g.Entries {
		if r.row(e.ID) != nil {
			out = append(out, e)
		}
	}
	if len(out) == 1 && out[0].ID == g.Against {
		return nil
	}
	return out
}

// about says what the tables are of.
func (r *results) about(b *strings.Builder) {
	fmt.Fprintf(b, "%v minutes of training a run, seeds %s, %d rooms of each suite. The base is the\ndefault run file with these keys, and `policy.config.seed` like `seed`:\n\n", r.Minutes, join(r.Seeds), r.Rooms)
	for _, c := range r.Base {
		fmt.Fprintf(b, "    %s\n", c)
	}
	b.WriteString("\n| suite | hash of its rooms |\n|---|---|\n")
	for _, s := range r.Suites {
		fmt.Fprintf(b, "| %s | `%s` |\n", s, r.SHA256[s])
	}
	b.WriteString("\n")
	if len(r.Programs) > 1 {
		fmt.Fprintf(b, "The runs were made by %d builds of the program.\n\n", len(r.Programs))
	}
	if len(r.Failed) > 0 {
		b.WriteString("Runs that failed:\n\n")
		for _, f := range r.Failed {
			fmt.Fprintf(b, "- %s\n", f)
		}
		b.WriteString("\n")
	}
}

// shares is the table of fully valid rooms, and of the critic's score.
func (r *results) shares(b *strings.Builder, entries []entry) {
	head := []string{"rooms fully valid, %", "changed keys"}
	head = append(append(head, r.Suites...), "critic, "+r.Suites[0])
	header(b, head, 2)
	for _, e := range entries {
		row := r.row(e.ID)
		cells := []string{e.Name, keys(row.Changed)}
		for _, s := range r.Suites {
			cells = append(cells, whole(row.FullyValid[s], 100, 1))
		}
		line(b, append(cells, whole(spreadOf(values(row.Runs, r.of(func(p *eval.Paper) float64 { return p.Judge }))), 1, 3)))
	}
	b.WriteString("\n")
}

// differences is the table of what a row has more than the group's reference.
func (r *results) differences(b *strings.Builder, g group, entries []entry) {
	name := ""
	for _, e := range g.Entries {
		if e.ID == g.Against {
			name = e.Name
		}
	}
	if r.row(g.Against) == nil || len(entries) < 2 {
		return
	}
	header(b, append([]string{"points more than " + name}, r.Suites...), 1)
	for _, e := range entries {
		if e.ID == g.Against {
			continue
		}
		cells := []string{e.Name}
		for _, s := range r.Suites {
			cells = append(cells, signed(paired(r.row(e.ID).Runs, r.runs(g.Against), valid(s))))
		}
		line(b, cells)
	}
	b.WriteString("\n")
}

// paper is the table of the paper, with its own results below.
func (r *results) paper(b *strings.Builder, entries []entry) {
	columns := []struct {
		name         string
		scale        float64
		digits       int
		value        func(*eval.Paper) float64
		publishedRow func(i int) float64
	}{
		{"format", 1, 2, func(p *eval.Paper) float64 { return p.Format }, func(i int) float64 { return published[i].Format }},
		{"judge", 1, 2, func(p *eval.Paper) float64 { return p.Judge }, func(i int) float64 { return published[i].Judge }},
		{"collision, %", 100, 1, func(p *eval.Paper) float64 { return p.Collision }, func(i int) float64 { return published[i].Collision }},
		{"constraint, %", 100, 1, func(p *eval.Paper) float64 { return p.Constraint }, func(i int) float64 { return published[i].Constraint }},
		{"overall", 1, 2, func(p *eval.Paper) float64 { return p.Overall }, func(i int) float64 { return published[i].Overall }},
	}
	head := []string{"the paper's columns on " + r.Suites[0]}
	for _, c := range columns {
		head = append(head, c.name)
	}
	header(b, head, 1)
	for _, e := range entries {
		cells := []string{e.Name}
		for _, c := range columns {
			cells = append(cells, whole(spreadOf(values(r.runs(e.ID), r.of(c.value))), c.scale, c.digits))
		}
		line(b, cells)
	}
	for i, p := range published {
		cells := []string{"*published:* " + p.Name}
		for _, c := range columns {
			if v := c.publishedRow(i); v < 0 {
				cells = append(cells, "–")
			} else {
				cells = append(cells, fmt.Sprintf("%.*f", c.digits, v))
			}
		}
		line(b, cells)
	}
	b.WriteString("\n")
}

// of reads a column of the paper's table on the main suite.
func (r *results) of(column func(*eval.Paper) float64) func(*outcome) float64 {
	return func(o *outcome) float64 {
		if p := o.Suites[r.Suites[0]].Paper; p != nil {
			return column(p)
		}
		return 0
	}
}

// cost is the table of how far the runs came and what they shared the machine
// with.
func (r *results) cost(b *strings.Builder) {
	b.WriteString("## What the runs took\n\n")
	header(b, []string{"row", "seed", "iterations", "minutes", "wall, s", "load at start", "at end"}, 1)
	for _, row := range r.Rows {
		for _, o := range row.Runs {
			line(b, []string{row.ID, fmt.Sprint(o.Seed), fmt.Sprint(o.Iterations), fmt.Sprintf("%.2f", o.ElapsedS/60),
				fmt.Sprintf("%.0f", o.TrainS), optional(o.LoadStart), optional(o.LoadEnd)})
		}
	}
}
