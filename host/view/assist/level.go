package assist

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
)

// LevelAsk is a building to plan and to furnish.
type LevelAsk struct {
	// Footprint is the outside, counter-clockwise, and Height floor to ceiling,
	// in metres; 0 means 2.7.
	Footprint []scenes.Vec2
	Height    float64
	// Rooms is the list in words: "living, kitchen 12 m2, 2 bedrooms, bathroom".
	Rooms string
	// Prefer is the wishes, in words.
	Prefer string
	// K is how often the policy tries each room; 0 means [DefaultTries].
	K int
	// Seed decides plan and furniture; 0 is another one every time.
	Seed uint64
}

// LevelAnswer is a furnished level.
type LevelAnswer struct {
	Ask   LevelAsk
	Plan  *floorplan.Plan
	Level *scenes.Level
	// Notes say what was chosen in which room and why.
	Notes []string
}

// Level plans a level of several rooms joined by doors and furnishes it.
// Progress counts the rooms.
func (a *Assistant) Level(k LevelAsk) *Job[*LevelAnswer] {
	k.Seed = a.next(k.Seed)
	if k.Height == 0 {
		k.Height = 2.7
	}
	if k.K == 0 {
		k.K = DefaultTries
	}
	list, err := floorplan.Parse(k.Rooms)
	return start(a, "Plan a level", len(list), func(ctx context.Context, step func(int)) (*LevelAnswer, error) {
		if err != nil {
			return nil, err
		}
		if a.o.Stock.Library == nil {
			return nil, fmt.Errorf("there is no library to choose from; import a pack of models first")
		}
		plan, err := floorplan.Make(ctx, floorplan.Options{Seed: k.Seed, Footprint: k.Footprint, Height: k.Height, Rooms: list})
		if err != nil {
			return nil, err
		}
		out := &LevelAnswer{Ask: k, Plan: plan}
		out.Level, err = a.o.Stock.Level(ctx, a.o.Client, plan, furnish.LevelOptions{
			Name: "level", Prefer: k.Prefer, K: k.K, Seed: k.Seed,
			Done: func(i int, r *furnish.Room) {
				for _, n := range r.Notes {
					out.Notes = append(out.Notes, plan.Rooms[i].Name+": "+n)
				}
				step(i + 1)
			},
		})
		if err != nil {
			return nil, err
		}
		return out, nil
	})
}
