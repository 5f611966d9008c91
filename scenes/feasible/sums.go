package feasible

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// walls adds up what must stand along each of the four walls, the doors in it
// included.
//
// All boxes at a wall, turned by at most 5°, cross a line along the wall at some
// depth between their left and right sides, and each covers at least its width
// of it. Boxes that overlap by no more than the tolerance are apart once each is
// half of it shorter.
func (c *check) walls() {
	for _, wall := range scenes.LayoutElements[:4] {
		yaw, _ := scenes.WallYaw(wall)
		line := c.space.ElementRange(scenes.Vec3{}, wall)
		along := quarterOf(yaw) % 2 // north and south run along x
		length := line.Max[along] - line.Min[along]
		// The line lies between these depths.
		from, to := 0.0, math.Inf(1)
		var ids []string
		sum, biggest := 0.0, -1
		for i := range c.items {
			it := &c.items[i]
			if !it.stands() || !it.wall || !it.touches(wall) || it.lock != nil {
				continue
			}
			w, deep := it.o.Size[0], it.o.Size[1]
			if quarterOf(it.yaw)%2 != along {
				w, deep = deep, w
			}
			tilt := w * math.Sin((geom.AngleTolerance+1e-6)*math.Pi/180)
			// What may be wider than the wall may stand beyond its ends.
			if _, half := extents(w/2, deep/2, 0, geom.AngleTolerance+1e-6); 2*half > length || max(from, tilt) >= min(to, deep*0.99)-6*slack {
				continue
			}
			from, to = max(from, tilt), min(to, deep*0.99)
			ids, sum = append(ids, it.o.ID), sum+w
			if biggest < 0 || w > c.items[biggest].width(along) {
				biggest = i
			}
		}
		if len(ids) == 0 {
			continue
		}
		doors, taken := c.doorsAt(line, along, from+3*slack)
		by := sum + taken - length
		if by <= slack*float64(len(ids)+len(doors)+1) {
			continue
		}
		others := append(without(ids, c.items[biggest].o.ID), doors...)
		c.obstacle(biggest, by, fmt.Sprintf("%s stand along %s and need %s of its %s: %s are missing", list(append(ids, doors...)), name(wall), metres(sum+taken), metres(length), metres(by)), others...)
	}
}

func (it *item) touches(wall string) bool {
	for _, r := range it.rules {
		if r.Target == wall {
			return true
		}
	}
	return false
}

// width is the object's length along an axis of the room at the heading of the
// wall that it faces.
func (it *item) width(axis int) float64 {
	if quarterOf(it.yaw)%2 != axis {
		return it.o.Size[1]
	}
	return it.o.Size[0]
}

// doorsAt adds up the widths of the doors in a wall whose zones reach the given
// depth over their whole width, of those that overlap the first.
func (c *check) doorsAt(line geom.Range, along int, depth float64) (ids []string, sum float64) {
	room := &c.task.Room
	var kept []span
	for _, o := range room.Openings {
		if o.Kind != scenes.Door || min(o.Width, geom.PassageDepth) < depth+3*slack || o.Sill+o.Height < 4*slack {
			continue
		}
		p, q := room.Floor[o.Wall], room.Floor[(o.Wall+1)%len(room.Floor)]
		if p[1-along] != q[1-along] || p[1-along] != line.Min[1-along] {
			continue
		}
		at := p[along] + o.Offset
		if q[along] < p[along] {
			at = p[along] - o.Offset
		}
		s := span{at - o.Width/2, at + o.Width/2}
		overlaps := func(k span) bool { return s.lo < k.hi && k.lo < s.hi }
		if s.lo < line.Min[along]-1e-9 || s.hi > line.Max[along]+1e-9 || slices.ContainsFunc(kept, overlaps) {
			continue
		}
		kept, ids, sum = append(kept, s), append(ids, o.ID), sum+o.Width
	}
	return ids, sum
}

// carriers adds up the footprints of what lies on each carrier. What is smaller
// than its carrier and has the relation "on" to it lies on it with all of its
// footprint.
func (c *check) carriers() {
	for k := range c.items {
		carrier := &c.items[k]
		if carrier.skip || carrier.o.Flat {
			continue
		}
		area, exact, biggest := 0.0, 0.0, -1
		var ids []string
		for i := range c.items {
			it := &c.items[i]
			if it.skip || it.o.Flat || it.parent != k || it.o.Size[2] <= 4*slack || !it.on(k) {
				continue
			}
			s := it.o.Size
			if math.Hypot(s[0], s[1]) > min(carrier.o.Size[0], carrier.o.Size[1]) {
				continue
			}
			area += max(0, s[0]-2*slack) * max(0, s[1]-2*slack)
			exact += s[0] * s[1]
			ids = append(ids, it.o.ID)
			if biggest < 0 || s[0]*s[1] > c.items[biggest].o.Size[0]*c.items[biggest].o.Size[1] {
				biggest = i
			}
		}
		if len(ids) < 2 {
			continue
		}
		// The rules take the box around a carrier between the headings for it.
		top := 0.0
		for _, m := range carrier.modes(false) {
			top = max(top, 4*(m.hi[0]+slack)*(m.hi[1]+slack))
		}
		own := carrier.o.Size[0] * carrier.o.Size[1]
		if area <= top || exact <= own {
			continue
		}
		c.obstacle(biggest, exact-own, fmt.Sprintf("%s need %.2f m² on %s, which has %.2f m²: %.2f m² are missing", list(ids), exact, carrier.o.ID, own, exact-own), append(without(ids, c.items[biggest].o.ID), carrier.o.ID)...)
	}
}

func (it *item) on(k int) bool {
	for _, r := range it.rules {
		if r.object == k && (r.Kind == scenes.On || r.Kind == scenes.InMiddleOf) {
			return true
		}
	}
	return false
}

// floor adds up the footprints of all that stands on the floor.
func (c *check) floor() {
	// A box that obeys the rules is on the floor, and apart from the others and
	// from the doors' zones, once it is shorter by the margin at each end.
	margin := slack
	if !c.convex {
		margin = 2 * slack
	}
	least, exact, biggest := 0.0, 0.0, -1
	for i := range c.items {
		it := &c.items[i]
		if !it.stands() {
			continue
		}
		w, l := it.o.Size[0], it.o.Size[1]
		least += max(0, w-2*margin) * max(0, l-2*margin)
		exact += w * l
		if biggest < 0 || w*l > c.items[biggest].o.Size[0]*c.items[biggest].o.Size[1] {
			biggest = i
		}
	}
	free := area(c.task.Room.Floor)
	for _, h := range c.task.Room.Holes {
		free -= math.Abs(area(h))
	}
	doors := c.doorArea()
	by := exact + doors - free
	if biggest < 0 || least <= free-doors+1e-6 || by <= 0 {
		return
	}
	c.obstacle(biggest, by, fmt.Sprintf("what stands on the floor covers %.2f m², and the room has %.2f m² free of doors: %.2f m² are missing", exact, free-doors, by))
}

// doorArea is the floor under the doors' zones, of those that overlap the
// largest.
func (c *check) doorArea() float64 {
	var kept []geom.Box
	sum := 0.0
	for _, z := range c.zones {
		if out, _ := c.space.Outside(z.Box); out > 1e-9 || z.Box.Top() < 5*slack {
			continue
		}
		free := true
		for _, k := range kept {
			if in, _ := geom.FloorPenetration(z.Box, k); in > 0 {
				free = false
			}
		}
		if !free {
			continue
		}
		kept = append(kept, z.Box)
		if z.Radius > 0 {
			sum += math.Pi / 4 * z.Radius * z.Radius
		} else {
			sum += 4 * z.Box.Half[0] * z.Box.Half[1]
		}
	}
	return sum
}

// area is a polygon's signed area.
func area(ring []scenes.Vec2) float64 {
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return sum / 2
}
