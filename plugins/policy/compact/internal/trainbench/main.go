// Command trainbench trains the compact policy in one process, without the
// host, and prints how it does on held-out rooms. It is for working on the
// policy; metaspatial train is for everything else.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/plugins/policy/compact"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/base"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "trainbench:", err)
		os.Exit(1)
	}
}

func run() error {
	var c config
	flag.Float64Var(&c.minutes, "minutes", 1, "wall-clock minutes of training")
	flag.IntVar(&c.iterations, "iterations", 0, "train for so many iterations instead")
	flag.IntVar(&c.tasks, "tasks", 16, "tasks per iteration")
	flag.IntVar(&c.group, "group", 8, "episodes per task")
	flag.IntVar(&c.turns, "turns", 3, "turns per episode")
	flag.Float64Var(&c.rate, "lr", 4e-3, "learning rate at the start")
	flag.Float64Var(&c.entropy, "entropy", 0.003, "weight of the entropy bonus")
	flag.Float64Var(&c.objects, "objects", 1, "weight of the object's own advantage at the start")
	flag.Float64Var(&c.objectsEnd, "objects-end", 0, "and at the end")
	flag.Float64Var(&c.final, "final", 0.5, "share of the last turn's advantage in earlier turns")
	flag.IntVar(&c.minibatch, "minibatch", 512, "decisions per step")
	flag.IntVar(&c.epochs, "epochs", 1, "epochs per update")
	flag.Uint64Var(&c.seed, "seed", 1, "seed of everything")
	flag.IntVar(&c.eval, "eval", 128, "held-out rooms")
	flag.StringVar(&c.suite, "suite", "twelve", "held-out suite")
	flag.IntVar(&c.lo, "min-objects", 6, "fewest objects of a training room")
	flag.IntVar(&c.hi, "max-objects", 15, "most objects of a training room")
	flag.Float64Var(&c.tight, "tight", 0.5, "share of training rooms that are densely furnished")
	flag.DurationVar(&c.every, "every", 45*time.Second, "time between evaluations")
	flag.BoolVar(&c.explain, "explain", false, "print every fault of the last turn")
	width := flag.Int("width", 64, "width of the networks")
	grid := flag.Int("grid", 24, "grid size")
	others := flag.String("others", "", "further suites, separated by commas, for the end")
	profile := flag.String("cpuprofile", "", "write a profile here")
	flag.Parse()
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	p := compact.New()
	values, ds := p.Describe().Schema.Resolve(map[string]any{"width": *width, "grid": *grid, "seed": int(c.seed)})
	if err := ds.Err(); err != nil {
		return err
	}
	ctx := context.Background()
	if _, err := p.Configure(ctx, base.ConfigureRequest{Values: values}); err != nil {
		return err
	}
	t := &trainer{config: c, policy: p}
	var err error
	if t.held, err = roomgen.Suite(c.suite, c.eval, 20260101, nil); err != nil {
		return err
	}
	if err := t.train(ctx); err != nil {
		return err
	}
	for _, name := range strings.Split(*others, ",") {
		if name == "" {
			continue
		}
		if t.held, err = roomgen.Suite(name, c.eval/2, 20260101, nil); err != nil {
			return err
		}
		if err := t.evaluate(ctx, name, 0); err != nil {
			return err
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("memory from the system: %.0f MiB\n", float64(m.Sys)/(1<<20))
	return nil
}

// task draws a training room.
func (t *trainer) task(k uint64) (*scenes.Task, error) {
	programs := roomgen.Programs()
	for try := uint64(0); ; try++ {
		seed := t.seed<<40 + k*16 + try
		o := roomgen.Options{Seed: seed, Program: programs[(k+try)%uint64(len(programs))],
			Objects: t.lo + int(mix(seed)%uint64(t.hi-t.lo+1))}
		if float64(k%16) < 16*t.tight && try < 4 {
			o.Objects = 10 + o.Objects%6
			o.Coverage, o.Sides = [2]float64{0.4, 0.6}, [2]float64{3, 4.5}
		}
		task, _, err := roomgen.Generate(o)
		if err == nil || try > 8 {
			return task, err
		}
	}
}

func mix(x uint64) uint64 {
	x ^= x >> 31
	x *= 0x9e3779b97f4a7c15
	x ^= x >> 29
	return x
}
