package choose

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/search"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Furnish lets the chooser pick and makes a task of what it picked. The task is
// known to have a solution.
func Furnish(ctx context.Context, c Chooser, req Request) (*Result, error) {
	choice, err := c.Choose(ctx, req)
	if err != nil {
		return nil, err
	}
	pieces, of := piecesOf(choice.Picks, req.Item)
	composed, err := roomgen.Compose(req.Room, choice.Program, pieces, roomgen.ComposeOptions{Seed: req.Seed, Better: func(t *scenes.Task, l *scenes.Layout) float64 {
		t.Preference, t.Specs = req.Text, specsOf(choice.Wishes, t)
		met, _, _ := wishes(t, l)
		m := critic.Gather(world.New(t, l, nil), nil)
		return wishWorth*float64(met) + criticWorth*critic.Score(&m) + sideWorth*float64(sides(t))
	}})
	if err != nil {
		return nil, err
	}
	t := composed.Task
	t.ID = fmt.Sprintf("room_%d", req.Seed)
	r := &Result{Task: t, Program: choice.Program, Notes: choice.Notes}
	_, unmet, specs := wishes(t, composed.Witness)
	r.loosen(unmet, specs)
	tighten(t, composed.Witness)
	r.report(choice.Picks, of, composed.Objects, req.Item)
	if err := t.Validate(); err != nil {
		return nil, fmt.Errorf("the task that was chosen is not valid: %w", err)
	}
	return r, nil
}

// piecesOf spreads the picks; of[i] is the pick of piece i.
func piecesOf(picks []Pick, item func(assets.Asset) roomgen.Item) (pieces []roomgen.Piece, of []int) {
	for i := range picks {
		p := &picks[i]
		for range p.Count {
			if len(pieces) == roomgen.MaxObjects {
				return pieces, of
			}
			pieces = append(pieces, roomgen.Piece{Item: item(p.Asset), Slot: p.Slot, Worth: worth[p.Reason]})
			of = append(of, i)
		}
	}
	return pieces, of
}

// specsOf reads the chooser's wishes.
func specsOf(list []Wish, t *scenes.Task) []scenes.Spec {
	var out []scenes.Spec
	for _, w := range list {
		for _, s := range preference.Parse(w.Means, t).Specs {
			s.Text = w.Said
			out = append(out, s)
		}
	}
	return out
}

// sides counts the sides of things that something stands at.
func sides(t *scenes.Task) int {
	type side struct {
		kind   scenes.RelationKind
		target string
	}
	seen := map[side]bool{}
	for i := range t.Objects {
		for _, r := range t.Objects[i].Relations {
			switch r.Kind {
			case scenes.LeftOf, scenes.RightOf, scenes.InFront, scenes.Behind:
				seen[side{r.Kind, r.Target}] = true
			}
		}
	}
	return len(seen)
}

// wishes counts what a layout meets of the task's preference, and lists which of
// its specs it does not meet.
func wishes(t *scenes.Task, l *scenes.Layout) (met int, unmet []int, specs []scenes.Spec) {
	specs = append(slices.Clip(t.Specs), preference.Parse(t.Preference, t).Specs...)
	for i, r := range predicate.Compile(t, specs).Evaluate(world.New(t, l, nil)) {
		if r.Holds {
			met++
		} else {
			unmet = append(unmet, i)
		}
	}
	return met, unmet, specs
}

// loosen drops the relations of what unmet wishes are about, and says so: the
// words go before what is usual.
func (r *Result) loosen(unmet []int, specs []scenes.Spec) {
	for _, i := range unmet {
		for _, k := range predicate.Match(r.Task, specs[i].Subject) {
			o := &r.Task.Objects[k]
			if o.Support != scenes.OnFloor || len(o.Relations) == 0 {
				continue
			}
			o.Relations, o.Facing = nil, ""
			r.note("%s may stand anywhere, for the sake of %q", o.ID, strings.TrimSpace(specs[i].Text))
		}
	}
}

func (r *Result) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// report says of every pick what became of it, and keeps in the task, as
// optional, what the text names and found no place.
func (r *Result) report(picks []Pick, of, objects []int, item func(assets.Asset) roomgen.Item) {
	placed := make([]int, len(picks))
	for i, at := range objects {
		if at >= 0 {
			placed[of[i]]++
		}
	}
	why := [...]string{Named: "named", Needed: "needed", Usual: "usual", Extra: "to complete it"}
	for i := range picks {
		p := picks[i]
		missing := p.Count - placed[i]
		if placed[i] > 0 {
			times := ""
			if placed[i] > 1 {
				times = fmt.Sprintf("%d × ", placed[i])
			}
			r.note("%s%s → %s, %s (%s)", times, p.Words, p.Asset.ID, search.Metres(p.Asset.Size), why[p.Reason])
		}
		if missing > 0 && p.Reason == Named && freestanding(&p) {
			for range missing {
				r.optional(item(p.Asset), p)
			}
			r.note("%s: no place was found for %d of %d ; optional", p.Words, missing, p.Count)
		} else if missing > 0 && p.Reason != Extra {
			r.note("%s: %d of %d left out, for want of a place", p.Words, missing, p.Count)
		}
	}
}

// freestanding reports whether something makes sense wherever there is room for
// it: neither on another thing nor a seat that has lost its table.
func freestanding(p *Pick) bool {
	class, _ := taxonomy.ByName(p.Asset.Category)
	return p.Asset.Mount != scenes.OnObject && len(p.Slot.Of) == 0 && !class.Has(taxonomy.Chair) && !class.Has(taxonomy.Stool)
}

// optional adds an object that may be left out, free to stand anywhere.
func (r *Result) optional(it roomgen.Item, p Pick) {
	if len(r.Task.Objects) >= roomgen.MaxObjects {
		return
	}
	id := func(n int) string { return fmt.Sprintf("%s_%d", p.Asset.Category, n) }
	n := 1
	for slices.ContainsFunc(r.Task.Objects, func(o scenes.Object) bool { return o.ID == id(n) }) {
		n++
	}
	r.Task.Objects = append(r.Task.Objects, scenes.Object{ID: id(n), Category: p.Asset.Category, Asset: p.Asset.ID, Size: it.Size,
		Support: p.Asset.Mount, Flat: it.Flat, Optional: true})
}
