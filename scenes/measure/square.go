package measure

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// turn is the number of quarter turns of a heading, or −1 between them.
func turn(yaw float64) int8 {
	switch yaw {
	case 0:
		return 0
	case 90:
		return 1
	case 180:
		return 2
	case 270:
		return 3
	}
	return -1
}

// firstAxis is the axis of a box's right side for each quarter turn, and
// axisSigns the sign of its right and of its front side there.
var (
	firstAxis = [4]int{0, 1, 0, 1}
	axisSigns = [4][2]float64{{1, 1}, {-1, 1}, {-1, -1}, {1, -1}}
)

// overlap is [geom.Overlap]. Boxes along the walls, which most are, take a
// short way to the very same numbers: their axes are those of the room.
func (r *run) overlap(i, j int) (depth float64, dir scenes.Vec2) {
	a, b := &r.bodies[i], &r.bodies[j]
	if a.turn < 0 || b.turn < 0 || r.items[i].o.Flat || r.items[j].o.Flat {
		return geom.Overlap(r.items[i].o, r.items[j].o, a.box, b.box)
	}
	vertical := a.extent[2] + b.extent[2] - math.Abs(a.box.Center[2]-b.box.Center[2])
	if vertical <= 0 {
		return 0, scenes.Vec2{}
	}
	// The first of two equal ways out counts, and the first axis is that of
	// the first box's right side.
	axis, other := firstAxis[a.turn], 1-firstAxis[a.turn]
	sign := axisSigns[a.turn][0]
	way := a.box.Center[axis] - b.box.Center[axis]
	depth = a.extent[axis] + b.extent[axis] - math.Abs(way)
	across := a.box.Center[other] - b.box.Center[other]
	second := a.extent[other] + b.extent[other] - math.Abs(across)
	if depth <= 0 || second <= 0 {
		return 0, scenes.Vec2{}
	}
	if second < depth {
		depth, axis, way, sign = second, other, across, axisSigns[a.turn][1]
	}
	if depth > vertical {
		return vertical, scenes.Vec2{}
	}
	if dir[axis] = sign; way*sign < 0 {
		dir[axis] = -sign
	}
	return depth, dir
}
