package main

import (
	"cmp"
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

// furnish asks the policy for several layouts and keeps the one with the fewest
// faults, of these one that can be walked through, else the first.
func (g *levelFlags) furnish(ctx context.Context, service session.Service, task *scenes.Task, seed uint64) (*scenes.Layout, error) {
	res, err := service.Generate(ctx, session.GenerateRequest{Task: task, K: g.k, Best: g.k, Seed: seed})
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(res.Layouts, func(a session.Generated) bool { return a.Layout == nil })
	if len(list) == 0 {
		return nil, fmt.Errorf("the policy gave no layout in %d tries; use another policy, or more --turns", res.Tried)
	}
	rank := func(a session.Generated) int {
		faults := 2 * len(a.Findings)
		if !floorplan.Passable(task, a.Layout) {
			faults++
		}
		return faults
	}
	best := slices.MinFunc(list, func(a, b session.Generated) int { return cmp.Compare(rank(a), rank(b)) })
	return best.Layout, nil
}
