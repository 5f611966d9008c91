package main

import (
	"fmt"
	"io"
	"math"
	"slices"

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
	// Rounded down, so that only a kind without a loss has 100.
	share := math.Floor(1000*float64(t.won)/float64(t.n)) / 10
	return fmt.Sprintf("%.1f %% | %.2f", share, 50*t.drop/float64(t.n))
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
	out.printf(preface, len(t.pairs), t.rooms, first, first+n-1)
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
	out.printf("\nThe kinds:\n\n")
	for _, k := range kinds {
		out.printf("- **%s**: %s\n", k.Name, k.Says)
	}
	out.printf("\nScores of the good rooms, as asked: least %.2f, median %.2f, most %.2f.\n", t.good(0), t.good(0.5), t.good(1))
	return out.err
}

// preface introduces the table; it takes the pairs, the rooms and the seeds.
const preface = `# Does the critic tell a good room from a faulty one?

Good rooms are valid witness layouts of the room generator, half of them
furnished from the starter kit, half with boxes; a pair is such a room and the
same room with one object moved or turned (package critic/faults). The critic
ranks a pair rightly when the good room's score is higher; a tie counts as lost.

Here are %d pairs from %d rooms, seeds %d to %d, none of which was used
while the critic was developed. Shares are rounded down.

"As asked" judges with the task's relations and a picture of 256² pixels. Most
faults break a relation too, which gives them away; "arrangement alone" therefore
takes the relations, facings and preference out of the task and judges the same
layouts. "Drop" is the mean difference in points of the 50 that five grades can
give.

The unseen kinds were written after the critic was frozen, and nothing of it was
changed for them. Three of the four (window, cupboard, bedside table) had been
thought of before as kinds that there might be; "front to the wall" had not.

All rooms come from one generator, and all faults are plain ones: the table does
not say how far the grades agree with people's, nor how well two good rooms are
told apart.

`

// good is a quantile of the good rooms' scores, as asked.
func (t *tried) good(q float64) float64 {
	var scores []float64
	var last *judged
	for i := range t.pairs {
		if g := t.pairs[i].good; g != last {
			scores, last = append(scores, g.score[0]), g
		}
	}
	if len(scores) == 0 {
		return math.NaN()
	}
	slices.Sort(scores)
	return scores[int(q*float64(len(scores)-1))]
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
