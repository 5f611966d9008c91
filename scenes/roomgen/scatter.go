package roomgen

import (
	"math/rand/v2"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// scatter places the task's objects at random in a rectangular room: on what
// carries them, without regard to relations, and mostly without collisions. It
// shows what a wish is worth: one that scattered objects fulfil asks nothing.
func scatter(t *scenes.Task, space *geom.Space, g *rand.Rand) *scenes.Layout {
	l := &scenes.Layout{}
	boxes := make([]span, 0, len(t.Objects))
	for i := range t.Objects {
		o := &t.Objects[i]
		var s span
		for range 20 {
			s = spanOf(scattered(t, o, l, space, g))
			if o.Flat || !s.meetsAny(boxes) {
				break
			}
		}
		if !o.Flat {
			boxes = append(boxes, s)
		}
		l.Placements = append(l.Placements, scenes.Placement{ID: o.ID, Position: s.box.Center, Yaw: s.box.Yaw})
	}
	return l
}

func scattered(t *scenes.Task, o *scenes.Object, l *scenes.Layout, space *geom.Space, g *rand.Rand) geom.Box {
	turn := g.IntN(4)
	b := geom.Box{Half: o.Size.Mul(0.5), Yaw: float64(90 * turn)}
	r := space.Within(b.Extents())
	switch o.Support {
	case scenes.OnWall:
		r = space.ElementRange(b.Extents(), elements[(turn+2)%4])
	case scenes.OnObject:
		if p := l.Find(o.Parent); p != nil {
			parent, _ := t.Find(o.Parent)
			b.Yaw = p.Yaw // the way it is known to fit
			r = space.ObjectRange(b.Extents(), scenes.On, true, geom.BoxOf(parent, *p))
		}
	}
	for k := range 2 {
		b.Center[k] = r.Min[k] + g.Float64()*(r.Max[k]-r.Min[k])
	}
	b.Center[2], _ = geom.SupportZ(t, o, l)
	return b
}
