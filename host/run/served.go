package run

import (
	"context"
	"fmt"
	"sync"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/serve"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// TrainingRooms is the number of rooms of the split "train" of a server.
const TrainingRooms = 1 << 20

// Served starts what a server of the environment needs of a run file: the
// terms and the renderer, where there is one, and no policy. It fills in the
// options that name them and the rooms: the run's training rooms by their
// number, and n rooms of every held-out suite.
func (p *Plugins) Served(ctx context.Context, cfg *config.Run, lib *assets.Library, n int, o *serve.Options) error {
	var list []config.Plugin
	for _, t := range cfg.Terms {
		list = append(list, t.Plugin)
	}
	r := RendererOf(cfg)
	if r.Name != "" {
		list = append(list, r)
	}
	handles, err := p.Start(ctx, list...)
	if err != nil {
		return err
	}
	var terms []reward.Term
	for i, t := range cfg.Terms {
		term, err := handles[i].Term()
		if err != nil {
			return err
		}
		terms = append(terms, reward.Term{Name: t.ID, Weight: t.Weight, Plugin: term})
	}
	if o.Terms, err = reward.New(terms); err != nil {
		return err
	}
	o.Terms.Meshes = NewMeshes(lib, p.cacheDir).Of
	if r.Name != "" {
		if o.Renderer, err = handles[len(handles)-1].Renderer(); err != nil {
			return err
		}
	}
	o.CacheDir, o.Turns, o.Splits = p.cacheDir, cfg.Turns, splits(cfg, Items(lib), n)
	return nil
}

// splits are the rooms of a server.
func splits(cfg *config.Run, items []roomgen.Item, n int) []serve.Split {
	one := *cfg
	one.Tasks.PerIteration = 1
	source := Source(&one, items)
	out := []serve.Split{{Name: "train", Size: TrainingRooms, Task: func(_ context.Context, i int) (*scenes.Task, error) {
		tasks, err := source(i, 0)
		if err != nil {
			return nil, err
		}
		return tasks[0], nil
	}}}
	for _, name := range roomgen.Suites() {
		s := &frozen{name: name, n: n, items: items, done: make(chan struct{})}
		out = append(out, serve.Split{Name: name, Size: n, Task: s.task})
	}
	return out
}

// frozen is a suite that is made when somebody first asks for it.
type frozen struct {
	name  string
	n     int
	items []roomgen.Item
	once  sync.Once
	done  chan struct{}
	tasks []*scenes.Task
	err   error
}

func (f *frozen) task(ctx context.Context, i int) (*scenes.Task, error) {
	f.once.Do(func() {
		go func() {
			defer close(f.done)
			f.tasks, f.err = roomgen.Suite(f.name, f.n, SuiteSeed, f.items)
		}()
	})
	select {
	case <-f.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f.err != nil {
		return nil, fmt.Errorf("make the rooms of %q: %w", f.name, f.err)
	}
	return f.tasks[i], nil
}
