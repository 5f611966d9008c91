package predicate

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// eps is SceneEval's bounding_box.epsilon, in metres.
const eps = 1e-6

// sideMargin grows the face rectangle that counts as beside an object, as a
// share of its half sizes (side_of.within_area_margin; the comment in the
// configuration says 25 %, not 0.25 m).
const sideMargin = 0.25

// side is an axis of a box's frame and a way along it.
type side struct {
	name string
	axis int
	sign float64
}

var sixSides = [6]side{{"left", 0, -1}, {"right", 0, 1}, {"front", 1, 1}, {"behind", 1, -1}, {"top", 2, 1}, {"bottom", 2, -1}}

func sides() []Predicate {
	phrase := [6]string{"to the left of", "to the right of", "in front of", "behind", "above", "below"}
	words := [6]string{"left", "right", "front, in_front, foot, at_the_foot", "behind", "above, over", "under, beneath, below"}
	names := [6]string{"left_of", "right_of", "in_front_of", "behind", "side_top", "side_bottom"}
	var out []Predicate
	add := func(name, words, phrase, doc string, sceneEval bool, score func(s, p *geom.Box) float64, want func(s, p *geom.Box) region) {
		out = append(out, Predicate{Name: name, Words: list(words), Subjects: 1, Anchors: 1, Kinds: Object | Openings,
			SceneEval: sceneEval, Phrase: phrase, Doc: doc, score: func(a *args) Outcome {
				return a.best(func(p *place) Outcome {
					o := a.into(p, want(a.subject(), &p.box))
					o.Score = score(a.subject(), &p.box)
					return o
				})
			}})
	}
	for i, s := range sixSides {
		add(names[i], words[i], phrase[i], "side_of: share of the subject's volume beyond the anchor's "+s.name+
			" face, within the face's rectangle grown by 25 % of its half sizes.", true,
			func(b, p *geom.Box) float64 { return share(b, p, beside(p, s, false, sideMargin)) },
			func(b, p *geom.Box) region { return beside(p, s, false, sideMargin) })
	}
	for i, s := range sixSides[:4] {
		add(s.name+"_in_plan", "", phrase[i], "Share of the subject's footprint beyond the anchor's "+s.name+
			" side, within the side grown by 25 %, whatever the heights.", false,
			func(b, p *geom.Box) float64 { return planShare(b, p, beside(p, s, false, sideMargin)) },
			func(b, p *geom.Box) region { return beside(p, s, false, sideMargin) })
	}
	for i, s := range sixSides {
		add(s.name+"_region", s.name+"_region", "inside, towards the "+s.name+" of,",
			"side_region: share of the subject's volume inside the "+[6]string{"left", "right", "front", "back", "upper", "lower"}[i]+" half of the anchor's box.", true,
			func(b, p *geom.Box) float64 { return share(b, p, half(p, s)) },
			func(b, p *geom.Box) region { return half(p, s) })
	}
	out[len(out)-1].Words, out[len(out)-2].Words = list("bottom_region, under_region"), list("top_region, over_region")
	for k, name := range [2]string{"long_side", "short_side"} {
		add(name, name, "at a "+name[:len(name)-5]+" side of", "Greater share of the subject's volume on one of the anchor's two "+name[:len(name)-5]+
			" sides: past the middle, within the side's rectangle. 0 for a square.", true,
			func(b, p *geom.Box) float64 {
				q := lengthSides(p, k == 0)
				return max(share(b, p, beside(p, q[0], true, 1e-9)), share(b, p, beside(p, q[1], true, 1e-9)))
			},
			func(b, p *geom.Box) region {
				q := lengthSides(p, k == 0)
				if local(p, b.Center.Vec2())[q[0].axis]*q[0].sign < 0 {
					return beside(p, q[1], true, 1e-9)
				}
				return beside(p, q[0], true, 1e-9)
			})
	}
	add("on_top", "on", "on", "Share of the subject's volume above the anchor's top, within its footprint.", true,
		func(b, p *geom.Box) float64 { return share(b, p, beside(p, sixSides[4], false, 1e-9)) },
		func(b, p *geom.Box) region { return beside(p, sixSides[4], false, 1e-9) })
	add("inside_of", "inside, in, within", "inside", "Share of the subject's volume inside the anchor's box.", true,
		func(b, p *geom.Box) float64 { return share(b, p, whole(p)) },
		func(b, p *geom.Box) region { return whole(p) })
	add("outside_of", "outside", "outside", "Share of the subject's volume outside the anchor's box.", true,
		func(b, p *geom.Box) float64 { return 1 - share(b, p, whole(p)) },
		func(b, p *geom.Box) region {
			// Out through the nearest side.
			l, s := local(p, b.Center.Vec2()), sixSides[0]
			best := math.Inf(1)
			for _, q := range sixSides[:4] {
				if d := p.Half[q.axis] - q.sign*l[q.axis]; d < best {
					best, s = d, q
				}
			}
			return beside(p, s, false, math.Inf(1))
		})
	out[len(out)-1].Kinds, out[len(out)-2].Kinds, out[len(out)-3].Kinds = Object, Object, Object
	return out
}

// beside is the region on one side of a box: beyond its face, or beyond its
// middle, within the face's rectangle grown by the margin (at_side).
func beside(p *geom.Box, s side, fromMiddle bool, margin float64) region {
	var r region
	for k := range 3 {
		h := p.Half[k] * (1 + margin)
		if p.Half[k] == 0 {
			h = 0
		}
		r.lo[k], r.hi[k] = -h, h
	}
	at := p.Half[s.axis] - eps
	if fromMiddle {
		at = -eps
	}
	r.lo[s.axis], r.hi[s.axis] = at, math.Inf(1)
	if s.sign < 0 {
		r.lo[s.axis], r.hi[s.axis] = math.Inf(-1), -at
	}
	return r
}

// half is the half of a box towards one side.
func half(p *geom.Box, s side) region {
	r := whole(p)
	if s.sign > 0 {
		r.lo[s.axis] = -eps
	} else {
		r.hi[s.axis] = eps
	}
	return r
}

func whole(p *geom.Box) region {
	h := p.Half.Add(scenes.Vec3{eps, eps, eps})
	return region{h.Mul(-1), h}
}

// lengthSides are the two ends across which a box is short (long sides) or
// long (short sides); of a square, none.
func lengthSides(p *geom.Box, long bool) [2]side {
	if math.Abs(p.Half[0]-p.Half[1]) <= 1e-8+1e-5*p.Half[1] {
		return [2]side{{"", 0, math.NaN()}, {"", 0, math.NaN()}}
	}
	if long == (p.Half[0] < p.Half[1]) {
		return [2]side{sixSides[1], sixSides[0]}
	}
	return [2]side{sixSides[2], sixSides[3]}
}

// into is the shortest move that takes the subject wholly into the region, or,
// where it is too wide for it, its centre to the middle.
func (a *args) into(p *place, r region) Outcome {
	b := a.subject()
	turned := geom.Box{Half: b.Half, Yaw: b.Yaw - p.box.Yaw}
	h, l := turned.Extents(), local(&p.box, b.Center.Vec2())
	var v scenes.Vec2
	for k := range 2 {
		v[k] = clampInto(l[k], r.lo[k]+h[k], r.hi[k]-h[k])
	}
	up := clampInto(b.Center[2]-p.box.Center[2], r.lo[2]+b.Half[2], r.hi[2]-b.Half[2])
	if n := v.Len(); n > 1e-9 {
		return Outcome{Metres: n, Direction: unit(global(&p.box, v))}
	}
	return Outcome{Metres: math.Abs(up)}
}

// clampInto is the move that takes x into [lo,hi], or to its middle when it is
// empty.
func clampInto(x, lo, hi float64) float64 {
	if lo > hi {
		return (lo+hi)/2 - x
	}
	return min(max(x, lo), hi) - x
}
