package floorplan

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// maker draws plans for one set of options.
type maker struct {
	options   Options
	asks      []Ask
	kinds     []*kind // by room; the last is the corridor's that nobody asked for
	pieces    []piece // the cell that each room is to have
	footprint polygon
	wall      float64
	// hall is the room that corridors belong to, or -1; broad is how much
	// corridors take of the footprint across.
	hall  int
	broad float64
	// widths are how wide the cell of every room must be.
	widths []float64
	// shortest is the least length of a wall of a room that is no rectangle.
	shortest float64
}

func newMaker(o Options) (*maker, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	m := &maker{options: o, asks: o.Rooms, hall: -1, wall: cmp.Or(o.Wall, DefaultWall), broad: 1.2}
	lo, _ := bounds(o.Footprint)
	for _, c := range o.Footprint {
		m.footprint = append(m.footprint, round(c.Sub(lo)))
	}
	if m.footprint = tidy(m.footprint); m.footprint == nil {
		return nil, fmt.Errorf("the footprint has no area")
	}
	m.shortest = min(0.4, 0.9*shortest(inset(m.footprint, m.wall/2)))
	for i, a := range o.Rooms {
		k := byWord[a.Program]
		m.kinds = append(m.kinds, k)
		if k.name == hall && m.hall < 0 {
			m.hall = i
		}
		if k.hub > 0 && k.name != hall && k.name != "living" && k.name != "dining" {
			m.broad = 1.8 // where many people walk
		}
	}
	m.broad += m.wall
	m.kinds = append(m.kinds, byWord[hall])
	for _, k := range m.kinds {
		m.widths = append(m.widths, k.width+m.wall+1.0/steps)
	}
	return m, m.share()
}

// gross is the cell of a room whose floor has the given area.
func (m *maker) gross(net float64) float64 { return net + 2.06*m.wall*math.Sqrt(net) + m.wall*m.wall }

// share divides the footprint among the rooms: what was asked for, the least, or
// the usual area scaled so that all is given away.
func (m *maker) share() error {
	whole := area2(m.footprint) / 2
	least, all := 0.0, true
	for i, a := range m.asks {
		least += m.gross(max(a.Area, m.kinds[i].least))
		all = all && a.Area > 0
	}
	if least > whole {
		return fmt.Errorf("the footprint of %.1f m² is too small for %s: with walls they need at least %.0f m²; enlarge it or ask for fewer or smaller rooms",
			whole, many(len(m.asks), "room"), math.Ceil(least))
	}
	m.pieces = make([]piece, len(m.asks))
	give := func(scale float64) float64 {
		sum := 0.0
		for i, a := range m.asks {
			k := m.kinds[i]
			net := a.Area
			switch {
			case all:
				net *= scale
			case net == 0:
				net = max(k.least, k.usual*math.Pow(scale, k.growth))
			}
			m.pieces[i] = piece{i, m.gross(net)}
			sum += m.pieces[i].area
		}
		return sum
	}
	lo, hi := 1e-6, 1e6
	for range 80 {
		if mid := math.Sqrt(lo * hi); give(mid) > whole {
			hi = mid
		} else {
			lo = mid
		}
	}
	return nil
}

func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// best draws plans and keeps the best, nil where none counts.
func (m *maker) best(ctx context.Context) (*Plan, error) {
	var kept *layout
	for k := 0; k < drafts || kept == nil && k < patience; k++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d := &draft{g: rand.New(rand.NewPCG(m.options.Seed, uint64(k)<<8|0xf7)), cells: make([][]polygon, len(m.kinds)), widths: m.widths}
		if !m.sketch(d) {
			continue
		}
		if l, ok := m.judge(d); ok && (kept == nil || l.cost < kept.cost) {
			kept = l
		}
	}
	if kept == nil {
		return nil, nil
	}
	return m.finish(kept), nil
}

// secluded is what it costs to pass through rooms that are better not passed.
const secluded = 5

// finish makes a plan of the best layout, or nil where a door has no place.
func (m *maker) finish(l *layout) *Plan {
	p := &Plan{Footprint: m.footprint, Height: m.options.Height, Wall: m.wall}
	count, seen := map[string]int{}, map[string]int{}
	for i := range l.cells {
		count[m.kinds[i].name]++
	}
	for i, cell := range l.cells {
		k := m.kinds[i]
		seen[k.name]++
		r := Room{Name: k.name, Program: k.name, Added: i == len(m.asks), Passage: k.through >= secluded && slices.Contains(l.parent, i), Cell: cell}
		if count[k.name] > 1 {
			r.Name = fmt.Sprintf("%s_%d", k.name, seen[k.name])
		}
		p.Rooms = append(p.Rooms, r)
	}
	p.settle()
	if !m.open(p, l) {
		return nil
	}
	return p
}

// floorOf is a cell less half a wall on every side.
func (m *maker) floorOf(cell polygon) []scenes.Vec2 { return inset(cell, m.wall/2) }
