// Package solve searches for a fully valid layout of a task.
//
// The search has two stages that share one budget of tried positions, never of
// time, so that the same seed gives the same layout on every machine. First it
// places the objects one after another (corners, walls, middle of the room,
// then what stands by or on them, then walls and ceiling), each inside the
// intersection of its relations' ranges, and goes back when one finds no room.
// Then it completes the best of these attempts with conflicts and anneals:
// again and again it takes a few objects in conflict out, with all that depends
// on them, and puts them back where they conflict least.
//
// With [Options.Wishes] a third stage moves the objects of a valid layout about,
// by the same means, until what the preference text asks for holds too.
package solve

import (
	"context"
	"math/rand/v2"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// DefaultBudget is the number of positions tried when [Options.Budget] is 0.
const DefaultBudget = 300_000

// Options steer the search; the zero value is right for most tasks.
type Options struct {
	// Seed chooses among the many valid layouts.
	Seed uint64
	// Budget bounds the number of positions tried; 0 means [DefaultBudget].
	Budget int
	// Wishes asks also for what the task's Specs and Preference wish for, as
	// far as package preference understands it. A layout that is fully valid
	// stays so; what is left of the budget goes into the wishes.
	Wishes bool
}

// Solve returns a layout with every object placed but those that may be left out
// and find no room, and whether it is fully valid. Locked objects stay where they
// are. When the budget ends or the context is cancelled first, the layout is the
// one with the least conflict so far.
func Solve(ctx context.Context, t *scenes.Task, opts Options) (*scenes.Layout, bool) {
	if opts.Budget <= 0 {
		opts.Budget = DefaultBudget
	}
	rest := optional(t)
	opts.Budget /= 1 + min(rest, attempts-1)
	for {
		l, ok := whole(ctx, t, opts)
		if ok || rest == 0 || ctx.Err() != nil {
			return l, ok
		}
		t = without(t, leastFit(t, l))
		rest = optional(t)
	}
}

// whole looks for a layout with every object.
func whole(ctx context.Context, t *scenes.Task, opts Options) (*scenes.Layout, bool) {
	s := newSearch(ctx, t, opts)
	if !s.construct(opts.Budget / 3) {
		s.repair()
	}
	l := s.layout()
	checker := measure.NewChecker(t)
	if !checker.Measure(l).FullyValid() {
		return l, false
	}
	if opts.Wishes && s.pleased() {
		if better := s.layout(); checker.Measure(better).FullyValid() {
			return better, true
		}
	}
	return l, true
}

// search is one run of [Solve].
type search struct {
	*problem
	ctx  context.Context
	rng  *rand.Rand
	left int
	done bool
	// at is where every object stands now.
	at []body
}

func newSearch(ctx context.Context, t *scenes.Task, opts Options) *search {
	p := newProblem(t)
	return &search{
		problem: p,
		ctx:     ctx,
		rng:     rand.New(rand.NewPCG(opts.Seed, 0x736f6c7665)),
		left:    opts.Budget,
		at:      make([]body, len(p.items)),
	}
}

// spent counts one tried position and reports whether the search must end.
func (s *search) spent() bool { return s.spend(1) }

// spend counts n tried positions, or work of that worth.
func (s *search) spend(n int) bool {
	before := s.left
	s.left -= n
	if s.left <= 0 || before/512 != s.left/512 && s.ctx.Err() != nil {
		s.done = true
	}
	return s.done
}

func (s *search) layout() *scenes.Layout {
	l := &scenes.Layout{Placements: make([]scenes.Placement, len(s.items))}
	for i := range s.items {
		b := &s.at[i].box
		l.Placements[i] = scenes.Placement{ID: s.items[i].o.ID, Position: b.Center, Yaw: b.Yaw}
	}
	return l
}
