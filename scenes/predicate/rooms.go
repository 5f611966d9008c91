package predicate

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// SceneEval's corner_of_room, hang_from_ceiling and middle_of_room
// (configs/metrics.yaml, arch_relation).
const (
	cornerReach   = 0.8
	cornerSpread  = 0.25
	perpendicular = 0.15
	ceilingSpread = 0.03
)

func rooms() []Predicate {
	row := func(name, words, phrase string, kinds Kind, doc string, score func(*args) Outcome) Predicate {
		return Predicate{Name: name, Words: list(words), Subjects: 1, Anchors: 1, Kinds: kinds, SceneEval: true, Phrase: phrase, Doc: doc, score: score}
	}
	return []Predicate{
		row("on_wall", "on, mount", "on", Wall,
			"exp(−d²/(2·0.01²)) of the distance beyond 0.01 m to a wall, times the share of the subject in front of it.", scoreWall(atWall, atWall)),
		row("against_wall", "against, along", "against", Wall,
			"The same with 0.3 m and σ 0.1 m.", scoreWall(byWall, wallSpread)),
		row("corner_of_room", "corner", "in a corner of", Room,
			"Greatest product, over two walls whose directions from the subject are nearly square (|cos| < 0.15), of exp(−d²/(2·0.25²)) beyond 0.8 m; "+
				"0 for less than half over the floor.", scoreCorner),
		row("hang_from_ceiling", "hang, hang_from, mount, on", "hanging from", Ceiling,
			"exp(−d²/(2·0.03²)) of the distance beyond 0.01 m to the ceiling.", scoreCeiling),
		row("inside_room", "in, inside, within", "inside", Room|Floor,
			"Share of the subject over the floor and not below it.", scoreInside),
		row("middle_of_room", "middle, center, middle_of, at_the_center, center_of, in_the_middle", "in the middle of", Room|Floor,
			"exp(−d²/(2σ²)) of the distance between the centres of the subject and of the floor's bounding box, σ = ½s + 1 − s/r with s the subject's "+
				"greater side and r the mean of the room's.", scoreMiddleOfRoom),
		{Name: "on_floor", Subjects: 1, Anchors: 1, Kinds: Room | Floor, Phrase: "standing on",
			Doc: "0.02 m by 0.02 m/height off the floor.", score: func(a *args) Outcome {
				d := math.Abs(a.subject().Bottom())
				return Outcome{Score: soft(d, 0.02), Metres: d}
			}},
	}
}

func scoreWall(reach, sigma float64) func(*args) Outcome {
	return func(a *args) Outcome {
		return a.best(func(p *place) Outcome {
			d, way := gap(a.subject(), &p.box)
			o := a.move(p, d, 0, reach, way)
			o.Score = ease(d, 0, reach, sigma)
			if o.Score > 0 {
				o.Score *= share(a.subject(), &p.box, beside(&p.box, sixSides[2], false, 1e-9))
			}
			return o
		})
	}
}

func scoreCorner(a *args) Outcome {
	b := a.subject()
	if a.room.over(b) < 0.5 {
		return a.toMiddle()
	}
	best := Outcome{Metres: math.Inf(1)}
	for i := range a.room.walls {
		p := &a.room.walls[i]
		d, way := gap(b, &p.box)
		one := toward(&p.box, b.Center.Vec2())
		for k := i + 1; k < len(a.room.walls); k++ {
			q := &a.room.walls[k]
			two := toward(&q.box, b.Center.Vec2())
			if l := one.Len() * two.Len(); l > 0 && math.Abs(one.Dot(two)) >= perpendicular*l {
				continue
			}
			e, other := gap(b, &q.box)
			v := excess(way, d).Add(excess(other, e))
			o := Outcome{Score: ease(d, 0, cornerReach, cornerSpread) * ease(e, 0, cornerReach, cornerSpread), Metres: v.Len(), Direction: unit(v)}
			if o.Score > best.Score || o.Score == best.Score && o.Metres < best.Metres {
				best = o
			}
		}
	}
	if math.IsInf(best.Metres, 1) {
		best.Metres = 0
	}
	return best
}

// excess is the part of the way to a wall beyond a corner's reach.
func excess(way scenes.Vec2, d float64) scenes.Vec2 { return unit(way).Mul(max(d-cornerReach, 0)) }

func scoreCeiling(a *args) Outcome {
	b := a.subject()
	up := a.room.extent[2] - b.Top()
	if b.Bottom() <= a.room.extent[2] && up < 0 {
		up = 0
	}
	d := math.Abs(up)
	if a.room.over(b) == 0 {
		// Beside the ceiling: the way back over the floor counts too.
		out, _ := a.w.Space.Outside(*b)
		d = math.Hypot(d, out)
	}
	return Outcome{Score: ease(d, 0, atWall, ceilingSpread), Metres: max(d-atWall, 0)}
}

func scoreInside(a *args) Outcome {
	b := a.subject()
	o := a.toMiddle()
	o.Score = a.room.over(b) * part(b.Bottom(), b.Top(), 0, math.Inf(1))
	return o
}

func (a *args) toMiddle() Outcome {
	v := a.room.middle.Sub(a.subject().Center.Vec2())
	return Outcome{Metres: v.Len(), Direction: unit(v)}
}

func scoreMiddleOfRoom(a *args) Outcome {
	h := a.subject().Half
	size := 2 * max(h[0], h[1])
	sigma := 0.5*size + 1 - size/((a.room.extent[0]+a.room.extent[1])/2)
	o := a.toMiddle()
	o.Score = bell(o.Metres, sigma)
	return o
}
