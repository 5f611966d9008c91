package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/choose"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// roomSeeds keeps the seeds of a level's rooms apart from those of the next
// level.
const roomSeeds = floorplan.MostRooms + 1

// taskFor makes the task of a planned room: the furniture of its kind, or what
// is chosen for the part of the preference that is for it.
func taskFor(ctx context.Context, lib *assets.Library, r *floorplan.Room, prefer string, seed uint64) (*input, error) {
	if prefer != "" && slices.Contains(roomgen.Programs(), r.Program) {
		what := r.Program
		if what == "living" || what == "dining" {
			what += " room"
		}
		res, err := choose.Furnish(ctx, choose.Words{}, choose.Request{Room: r.Space, Text: "A " + what + ". " + prefer, Library: lib.Assets(), Item: run.Item, Seed: seed})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		res.Task.Program = r.Program
		return &input{task: res.Task, chosen: res.Notes}, nil
	}
	task, _, err := roomgen.Furnish(roomgen.FurnishOptions{Seed: seed, Room: r.Space, Program: r.Program, Items: run.Items(lib)})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Name, err)
	}
	if prefer != "" {
		task.Preference = prefer
	}
	return &input{task: task}, nil
}

// mood says whether a sentence names nothing to place and is for every room.
func mood(sentence string) bool { return len(preference.Things(sentence)) == 0 }

// redraws is how often the furniture of a room is drawn anew because no try of
// the policy is free of faults and can be walked through.
const redraws = 3

// furnished is a room with what the policy made of it.
type furnished struct {
	*input
	layout *scenes.Layout
	// rank is 2 for every fault, and 1 more where the way between doors is
	// blocked.
	rank int
}

// furnish asks the policy for layouts of a room and keeps the best, drawing other
// furniture where none is good. What was chosen by a preference is not drawn
// anew.
func (g *levelFlags) furnish(ctx context.Context, service session.Service, lib *assets.Library, r *floorplan.Room, prefer string, seed uint64) (*furnished, error) {
	var best *furnished
	for k := range uint64(redraws) {
		in, err := taskFor(ctx, lib, r, prefer, seed+k<<32)
		if err != nil {
			return nil, badInput(err)
		}
		res, err := service.Generate(ctx, session.GenerateRequest{Task: in.task, K: g.k, Best: g.k, Seed: seed})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		for _, a := range res.Layouts {
			if a.Layout == nil {
				continue
			}
			f := &furnished{input: in, layout: a.Layout, rank: 2 * len(a.Findings)}
			if !floorplan.Passable(in.task, a.Layout) {
				f.rank++
			}
			if best == nil || f.rank < best.rank {
				best = f
			}
		}
		if best != nil && best.rank == 0 || in.chosen != nil {
			break
		}
	}
	if best == nil {
		return nil, fmt.Errorf("%s: the policy gave no layout in %d tries; use another policy, or more --turns", r.Name, g.k)
	}
	return best, nil
}
