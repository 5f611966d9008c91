// Command critics compares a policy with simulated annealing at the same time per
// room: the mean score of the offline critic and the share of fully valid rooms,
// on rooms without relations unless another suite is named.
//
//	go run ./cmd/internal/critics --policy policy/compact:RUN --budget 50ms
//
// The policy answers until the time is used up, and the host keeps the best: by
// the rules first, then by the critic, whose time counts. Annealing spends the
// time on one answer, on the same rules and the same critic, which sees boxes and
// no picture. Both run in this process, one room at a time.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math"
	"slices"
	"time"

	"github.com/metaspatial/metaspatial/cmd/internal/tries"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/world"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("critics: ")
	id := flag.String("policy", "policy/compact", "policy, with its checkpoint after a colon")
	suite := flag.String("suite", "free", "suite of rooms")
	n := flag.Int("n", 64, "number of rooms")
	budget := flag.Duration("budget", 50*time.Millisecond, "time for a room")
	turns := flag.Int("turns", 3, "most turns of an episode")
	batch := flag.Int("batch", 8, "answers at once after the first")
	temperature := flag.Float64("temperature", 0.7, "of all answers but the first")
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
	c := contest{tasks: tasks, budget: *budget, o: tries.Options{Budget: *budget, Turns: *turns, Batch: *batch, Temperature: *temperature, Seed: *seed}}
	fmt.Printf("suite %s, %d rooms, %v each\n\n| policy | critic, mean | ± | fully valid | answers, mean | ms p50 | p99 |\n|---|---:|---:|---:|---:|---:|---:|\n", *suite, len(tasks), *budget)
	ours, err := c.play(ctx, *id, nil)
	if err != nil {
		log.Fatal(err)
	}
	theirs, err := c.play(ctx, "policy/anneal", map[string]any{"budget_ms": int(budget.Milliseconds())})
	if err != nil {
		log.Fatal(err)
	}
	better := 0
	for i := range ours {
		if ours[i] > theirs[i] {
			better++
		}
	}
	fmt.Printf("\n%s scores higher in %d of %d rooms; mean difference %+.4f ± %.4f\n", *id, better, len(tasks), mean(ours)-mean(theirs), spread(differences(ours, theirs)))
}

// contest is the rooms that two policies furnish in the same time.
type contest struct {
	tasks  []*scenes.Task
	budget time.Duration
	o      tries.Options
}

// play furnishes every room, prints a row and returns the critic's scores.
// Annealing answers once: its own budget is all the time there is.
func (c *contest) play(ctx context.Context, id string, settings map[string]any) ([]float64, error) {
	p, err := tries.Open(ctx, id, settings)
	if err != nil {
		return nil, err
	}
	var scores, ms []float64
	valid, k := 0.0, 0.0
	for i, t := range c.tasks {
		o := c.o
		o.Seed += uint64(i)
		o.Score = func(l *scenes.Layout) float64 { return score(t, l) }
		if settings != nil {
			o.K, o.Turns = 1, 1
		}
		if i == 0 {
			// The first answer makes the networks and fills caches.
			if _, err := tries.Best(ctx, p, t, o); err != nil {
				return nil, err
			}
		}
		res, err := tries.Best(ctx, p, t, o)
		if err != nil {
			return nil, fmt.Errorf("room %q: %w", t.ID, err)
		}
		if res.Valid {
			valid++
		}
		k += float64(res.K)
		scores = append(scores, score(t, res.Layout))
		ms = append(ms, float64(res.Took)/float64(time.Millisecond))
	}
	slices.Sort(ms)
	rooms := float64(len(c.tasks))
	fmt.Printf("| %s | %.4f | %.4f | %.1f %% | %.1f | %.1f | %.1f |\n", id, mean(scores), spread(scores), 100*valid/rooms, k/rooms, percentile(ms, 0.5), percentile(ms, 0.99))
	return scores, nil
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
