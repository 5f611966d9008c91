package predicate

import (
	"math"
)

// SceneEval's distance ranges and spread (configs/metrics.yaml, spatial_relation
// and arch_relation).
const (
	nextTo     = 0.5
	nearBy     = 1.5
	across     = 4.0
	spread     = 0.25
	atWall     = 0.01
	byWall     = 0.3
	wallSpread = 0.1
)

// awayShare is the share of the floor's diagonal that is far in a room too
// small for SceneEval's 4 m.
const awayShare = 0.4

func distances() []Predicate {
	row := func(name, words, phrase, doc string, score func(*args) Outcome, sceneEval bool) Predicate {
		return Predicate{Name: name, Words: list(words), Subjects: 1, Anchors: 1, Kinds: Places, Symmetric: true,
			SceneEval: sceneEval, Phrase: phrase, Doc: doc, score: score}
	}
	return []Predicate{
		row("next_to", "next, next_to, beside, adjacent, side_by_side, lean_against, leaning, by, against", "next to",
			"Gap of 0 to 0.5 m; beyond, exp(−d²/(2·0.25²)) of the distance d to that range.", between(0, nextTo), true),
		row("near", "near, nearby, close_to", "near",
			"Gap of 0.5 to 1.5 m, σ 0.25 m. What touches is not near but next_to.", between(nextTo, nearBy), true),
		row("across_from", "across, opposite", "across from",
			"Gap of 1.5 to 4 m, σ 0.25 m.", between(nearBy, across), true),
		row("far", "far, away", "far from",
			"Gap of 4 m or more, σ 0.25 m.", between(across, math.Inf(1)), true),
		row("close_to", "", "near",
			"Gap of 0 to 1.5 m, σ 0.25 m: next_to or near.", between(0, nearBy), false),
		row("away_from", "", "far from",
			"Gap of 4 m or more, or of 0.4 times the floor's diagonal where that is less; σ 0.25 m.", scoreAway, false),
		row("within_distance", "", "close enough to",
			"Gap of at most the spec's distance; beyond, 0.5·distance/gap.", scoreWithin, false),
		row("at_least_distance", "", "far enough from",
			"Gap of at least the spec's distance; below, 0.5·gap/distance.", scoreBeyond, false),
	}
}

// between scores the least distance to the nearest of the anchor's places.
func between(lo, hi float64) func(*args) Outcome {
	return func(a *args) Outcome { return a.ranged(lo, hi, spread) }
}

func (a *args) ranged(lo, hi, sigma float64) Outcome {
	return a.best(func(p *place) Outcome {
		d, way := gap(a.subject(), &p.box)
		o := a.move(p, d, lo, hi, way)
		o.Score = ease(d, lo, hi, sigma)
		return o
	})
}

// move says how to bring a gap into a range.
func (a *args) move(p *place, d, lo, hi float64, way [2]float64) Outcome {
	way = unit(way)
	if way == ([2]float64{}) {
		way = unit(p.box.Center.Vec2().Sub(a.subject().Center.Vec2()))
	}
	if d > hi {
		return Outcome{Metres: d - hi, Direction: way}
	}
	if d < lo {
		return Outcome{Metres: lo - d, Direction: [2]float64{0 - way[0], 0 - way[1]}}
	}
	return Outcome{}
}

func scoreAway(a *args) Outcome {
	return a.ranged(min(across, awayShare*math.Hypot(a.room.extent[0], a.room.extent[1])), math.Inf(1), spread)
}

func scoreWithin(a *args) Outcome {
	return a.best(func(p *place) Outcome {
		d, way := gap(a.subject(), &p.box)
		o := a.move(p, d, 0, a.distance, way)
		o.Score = bounded(a.distance, d)
		return o
	})
}

func scoreBeyond(a *args) Outcome {
	// All the anchor's places count: far from every door.
	worst := Outcome{Score: 2}
	for i := range a.anchors[0] {
		p := &a.anchors[0][i]
		d, way := gap(a.subject(), &p.box)
		o := a.move(p, d, a.distance, math.Inf(1), way)
		if o.Score = bounded(d, a.distance); o.Score < worst.Score {
			worst = o
		}
	}
	return worst
}

// bounded scores want ≤ have hard, forgiving a millimetre: 1, or half the ratio.
func bounded(have, want float64) float64 {
	if want <= have+0.001 {
		return 1
	}
	return 0.5 * max(have, 0) / want
}
