package edit

import (
	"context"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay"
)

// The cells of a heat map: at least so large, in metres, and at most so many a
// side.
const (
	heatCell  = 0.1
	heatCells = 56
)

// nearlyGood is the value of the best place that is not valid.
const nearlyGood = 0.75

// Heat says of every cell of a room's floor how good it is for an object: 1
// where the object has no fault, at the best of its headings and within half a
// cell, and less the further it is from that; NaN beyond the floor. Everything
// else stays where it is but what stands on the object.
func Heat(ctx context.Context, c *measure.Checker, t *scenes.Task, l *scenes.Layout, id string) (overlay.Field, error) {
	m := newMover(c, t, l, id)
	if m == nil {
		return overlay.Field{}, nil
	}
	e := t.Room.Extent()
	f := overlay.Field{Cell: max(heatCell, max(e[0], e[1])/heatCells)}
	f.W, f.H = max(1, int(math.Ceil(e[0]/f.Cell))), max(1, int(math.Ceil(e[1]/f.Cell)))
	f.Values = make([]float32, f.W*f.H)
	space := geom.NewSpace(&t.Room)
	for i := range f.Values {
		f.Values[i] = float32(math.NaN())
	}
	for _, yaw := range m.headings(space) {
		r, ok := m.room(yaw)
		if !ok {
			r = geom.RoomRange(&t.Room, m.object, yaw)
		}
		z := m.height(r)
		xs, ys := m.contacts(0, yaw, r, space), m.contacts(1, yaw, r, space)
		for j := range f.H {
			if ctx.Err() != nil {
				return overlay.Field{}, ctx.Err()
			}
			for i := range f.W {
				at := scenes.Vec2{(float64(i) + 0.5) * f.Cell, (float64(j) + 0.5) * f.Cell}
				v := &f.Values[j*f.W+i]
				if *v == 1 || !space.Inside(at, 0) {
					continue
				}
				p := scenes.Placement{ID: id, Position: scenes.Vec3{close(xs, at[0], f.Cell), close(ys, at[1], f.Cell), z}, Yaw: yaw}
				good := float32(1)
				if valid, off := m.try(p); !valid {
					good = float32(nearlyGood * math.Exp(-off))
				}
				if !(*v >= good) {
					*v = good
				}
			}
		}
	}
	return f, nil
}

// close returns the coordinate of a rising list within half a cell of v that is
// nearest to it, else v.
func close(list []float64, v, cell float64) float64 {
	i, _ := slices.BinarySearch(list, v)
	best, gap := v, cell/2
	for k := max(0, i-1); k < min(len(list), i+1); k++ {
		if d := math.Abs(list[k] - v); d <= gap {
			best, gap = list[k], d
		}
	}
	return best
}
