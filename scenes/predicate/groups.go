package predicate

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

func groups() []Predicate {
	return []Predicate{{
		Name: "middle_of", Words: list("middle_of, middle, center, at_the_center, center_of"), Subjects: 1, Anchors: 1, Kinds: Object, SceneEval: true,
		Phrase: "in the middle of", Doc: "exp(−d²/(2·0.25²)) of the distance between the centres on the floor.",
		score: func(a *args) Outcome {
			v := a.anchors[0][0].box.Center.Sub(a.subject().Center).Vec2()
			return Outcome{Score: bell(v.Len(), spread), Metres: v.Len(), Direction: unit(v)}
		},
	}, {
		Name: "surround", Words: list("surround, around"), Subjects: -1, Anchors: 1, Kinds: Object, SceneEval: true, Phrase: "around",
		Doc: "Of at least three: mean of ½(1 − |dᵢ − median|/median)² + ½(1 − |aᵢ − 2π/n|/(2π/n))², ratios at most 1, with dᵢ the distances of the " +
			"centres and aᵢ the angle to the next subject around the anchor.",
		score: func(a *args) Outcome { return ring(a, false) },
	}, {
		Name: "around", Subjects: -1, Anchors: 1, Kinds: Object, Phrase: "around",
		Doc: "Every subject within 0.8 m of the anchor and not all on one side of it: the least next_to score of the subjects, times 1 if every angle between " +
			"neighbours around the anchor is at most half a turn (plus 1°), else falling by the angle beyond. One or two need only be next_to.",
		score: func(a *args) Outcome { return ring(a, true) },
	}, {
		Name: "between", Words: list("between"), Subjects: 1, Anchors: 2, Kinds: Object | Openings, Phrase: "between",
		Doc:   "exp(−d²/(2·0.25²)) of the distance d that the subject's footprint is off the middle three fifths of the line between the anchors' centres.",
		score: scoreBetween,
	}, {
		Name: "above", Subjects: 1, Anchors: 1, Kinds: Object | Openings, Phrase: "above",
		Doc: "I-Design's: the footprints meet and the subject's underside is no lower than the anchor's top; exp(−d²/(2·0.1²)) of each miss.",
		score: func(a *args) Outcome {
			return a.best(func(p *place) Outcome { return stacked(a, p, max(p.box.Top()-a.subject().Bottom(), 0)) })
		},
	}, {
		Name: "under", Subjects: 1, Anchors: 1, Kinds: Object | Openings, Phrase: "under",
		Doc: "I-Design's for objects: the footprints meet and the subject's middle is lower than the anchor's; exp(−d²/(2·0.1²)) of each miss. Under a window: " +
			"next_to the wall beneath it, half the subject's or the window's width before the other, and no more than 0.1 m above the sill (σ 0.25 m).",
		score: func(a *args) Outcome {
			return a.best(func(p *place) Outcome {
				if p.kind != Object {
					return underOpening(a, p)
				}
				return stacked(a, p, max(a.subject().Center[2]-p.box.Center[2], 0))
			})
		},
	}}
}

func stacked(a *args, p *place, drop float64) Outcome {
	d, way := planGap(a.subject(), &p.box)
	o := Outcome{Score: bell(d, wallSpread) * bell(drop, wallSpread), Metres: d, Direction: unit(way)}
	if d == 0 {
		o.Metres = drop
	}
	return o
}

// sillSlack is how far something under a window may reach above its sill.
const sillSlack = 0.1

func underOpening(a *args, p *place) Outcome {
	b := a.subject()
	turned := geom.Box{Half: b.Half, Yaw: b.Yaw - p.box.Yaw}
	h, l := turned.Extents(), local(&p.box, b.Center.Vec2())
	lap := max(min(l[0]+h[0], p.box.Half[0])-max(l[0]-h[0], -p.box.Half[0]), 0) / max(2*min(h[0], p.box.Half[0]), eps)
	off := l[1] - h[1]
	o := Outcome{Score: min(lap, 1) * ease(max(off, 0), 0, nextTo, spread) * bell(max(b.Top()-p.box.Bottom()-sillSlack, 0), spread)}
	v := scenes.Vec2{clampInto(l[0], -p.box.Half[0], p.box.Half[0]), -max(off-nextTo, 0)}
	if l[1] < 0 {
		o.Score, v[1] = 0, h[1]-l[1]
	}
	o.Metres, o.Direction = v.Len(), unit(global(&p.box, v))
	return o
}

// ring scores subjects around an anchor. Angles are taken on the floor;
// SceneEval takes them between the centres in space, which agrees for subjects
// of one height.
func ring(a *args, loose bool) Outcome {
	n := len(a.subjects)
	p := &a.anchors[0][0].box
	if n < 3 && !loose || n == 0 {
		return Outcome{}
	}
	type spoke struct{ angle, reach float64 }
	spokes, reaches := make([]spoke, n), make([]float64, n)
	worst := Outcome{Score: 1}
	for i, s := range a.subjects {
		v := s.Box.Center.Sub(p.Center)
		spokes[i] = spoke{math.Atan2(v[1], v[0]), v.Len()}
		reaches[i] = spokes[i].reach
		d, way := gap(&s.Box, p)
		if score := ease(d, 0, nextTo, spread); i == 0 || score < worst.Score {
			worst = Outcome{Score: score, Metres: max(d-nextTo, 0), Direction: unit(way)}
		}
	}
	slices.SortFunc(spokes, func(x, y spoke) int { return compare(x.angle, y.angle) })
	slices.Sort(reaches)
	median := (reaches[(n-1)/2] + reaches[n/2]) / 2
	ideal, sum, widest := 2*math.Pi/float64(n), 0.0, 0.0
	for i, s := range spokes {
		next := spokes[(i+1)%n].angle - s.angle
		if next <= 0 {
			next += 2 * math.Pi
		}
		widest = max(widest, next)
		// SceneEval looks no further than half a turn for the next one, and
		// else takes the last one, whose angle is then negative.
		if next > math.Pi {
			next = -ideal
		}
		near := 1 - min(math.Abs(s.reach-median)/max(median, eps), 1)
		even := 1 - min(math.Abs(next-ideal)/ideal, 1)
		sum += (near*near + even*even) / 2
	}
	if !loose {
		worst.Score = sum / float64(n)
		return worst
	}
	if n > 2 {
		worst.Score *= soft((widest-math.Pi)*180/math.Pi, 1)
	}
	return worst
}

func compare(x, y float64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// endShare is the part of the line at each end that is not between.
const endShare = 0.2

func scoreBetween(a *args) Outcome {
	best := Outcome{Score: -1}
	for i := range a.anchors[0] {
		for k := range a.anchors[1] {
			p, q := a.anchors[0][i].box.Center.Vec2(), a.anchors[1][k].box.Center.Vec2()
			from, to := p.Add(q.Sub(p).Mul(endShare)), q.Add(p.Sub(q).Mul(endShare))
			line := geom.Box{Center: from.Add(to).Mul(0.5).Vec3(0), Half: scenes.Vec3{0, to.Sub(from).Len() / 2, 0}, Yaw: heading(to.Sub(from))}
			d, way := planGap(a.subject(), &line)
			// The footprint may cross the line far from its centre; the centre
			// must lie across the line's stretch.
			c := local(&line, a.subject().Center.Vec2())
			if over := math.Abs(c[1]) - line.Half[1]; over > d {
				d, way = over, global(&line, scenes.Vec2{0, math.Copysign(over, -c[1])})
			}
			if s := bell(d, spread); s > best.Score {
				best = Outcome{Score: s, Metres: d, Direction: unit(way)}
			}
		}
	}
	return best
}
