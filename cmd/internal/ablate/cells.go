package main

import (
	"fmt"
	"strconv"
	"strings"
)

// header begins a table, with the first columns to the left and the others,
// which are numbers, to the right.
func header(b *strings.Builder, names []string, text int) {
	line(b, names)
	b.WriteString("|")
	for i := range names {
		if i < text {
			b.WriteString("---|")
		} else {
			b.WriteString("---:|")
		}
	}
	b.WriteString("\n")
}

func line(b *strings.Builder, cells []string) {
	fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
}

// whole writes mean ± sample deviation and the extremes; a single value has
// neither.
func whole(s spread, scale float64, digits int) string {
	mean := fixed(s.Mean*scale, digits)
	switch s.N {
	case 0:
		return "–"
	case 1:
		return mean
	}
	return fmt.Sprintf("%s ± %s (%s–%s)", mean, fixed(s.SD*scale, digits), fixed(s.Min*scale, digits), fixed(s.Max*scale, digits))
}

// signed writes a difference of shares in points.
func signed(s spread) string {
	switch s.N {
	case 0:
		return "–"
	case 1:
		return fmt.Sprintf("%+.1f", 100*s.Mean)
	}
	return fmt.Sprintf("%+.1f ± %.1f", 100*s.Mean, 100*s.SD)
}

func fixed(v float64, digits int) string { return strconv.FormatFloat(v, 'f', digits, 64) }

func optional(v *float64) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f", *v)
}

// keys writes changed keys as code.
func keys(list []string) string {
	if len(list) == 0 {
		return "–"
	}
	var out []string
	for _, k := range list {
		out = append(out, "`"+k+"`")
	}
	return strings.Join(out, "<br>")
}

func join(seeds []uint64) string {
	var out []string
	for _, s := range seeds {
		out = append(out, strconv.FormatUint(s, 10))
	}
	return strings.Join(out, ", ")
}
