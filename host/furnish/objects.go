package furnish

import (
	"context"
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/search"
	"github.com/metaspatial/metaspatial/scenes/choose"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// Chosen is a task with how its objects came about.
type Chosen struct {
	Task *scenes.Task
	// Notes say what was chosen for the words and why; nil where nothing was.
	Notes []string
}

// FromWords makes the task of an empty room out of words.
func (s Stock) FromWords(ctx context.Context, room scenes.Room, text string, seed uint64) (*Chosen, error) {
	res, err := choose.Furnish(ctx, choose.Words{}, choose.Request{Room: room, Text: text, Library: s.Library.Assets(), Item: s.Item, Seed: seed})
	if err != nil {
		return nil, err
	}
	return &Chosen{Task: res.Task, Notes: res.Notes}, nil
}

// FromList makes the task of a rectangular room and a list of objects in words,
// each of which the library's best asset answers; the notes say what each
// became. Where the room is too full for what the seed chooses, the smallest of
// the equally good are taken.
func (s Stock) FromList(room [3]float64, list, prefer string, seed uint64) (*Chosen, error) {
	index := search.New(s.Library.Assets())
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
				Prefer: func(b assets.Asset) bool { return s.Item(b).NoTop != top },
			})
			if err != nil {
				return roomgen.Item{}, err
			}
			found = append(found, a.Words+" → "+hit.Asset.ID+", "+search.Metres(hit.Asset.Size))
			return s.Item(hit.Asset), nil
		}
		task, err := roomgen.TaskFromRequest(room, list, prefer, find, seed)
		if err == nil {
			return &Chosen{Task: task, Notes: found}, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// ForRoom makes the task of a planned room: the furniture of its kind, or what
// is chosen for the part of the preference that is for it.
func (s Stock) ForRoom(ctx context.Context, r *floorplan.Room, prefer string, seed uint64) (*Chosen, error) {
	if prefer != "" && slices.Contains(roomgen.Programs(), r.Program) {
		what := r.Program
		if what == "living" || what == "dining" {
			what += " room"
		}
		c, err := s.FromWords(ctx, r.Space, "A "+what+". "+prefer, seed)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		c.Task.Program = r.Program
		return c, nil
	}
	task, _, err := roomgen.Furnish(roomgen.FurnishOptions{Seed: seed, Room: r.Space, Program: r.Program, Items: s.items()})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Name, err)
	}
	if prefer != "" {
		task.Preference = prefer
	}
	return &Chosen{Task: task}, nil
}
