// Command critics compares a policy with simulated annealing at the same time per
// room: the mean score of the offline critic and the share of fully valid rooms,
// on rooms without relations unless another suite is named.
//
//	go run ./cmd/internal/critics --policy policy/compact:RUN --budget 50ms
//
// The policy answers until the time is used up, and the host keeps the best: by
// the rules first, then by the critic, whose time counts. Annealing spends the
// time on one answer for each processor, on the same rules and the same critic,
// which sees boxes and no picture; the best of these counts. Both run in this process, room by room in turn, so that a busy machine
// is so for both.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math"
	"runtime"
	"slices"
	"time"

	"github.com/metaspatial/metaspatial/cmd/internal/tries"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/world"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("critics: ")
	id := flag.String("policy", "policy/compact", "policy, with its checkpoint after a colon")
	suite := flag.String("suite", "free", "suite of rooms")
	n := flag.Int("n", 64, "number of rooms")
	budget := flag.Duration("budget", 50*time.Millisecond, "time for a room")
	turns := flag.Int("turns", 3, "most turns of an episode")
	batch := flag.Int("batch", 16, "most answers at once")
	temperature := flag.Float64("temperature", 1, "of all answers but the first")
	seed := flag.Uint64("seed", run.SuiteSeed, "seed of the suite and of the sampling")
	flag.Parse()
	if *budget < 2*time.Millisecond || *n < 1 {
		log.Fatal("--budget must be at least 2ms and --n at least 1")
	}
	lib, err := run.Library("")
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	tasks, err := run.Suite(ctx, *suite, *n, *seed, run.Items(lib))
	if err != nil {
		log.Fatal(err)
	}
	o := tries.Options{Budget: *budget, Turns: *turns, Batch: *batch, Temperature: *temperature, Seed: *seed}
	ours, err := open(ctx, *id, nil, o)
	if err != nil {
		log.Fatal(err)
	}
	// Annealing answers once on every processor: its own budget is all the time.
	o.K, o.First, o.Turns = runtime.GOMAXPROCS(0), runtime.GOMAXPROCS(0), 1
	theirs, err := open(ctx, "policy/anneal", map[string]any{"budget_ms": int(budget.Milliseconds())}, o)
	if err != nil {
		log.Fatal(err)
	}
	for i, t := range tasks {
		for _, s := range []*side{ours, theirs} {
			if err := s.play(ctx, t, i == 0); err != nil {
				log.Fatal(err)
			}
		}
	}
	fmt.Printf("suite %s, %d rooms, %v each\n\n| policy | critic, mean | ± | fully valid | answers, mean | ms p50 | p99 |\n|---|---:|---:|---:|---:|---:|---:|\n", *suite, len(tasks), *budget)
	ours.print()
	theirs.print()
	better := 0
	for i := range tasks {
		if ours.scores[i] > theirs.scores[i] {
			better++
		}
	}
	fmt.Printf("\n%s scores higher in %d of %d rooms; mean difference %+.4f ± %.4f\n", *id, better, len(tasks), mean(ours.scores)-mean(theirs.scores), spread(differences(ours.scores, theirs.scores)))
}

// side is a policy and how it did.
type side struct {
	id         string
	p          policy.Policy
	o          tries.Options
	scores, ms []float64
	valid, k   float64
}

func open(ctx context.Context, id string, settings map[string]any, o tries.Options) (*side, error) {
	p, err := tries.Open(ctx, id, settings)
	return &side{id: id, p: p, o: o}, err
}

// play furnishes a room; the first one twice, since the first answer makes the
// networks and fills caches.
func (s *side) play(ctx context.Context, t *scenes.Task, first bool) error {
	o := s.o
	o.Seed += uint64(len(s.scores))
	o.Score = func(l *scenes.Layout) float64 { return score(t, l) }
	res, err := tries.Best(ctx, s.p, t, o)
	if err == nil && first {
		res, err = tries.Best(ctx, s.p, t, o)
	}
	if err != nil {
		return fmt.Errorf("room %q: %w", t.ID, err)
	}
	if res.Valid {
		s.valid++
	}
	s.k += float64(res.K)
	s.scores = append(s.scores, score(t, res.Layout))
	s.ms = append(s.ms, float64(res.Took)/float64(time.Millisecond))
	return nil
}

func (s *side) print() {
	slices.Sort(s.ms)
	rooms := float64(len(s.scores))
	fmt.Printf("| %s | %.4f | %.4f | %.1f %% | %.1f | %.1f | %.1f |\n", s.id, mean(s.scores), spread(s.scores), 100*s.valid/rooms, s.k/rooms, percentile(s.ms, 0.5), percentile(s.ms, 0.99))
}

// score is the offline critic's, of boxes and without a picture.
func score(t *scenes.Task, l *scenes.Layout) float64 {
	if l == nil {
		l = &scenes.Layout{}
	}
	m := critic.Gather(world.New(t, l, nil), nil)
	return critic.Score(&m)
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(max(1, len(v)))
}

// spread is the standard error of the mean.
func spread(v []float64) float64 {
	m, sum := mean(v), 0.0
	for _, x := range v {
		sum += (x - m) * (x - m)
	}
	n := float64(len(v))
	return math.Sqrt(sum / max(1, n-1) / max(1, n))
}

func differences(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] - b[i]
	}
	return out
}

// percentile is the nearest-rank percentile of sorted values.
func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)]
}
