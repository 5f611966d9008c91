package edit

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

const (
	// turnCost is what a quarter of a turn counts against a way in metres, so
	// that an object rather moves a little than turns.
	turnCost = 0.4
	// lattice is how many places along each axis are tried beside the contacts,
	// over the whole range; near the object, within reach, one every stride.
	lattice = 15
	reach   = 0.8
	stride  = 0.1
	// maxTries bounds the poses that Fix checks: some 8 µs each.
	maxTries = 2500
)

// Fix returns the nearest pose at which an object has no fault and gives nobody
// else one, everything else staying where it is but what stands on the object.
// Poses are tried by how far they are, a turn counting too: those at which the
// object touches a wall or a neighbour, and a lattice between them. Without a
// place it is not placed yet, and the middle of the room is what it is near to.
//
// The error says that none of the poses tried is such a place, or that the object
// is locked.
func Fix(ctx context.Context, c *measure.Checker, t *scenes.Task, l *scenes.Layout, id string) (scenes.Placement, error) {
	m := newMover(c, t, l, id)
	if m == nil {
		return scenes.Placement{}, fmt.Errorf("there is no object %q", id)
	}
	if t.Lock(id) != nil {
		return scenes.Placement{}, fmt.Errorf("%s is locked; unlock it first", id)
	}
	if m.placed {
		if ok, _ := m.try(m.from); ok {
			return m.from, nil
		}
	}
	for i, p := range m.poses() {
		if i%64 == 0 && ctx.Err() != nil {
			return scenes.Placement{}, ctx.Err()
		}
		if i >= maxTries {
			break
		}
		if ok, _ := m.try(p); ok {
			return p, nil
		}
	}
	return scenes.Placement{}, fmt.Errorf("no place was found for %s while everything else stays where it is", id)
}

// poses lists the poses to try, the nearest first.
func (m *mover) poses() []scenes.Placement {
	type pose struct {
		scenes.Placement
		far float64
	}
	space := geom.NewSpace(&m.task.Room)
	var list []pose
	for _, yaw := range m.headings(space) {
		r, ok := m.room(yaw)
		if !ok {
			continue
		}
		z := m.height(r)
		turn := turnCost * geom.AngleBetween(yaw, m.from.Yaw) / 90
		var at [2][]float64
		for axis := range at {
			list := append(m.contacts(axis, yaw, r, space), steps(r.Min[axis], r.Max[axis])...)
			for d := -reach; d <= reach; d += stride {
				list = append(list, m.from.Position[axis]+d)
			}
			at[axis] = inside(list, r.Min[axis], r.Max[axis])
		}
		for _, x := range at[0] {
			for _, y := range at[1] {
				p := scenes.Placement{ID: m.object.ID, Position: scenes.Vec3{x, y, z}, Yaw: yaw}
				list = append(list, pose{p, p.Position.Sub(m.from.Position).Len() + turn})
			}
		}
		// Along slanted walls no coordinate is fixed.
		for _, w := range space.Walls() {
			if geom.AngleBetween(w.Yaw, yaw) > 0.01 || math.Mod(w.Yaw, 90) == 0 {
				continue
			}
			half := m.object.Size[0] / 2
			along := w.To.Sub(w.From).Mul(1 / w.Length)
			for _, s := range append(steps(half, w.Length-half), m.from.Position.Vec2().Sub(w.From).Dot(along)) {
				q := w.From.Add(along.Mul(s)).Add(w.Inward.Mul(m.object.Size[1] / 2))
				p := scenes.Placement{ID: m.object.ID, Position: q.Vec3(z), Yaw: yaw}
				list = append(list, pose{p, p.Position.Sub(m.from.Position).Len() + turn})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b pose) int { return cmp.Compare(a.far, b.far) })
	out := make([]scenes.Placement, len(list))
	for i := range list {
		out[i] = list[i].Placement
	}
	return out
}

// steps divides a stretch evenly, ends included; none for one without length.
func steps(lo, hi float64) []float64 {
	if !(hi > lo) || math.IsInf(hi-lo, 0) {
		return nil
	}
	out := make([]float64, lattice)
	for i := range out {
		out[i] = lo + (hi-lo)*float64(i)/(lattice-1)
	}
	return out
}
