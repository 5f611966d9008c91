package roomgen

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// edge is a wall of a polygon room.
//
// The four walls that relations can name are those that package geom takes them
// for: of the walls that face a compass heading the outermost. What stands at
// any other wall (the inner walls of an L, slanted walls) has no relation to
// it; along the headings it keeps its facing, which says which way it is
// turned.
type edge struct {
	index   int // of the floor's edge
	from    scenes.Vec2
	along   scenes.Vec2
	inward  scenes.Vec2
	length  float64
	yaw     float64 // of what has its back to the wall
	aligned bool    // along a compass heading
	element string  // the wall's name in relations, or ""
	// start and end are how much of either end a box loses per metre of depth,
	// where the next wall leans in.
	start, end float64
}

// walk lists the walls of the room.
func (b *builder) walk() {
	floor := b.task.Room.Floor
	n := len(floor)
	b.edges = make([]edge, n)
	for i, p := range floor {
		d := floor[(i+1)%n].Sub(p)
		e := edge{index: i, from: p, length: d.Len()}
		e.along = d.Mul(1 / e.length)
		e.inward = scenes.Vec2{-e.along[1], e.along[0]}
		e.yaw, _ = geom.Bearing(scenes.Vec2{}, e.inward)
		e.aligned = d[0] == 0 || d[1] == 0
		if e.aligned {
			e.yaw = math.Mod(math.Round(e.yaw/90)*90, 360)
			e.element = b.nameOf(&e)
		}
		b.edges[i] = e
	}
	for i := range b.edges {
		e, next := &b.edges[i], &b.edges[(i+1)%n]
		// The interior angle is π less the turn from one wall to the next.
		turn := math.Atan2(e.along[0]*next.along[1]-e.along[1]*next.along[0], e.along.Dot(next.along))
		if lean := math.Tan(turn - math.Pi/2); turn > math.Pi/2+1e-9 {
			e.end, next.start = lean, lean
		}
	}
}

// nameOf is the layout element that relations mean by the wall.
func (b *builder) nameOf(e *edge) string {
	name := elements[int(e.yaw/90+2)%4]
	r := b.space.ElementRange(scenes.Vec3{}, name)
	to := e.from.Add(e.along.Mul(e.length))
	for k := range 2 {
		if math.Abs(min(e.from[k], to[k])-r.Min[k]) > 1e-9 || math.Abs(max(e.from[k], to[k])-r.Max[k]) > 1e-9 {
			return ""
		}
	}
	return name
}

// zone is the box at the wall about a place along it.
func (e *edge) zone(at, width, depth, bottom, top float64) geom.Box {
	c := e.from.Add(e.along.Mul(at)).Add(e.inward.Mul(depth / 2))
	return geom.Box{Center: scenes.Vec3{c[0], c[1], (bottom + top) / 2}, Half: scenes.Vec3{width / 2, depth / 2, (top - bottom) / 2}, Yaw: e.yaw}
}

// across says whether the walls look at each other.
func (e *edge) across(f *edge) bool { return e.inward.Dot(f.inward) < -0.7 }

func pillar(c, size scenes.Vec2, height float64) span {
	return spanOf(geom.Box{Center: scenes.Vec3{c[0], c[1], height / 2}, Half: scenes.Vec3{size[0] / 2, size[1] / 2, height / 2}})
}

// openEdges gives a polygon room one or two doors and mostly windows. It is
// false when no wall takes a door.
func (b *builder) openEdges() bool {
	if b.prog.bare {
		return true
	}
	doors := 1
	if area(b.task.Room.Floor) > 16 && b.g.Float64() < 0.4 {
		doors = 2
	}
	for range doors {
		b.addDoor()
	}
	windows := 0
	for range 3 {
		if b.g.Float64() < b.prog.window*0.75 {
			windows++
		}
	}
	for range windows {
		b.addWindow()
	}
	return len(b.doors) > 0
}

// frame is what a door or window keeps to the ends of its wall, and to others.
const frame = 0.1

// openingAt draws a place for an opening of the given width on a wall, and false when
// there is none clear of the other openings.
func (b *builder) openingAt(e *edge, width float64, near bool) (float64, bool) {
	lo, hi := width/2+frame, e.length-width/2-frame
	if hi < lo {
		return 0, false
	}
	at := lo + b.g.Float64()*(hi-lo)
	if near && b.g.IntN(2) == 0 {
		at = [2]float64{lo, hi}[b.g.IntN(2)]
	}
	at = cm(at)
	for _, o := range b.task.Room.Openings {
		if o.Wall == e.index && math.Abs(o.Offset-at) < (o.Width+width)/2+frame {
			return 0, false
		}
	}
	return at, true
}

func (b *builder) addDoor() {
	room := &b.task.Room
	width, swing := 0.9, scenes.SwingLeft
	switch f := b.g.Float64(); {
	case f < 0.35:
	case f < 0.7:
		swing = scenes.SwingRight
	case f < 0.8:
		width, swing = 1.4, scenes.SwingDouble
	case f < 0.9:
		swing = scenes.SwingOutward
	default:
		swing = scenes.SwingSliding
	}
	for range 30 {
		e := &b.edges[b.g.IntN(len(b.edges))]
		at, ok := b.openingAt(e, width, true)
		if !ok || e.index == b.edges[b.mainEdge].index && b.g.IntN(4) > 0 {
			continue
		}
		z := spanOf(e.zone(at, width, width, 0, 2))
		if out, _ := b.space.Outside(z.box); out > 1e-6 || z.meetsAny(b.doors) {
			continue
		}
		b.doors = append(b.doors, z)
		room.Openings = append(room.Openings, scenes.Opening{ID: fmt.Sprintf("door_%d", len(b.doors)), Kind: scenes.Door,
			Wall: e.index, Offset: at, Width: width, Height: 2, Swing: swing})
		return
	}
}

func (b *builder) addWindow() {
	for range 20 {
		e := &b.edges[b.g.IntN(len(b.edges))]
		width := cm(0.8 + b.g.Float64()*min(1, max(0, e.length-1.4)))
		at, ok := b.openingAt(e, width, false)
		if !ok {
			continue
		}
		b.panes = append(b.panes, spanOf(e.zone(at, width, geom.WindowDepth, 0.9, 2.1)))
		b.task.Room.Openings = append(b.task.Room.Openings, scenes.Opening{ID: fmt.Sprintf("window_%d", len(b.panes)), Kind: scenes.Window,
			Wall: e.index, Offset: at, Width: width, Height: 1.2, Sill: 0.9})
		return
	}
}
