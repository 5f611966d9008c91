package main

import (
	"context"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// stock is a library as rooms are furnished from it.
func stock(lib *assets.Library) furnish.Stock { return furnish.Stock{Library: lib, Item: run.Item} }

// chosenFor makes the task of an empty room out of words, and says what was
// chosen and why.
func chosenFor(ctx context.Context, lib *assets.Library, room scenes.Room, text string, seed uint64) (*input, error) {
	c, err := stock(lib).FromWords(ctx, room, text, seed)
	if err != nil {
		return nil, err
	}
	for _, line := range c.Notes {
		say("%s", line)
	}
	return &input{task: c.Task, chosen: c.Notes}, nil
}

// taskFromList makes the task of a list of objects in words and says what each
// became.
func taskFromList(lib *assets.Library, room [3]float64, list, prefer string, seed uint64) (*scenes.Task, error) {
	c, err := stock(lib).FromList(room, list, prefer, seed)
	if err != nil {
		return nil, err
	}
	for _, line := range c.Notes {
		say("%s", line)
	}
	return c.Task, nil
}
