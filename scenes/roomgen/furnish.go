package roomgen

import (
	"fmt"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// FurnishOptions say what [Furnish] puts into a room. Room and Program are
// needed.
type FurnishOptions struct {
	Seed uint64
	Room scenes.Room
	// Program is one of [Programs], or "hall".
	Program string
	// Items is the library; empty makes objects of the taxonomy's sizes.
	Items []Item
	// Objects is how many objects the room is to hold; 0 goes by its floor.
	Objects int
}

// The share of a furnished floor that is covered at most, and how often each
// number of objects is tried before one less is.
const (
	mostCovered  = 0.34
	furnishTries = 12
)

// Furnish makes a task of a room that is there, with its doors, windows and
// holes, and a layout that solves it. The objects are those of the program, most
// important first; where they do not fit there are fewer. It fails where not even
// two do.
func Furnish(o FurnishOptions) (*scenes.Task, *scenes.Layout, error) {
	p, ok := programs[o.Program]
	if !ok {
		if p, ok = ways[o.Program]; !ok {
			return nil, nil, fmt.Errorf("unknown program %q; use hall or one of %s", o.Program, strings.Join(Programs(), ", "))
		}
	}
	if err := o.Room.Validate(); err != nil {
		return nil, nil, err
	}
	if err := geom.CheckFloor(&o.Room); err != nil {
		return nil, nil, err
	}
	cat, err := catalogueOf(o.Items)
	if err != nil {
		return nil, nil, err
	}
	n := o.Objects
	floor := floorArea(&o.Room)
	if n == 0 {
		// About 6 objects in a bathroom, 12 in a bedroom, 17 in a living room.
		n = int(math.Round(min(36, 2.8*math.Sqrt(floor)+0.1*floor)))
		if o.Program == "hall" {
			n = min(n/2, 10)
		}
	}
	for n, try := min(max(n, 2), MaxObjects), 0; n >= 2; try++ {
		if try == furnishTries {
			n, try = n-1, 0
		}
		b := newBuilder(p, cat, source(o.Seed, o.Program, uint64(n), uint64(try)), Options{Shape: Polygon, Coverage: [2]float64{0, mostCovered}}, n)
		b.roomy = try < furnishTries/2
		if t, l, ok := b.furnishRoom(&o.Room, floor); ok {
			t.ID = fmt.Sprintf("%s_%d", o.Program, o.Seed)
			return t, l, nil
		}
	}
	e := o.Room.Extent()
	return nil, nil, fmt.Errorf("a room of %.2f × %.2f × %.2f m has no place for the first things of a %s; use a larger room", e[0], e[1], e[2], o.Program)
}

// furnishRoom is [builder.room] for a room that is there.
func (b *builder) furnishRoom(room *scenes.Room, floor float64) (*scenes.Task, *scenes.Layout, bool) {
	if !b.plan() || b.area > mostCovered*floor {
		return nil, nil, false
	}
	b.task.Program, b.task.Room = b.prog.name, *room
	b.space = geom.NewSpace(&b.task.Room)
	b.walk()
	b.turnTo()
	b.closeOff()
	b.look = b.prog.styles[b.g.IntN(len(b.prog.styles))]
	if !b.furnish() {
		return nil, nil, false
	}
	b.prefer()
	if !measure.NewChecker(&b.task).Measure(&b.layout).FullyValid() {
		return nil, nil, false
	}
	return &b.task, &b.layout, true
}
