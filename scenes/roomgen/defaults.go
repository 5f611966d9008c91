package roomgen

import (
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// keyed makes a prepared slot; its key is the class it was asked for by.
func keyed(key string, p put, of []string, each int) *slot {
	s := &slot{key: key, put: p, of: strings.Join(of, "|"), each: each}
	s.prepare()
	return s
}

// slotsFor decides how an object of a request may be placed, best first. What
// the request says is the only way; otherwise there are ways to fall back on.
func slotsFor(a *ask, t *thing, asks []ask) ([]*slot, error) {
	key := a.class.Name
	if a.how != nil {
		return saidSlot(a, t)
	}
	free := keyed(key, inMiddle, nil, 0)
	wall := keyed(key, onWall, nil, 0)
	switch t.support {
	case scenes.OnCeiling:
		return []*slot{keyed(key, ceiling, nil, 0)}, nil
	case scenes.OnWall:
		return []*slot{keyed(key, hung, nil, 0)}, nil
	case scenes.OnObject:
		if tops := having(asks, func(c taxonomy.Class) bool { return c.SurfaceOK }); len(tops) > 0 {
			return []*slot{keyed(key, onTop, tops, 0), wall, free}, nil
		}
		return []*slot{wall, free}, nil
	}
	if t.flat {
		return []*slot{free}, nil
	}
	slots := []*slot{wall, free}
	prefer := func(p put, each int, of []string) {
		if len(of) > 0 {
			slots = append([]*slot{keyed(key, p, of, each)}, slots...)
		}
	}
	is := func(roles ...taxonomy.Role) []string {
		return having(asks, func(c taxonomy.Class) bool {
			for _, r := range roles {
				if c.Has(r) {
					return true
				}
			}
			return false
		})
	}
	c := &a.class
	switch {
	case c.Has(taxonomy.Chair), c.Has(taxonomy.Stool):
		prefer(around, 6, is(taxonomy.Dining, taxonomy.LowTable, taxonomy.SideTable))
		prefer(seated, 1, is(taxonomy.Desk))
		if dining := is(taxonomy.Dining); len(dining) > 0 && c.Name != "office_chair" {
			prefer(around, 6, dining)
		}
	case c.Has(taxonomy.Lounge):
		prefer(nearby, 3, is(taxonomy.LowTable, taxonomy.SideTable))
	case c.Has(taxonomy.LowTable):
		slots = []*slot{free, wall}
		prefer(before, 1, is(taxonomy.Sofa))
	case c.Has(taxonomy.Bedside):
		prefer(beside, 2, is(taxonomy.Bed))
	case c.Has(taxonomy.SideTable):
		slots = []*slot{free, wall}
		prefer(beside, 2, is(taxonomy.Sofa, taxonomy.Lounge))
	case c.Has(taxonomy.Dining):
		slots = []*slot{free, wall}
	case c.Has(taxonomy.Plant), c.Has(taxonomy.FloorLamp), c.Has(taxonomy.Decor):
		slots = []*slot{keyed(key, atCorner, nil, 0), wall, free}
	}
	return slots, nil
}

// saidSlot keeps to what the request says about the place.
func saidSlot(a *ask, t *thing) ([]*slot, error) {
	p := a.how.put
	seat := a.class.Has(taxonomy.Seat)
	switch {
	case p == hung && t.support == scenes.OnFloor:
		p = onWall
	case p == onWall && t.support == scenes.OnWall:
		p = hung
	case p == before && seat:
		p = seated
	case p == seated && !seat:
		p = before
	case p == onTop && t.flat:
		return nil, fmt.Errorf("a %s cannot stand on a %s; put it under it or leave the place open", a.class.Words(), a.target.Words())
	case p == beneath && !t.flat:
		return nil, fmt.Errorf("a %s cannot go under a %s; only rugs and the like can", a.class.Words(), a.target.Words())
	}
	if p == onTop && !a.target.SurfaceOK {
		return nil, fmt.Errorf("a %s is nothing to put things on; put the %s on a table or the like", a.target.Words(), a.class.Words())
	}
	var of []string
	if a.how.target {
		of = []string{a.target.Name}
	}
	s := keyed(a.class.Name, p, of, 0)
	s.only = a.how.only
	return []*slot{s}, nil
}

// having lists the classes asked for that fulfil the condition, once each.
func having(asks []ask, ok func(taxonomy.Class) bool) []string {
	var out []string
	seen := map[string]bool{}
	for i := range asks {
		if c := asks[i].class; ok(c) && !seen[c.Name] {
			seen[c.Name] = true
			out = append(out, c.Name)
		}
	}
	return out
}
