package assist

import (
	"fmt"
	"slices"
	"time"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
)

// Ask is a room to place objects in. Task is required; nothing of what is named
// here is changed.
type Ask struct {
	Task *scenes.Task
	// Layout is how the room is now; nil has nothing placed.
	Layout *scenes.Layout
	// Selected are the objects that may move, and what stands on them may too;
	// nil means all. What is locked in the task stays in any case.
	Selected []string
	// Locked are further objects that stay where the layout has them.
	Locked []string
	// K is how often the policy tries; 0 means [DefaultTries]. With a Budget, it
	// tries for as long as that.
	K      int
	Budget time.Duration
	// N is how many alternatives are kept at most, those that look alike counting
	// once; 0 means 1.
	N int
	// Turns is how many answers follow the layout in a Refine; 0 means 1.
	Turns int
	// Seed decides everything random; 0 is another one every time.
	Seed uint64
}

// DefaultTries is how often the policy tries where nothing else is said, as in
// the command generate.
const DefaultTries = 8

// triesEach is how often it tries at least for each alternative that is kept.
const triesEach = 3

// maxTries is how many answers a session gives at once.
const maxTries = 256

// name is what people call the room.
func (k *Ask) name() string {
	if k.Task == nil {
		return "room"
	}
	if k.Task.ID != "" {
		return k.Task.ID
	}
	return "room"
}

// scoped returns the task in which everything that must not move is locked.
func (k *Ask) scoped() (*scenes.Task, error) {
	if k.Task == nil {
		return nil, fmt.Errorf("there is no room to furnish")
	}
	if len(k.Task.Objects) == 0 {
		return nil, fmt.Errorf("%s has no objects yet; add some from the library, or say what the room is for", k.name())
	}
	t := *k.Task
	t.Locked = slices.Clone(t.Locked)
	free := k.free()
	moves := false
	for i := range t.Objects {
		id := t.Objects[i].ID
		if t.Lock(id) != nil {
			continue
		}
		stays := !free(id) || slices.Contains(k.Locked, id)
		if p := k.placed(id); stays && p != nil {
			t.Locked = append(t.Locked, *p)
			continue
		}
		// What is neither placed nor asked for is no reason to begin.
		moves = moves || !stays
	}
	if !moves {
		return nil, fmt.Errorf("in %s everything that was chosen is locked; unlock something first", k.name())
	}
	return &t, t.Validate()
}

// free says which objects may move: those selected with all that they carry.
func (k *Ask) free() func(id string) bool {
	if k.Selected == nil {
		return func(string) bool { return true }
	}
	set := make(map[string]bool, len(k.Selected))
	for _, id := range k.Selected {
		set[id] = true
	}
	for grew := true; grew; {
		grew = false
		for i := range k.Task.Objects {
			if o := &k.Task.Objects[i]; o.Parent != "" && set[o.Parent] && !set[o.ID] {
				set[o.ID], grew = true, true
			}
		}
	}
	return func(id string) bool { return set[id] }
}

func (k *Ask) placed(id string) *scenes.Placement {
	if k.Layout == nil {
		return nil
	}
	return k.Layout.Find(id)
}

// kept returns an answer without what was not to be placed: objects that were
// left out before and that nobody asked for.
func (k *Ask) kept(l *scenes.Layout) *scenes.Layout {
	free := k.free()
	out := &scenes.Layout{Placements: make([]scenes.Placement, 0, len(l.Placements))}
	for _, p := range l.Placements {
		if free(p.ID) || k.placed(p.ID) != nil || k.Task.Lock(p.ID) != nil {
			out.Placements = append(out.Placements, p)
		}
	}
	return out
}

// request is the ask as a session takes it: all tries come back, so that those
// that look alike can be told.
func (k *Ask) request(t *scenes.Task, seed uint64) session.GenerateRequest {
	tries := k.K
	if tries <= 0 {
		tries = DefaultTries
	}
	best := 1
	if k.N > 1 {
		// Enough that there are some without faults that differ.
		tries = max(tries, triesEach*k.N)
		best = min(maxTries, tries)
	}
	return session.GenerateRequest{Task: t, K: tries, Best: best, Budget: k.Budget, Seed: seed}
}
