package furnish

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
	"github.com/metaspatial/metaspatial/scenes/preference"
)

const (
	// roomSeeds keeps the seeds of a level's rooms apart from those of the next
	// level.
	roomSeeds = floorplan.MostRooms + 1
	// redraws is how often the furniture of a room is drawn anew because no try
	// of the policy is free of faults and can be walked through.
	redraws = 3
)

// InputError is what nothing could be chosen for, rather than a fault of the
// policy.
type InputError struct{ Err error }

func (e *InputError) Error() string { return e.Err.Error() }

// Unwrap returns the fault itself.
func (e *InputError) Unwrap() error { return e.Err }

// LevelOptions say how a level is furnished.
type LevelOptions struct {
	Name string
	// Prefer is the wishes, in words; a sentence that names a room is for that
	// room only.
	Prefer string
	// K is how often the policy tries each room; 0 means 1.
	K    int
	Seed uint64
	// Done is called after each room with its number, in order; may be nil.
	Done func(i int, r *Room)
}

// Room is a room with what the policy made of it.
type Room struct {
	Chosen
	Layout *scenes.Layout
	// rank is 2 for every fault, and 1 more where the way between doors is
	// blocked.
	rank int
}

// Level furnishes the rooms of a plan, one after the other, and joins them.
func (s Stock) Level(ctx context.Context, g Generator, plan *floorplan.Plan, o LevelOptions) (*scenes.Level, error) {
	wanted := plan.Share(o.Prefer, mood)
	tasks, layouts := make([]*scenes.Task, len(plan.Rooms)), make([]*scenes.Layout, len(plan.Rooms))
	for i := range plan.Rooms {
		r, err := s.room(ctx, g, &plan.Rooms[i], wanted[i], max(1, o.K), o.Seed*roomSeeds+uint64(i))
		if err != nil {
			return nil, err
		}
		tasks[i], layouts[i] = r.Task, r.Layout
		if o.Done != nil {
			o.Done(i, r)
		}
	}
	return plan.Level(o.Name, tasks, layouts), nil
}

// mood says whether a sentence names nothing to place and is for every room.
func mood(sentence string) bool { return len(preference.Things(sentence)) == 0 }

// room asks the policy for layouts of a room and keeps the best, drawing other
// furniture where none is good. What was chosen by a preference is not drawn
// anew.
func (s Stock) room(ctx context.Context, g Generator, r *floorplan.Room, prefer string, k int, seed uint64) (*Room, error) {
	var best *Room
	for n := range uint64(redraws) {
		in, err := s.ForRoom(ctx, r, prefer, seed+n<<32)
		if err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			return nil, &InputError{err}
		}
		res, err := g.Generate(ctx, session.GenerateRequest{Task: in.Task, K: k, Best: k, Seed: seed})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		for _, a := range res.Layouts {
			if a.Layout == nil {
				continue
			}
			f := &Room{Chosen: *in, Layout: a.Layout, rank: 2 * len(a.Findings)}
			if !floorplan.Passable(in.Task, a.Layout) {
				f.rank++
			}
			if best == nil || f.rank < best.rank {
				best = f
			}
		}
		if best != nil && best.rank == 0 || in.Notes != nil {
			break
		}
	}
	if best == nil {
		return nil, fmt.Errorf("%s: the policy gave no layout in %d tries; use another policy, or more turns", r.Name, k)
	}
	return best, nil
}
