package measure

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// relations checks every relation: all of them must hold.
func (r *run) relations(i int) {
	o, b := &r.Objects[i], &r.bodies[i]
	for k := range r.items[i].rules {
		rule := &r.items[i].rules[k]
		var allowed geom.Range
		switch {
		case rule.object < 0 && rule.element:
			allowed = r.space.ElementRange(b.extent, rule.Target)
		case rule.object < 0 || !r.bodies[rule.object].placed:
			o.Missing, o.Distances[k] = true, NoDistance
			r.noTarget(i, rule)
			continue
		default:
			allowed = r.space.ObjectRange(b.extent, rule.Kind, rule.Adjacent, r.bodies[rule.object].box)
		}
		d := allowed.Distance(b.box.Center)
		o.Distances[k] = d
		if o.Violation = max(o.Violation, d); d > metres && r.explain {
			r.offRange(i, rule, allowed, d)
		}
	}
}

// face checks the heading.
func (r *run) face(i int) {
	f, o, b := &r.items[i].facing, &r.Objects[i], &r.bodies[i].box
	at := scenes.Placement{Position: b.Center, Yaw: b.Yaw}
	switch f.kind {
	case facesNothing:
		return
	case facesWall:
		o.Facing = geom.AngleBetween(b.Yaw, f.yaw)
	case facesPoint:
		o.Facing = geom.PointFacingError(at, f.point)
	case facesObject:
		if r.bodies[f.object].placed {
			o.Facing = geom.PointFacingError(at, r.bodies[f.object].box.Center.Vec2())
			break
		}
		fallthrough
	case facesUnknown:
		o.Missing = true
		r.noFace(i)
		return
	}
	if o.FacingOff = o.Facing > degrees; o.FacingOff {
		r.turned(i)
	}
}
