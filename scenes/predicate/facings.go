package predicate

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// maxDeviation is SceneEval's face_to.max_deviation_degrees.
const maxDeviation = 30.0

// strips is how many strips the looking box is cut into.
const strips = 64

// minOpposite is the least gap, in metres, of what stands opposite: less is
// next to (SceneEval's upper bound of next_to).
const minOpposite = nextTo

func facings() []Predicate {
	return []Predicate{{
		Name: "face_to", Words: list("face, facing"), Subjects: 1, Anchors: 1, Kinds: Places, SceneEval: true, Phrase: "facing",
		Doc: "clip(1 − deviation/30°, 0, 1), the deviation being between the subject's front and the way from its centre to the mean point " +
			"that level rays from its volume along its front hit; 0 without a hit, so also when the heights do not meet.",
		score: func(a *args) Outcome {
			return a.best(func(p *place) Outcome { return faceTo(a.subject(), &p.box, true, true) })
		},
	}, {
		Name: "facing", Subjects: 1, Anchors: 1, Kinds: Places, Phrase: "facing",
		Doc:   "face_to whatever the heights. Where no ray hits, the deviation is that of the anchor's centre. A wall is faced within the same angle of its normal.",
		score: func(a *args) Outcome { return a.best(func(p *place) Outcome { return facePlace(a.subject(), p) }) },
	}, {
		Name: "opposite", Subjects: 1, Anchors: 1, Kinds: Object | Openings | Wall, Phrase: "opposite",
		Doc: "The anchor's front faces the subject, and they are at least 0.5 m apart (σ 0.25 m); anchors without a front, such as round tables, " +
			"are faced by the subject instead.",
		score: func(a *args) Outcome { return a.best(func(p *place) Outcome { return opposite(a, p) }) },
	}, {
		Name: "parallel", Subjects: 1, Anchors: 1, Kinds: Object, Symmetric: true, Phrase: "parallel to",
		Doc: "clip(1 − deviation/30°, 0, 1) of the headings, turned by half turns to be nearest.",
		score: func(a *args) Outcome {
			d := geom.AngleBetween(a.subject().Yaw, a.anchors[0][0].box.Yaw)
			d = min(d, 180-d)
			return Outcome{Score: clip(1 - d/maxDeviation), Degrees: d}
		},
	}, {
		Name: "aligned", Subjects: 1, Anchors: 1, Kinds: Object, Symmetric: true, Phrase: "in line with",
		Doc: "Headings equal up to quarter turns, clip(1 − deviation/30°, 0, 1), times exp(−d²/(2·0.25²)) of the lesser offset of the centres along " +
			"either axis of the anchor.",
		score: scoreAligned,
	}}
}

func clip(x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return min(x, 1)
}

// faceTo looks from b along its front at p.
func faceTo(b, p *geom.Box, heights, strict bool) Outcome {
	mean, hit := meanHit(b, p)
	if heights && part(b.Bottom(), b.Top(), p.Bottom(), p.Top()) == 0 {
		hit = false
	}
	to := local(b, p.Center.Vec2())
	turn := math.Atan2(to[0], to[1]) * 180 / math.Pi
	switch {
	case hit:
		to = mean
	case strict:
		return Outcome{Degrees: turn}
	}
	if to.Len() < 1e-9 {
		return Outcome{Score: 1}
	}
	return Outcome{Score: clip(1 - math.Abs(math.Atan2(to[0], to[1]))*180/math.Pi/maxDeviation), Degrees: turn}
}

// meanHit returns the mean point, in b's frame, that rays from b's volume along
// its front hit first on p's footprint, and whether any does.
func meanHit(b, p *geom.Box) (scenes.Vec2, bool) {
	var c [4]scenes.Vec2
	lo, hi := math.Inf(1), math.Inf(-1)
	fb, fp := frameOf(b), frameOf(p)
	for i, q := range fp.corners(p) {
		c[i] = fb.local(q)
		lo, hi = min(lo, c[i][0]), max(hi, c[i][0])
	}
	lo, hi = max(lo, -b.Half[0]), min(hi, b.Half[0])
	if !(lo <= hi) {
		return scenes.Vec2{}, false
	}
	var sum scenes.Vec2
	weight := 0.0
	for i := range strips {
		u := lo + (hi-lo)*(float64(i)+0.5)/strips
		in, out := math.Inf(1), math.Inf(-1)
		for k := range 4 {
			s, t := c[k], c[(k+1)%4]
			if (s[0] <= u) == (t[0] <= u) && s[0] != u && t[0] != u {
				continue
			}
			v := [2]float64{s[1], t[1]}
			if s[0] != t[0] {
				x := s[1] + (t[1]-s[1])*(u-s[0])/(t[0]-s[0])
				v[0], v[1] = x, x
			}
			in, out = min(in, v[0], v[1]), max(out, v[0], v[1])
		}
		// Origins before the near side hit it; those inside hit the far side.
		before := part(-b.Half[1], b.Half[1], math.Inf(-1), in)
		inside := part(-b.Half[1], b.Half[1], max(in, -b.Half[1]), out)
		if before > 0 {
			sum, weight = sum.Add(scenes.Vec2{u, in}.Mul(before)), weight+before
		}
		if inside > 0 && out > in {
			sum, weight = sum.Add(scenes.Vec2{u, out}.Mul(inside)), weight+inside
		}
	}
	if weight == 0 {
		return scenes.Vec2{}, false
	}
	return sum.Mul(1 / weight), true
}

func facePlace(b *geom.Box, p *place) Outcome {
	if p.kind == Wall {
		out := p.box.Yaw + 180
		turn := math.Mod(out-b.Yaw+540, 360) - 180
		return Outcome{Score: clip(1 - geom.AngleBetween(b.Yaw, out)/maxDeviation), Degrees: turn}
	}
	return faceTo(b, &p.box, false, false)
}

func opposite(a *args, p *place) Outcome {
	b := a.subject()
	apart, way := gap(b, &p.box)
	o := a.move(p, apart, minOpposite, math.Inf(1), way)
	room := ease(apart, minOpposite, math.Inf(1), spread)
	var faced Outcome
	if p.body != nil && p.body.Class != nil && !p.body.Class.Front {
		faced = faceTo(b, &p.box, false, false)
		o.Degrees = faced.Degrees
	} else if faced = faceTo(&p.box, b, false, false); faced.Score <= Threshold {
		// Before the anchor, as far from it as now.
		l := local(&p.box, b.Center.Vec2())
		v := scenes.Vec2{-l[0], max(math.Abs(l[1]), minOpposite+p.box.Half[1]) - l[1]}
		o.Metres, o.Direction = v.Len(), unit(global(&p.box, v))
	}
	o.Score = min(room, faced.Score)
	return o
}

func scoreAligned(a *args) Outcome {
	p := &a.anchors[0][0].box
	d := math.Mod(geom.AngleBetween(a.subject().Yaw, p.Yaw), 90)
	d = min(d, 90-d)
	l := local(p, a.subject().Center.Vec2())
	k := 0
	if math.Abs(l[1]) < math.Abs(l[0]) {
		k = 1
	}
	var v scenes.Vec2
	v[k] = -l[k]
	return Outcome{Score: clip(1-d/maxDeviation) * bell(l[k], spread), Metres: math.Abs(l[k]), Direction: unit(global(p, v)), Degrees: d}
}
