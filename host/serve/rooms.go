package serve

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/near"
)

// rooms are the tasks of the server.
type rooms struct {
	splits []Split
	// next is the room of the first split that a reset takes that names none.
	next atomic.Uint64
}

// choose returns the task of a reset and a name for the episode.
//
// The task is the one that the reset brings, or the one with the index of the
// split, or the one that the seed names, which is the seed modulo the split's
// size. A reset that says none of these takes the next room.
func (r *rooms) choose(ctx context.Context, req *resetRequest) (*scenes.Task, string, error) {
	seed, seeded, err := req.seed()
	if err != nil {
		return nil, "", err
	}
	if len(req.Task) > 0 && string(req.Task) != "null" {
		if req.Split != nil || req.Index != nil {
			return nil, "", invalid([]string{"task"}, "the reset brings a task and names one by its split or index; do one of them")
		}
		task, err := decodeTask(req.Task, "task")
		if err != nil {
			return nil, "", err
		}
		return task, "task-" + task.ID, nil
	}
	split := &r.splits[0]
	if req.Split != nil {
		if split, err = r.find(*req.Split); err != nil {
			return nil, "", err
		}
	}
	index := 0
	switch {
	case req.Index != nil:
		index = *req.Index
	case seeded:
		index = int(seed % uint64(split.Size))
	default:
		index = int((r.next.Add(1) - 1) % uint64(split.Size))
	}
	task, err := split.at(ctx, index)
	return task, fmt.Sprintf("%s-%d", split.Name, index), err
}

func (r *rooms) find(name string) (*Split, error) {
	var names []string
	for i := range r.splits {
		if r.splits[i].Name == name {
			return &r.splits[i], nil
		}
		names = append(names, r.splits[i].Name)
	}
	if n := near.Nearest(name, names); n != "" {
		return nil, invalid([]string{"split"}, "there is no split %q; did you mean %q?", name, n)
	}
	return nil, invalid([]string{"split"}, "there is no split %q; the splits are %v", name, names)
}

func (s *Split) at(ctx context.Context, i int) (*scenes.Task, error) {
	if i < 0 || i >= s.Size {
		return nil, invalid([]string{"index"}, "split %q has the rooms 0 to %d, and no %d", s.Name, s.Size-1, i)
	}
	return s.Task(ctx, i)
}
