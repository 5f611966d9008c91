package main

import (
	"context"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/search"
	"github.com/metaspatial/metaspatial/scenes/choose"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// chosenFor makes the task of an empty room out of words, and says what was
// chosen and why.
func chosenFor(ctx context.Context, lib *assets.Library, room scenes.Room, text string, seed uint64) (*input, error) {
	res, err := choose.Furnish(ctx, choose.Words{}, choose.Request{Room: room, Text: text, Library: lib.Assets(), Item: run.Item, Seed: seed})
	if err != nil {
		return nil, err
	}
	for _, line := range res.Notes {
		say("%s", line)
	}
	return &input{task: res.Task, chosen: res.Notes}, nil
}

// taskFromList makes the task of a list of objects in words, each of which the
// library's best asset answers, and says what each became. Where the room is too
// full for what the seed chooses, the smallest of the equally good are taken.
func taskFromList(lib *assets.Library, room [3]float64, list, prefer string, seed uint64) (*scenes.Task, error) {
	index := search.New(lib.Assets())
	var first error
	for _, small := range []bool{false, true} {
		var found []string
		find := func(a roomgen.Ask) (roomgen.Item, error) {
			// A top that is all of the thing is best: a bare table, a shelf that
			// nothing is glued to.
			class, _ := taxonomy.ByName(a.Category)
			top := a.Top || class.SurfaceOK
			hit, err := index.Choose(search.Choice{
				Words: a.Words, Category: a.Category, Mount: a.Support, Room: room, Small: small, Seed: seed,
				Prefer: func(b assets.Asset) bool { return run.Item(b).NoTop != top },
			})
			if err != nil {
				return roomgen.Item{}, err
			}
			found = append(found, a.Words+" → "+hit.Asset.ID+", "+search.Metres(hit.Asset.Size))
			return run.Item(hit.Asset), nil
		}
		task, err := roomgen.TaskFromRequest(room, list, prefer, find, seed)
		if err == nil {
			for _, line := range found {
				say("%s", line)
			}
			return task, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}
