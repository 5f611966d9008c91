package main

import (
	"context"
	"fmt"
	"log"
	"path/filepath"
	"strconv"
	"strings"
)

// target is the share of the gap that a run should close, allowed the points of
// validity that it may lose.
const (
	target  = 0.6
	allowed = 2
)

// proof is what came of one training.
type proof struct {
	Term    string  `json:"term"`
	Weight  float64 `json:"weight"`
	Minutes float64 `json:"minutes"`
	Seed    int     `json:"seed"`
	Suite   string  `json:"suite"`
	Rooms   int     `json:"rooms"`
	SHA256  string  `json:"sha256"`
	// Before, After and Best are means of the term over the rooms: of the
	// policy's greedy answers, and of the best of its K samples in each.
	Before float64 `json:"before"`
	After  float64 `json:"after"`
	Best   float64 `json:"best"`
	K      int     `json:"k"`
	// GapClosed is (After − Before)/(Best − Before).
	GapClosed   float64 `json:"gap_closed"`
	ValidBefore float64 `json:"fully_valid_before"`
	ValidAfter  float64 `json:"fully_valid_after"`
	// Lost is ValidBefore − ValidAfter in points.
	Lost float64 `json:"points_lost"`
	Met  bool    `json:"met"`
}

// prove measures, trains and measures again, term by term.
func (w *workshop) prove(ctx context.Context) ([]proof, error) {
	var out []proof
	for _, t := range w.terms {
		list, err := w.proveTerm(ctx, t)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

func (w *workshop) proveTerm(ctx context.Context, t term) ([]proof, error) {
	dir, rooms := filepath.Join(w.suite, fmt.Sprintf("%s-%g", t.name, t.weight)), strconv.Itoa(w.n)+".json"
	before, err := w.eval(ctx, filepath.Join(dir, "before-"+rooms), w.suite, w.n, &t, w.flags)
	if err != nil {
		return nil, err
	}
	k := strconv.Itoa(w.k)
	best, err := w.eval(ctx, filepath.Join(dir, "best-of-"+k+"-"+rooms), w.suite, w.n, &t, w.flags, "--k", k, "--temperature", "1")
	if err != nil {
		return nil, err
	}
	var out []proof
	for seed := 1; seed <= w.seeds; seed++ {
		run := filepath.Join(dir, fmt.Sprintf("%gmin-seed%d", w.minutes, seed))
		if err := w.train(ctx, run, w.runFile(w.minutes, seed, trained[w.suite], &t)); err != nil {
			return nil, err
		}
		after, err := w.eval(ctx, filepath.Join(run, "after-"+rooms), w.suite, w.n, &t, []string{"--policy", "policy/compact:" + filepath.Join(w.dir, run)})
		if err != nil {
			return nil, err
		}
		p, err := w.compare(t, seed, &before, &best, &after)
		if err != nil {
			return nil, err
		}
		log.Printf("%s, seed %d: %.3f before, %.3f after, best of %d %.3f: %.0f %% of the gap, %+.1f points of validity lost", t.name, seed, p.Before, p.After, w.k, p.Best, 100*p.GapClosed, p.Lost)
		out = append(out, p)
		if w.pictures != "" && seed == 1 {
			if err := w.picture(ctx, t, &before, &after); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func (w *workshop) compare(t term, seed int, before, best, after *measured) (proof, error) {
	p := proof{Term: t.name, Weight: t.weight, Minutes: w.minutes, Seed: seed, Suite: w.suite, Rooms: w.n, SHA256: before.SHA256, K: w.k,
		ValidBefore: before.FullyValid, ValidAfter: after.FullyValid, Lost: 100 * (before.FullyValid - after.FullyValid)}
	for _, m := range []struct {
		from *measured
		to   *float64
		best bool
	}{{before, &p.Before, false}, {after, &p.After, false}, {best, &p.Best, true}} {
		if m.from.SHA256 != before.SHA256 {
			return p, fmt.Errorf("%s was measured on other rooms than before; delete its folder", t.name)
		}
		v, err := m.from.of(t.name)
		if err != nil {
			return p, err
		}
		if *m.to = v.Mean; m.best {
			*m.to = v.Best
		}
	}
	if p.Best <= p.Before {
		return p, fmt.Errorf("%s: the best of %d samples, %.3f, is no better than the greedy answer, %.3f; there is no gap to close", t.name, w.k, p.Best, p.Before)
	}
	p.GapClosed = (p.After - p.Before) / (p.Best - p.Before)
	p.Met = p.GapClosed >= target && p.Lost <= allowed
	return p, nil
}

// markdown is the proofs as a table, with the mean of several seeds.
func markdown(list []proof) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| term | weight | seed | before | after | best of %d | gap closed, target %.0f %% | fully valid before | after | points lost, at most %d |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
		list[0].K, 100*target, allowed)
	for i, p := range list {
		p.line(&b, strconv.Itoa(p.Seed))
		if first := firstOf(list, i); first < i && (i == len(list)-1 || list[i+1].Term != p.Term) {
			mean(list[first:i+1]).line(&b, "mean")
		}
	}
	p := list[0]
	fmt.Fprintf(&b, "\n%d rooms of suite %s (%.12s…), %g minutes of training a row.\n", p.Rooms, p.Suite, p.SHA256, p.Minutes)
	return b.String()
}

func (p proof) line(b *strings.Builder, seed string) {
	fmt.Fprintf(b, "| %s | %g | %s | %.3f | %.3f | %.3f | %.0f %% | %.1f %% | %.1f %% | %+.1f |\n",
		p.Term, p.Weight, seed, p.Before, p.After, p.Best, 100*p.GapClosed, 100*p.ValidBefore, 100*p.ValidAfter, p.Lost)
}

// firstOf is the first row of the term of row i.
func firstOf(list []proof, i int) int {
	for i > 0 && list[i-1].Term == list[i].Term {
		i--
	}
	return i
}

func mean(list []proof) proof {
	m := list[0]
	m.After, m.GapClosed, m.ValidAfter, m.Lost = 0, 0, 0, 0
	for _, p := range list {
		n := float64(len(list))
		m.After += p.After / n
		m.GapClosed += p.GapClosed / n
		m.ValidAfter += p.ValidAfter / n
		m.Lost += p.Lost / n
	}
	return m
}
