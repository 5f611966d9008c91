package measure

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
)

// sideWords are the sides of a clearance as sentences name them, in the order
// of [geom.ClearanceBoxes].
var sideWords = [4]string{"in front", "behind it", "on its left", "on its right"}

// usual returns a declared clearance without what is no length.
func usual(c scenes.Clearance) scenes.Clearance {
	for _, d := range [4]*float64{&c.Front, &c.Back, &c.Left, &c.Right} {
		if !(*d > 0 && *d <= far) {
			*d = 0
		}
	}
	return c
}

func depths(c scenes.Clearance) [4]float64 { return [4]float64{c.Front, c.Back, c.Left, c.Right} }

// reach is how far beyond its own box an object's clearance may lie on an axis
// of the room: up to √2 times its depth.
func reach(c scenes.Clearance) float64 { return 1.5 * max(c.Front, c.Back, c.Left, c.Right) }

// intrusion checks whether j is in the clearance of i.
func (r *run) intrusion(i, j int) {
	it := &r.items[j]
	if it.o.Flat || it.o.Support == scenes.OnObject && it.parent == i {
		return
	}
	var worst hit
	zones, asked := geom.ClearanceBoxes(r.bodies[i].box, r.items[i].clearance)
	for side, zone := range zones {
		if !asked[side] {
			continue
		}
		depth, dir := geom.Penetration(r.bodies[j].box, zone)
		if depth > metres && it.mesh != nil {
			own, space := r.mesh(j), trimesh.FromBox(zone.Half)
			space.Center, space.Yaw = zone.Center, zone.Yaw
			depth, dir = meshDepth(&own, &space)
		}
		if depth > metres && depth > worst.depth {
			worst = hit{i: i, j: j, side: side + 1, depth: depth, dir: dir}
		}
	}
	if worst.side == 0 {
		return
	}
	o := &r.Objects[i]
	o.ClearanceBlocked, o.Intrusion = true, max(o.Intrusion, worst.depth)
	r.Objects[j].Intrudes = true
	r.keep(worst)
}

// crowded checks whether the room leaves the object its clearance.
func (r *run) crowded(i int) {
	if r.items[i].reach == 0 {
		return
	}
	zones, asked := geom.ClearanceBoxes(r.bodies[i].box, r.items[i].clearance)
	for side, zone := range zones {
		if !asked[side] {
			continue
		}
		depth, dir := r.space.Outside(zone)
		if depth <= metres {
			continue
		}
		o := &r.Objects[i]
		o.ClearanceBlocked, o.Intrusion = true, max(o.Intrusion, depth)
		told := 0.0 // the way back onto the floor, for an object that has left it
		if o.OutOfBounds {
			told = o.Outside
		}
		if r.explain && told < depth-metres {
			r.narrow(i, side, depth-told, dir)
		}
	}
}
