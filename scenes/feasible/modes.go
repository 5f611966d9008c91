package feasible

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// span is a range of numbers; it is empty where lo is above hi.
type span struct{ lo, hi float64 }

func (s span) and(t span) span { return span{max(s.lo, t.lo), min(s.hi, t.hi)} }

func (s span) or(t span) span { return span{min(s.lo, t.lo), max(s.hi, t.hi)} }

func (s span) plus(lo, hi float64) span { return span{s.lo + lo, s.hi + hi} }

var whole = span{math.Inf(-1), math.Inf(1)}

// domain is where a centre may be.
type domain [3]span

var anywhere = domain{whole, whole, whole}

func (d domain) and(e domain) domain {
	for k := range d {
		d[k] = d[k].and(e[k])
	}
	return d
}

func (d domain) or(e domain) domain {
	for k := range d {
		d[k] = d[k].or(e[k])
	}
	return d
}

// gap is how far the domain is from holding a point: positive when it is empty.
func (d domain) gap() float64 {
	g := math.Inf(-1)
	for k := range d {
		g = max(g, d[k].lo-d[k].hi)
	}
	return g
}

// mode is an object at one of the four headings, turned off it by no less and
// no more than two angles, to either side.
type mode struct {
	quarter int
	// lo and hi bound the half sizes of the axis-aligned box around the object.
	lo, hi scenes.Vec3
	// inner are the half sizes of an axis-aligned box inside the object at every
	// heading of the mode.
	inner scenes.Vec2
	at    domain
}

// freely and nearly are the angles off the heading at which modes of free
// headings, and of those towards a wall, begin and end.
var (
	freely = []float64{0, 1, 5, 15, 45}
	nearly = []float64{0, 1, 2, 3, 4, geom.AngleTolerance + 1e-6}
)

// modes lists the headings of an object. exact leaves out what only the
// tolerances allow.
func (it *item) modes(exact bool) []mode {
	switch {
	case it.lock != nil:
		return it.lockedModes(exact)
	case it.wall && exact:
		return []mode{it.mode(quarterOf(it.yaw), 0, 0)}
	case it.wall:
		return it.turned(quarterOf(it.yaw), nearly)
	}
	var out []mode
	for q := range 4 {
		out = append(out, it.turned(q, freely)...)
	}
	return out
}

func quarterOf(yaw float64) int { return (int(math.Round(yaw/90))%4 + 4) % 4 }

func (it *item) turned(quarter int, angles []float64) []mode {
	var out []mode
	for k := range angles[1:] {
		out = append(out, it.mode(quarter, angles[k], angles[k+1]))
	}
	return out
}

// lockedModes are the one or two modes of a lock: it may be about halfway
// between two headings.
func (it *item) lockedModes(exact bool) []mode {
	loose := lockTurn
	if exact {
		loose = 0
	}
	off := math.Abs(math.Remainder(it.lock.Yaw, 90))
	q := quarterOf(it.lock.Yaw)
	out := []mode{it.mode(q, max(0, off-loose), min(45, off+loose))}
	if off+loose >= 45 {
		side := 1
		if math.Remainder(it.lock.Yaw, 90) < 0 {
			side = 3
		}
		// At 45° exactly rounding decides on which side of the border it is.
		for _, turn := range []int{side, 4 - side} {
			out = append(out, it.mode((q+turn)%4, max(0, 45-loose), 45))
		}
	}
	return out
}

func (it *item) mode(quarter int, from, to float64) mode {
	m := mode{quarter: quarter, at: anywhere}
	a, b := it.o.Size[0]/2, it.o.Size[1]/2
	if quarter%2 == 1 {
		a, b = b, a
	}
	m.lo[0], m.hi[0] = extents(a, b, from, to)
	m.lo[1], m.hi[1] = extents(b, a, from, to)
	m.lo[2], m.hi[2] = it.o.Size[2]/2, it.o.Size[2]/2
	s := math.Sin(to * math.Pi / 180)
	x, y := a-b*s, b-a*s
	_, wide := extents(x, y, from, to)
	_, deep := extents(y, x, from, to)
	if x < 0 || y < 0 || wide > a || deep > b {
		// A square in the largest disk, which is inside at every heading.
		x = min(a, b) / math.Sqrt2
		y = x
	}
	m.inner = scenes.Vec2{x, y}
	return m
}

// extents bounds the half size, along the axis nearest to the side with the half
// size a, of the axis-aligned box around a rectangle that is turned by from to
// to degrees, at most 45: a·cos + b·sin, which is concave.
func extents(a, b, from, to float64) (lo, hi float64) {
	at := func(deg float64) float64 {
		s, c := math.Sincos(deg * math.Pi / 180)
		return a*c + b*s
	}
	lo, hi = min(at(from), at(to)), max(at(from), at(to))
	if peak := math.Atan2(b, a) * 180 / math.Pi; peak > from && peak < to {
		hi = math.Hypot(a, b)
	}
	return lo, hi
}
