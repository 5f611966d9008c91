package main

import (
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/host/sweep"
)

// printSweep writes a table that compares the combinations, where there are
// several, and one of each with all of its seeds.
func printSweep(w io.Writer, s *sweep.Summary) {
	if len(s.Combinations) > 1 {
		header := []string{"mean ± deviation over seeds"}
		for _, name := range sweep.FigureNames() {
			header = append(header, sweep.FigureTitle(name))
		}
		var rows [][]string
		for i := range s.Combinations {
			c := &s.Combinations[i]
			row := []string{sweep.Label(c.Settings)}
			for _, name := range sweep.FigureNames() {
				cell := "–"
				if f, ok := c.Find(name); ok {
					cell = f.String()
				}
				row = append(row, cell)
			}
			rows = append(rows, row)
		}
		printTable(w, header, rows)
	}
	for i := range s.Combinations {
		if len(s.Combinations) > 1 {
			fmt.Fprintln(w)
		}
		printCombination(w, &s.Combinations[i])
	}
}

// printCombination writes the figures of one combination over its seeds.
func printCombination(w io.Writer, c *sweep.Combination) {
	name := sweep.Label(c.Settings)
	if name == "" {
		name = "held out"
	}
	header := []string{name, "mean", "deviation", "min", "max"}
	for _, r := range c.Runs {
		header = append(header, fmt.Sprintf("seed %d", r.Seed))
	}
	var rows [][]string
	for _, f := range c.Figures {
		std := "–"
		if f.Std != nil {
			std = sweep.FormatFigure(f.Name, *f.Std)
		}
		row := []string{sweep.FigureTitle(f.Name), sweep.FormatFigure(f.Name, f.Mean), std, sweep.FormatFigure(f.Name, f.Min), sweep.FormatFigure(f.Name, f.Max)}
		for _, r := range c.Runs {
			cell := "–"
			if v, ok := r.Figures[f.Name]; ok {
				cell = sweep.FormatFigure(f.Name, v)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	printTable(w, header, rows)
	for _, r := range c.Runs {
		if r.Error != "" {
			fmt.Fprintf(w, "seed %d failed: %s\n", r.Seed, r.Error)
		}
	}
}
