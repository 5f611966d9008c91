package raster

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// A close-up shows the box of an object grown by part of its size and a bit
// more, so that what it stands by is seen with it.
const (
	closeFov    = 34
	closeGrowth = 0.3
	closeBorder = 0.2
)

// The headings, from the object's front, and the elevations of the places that
// a close-up may be taken from, the better ones first.
var (
	closeTurns   = [...]float64{35, -35, 10, 65, -65, 100, -100, 145, -145, 180}
	closePitches = [...]float64{22, 38, 55}
	closeUnder   = [...]float64{-12, 0, 22}
)

// closeup returns the camera before an object from which most of it is seen: of
// a few places round it that with the fewest lines of sight blocked by other
// objects or by walls, which are looked through from outside only.
func closeup(t *scenes.Task, l *scenes.Layout, o *scenes.Object, p scenes.Placement, width, height int) (Camera, error) {
	box := geom.BoxOf(o, p)
	if _, ok := place(o, &p, vec3{}); !ok || !(o.Size[0]+o.Size[1]+o.Size[2] > 0) {
		return Camera{}, fmt.Errorf("camera closeup: %s has no finite place or no size: position %v, size %v", o.ID, p.Position, o.Size)
	}
	grown := box
	for k := range 3 {
		grown.Half[k] += closeBorder + float64(closeGrowth*max(box.Half[0], box.Half[1], box.Half[2]))
	}
	points := boxPoints(grown, max(0, box.Bottom()-closeBorder))
	targets := boxPoints(shrunk(box), math.Inf(-1))
	others := obstacles(t, l, o)
	pitches := closePitches
	if o.Support == scenes.OnCeiling {
		pitches = closeUnder
	}
	var best Camera
	least := math.Inf(1)
	for j, pitch := range pitches {
		for i, turn := range closeTurns {
			c := Orbit{Target: box.Center, Yaw: p.Yaw + turn, Pitch: pitch, Distance: 1, FovY: closeFov}.Camera()
			c = c.frame(points, width, height)
			hidden := 0
			for _, q := range targets {
				if blocked(&t.Room, others, c.Eye, q) {
					hidden++
				}
			}
			cost := float64(hidden) + float64(0.35*float64(i)) + float64(0.6*float64(j))
			if c.Eye[2] < 0.1 {
				cost += 20
			}
			if cost < least {
				best, least = c, cost
			}
		}
	}
	for k := range 3 {
		// The headings' sines may differ in their last bits between processors.
		best.Eye[k], best.Target[k], best.Up[k] = grid(best.Eye[k]), grid(best.Target[k]), grid(best.Up[k])
	}
	return best, nil
}

// boxPoints returns the corners of a box, none lower than floor.
func boxPoints(b geom.Box, floor float64) []scenes.Vec3 {
	out := make([]scenes.Vec3, 0, 8)
	for _, c := range b.Corners() {
		out = append(out, scenes.Vec3{c[0], c[1], max(floor, b.Bottom())}, scenes.Vec3{c[0], c[1], b.Top()})
	}
	return out
}

// shrunk keeps lines of sight off what the box touches.
func shrunk(b geom.Box) geom.Box {
	b.Half = b.Half.Mul(0.8)
	return b
}

// obstacles returns the boxes of the other objects that may hide o.
func obstacles(t *scenes.Task, l *scenes.Layout, o *scenes.Object) []geom.Box {
	var out []geom.Box
	for i := range l.Placements {
		p := l.Placements[i]
		q, _ := t.Find(p.ID)
		if q == nil || q == o || q.Flat || q.Parent == o.ID {
			continue
		}
		if _, ok := place(q, &p, vec3{}); ok {
			out = append(out, geom.BoxOf(q, p))
		}
	}
	return out
}

// blocked reports whether something stands between two points. Walls block only
// from inside out; those seen from outside are cut away.
func blocked(room *scenes.Room, boxes []geom.Box, from, to scenes.Vec3) bool {
	d := to.Sub(from)
	for i := range boxes {
		if crosses(&boxes[i], from, d) {
			return true
		}
	}
	for i, p := range room.Floor {
		q, n := room.Floor[(i+1)%len(room.Floor)], outward(room, i)
		a := float64(n[0]*(from[0]-p[0])) + float64(n[1]*(from[1]-p[1]))
		b := float64(n[0]*(to[0]-p[0])) + float64(n[1]*(to[1]-p[1]))
		if a >= 0 || b <= 0 {
			continue
		}
		s := a / (a - b)
		at := along(from, d, s)
		e, f := scenes.Vec3{q[0] - p[0], q[1] - p[1], 0}, scenes.Vec3{at[0] - p[0], at[1] - p[1], 0}
		if u := dot64(e, f); u > 0 && u < dot64(e, e) && at[2] > 0 && at[2] < room.Height {
			return true
		}
	}
	return false
}

// crosses reports whether the line from + s·d, 0 <= s <= 1, meets a box.
func crosses(b *geom.Box, from, d scenes.Vec3) bool {
	right, front := scenes.Axes(b.Yaw)
	o := from.Sub(b.Center)
	lo, hi := 0.0, 1.0
	for k, axis := range [3]scenes.Vec3{{right[0], right[1], 0}, {front[0], front[1], 0}, {0, 0, 1}} {
		x, v := dot64(o, axis), dot64(d, axis)
		if math.Abs(v) < 1e-12 {
			if math.Abs(x) > b.Half[k] {
				return false
			}
			continue
		}
		s, e := (-b.Half[k]-x)/v, (b.Half[k]-x)/v
		lo, hi = max(lo, min(s, e)), min(hi, max(s, e))
	}
	return lo < hi
}
