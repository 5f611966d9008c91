package anneal

import (
	"math"
	"math/rand/v2"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// item is an object and what moves with it.
type item struct {
	o *scenes.Object
	// load are the objects that stand on this one, and what stands on those.
	load  []int
	fixed bool
	// yaw is the heading of the wall that the object faces, if any.
	yaw   float64
	faces bool
}

// deepest is up to how many carriers below one another an object moves with:
// objects may carry each other in a ring.
const deepest = 16

func newAnnealing(t *scenes.Task, rng *rand.Rand) *annealing {
	a := &annealing{task: t, space: geom.NewSpace(&t.Room), checker: measure.NewChecker(t), rng: rng, items: make([]item, len(t.Objects))}
	index := make(map[string]int, len(t.Objects))
	for i := range t.Objects {
		index[t.Objects[i].ID] = i
	}
	a.at.Placements = make([]scenes.Placement, len(t.Objects))
	for i := range t.Objects {
		o := &t.Objects[i]
		it := &a.items[i]
		it.o = o
		it.yaw, it.faces = scenes.WallYaw(o.Facing)
		for p, n := carrier(t, index, i), 0; p >= 0 && n < deepest; p, n = carrier(t, index, p), n+1 {
			if p != i {
				a.items[p].load = append(a.items[p].load, i)
			}
		}
		a.at.Placements[i] = scenes.Placement{ID: o.ID}
		if lock := t.Lock(o.ID); lock != nil {
			a.at.Placements[i], it.fixed = *lock, true
		} else {
			a.free = append(a.free, i)
		}
	}
	a.scatter()
	return a
}

func carrier(t *scenes.Task, index map[string]int, i int) int {
	if o := &t.Objects[i]; o.Support == scenes.OnObject {
		return index[o.Parent]
	}
	return -1
}

// scatter places everything at random, what stands on something after it.
func (a *annealing) scatter() {
	for _, i := range a.free {
		a.anywhere(i)
	}
	for range deepest {
		changed := false
		for _, i := range a.free {
			z, _ := geom.SupportZ(a.task, a.items[i].o, &a.at)
			if p := &a.at.Placements[i]; p.Position[2] != z {
				p.Position[2], changed = z, true
			}
		}
		if !changed {
			break
		}
	}
}

// anywhere puts an object and its load somewhere in the room, on its carrier or
// at a wall.
func (a *annealing) anywhere(i int) {
	it := &a.items[i]
	yaw := geom.Headings[a.rng.IntN(4)]
	if it.faces {
		yaw = it.yaw
	}
	a.turn(i, yaw)
	lo, hi := scenes.Vec2{}, a.space.Extent.Vec2()
	if it.o.Support == scenes.OnObject {
		if o, k := a.task.Find(it.o.Parent); o != nil {
			b := geom.BoxOf(o, a.at.Placements[k])
			l, h := b.Bounds()
			lo, hi = l.Vec2(), h.Vec2()
		}
	}
	to := scenes.Vec2{lo[0] + a.rng.Float64()*(hi[0]-lo[0]), lo[1] + a.rng.Float64()*(hi[1]-lo[1])}
	a.shift(i, to.Sub(a.at.Placements[i].Position.Vec2()))
	if it.o.Support == scenes.OnWall {
		a.snap(i)
	}
}

// move makes one random move; done is the share of the budget that is spent.
func (a *annealing) move(done float64) {
	i := a.free[a.rng.IntN(len(a.free))]
	switch a.rng.IntN(10) {
	case 0, 1, 2:
		// Steps grow shorter as it cools: from a quarter of the room to a hundredth.
		far := 0.25 * math.Pow(0.04, done)
		e := a.space.Extent
		a.shift(i, scenes.Vec2{a.rng.NormFloat64() * far * e[0], a.rng.NormFloat64() * far * e[1]})
	case 3:
		a.anywhere(i)
	case 4:
		yaw := a.at.Placements[i].Yaw + geom.Headings[1+a.rng.IntN(3)]
		if a.items[i].o.AnyYaw && a.rng.IntN(2) == 0 {
			yaw = 360 * a.rng.Float64()
		}
		a.turn(i, math.Mod(yaw, 360))
	case 5:
		a.swap(i, a.free[a.rng.IntN(len(a.free))])
	case 6, 7:
		a.snap(i)
	default:
		a.obey(i)
	}
}

// shift moves an object and its load, the object no further than its middle is
// within the floor's bounding box.
func (a *annealing) shift(i int, by scenes.Vec2) {
	from := a.at.Placements[i].Position
	for k := range by {
		by[k] = min(max(from[k]+by[k], 0), a.space.Extent[k]) - from[k]
	}
	move := func(k int) {
		p := &a.at.Placements[k].Position
		p[0], p[1] = p[0]+by[0], p[1]+by[1]
	}
	move(i)
	for _, k := range a.items[i].load {
		if !a.items[k].fixed {
			move(k)
		}
	}
}

// turn turns an object to a heading, and its load about its middle.
func (a *annealing) turn(i int, yaw float64) {
	p := &a.at.Placements[i]
	by, c := yaw-p.Yaw, p.Position.Vec2()
	p.Yaw = yaw
	right, front := scenes.Axes(by)
	for _, k := range a.items[i].load {
		if a.items[k].fixed {
			continue
		}
		q := &a.at.Placements[k]
		d := q.Position.Vec2().Sub(c)
		to := c.Add(right.Mul(d[0])).Add(front.Mul(d[1]))
		q.Position[0], q.Position[1] = to[0], to[1]
		q.Yaw = math.Mod(q.Yaw+by+360, 360)
	}
}

// swap exchanges the places and headings of two objects that are carried alike.
func (a *annealing) swap(i, j int) {
	p, q := &a.at.Placements[i], &a.at.Placements[j]
	if i == j || a.items[i].o.Support != a.items[j].o.Support || a.items[i].o.Parent != a.items[j].o.Parent {
		return
	}
	d, mine, theirs := q.Position.Vec2().Sub(p.Position.Vec2()), p.Yaw, q.Yaw
	a.shift(i, d)
	a.shift(j, d.Mul(-1))
	a.turn(i, theirs)
	a.turn(j, mine)
}

// snap puts an object with its back to the nearest wall.
func (a *annealing) snap(i int) {
	p := &a.at.Placements[i]
	at, least := scenes.Vec2{}, math.Inf(1)
	yaw := 0.0
	for _, w := range a.space.Walls() {
		along := w.To.Sub(w.From).Mul(1 / w.Length)
		d := p.Position.Vec2().Sub(w.From)
		half := a.items[i].o.Size[0] / 2
		t := min(max(d.Dot(along), half), max(half, w.Length-half))
		to := w.From.Add(along.Mul(t)).Add(w.Inward.Mul(a.items[i].o.Size[1] / 2))
		if far := to.Sub(p.Position.Vec2()).Len(); far < least {
			at, least, yaw = to, far, w.Yaw
		}
	}
	if math.IsInf(least, 1) {
		return
	}
	a.turn(i, yaw)
	a.shift(i, at.Sub(p.Position.Vec2()))
}

// obey puts an object where its relations allow and turns it as its facing asks,
// or anywhere else on what carries it where it has none of them.
func (a *annealing) obey(i int) {
	it, p := &a.items[i], &a.at.Placements[i]
	if it.faces {
		a.turn(i, it.yaw)
	}
	if len(it.o.Relations) == 0 {
		if it.o.Support == scenes.OnObject {
			a.anywhere(i)
		}
		return
	}
	r := geom.RoomRange(&a.task.Room, it.o, p.Yaw)
	r.Min[2], r.Max[2] = math.Inf(-1), math.Inf(1)
	for _, rel := range it.o.Relations {
		if q, ok := geom.RelationRange(a.task, it.o, p.Yaw, rel, &a.at); ok {
			r = r.Intersect(q)
		}
	}
	var to scenes.Vec2
	for k := range 2 {
		lo, hi := r.Min[k], r.Max[k]
		if lo > hi {
			lo = (lo + hi) / 2
			hi = lo
		}
		to[k] = lo + a.rng.Float64()*(hi-lo)
	}
	a.shift(i, to.Sub(p.Position.Vec2()))
}
