package predicate

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// place is an anchor: an object, or a piece of architecture. Walls and openings
// are boxes without thickness whose front is the room's side.
type place struct {
	kind Kind
	box  geom.Box
	body *world.Body
	id   string
}

// args is one group.
type args struct {
	w        *world.World
	room     *room
	subjects []*world.Body
	// anchors holds, per anchor, the places that stand for it: one object, or
	// every element of a kind of architecture.
	anchors  [][]place
	distance float64
	// culprits collects the objects at fault in predicates about free space.
	culprits *[]int
}

func (a *args) subject() *geom.Box { return &a.subjects[0].Box }

// best is the greatest outcome over the places of the first anchor; it is what
// SceneEval does for walls, doors and windows.
func (a *args) best(f func(p *place) Outcome) Outcome {
	var out Outcome
	for i := range a.anchors[0] {
		if o := f(&a.anchors[0][i]); i == 0 || o.Score > out.Score || o.Score == out.Score && o.Metres < out.Metres {
			out = o
		}
	}
	return out
}

// room is the architecture of a task, made once.
type room struct {
	task   *scenes.Task
	floor  []scenes.Vec2
	walls  []place
	opens  []place
	extent scenes.Vec3
	middle scenes.Vec2
}

func newRoom(t *scenes.Task) *room {
	r := &room{task: t, floor: t.Room.Floor, extent: t.Room.Extent()}
	r.middle = scenes.Vec2{r.extent[0] / 2, r.extent[1] / 2}
	n := len(r.floor)
	for i, p := range r.floor {
		q := r.floor[(i+1)%n]
		along := q.Sub(p)
		if !(along.Len() > 1e-9) {
			continue
		}
		r.walls = append(r.walls, place{kind: Wall, id: wallName(along), box: upright(p.Add(q).Mul(0.5), along, along.Len(), 0, r.extent[2])})
	}
	for _, o := range t.Room.Openings {
		if o.Wall < 0 || o.Wall >= n {
			continue
		}
		p, q := r.floor[o.Wall], r.floor[(o.Wall+1)%n]
		along := q.Sub(p)
		if !(along.Len() > 1e-9) {
			continue
		}
		kind := Window
		if o.Kind == scenes.Door {
			kind = Door
		}
		r.opens = append(r.opens, place{kind: kind, id: o.ID, box: upright(p.Add(unit(along).Mul(o.Offset)), along, o.Width, o.Sill, o.Sill+o.Height)})
	}
	return r
}

// upright is a rectangle in the wall that runs along, counter-clockwise round
// the room: its front looks to the left of along.
func upright(center, along scenes.Vec2, width, bottom, top float64) geom.Box {
	inward := scenes.Vec2{-along[1], along[0]}
	return geom.Box{
		Center: scenes.Vec3{center[0], center[1], (bottom + top) / 2},
		Half:   scenes.Vec3{width / 2, 0, (top - bottom) / 2},
		Yaw:    heading(inward),
	}
}

// heading is exact for the four headings along the walls.
func heading(v scenes.Vec2) float64 {
	switch {
	case v[0] == 0 && v[1] > 0:
		return 0
	case v[0] == 0 && v[1] < 0:
		return 180
	case v[1] == 0 && v[0] > 0:
		return 90
	case v[1] == 0 && v[0] < 0:
		return 270
	}
	return math.Mod(math.Atan2(v[0], v[1])*180/math.Pi+360, 360)
}

// wallName is the layout element whose compass direction is nearest to the
// outward normal of a counter-clockwise edge.
func wallName(along scenes.Vec2) string {
	out := scenes.Vec2{along[1], -along[0]}
	if math.Abs(out[0]) > math.Abs(out[1]) {
		if out[0] > 0 {
			return scenes.EastWall
		}
		return scenes.WestWall
	}
	if out[1] > 0 {
		return scenes.NorthWall
	}
	return scenes.SouthWall
}

// over is the share of b's footprint over the floor, holes taken out
// (inside_room: the share of points whose ray down hits the floor).
func (r *room) over(b *geom.Box) float64 {
	area := 4 * b.Half[0] * b.Half[1]
	if !(area > 0) {
		if geom.InsideFloor(&r.task.Room, b.Center.Vec2(), 0) {
			return 1
		}
		return 0
	}
	sum := clippedArea(r.floor, b)
	for _, h := range r.task.Room.Holes {
		sum -= clippedArea(h, b)
	}
	return min(max(sum/area, 0), 1)
}

// clippedArea is the area of a polygon, convex or not, inside the footprint.
// Clipping a polygon that is not convex leaves bridges without area.
func clippedArea(poly []scenes.Vec2, b *geom.Box) float64 {
	var buf [2][24]scenes.Vec2
	in, out := buf[0][:0], buf[1][:0]
	f := frameOf(b)
	for _, p := range poly {
		in = append(in, f.local(p))
	}
	for k := range 2 {
		for _, sign := range [2]float64{1, -1} {
			out = out[:0]
			for i, p := range in {
				q := in[(i+1)%len(in)]
				dp, dq := b.Half[k]-sign*p[k], b.Half[k]-sign*q[k]
				if dp >= 0 {
					out = append(out, p)
				}
				if (dp >= 0) != (dq >= 0) {
					out = append(out, p.Add(q.Sub(p).Mul(dp/(dp-dq))))
				}
			}
			in, out = out, in
		}
	}
	sum := 0.0
	for i, p := range in {
		q := in[(i+1)%len(in)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return math.Abs(sum) / 2
}
