package dataset

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// Source gives tasks, one batch after another.
type Source interface {
	// Next returns up to n further tasks, and io.EOF with the last of them.
	Next(ctx context.Context, n int) ([]*scenes.Task, error)
}

// Rooms generates rooms as training draws them. None is of an evaluation suite:
// the seeds of the two come from different streams.
type Rooms struct {
	Seed uint64
	// Tasks says which rooms; see docs/run-file.md.
	Tasks config.Tasks
	// Items are what rooms are furnished with.
	Items []roomgen.Item

	drawn uint64
}

var _ Source = (*Rooms)(nil)

// The streams of seeds.
const (
	roomStream = 0xda7a5e7
	rowStream  = 0xda7a5e8
)

// Next draws n rooms.
func (r *Rooms) Next(ctx context.Context, n int) ([]*scenes.Task, error) {
	type draw struct {
		seed uint64
		task *scenes.Task
	}
	draws := make([]*draw, n)
	for i := range draws {
		draws[i] = &draw{seed: rollout.Derive(rollout.Derive(r.Seed, roomStream), r.drawn)}
		r.drawn++
	}
	err := each(ctx, 0, draws, func(d *draw) error {
		o := r.options(d.seed)
		var err error
		if d.task, _, err = roomgen.DrawTraining(o); err != nil {
			return fmt.Errorf("make a room: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	tasks := make([]*scenes.Task, n)
	for i, d := range draws {
		tasks[i] = d.task
	}
	return tasks, nil
}

// options are those of the room of a seed.
func (r *Rooms) options(seed uint64) roomgen.TrainingOptions {
	t := &r.Tasks
	o := t.Training()
	o.Seed, o.Items = seed, r.Items
	g := source(seed, 0)
	o.Objects = t.ObjectsMin + g.IntN(max(1, t.ObjectsMax-t.ObjectsMin+1))
	if n := len(t.Programs); n > 0 {
		o.Program = t.Programs[g.IntN(n)]
	}
	return o
}

// key tells tasks apart by what they ask, whatever they are called.
type key [16]byte

func keyOf(t *scenes.Task) (key, error) {
	nameless := *t
	nameless.ID = ""
	data, err := json.Marshal(&nameless)
	if err != nil {
		return key{}, fmt.Errorf("task %q: %w", t.ID, err)
	}
	sum := sha256.Sum256(data)
	return key(sum[:16]), nil
}
