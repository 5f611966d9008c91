package assist

import (
	"context"
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
)

// LevelAsk is a building to plan and to furnish.
type LevelAsk struct {
	// Rooms says in words which rooms there are: "living, kitchen 12 m2, 2
	// bedrooms, bathroom", or a sentence that names them.
	Rooms string
	// Width and Depth are those of the outside, in metres; 0 takes what the rooms
	// usually need. Height is floor to ceiling; 0 means 2.7.
	Width, Depth, Height float64
	// Prefer is the wishes, in words.
	Prefer string
	// K is how often the policy tries each room; 0 means [DefaultTries].
	K int
	// Seed decides plan and furniture; 0 is another one every time.
	Seed uint64
}

// LevelPlan is a level before it is furnished.
type LevelPlan struct {
	// Ask is what was asked, with the seed and the size that it was given.
	Ask  LevelAsk
	Plan *floorplan.Plan
}

// LevelAnswer is a furnished level.
type LevelAnswer struct {
	LevelPlan
	Level *scenes.Level
	// Notes say what was chosen in which room and why.
	Notes []string
}

// Plan divides a building into rooms that are joined by doors.
func (a *Assistant) Plan(k LevelAsk) *Job[*LevelPlan] {
	k.Seed = a.next(k.Seed)
	if k.Height == 0 {
		k.Height = 2.7
	}
	if k.K == 0 {
		k.K = DefaultTries
	}
	return start(a, "Plan a level", 0, func(ctx context.Context, _ func(int)) (*LevelPlan, error) {
		list, err := furnish.Rooms(k.Rooms)
		if err != nil {
			return nil, err
		}
		k.sized(floorplan.Area(list))
		plan, err := floorplan.Make(ctx, floorplan.Options{Seed: k.Seed, Footprint: floorplan.Rectangle(k.Width, k.Depth), Height: k.Height, Rooms: list})
		if err != nil {
			return nil, err
		}
		return &LevelPlan{Ask: k, Plan: plan}, nil
	})
}

// sized gives the building the size that it does not have yet: four by three, or
// what goes with the side that it has.
func (k *LevelAsk) sized(area float64) {
	switch {
	case k.Width == 0 && k.Depth == 0:
		k.Width = math.Sqrt(area * 4 / 3)
		k.Depth = area / k.Width
	case k.Width == 0:
		k.Width = area / k.Depth
	case k.Depth == 0:
		k.Depth = area / k.Width
	}
	// By decimetres, upward.
	k.Width, k.Depth = math.Ceil(k.Width*10)/10, math.Ceil(k.Depth*10)/10
}

// Level furnishes a planned level. Progress counts the rooms.
func (a *Assistant) Level(p *LevelPlan) *Job[*LevelAnswer] {
	n := len(p.Plan.Rooms)
	return start(a, fmt.Sprintf("Furnish %d rooms", n), n, func(ctx context.Context, step func(int)) (*LevelAnswer, error) {
		if a.o.Stock.Library == nil {
			return nil, fmt.Errorf("there is no library to choose from; import a pack of models first")
		}
		out := &LevelAnswer{LevelPlan: *p}
		var err error
		out.Level, err = a.o.Stock.Level(ctx, a.o.Client, p.Plan, furnish.LevelOptions{
			Name: "level", Prefer: p.Ask.Prefer, K: p.Ask.K, Seed: p.Ask.Seed,
			Done: func(i int, r *furnish.Room) {
				for _, n := range r.Notes {
					out.Notes = append(out.Notes, p.Plan.Rooms[i].Name+": "+n)
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
