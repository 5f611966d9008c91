package main

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
)

// levelFlags are the flags of generate level.
type levelFlags struct {
	size, footprint, rooms, prefer, policy, library, out string
	settings                                             []string
	height                                               float64
	k, turns                                             int
	seed                                                 uint64
}

func newGenerateLevel() *cobra.Command {
	var g levelFlags
	cmd := &cobra.Command{
		Use:   "level (--size XxYxZ | --footprint CORNERS) --rooms LIST [--prefer TEXT] [--out DIR]",
		Short: "Plan a level of several rooms joined by doors, and furnish it",
		Long: fmt.Sprintf(`Plan a level of several rooms joined by doors, and furnish it.

The footprint is the outside of the building: a size in metres, or its corners.
The list names the rooms, with their number and, where it matters, their floor:
"living, kitchen 12 m2, 2 bedrooms, bathroom". Kinds of room: %s,
and the usual words for them. A corridor is added where the plan is better for
it.

The seed draws a plan with doors and windows in which nobody walks through a
bathroom, or through a bedroom where it can be helped. Every room becomes a task
of its kind's furniture, or of what --prefer asks for; a sentence of it that names
a room is for that room only. The policy furnishes each room --k times, and the
host keeps the try with the fewest faults that leaves the way from door to door
free. Which object failed is said.

--out gets the level, its GLB, a plan from above, and a picture of each room.
Every command that takes levels takes it: export, measure, render.
docs/levels.md has more.`, strings.Join(floorplan.Kinds(), ", ")),
		Example: `  metaspatial generate level --size 12x9x2.7 --rooms "living, kitchen, 2 bedrooms, bathroom" --out flat
  metaspatial generate level --size 24x18x3.2 --rooms "tavern, shop, 6 dungeons" --seed 4 --out keep
  metaspatial generate level --footprint "0,0 14,0 14,6.5 8,6.5 8,12 0,12" --height 2.6 --rooms "living 30 m2, kitchen, 2 bedrooms, bathroom" --json`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVar(&g.size, "size", "", "outside of the building in metres, and the rooms' height: 12x9x2.7")
	f.StringVar(&g.footprint, "footprint", "", `corners of the outside, counter-clockwise, in place of --size: "0,0 14,0 14,6 8,6 8,12 0,12"`)
	f.Float64Var(&g.height, "height", 2.7, "height of the rooms in metres, with --footprint")
	f.StringVar(&g.rooms, "rooms", "", `the rooms: "living, kitchen 12 m2, 2 bedrooms, bathroom"`)
	f.StringVar(&g.prefer, "prefer", "", "the wishes, in words")
	f.StringVar(&g.policy, "policy", defaultPolicy, "policy id or program, with its checkpoint after a colon")
	f.StringArrayVar(&g.settings, "set", nil, "NAME=VALUE, a setting of the policy (repeatable); plugin describe lists them")
	f.StringVar(&g.library, "library", "", "imported asset library; default: the starter kit")
	f.IntVar(&g.k, "k", defaultTries, "number of tries per room that the best is chosen of")
	f.IntVar(&g.turns, "turns", 3, "answers per try: after the first the policy sees its faults")
	f.Uint64Var(&g.seed, "seed", 1, "seed of everything random")
	f.StringVar(&g.out, "out", "", "folder for level, GLB and pictures")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		switch {
		case (g.size == "") == (g.footprint == ""):
			return usage("name either --size or --footprint; see %s --help", cmd.CommandPath())
		case g.size != "" && cmd.Flags().Changed("height"):
			return usage("--size has the height already; leave --height out")
		case g.rooms == "":
			return usage("name the rooms with --rooms; see %s --help", cmd.CommandPath())
		case g.k < 1 || g.k > run.MaxLayouts:
			return usage("--k must be from 1 to %d", run.MaxLayouts)
		case g.turns < 1 || g.turns > 100:
			return usage("--turns must be from 1 to 100")
		}
		return g.run(cmd, *asJSON)
	}
	return cmd
}

// plan draws the plan that the flags ask for.
func (g *levelFlags) plan(ctx context.Context) (*floorplan.Plan, error) {
	o := floorplan.Options{Seed: g.seed, Height: g.height}
	var err error
	if g.size != "" {
		size, err := parseRoom(g.size)
		if err != nil {
			return nil, fmt.Errorf("--size %q: write width x depth x height in metres, such as 12x9x2.7", g.size)
		}
		for k, what := range [3]string{"width", "depth", "height"} {
			if v := size[k]; !(v > 0) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("--size %q: the %s is %v m; give metres above 0", g.size, what, v)
			}
		}
		o.Footprint, o.Height = floorplan.Rectangle(size[0], size[1]), size[2]
	} else if o.Footprint, err = parseCorners(g.footprint); err != nil {
		return nil, err
	}
	if o.Rooms, err = floorplan.Parse(g.rooms); err != nil {
		return nil, fmt.Errorf("--rooms: %w", err)
	}
	return floorplan.Make(ctx, o)
}

// parseCorners reads "0,0 14,0 14,6".
func parseCorners(text string) ([]scenes.Vec2, error) {
	var out []scenes.Vec2
	for i, word := range strings.Fields(text) {
		a, b, _ := strings.Cut(word, ",")
		x, errX := strconv.ParseFloat(a, 64)
		y, errY := strconv.ParseFloat(b, 64)
		if errX != nil || errY != nil {
			return nil, fmt.Errorf("--footprint: corner %d is %.20q; write its metres to the east and north, as in 14,6.5", i+1, word)
		}
		if len(out) == 1000 {
			return nil, fmt.Errorf("--footprint has more than 1000 corners; leave some out")
		}
		out = append(out, scenes.Vec2{x, y})
	}
	return out, nil
}
