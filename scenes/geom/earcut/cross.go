package earcut

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// rounding bounds the error of cross as a share of its two products (Shewchuk
// 1997, "Adaptive precision floating-point arithmetic and fast robust geometric
// predicates", section 4.3).
const rounding = (3 + 16*0x1p-53) * 0x1p-53

// cross is twice the signed area of a triangle. Its sign is exact where nothing
// under- or overflows: corners that are in one line but for rounding, as those of
// a turned building are, would else lie on one side of an edge for one question
// and on the other for the next, and an ear be cut across a hole.
func cross(a, b, c scenes.Vec2) float64 {
	if d, sure := quickCross(a, b, c); sure {
		return d
	}
	return exactCross(a, b, c)
}

// quickCross reports whether the sign is sure in spite of rounding.
func quickCross(a, b, c scenes.Vec2) (d float64, sure bool) {
	u, v := (b[0]-a[0])*(c[1]-a[1]), (b[1]-a[1])*(c[0]-a[0])
	d = u - v
	return d, math.Abs(d) > rounding*(math.Abs(u)+math.Abs(v))
}

// exactCross adds up the products of cross with what rounding takes off the
// differences and products.
func exactCross(a, b, c scenes.Vec2) float64 {
	var s sum
	s.addProduct(difference(b[0], a[0]), difference(c[1], a[1]))
	s.addProduct(difference(a[1], b[1]), difference(c[0], a[0]))
	total := 0.0
	for _, t := range s.terms[:s.n] {
		total += t
	}
	return total
}

// difference is a − b in two terms, the rounded one and the rest.
func difference(a, b float64) [2]float64 {
	d := a - b
	v := a - d
	return [2]float64{d, (a - (d + v)) + (v - b)}
}

// sum is an exact sum of numbers that do not overlap, the least first.
type sum struct {
	terms [16]float64
	n     int
}

// addProduct adds the product of two numbers of two terms each.
func (s *sum) addProduct(x, y [2]float64) {
	for _, a := range x {
		for _, b := range y {
			if a == 0 || b == 0 {
				continue
			}
			p := a * b
			s.add(math.FMA(a, b, -p))
			s.add(p)
		}
	}
}

// add is Shewchuk's grow-expansion, without the terms that are zero.
func (s *sum) add(t float64) {
	n := 0
	for _, e := range s.terms[:s.n] {
		q := t + e
		v := q - t
		if rest := (t - (q - v)) + (e - v); rest != 0 {
			s.terms[n] = rest
			n++
		}
		t = q
	}
	if t != 0 {
		s.terms[n] = t
		n++
	}
	s.n = n
}
