package floorplan

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Options say what [Make] plans.
type Options struct {
	Seed uint64
	// Footprint is the outside of the building, counter-clockwise.
	Footprint []scenes.Vec2
	// Height is floor to ceiling in metres.
	Height float64
	Rooms  []Ask
	// Wall is the thickness of walls; 0 means [DefaultWall].
	Wall float64
}

const (
	// DefaultWall is twice what exported rooms have round them, so that the walls
	// of neighbours meet in the middle.
	DefaultWall = 0.2
	// Longest is the longest side that a footprint may have, in metres.
	Longest = 200
	// lowest and highest bound the height of rooms.
	lowest, highest = 2.2, 20
	// mostCorners is how many corners a footprint may have.
	mostCorners = 24
)

// Rectangle is the footprint of a rectangular building.
func Rectangle(width, depth float64) []scenes.Vec2 { return scenes.RectRoom(width, depth, 1).Floor }

// check reports what cannot be planned, in one sentence.
func (o *Options) check() error {
	if len(o.Footprint) > mostCorners {
		return fmt.Errorf("the footprint has %d corners; leave out some until there are %d", len(o.Footprint), mostCorners)
	}
	for i, c := range o.Footprint {
		for _, v := range c {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("corner %d of the footprint is at %v; write metres", i, c)
			}
		}
	}
	if len(o.Footprint) > 0 {
		lo, hi := bounds(o.Footprint)
		if side := max(hi[0]-lo[0], hi[1]-lo[1]); side > Longest {
			return fmt.Errorf("the footprint is %.4g m long; plan at most %d m, and join several levels", side, Longest)
		}
	}
	space := scenes.Room{Floor: o.Footprint, Height: 1}
	if err := space.Validate(); err != nil {
		return fmt.Errorf("the footprint is no outline of a building: %w", err)
	}
	if err := geom.CheckFloor(&space); err != nil {
		return fmt.Errorf("the footprint is no outline of a building: %w", err)
	}
	if !(o.Height >= lowest && o.Height <= highest) {
		return fmt.Errorf("the rooms are %.4g m high; give a height from %.1f to %d m", o.Height, lowest, highest)
	}
	if !(o.Wall == 0 || o.Wall >= 0.02 && o.Wall <= 1) {
		return fmt.Errorf("the walls are %.4g m thick; give 0.02 to 1 m", o.Wall)
	}
	switch n := len(o.Rooms); {
	case n == 0:
		return errors.New("a plan needs at least one room")
	case n > MostRooms:
		return fmt.Errorf("%d rooms were asked for; a plan has at most %d", n, MostRooms)
	}
	for _, a := range o.Rooms {
		if _, ok := byWord[a.Program]; !ok {
			return fmt.Errorf("unknown room %q", clip(a.Program))
		}
		if !(a.Area >= 0 && a.Area < 1e5) {
			return fmt.Errorf("a %s of %v m² was asked for; give square metres above 0", a.Program, a.Area)
		}
	}
	return nil
}

// drafts is how many plans are drawn for one, and patience how many when none of
// them counted.
const drafts, patience = 160, 2400

// Make plans a level. The same options give the same plan on every machine. It is
// an error, which says how much floor is needed, when no plan was found in which
// every room is as wide as its kind needs and can be reached.
func Make(ctx context.Context, o Options) (*Plan, error) {
	m, err := newMaker(o)
	if err != nil {
		return nil, err
	}
	p, err := m.best(ctx)
	if p == nil && err == nil {
		err = m.without(ctx)
	}
	return p, err
}

// without says that there is no plan, and finds a larger footprint of the same
// shape in which the rooms have one.
func (m *maker) without(ctx context.Context) error {
	o := m.options
	now, rooms := area2(m.footprint)/2, many(len(o.Rooms), "room")
	for _, f := range []float64{1.1, 1.2, 1.35, 1.5, 1.7, 2, 2.5, 3, 4} {
		larger := o
		larger.Footprint = make(polygon, len(o.Footprint))
		for i, c := range o.Footprint {
			larger.Footprint[i] = c.Mul(math.Sqrt(f))
		}
		n, err := newMaker(larger)
		if err != nil {
			continue
		}
		if p, err := n.best(ctx); err != nil {
			return err
		} else if p != nil {
			return fmt.Errorf("no plan was found for %s in %.1f m² of this shape; %.0f m² are enough, or ask for fewer rooms", rooms, now, math.Ceil(now*f))
		}
	}
	return fmt.Errorf("no plan was found for %s in a footprint of this shape; make its narrow parts wider, or ask for fewer rooms", rooms)
}
