package assist

import (
	"context"
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/search"
)

const (
	// mostOthers is how many assets are offered in place of one.
	mostOthers = 48
	// otherSizes is how much larger than the thing that it replaces an asset may
	// be on a side, as a share: a narrow desk for a wide one and the other way
	// round.
	otherSizes = 1.5
	// related is the least score of what is used alike; what only goes to the same
	// place is no stand-in.
	related = 0.3
)

// Others finds the assets that may take the place of a thing, the most alike
// first.
func (a *Assistant) Others(p *Proposal, id string) *Job[[]assets.Asset] {
	return start(a, "Look for others", 0, func(context.Context, func(int)) ([]assets.Asset, error) {
		o, _ := p.Task.Find(id)
		if o == nil || a.o.Stock.Library == nil {
			return nil, fmt.Errorf("there is nothing to exchange %s for", id)
		}
		of, ok := a.o.Stock.Library.Find(o.Asset)
		if !ok {
			of = assets.Asset{ID: o.Asset, Category: o.Category, Size: o.Size, Mount: o.Support}
		}
		var out []assets.Asset
		for _, h := range search.New(a.o.Stock.Library.Assets()).Like(of, otherSizes) {
			if h.Score < related || len(out) == mostOthers {
				break
			}
			out = append(out, h.Asset)
		}
		if len(out) == 0 {
			return nil, fmt.Errorf("the library has nothing like %s in this size", id)
		}
		return out, nil
	})
}

// Exchanged returns the proposal with an asset in the place of a thing. Its id,
// what it stands on and its relations stay, and so does what stands on it.
func (p *Proposal) Exchanged(id string, a assets.Asset) *Proposal {
	out, t := *p, *p.Task
	t.Objects = slices.Clone(t.Objects)
	for i := range t.Objects {
		if o := &t.Objects[i]; o.ID == id {
			o.Asset, o.Category, o.Size, o.Flat = a.ID, a.Category, a.Size, a.Flat
			o.Style, o.Material = "", ""
		}
	}
	out.Task, out.Things = &t, slices.Clone(p.Things)
	for i := range out.Things {
		if o, _ := t.Find(out.Things[i].ID); o != nil {
			out.Things[i].Object = *o
		}
		if out.Things[i].ID == id {
			out.Things[i].Why = "your choice"
		}
	}
	return &out
}
