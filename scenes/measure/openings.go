package measure

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// hidingShare is the share of a window from which on what stands before it, at
// most [geom.WindowDepth] away, hides it. It is ours: a plant or a lamp on the
// sill hides less.
const hidingShare = 0.25

// door is a door with the spaces before it that must stay free.
type door struct {
	id    string
	zones []geom.Zone
}

// window is a window in the frame of its wall: u runs along it, v into the
// room.
type window struct {
	id            string
	origin        scenes.Vec2
	along, inward scenes.Vec2
	half          float64
	sill, top     float64
}

// open prepares the openings, leaving out those that are none.
func (c *Checker) open() {
	room := &c.task.Room
	for _, o := range room.Openings {
		if o.Wall < 0 || o.Wall >= len(room.Floor) || !length3(o.Width, o.Height, math.Abs(o.Offset)) || !(o.Sill >= 0 && o.Sill <= far) {
			continue
		}
		a, b := room.Floor[o.Wall], room.Floor[(o.Wall+1)%len(room.Floor)]
		if a == b {
			continue
		}
		if o.Kind == scenes.Door {
			c.doors = append(c.doors, door{o.ID, geom.SwingZones(room, o)})
			continue
		}
		along := b.Sub(a).Normalize()
		c.windows = append(c.windows, window{
			id: o.ID, origin: a.Add(along.Mul(o.Offset)), along: along, inward: scenes.Vec2{-along[1], along[0]},
			half: o.Width / 2, sill: o.Sill, top: o.Sill + o.Height,
		})
	}
}

func length3(width, height, offset float64) bool {
	return width > 0 && height > 0 && max(width, height, offset) <= far
}

// isVeil reports whether an object belongs before windows.
func isVeil(o *scenes.Object) bool {
	c, ok := taxonomy.Lookup(o.Category)
	return ok && c.Name == "curtain"
}

// openings checks the room in front of every door and window.
func (r *run) openings(i int) {
	if r.items[i].o.Flat {
		return
	}
	o, b := &r.Objects[i], &r.bodies[i].box
	for k := range r.doors {
		worst, way := 0.0, scenes.Vec2{}
		for z := range r.doors[k].zones {
			if depth, dir := r.doors[k].zones[z].Overlap(*b); depth > worst {
				worst, way = depth, dir
			}
		}
		if worst <= metres {
			continue
		}
		o.Blocks, o.Blocking = true, max(o.Blocking, worst)
		r.blocks(i, r.doors[k].id, worst, way)
	}
	if r.items[i].veil {
		return
	}
	for k := range r.windows {
		w := &r.windows[k]
		share, shift := w.hidden(b)
		if share < hidingShare {
			continue
		}
		o.Hides = max(o.Hides, share)
		r.hides(i, w, share, shift)
	}
}

// hidden returns the share of the window's area that a box hides, and how far
// along the wall it must move to hide none.
func (w *window) hidden(b *geom.Box) (share, shift float64) {
	height := min(b.Top(), w.top) - max(b.Bottom(), w.sill)
	if height <= metres {
		return 0, 0
	}
	right, front := scenes.Axes(b.Yaw)
	d := b.Center.Vec2().Sub(w.origin)
	u, v := d.Dot(w.along), d.Dot(w.inward)
	hu := b.Half[0]*math.Abs(right.Dot(w.along)) + b.Half[1]*math.Abs(front.Dot(w.along))
	hv := b.Half[0]*math.Abs(right.Dot(w.inward)) + b.Half[1]*math.Abs(front.Dot(w.inward))
	width := min(u+hu, w.half) - max(u-hu, -w.half)
	if width <= metres || v-hv >= geom.WindowDepth || v+hv <= 0 {
		return 0, 0
	}
	shift = w.half + hu - u
	if back := -w.half - hu - u; -back < shift {
		shift = back
	}
	return width * height / (2 * w.half * (w.top - w.sill)), shift
}
