package run

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// SuiteSeed is the seed of the held-out suites. Training seeds go through
// [rollout.Derive], so that the two never meet.
const SuiteSeed = 20503

// trainingTasks names the stream of seeds that training tasks come from.
const trainingTasks = 0x7a5c

// Library opens the asset library of a run: an imported one by its folder, or
// the starter kit.
func Library(dir string) (*assets.Library, error) {
	if dir == "" {
		return assets.Starter(), nil
	}
	lib, err := store.Open(dir)
	return lib, BadInput(err)
}

// Suite makes a held-out suite, as [roomgen.Suite] does, and gives up when the
// context ends.
func Suite(ctx context.Context, name string, n int, seed uint64, items []roomgen.Item) ([]*scenes.Task, error) {
	var tasks []*scenes.Task
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		tasks, err = roomgen.Suite(name, n, seed, items)
	}()
	select {
	case <-done:
		return tasks, BadInput(err)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Items lists what rooms may be furnished with.
func Items(lib *assets.Library) []roomgen.Item {
	list := lib.Assets()
	items := make([]roomgen.Item, len(list))
	for i, a := range list {
		items[i] = Item(a)
	}
	return items
}

// Item is an asset as rooms are furnished with it.
func Item(a assets.Asset) roomgen.Item {
	return roomgen.Item{Asset: a.ID, Category: a.Category, Size: a.Size, Support: a.Mount, Flat: a.Flat, NoTop: !hasTop(a)}
}

// hasTop reports whether things can stand on the asset's very top, which is
// where the rules of support expect them.
func hasTop(a assets.Asset) bool {
	n := len(a.SupportHeights)
	return n > 0 && a.SupportHeights[n-1] > a.Size[2]-geom.Tolerance
}

// Source returns the training tasks of every iteration and draw. They depend on
// the run's seed and these two only.
func Source(cfg *config.Run, items []roomgen.Item) func(iteration, draw int) ([]*scenes.Task, error) {
	span := cfg.Tasks.ObjectsMax - cfg.Tasks.ObjectsMin + 1
	return func(iteration, draw int) ([]*scenes.Task, error) {
		// The draw is above any number of iterations.
		r := rand.New(rand.NewPCG(rollout.Derive(cfg.Seed, trainingTasks), uint64(iteration)|uint64(draw)<<32))
		plans := make([]plan, cfg.Tasks.PerIteration)
		for i := range plans {
			plans[i] = plan{seed: r.Uint64(), objects: cfg.Tasks.ObjectsMin + r.IntN(span), tasks: &cfg.Tasks}
			if n := len(cfg.Tasks.Programs); n > 0 {
				plans[i].program = cfg.Tasks.Programs[r.IntN(n)]
			}
		}
		return generate(plans, items, iteration)
	}
}

// plan is one room to make; without a program that is drawn too.
type plan struct {
	seed    uint64
	objects int
	program string
	tasks   *config.Tasks
}

func (p plan) make(items []roomgen.Item) (*scenes.Task, error) {
	o := p.tasks.Training()
	o.Seed, o.Program, o.Objects, o.Items = p.seed, p.program, p.objects, items
	task, _, err := roomgen.DrawTraining(o)
	return task, err
}

// generate makes the tasks on all processors, in order.
func generate(plans []plan, items []roomgen.Item, iteration int) ([]*scenes.Task, error) {
	tasks := make([]*scenes.Task, len(plans))
	errs := make([]error, len(plans))
	var wg sync.WaitGroup
	workers := min(len(plans), runtime.GOMAXPROCS(0))
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(plans); i += workers {
				tasks[i], errs[i] = plans[i].make(items)
			}
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, BadInput(fmt.Errorf("make room %d of iteration %d: %w", i, iteration, err))
		}
	}
	return tasks, nil
}
