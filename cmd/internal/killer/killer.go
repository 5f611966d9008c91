package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

type options struct {
	program, dir string
	kills        int
	seed         uint64
	pause        time.Duration
}

// runFile is a run that is over in seconds and uses every kind of plugin.
const runFile = `
iterations: 40
tasks: {objects_min: 3, objects_max: 4, per_iteration: 2}
group_size: 4
turns: 2
terms:
  - {plugin: reward/format, weight: 0.5}
  - {plugin: reward/physics, weight: 1}
eval: {n: 2, every: 10}
checkpoint: {every: 5}
recorder: {samples: 2, samples_every: 5}
`

// killer carries out runs and ends their processes.
type killer struct {
	options
	rng *rand.Rand
	// want is the outcome of a run that is left alone.
	want *outcome
	// killed counts the dead by what they were, runs the runs that were finished,
	// resumed how often one was resumed, and failed how often because its host
	// could not go on without a plugin.
	killed                map[string]int
	runs, resumed, failed int
}

func newKiller(ctx context.Context, o options) (*killer, error) {
	k := &killer{options: o, rng: rand.New(rand.NewPCG(o.seed, 9)), killed: map[string]int{}}
	if err := os.WriteFile(k.file(), []byte(runFile), 0o644); err != nil {
		return nil, err
	}
	h, err := k.start(ctx, "alone", false)
	if err != nil {
		return nil, err
	}
	if err := h.wait(); err != nil {
		return nil, fmt.Errorf("a run that is left alone: %w", err)
	}
	k.want, err = read(h.out)
	return k, err
}

func (k *killer) file() string { return filepath.Join(k.dir, "run.yaml") }

func (k *killer) left() bool { return k.total() < k.kills }

func (k *killer) total() (n int) {
	for _, m := range k.killed {
		n += m
	}
	return n
}

// all carries out run after run until as many processes are dead as were asked
// for, and the last run is finished.
func (k *killer) all(ctx context.Context) error {
	for k.left() {
		name := fmt.Sprintf("run-%d", k.runs)
		if err := k.one(ctx, name); err != nil {
			return fmt.Errorf("%s, after %s: %w", name, k.tally(), err)
		}
		k.runs++
		if err := os.RemoveAll(filepath.Join(k.dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// one carries out a run, however often it has to be resumed.
func (k *killer) one(ctx context.Context, name string) error {
	for resume := false; ; resume = true {
		h, err := k.start(ctx, name, resume)
		if err != nil {
			return err
		}
		done, err := k.haunt(ctx, h)
		if err != nil {
			return err
		}
		got, err := read(h.out)
		if err != nil {
			return err
		}
		if done {
			return k.want.same(got)
		}
		if err := h.nothingLeft(); err != nil {
			return err
		}
		k.resumed++
	}
}

// haunt ends processes of a run until it is finished, which it reports, or its
// host is among the dead.
func (k *killer) haunt(ctx context.Context, h *host) (done bool, err error) {
	for wounded := false; ; {
		var timer <-chan time.Time
		if k.left() {
			timer = time.After(time.Duration(k.rng.Float64() * float64(k.pause)))
		}
		select {
		case <-ctx.Done():
			h.kill()
			return false, ctx.Err()
		case <-h.ended:
			if h.err != nil && wounded {
				fmt.Println(h.err)
				k.failed++
				return false, nil
			}
			return true, h.err
		case <-timer:
		}
		family := h.family()
		kinds := slices.Sorted(maps.Keys(family))
		kind := kinds[k.rng.IntN(len(kinds))]
		// It has the most to lose, and is among the dead at the latest.
		if k.rng.IntN(4) == 0 || k.killed[itself] == 0 && k.total() == k.kills-1 {
			kind = itself
		}
		if err := syscall.Kill(family[kind], syscall.SIGKILL); err != nil {
			continue // it has just ended
		}
		k.killed[kind]++
		wounded = true
		if kind == itself {
			<-h.ended
			return false, nil
		}
	}
}

// tally says who has died.
func (k *killer) tally() string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(k.killed)) {
		parts = append(parts, fmt.Sprintf("%s %d times", kind, k.killed[kind]))
	}
	if parts == nil {
		parts = []string{"nobody"}
	}
	return fmt.Sprintf("%d killed (%s), %d runs finished, %d times resumed, %d times of them after an error", k.total(), strings.Join(parts, ", "), k.runs, k.resumed, k.failed)
}
