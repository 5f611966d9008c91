package main

import (
	"fmt"
	"io"
	"math"

	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/measure/critic/faults"
)

// tally counts the pairs of a kind in one mode.
type tally struct {
	n, won int
	drop   float64
}

func (t *tally) add(good, faulty float64) {
	t.n++
	if good > faulty {
		t.won++
	}
	t.drop += good - faulty
}

// cells are a share in percent and the mean drop in points of the 50.
func (t tally) cells() string {
	if t.n == 0 {
		return "– | –"
	}
	return fmt.Sprintf("%.1f %% | %.2f", 100*float64(t.won)/float64(t.n), 50*t.drop/float64(t.n))
}

type row [len(modes)]tally

// write writes the table as Markdown.
func write(w io.Writer, t *tried, first, n uint64) error {
	kinds := faults.Kinds()
	rows := make([]row, len(kinds))
	var seen, unseen, all row
	for i := range t.pairs {
		p := &t.pairs[i]
		part := &seen
		if kinds[p.kind].Unseen {
			part = &unseen
		}
		for k := range modes {
			for _, r := range []*row{&rows[p.kind], part, &all} {
				r[k].add(p.good.score[k], p.faulty.score[k])
			}
		}
	}
	out := &printer{w: w}
	out.printf("%d pairs from %d rooms (seeds %d to %d). A tie counts as lost; the drop is in points of the 50 that five grades can give.\n\n", len(t.pairs), t.rooms, first, first+n-1)
	out.printf("| fault | pairs ")
	for _, m := range modes {
		out.printf("| %s | drop ", m)
	}
	out.printf("|\n|---|---:|---:|---:|---:|---:|---:|---:|\n")
	line := func(name string, r *row) {
		out.printf("| %s | %d ", name, r[0].n)
		for k := range modes {
			out.printf("| %s ", r[k].cells())
		}
		out.printf("|\n")
	}
	for i, k := range kinds {
		if !k.Unseen {
			line(k.Name, &rows[i])
		}
	}
	line("**all seen kinds**", &seen)
	for i, k := range kinds {
		if k.Unseen {
			line(k.Name, &rows[i])
		}
	}
	line("**all unseen kinds**", &unseen)
	line("**all**", &all)
	return out.err
}

// losses lists the pairs that were ranked the wrong way in one mode, with the
// measures that moved.
func losses(w io.Writer, t *tried, mode, most int) error {
	out := &printer{w: w}
	for i := range t.pairs {
		p := &t.pairs[i]
		if p.good.score[mode] > p.faulty.score[mode] || most == 0 {
			continue
		}
		most--
		out.printf("seed %d, %s: %.4f to %.4f\n", p.seed, p.fault, p.good.score[mode], p.faulty.score[mode])
		a, b := &p.good.measures[mode], &p.faulty.measures[mode]
		for id := range critic.Count {
			if u, v := critic.ID(id).Utility(a.Value[id]), critic.ID(id).Utility(b.Value[id]); a.Known[id] && math.Abs(u-v) > 0.005 {
				out.printf("  %s %.3f (%.3f) to %.3f (%.3f)\n", critic.Table[id].Name, a.Value[id], u, b.Value[id], v)
			}
		}
	}
	return out.err
}

// printer keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}
