package predicate

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// headroom is the height, in metres, below which an object is in the way
// (SceneEval's obj_height_threshold for navigability).
const headroom = 2.0

// The free disk in the middle of a room: a quarter of its shorter side, within
// these radii in metres.
const (
	middleShare = 0.25
	leastMiddle = 0.5
	mostMiddle  = 1.5
)

// usualClear is the space in metres before a window or an object; a door asks
// for its width (SceneEval's opening clearance: door_use_width_as_extrude,
// window_front_extrude_distance).
const usualClear = 0.5

func spaces() []Predicate {
	return []Predicate{{
		Name: "count", Subjects: 1, Phrase: "in the room", SceneEval: true,
		Doc:   "ObjCount: every placed subject counts.",
		score: func(*args) Outcome { return Outcome{Score: 1} },
	}, {
		Name: "free_middle", Subjects: 0, Kinds: Room | Floor, Phrase: "clear of the middle of",
		Doc: "No object below 2 m, coverings apart, within the spec's distance of the floor's middle; without one, within a quarter of the shorter side, " +
			"0.5 to 1.5 m. Below 0.5 in proportion to the least distance. A subject narrows the objects that count.",
		score: scoreFreeMiddle,
	}, {
		Name: "clear_of", Subjects: 0, Anchors: 1, Kinds: Places, Phrase: "clear of",
		Doc: "No object, coverings and what the anchor carries or rests on apart, within the spec's distance of the anchor, 0.5 m of an object or a wall without one; " +
			"below 0.5 in proportion to the least distance. Before a door or window without a distance: nothing more than 0.02 m into the box before it on the " +
			"room's side, as wide and as high as the opening, a door's width or 0.5 m deep; below 0.5 by the depth. " +
			"A subject narrows the objects that count. All doors, for the anchor door.",
		score: scoreClear,
	}}
}

// inTheWay reports whether a body counts for free floor.
func inTheWay(b *world.Body) bool {
	return !b.Object.Flat && b.Box.Bottom() < headroom
}

func scoreFreeMiddle(a *args) Outcome {
	r := a.distance
	if r == 0 {
		r = min(max(middleShare*min(a.room.extent[0], a.room.extent[1]), leastMiddle), mostMiddle)
	}
	spot := geom.Box{Center: a.room.middle.Vec3(0)}
	out := Outcome{Score: 1}
	for _, b := range a.subjects {
		if !inTheWay(b) {
			continue
		}
		d, way := planGap(&b.Box, &spot)
		a.blame(b, d, r, way, &out)
	}
	return out
}

func scoreClear(a *args) Outcome {
	result := Outcome{Score: 1}
	for i := range a.anchors[0] {
		p := &a.anchors[0][i]
		want := a.distance
		if want == 0 {
			want = usualClear
		}
		passage := passageOf(p)
		for _, b := range a.subjects {
			if b.Object.Flat || b == p.body || p.body != nil && (b.Object.Parent == p.id || p.body.Object.Parent == b.Object.ID) {
				continue
			}
			if a.distance == 0 && p.kind&Openings != 0 {
				if depth, out := geom.Penetration(b.Box, passage); depth > geom.Tolerance {
					reach := 2 * passage.Half[1]
					a.blame(b, max(reach-depth, 0), reach, out.Mul(-1), &result)
				}
				continue
			}
			d, way := gap(&b.Box, &p.box)
			a.blame(b, d, want, way, &result)
		}
	}
	return result
}

// passageOf is the box before an opening that must stay free.
func passageOf(p *place) geom.Box {
	depth := usualClear
	if p.kind == Door {
		depth = 2 * p.box.Half[0]
	}
	_, front := scenes.Axes(p.box.Yaw)
	c := p.box.Center.Vec2().Add(front.Mul(depth / 2))
	return geom.Box{Center: scenes.Vec3{c[0], c[1], p.box.Center[2]}, Half: scenes.Vec3{p.box.Half[0], depth / 2, p.box.Half[2]}, Yaw: p.box.Yaw}
}

// blame takes one object's distance into account.
func (a *args) blame(b *world.Body, d, want float64, way [2]float64, out *Outcome) {
	s := bounded(d, want)
	if s > Threshold {
		return
	}
	if a.culprits != nil {
		*a.culprits = append(*a.culprits, b.Index)
	}
	if s < out.Score {
		v := unit(way)
		*out = Outcome{Score: s, Metres: want - d, Direction: [2]float64{0 - v[0], 0 - v[1]}}
	}
}
