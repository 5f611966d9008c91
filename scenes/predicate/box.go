package predicate

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// frame is a box's own right and front axes at its centre, computed once for
// many points.
type frame struct{ at, right, front scenes.Vec2 }

func frameOf(b *geom.Box) frame {
	right, front := scenes.Axes(b.Yaw)
	return frame{b.Center.Vec2(), right, front}
}

func (f *frame) local(p scenes.Vec2) scenes.Vec2 {
	x, y := p[0]-f.at[0], p[1]-f.at[1]
	return scenes.Vec2{x*f.right[0] + y*f.right[1], x*f.front[0] + y*f.front[1]}
}

func (f *frame) global(v scenes.Vec2) scenes.Vec2 {
	return scenes.Vec2{f.right[0]*v[0] + f.front[0]*v[1], f.right[1]*v[0] + f.front[1]*v[1]}
}

// corners runs counter-clockwise from the front right one.
func (f *frame) corners(b *geom.Box) [4]scenes.Vec2 {
	rx, ry, fx, fy := f.right[0]*b.Half[0], f.right[1]*b.Half[0], f.front[0]*b.Half[1], f.front[1]*b.Half[1]
	return [4]scenes.Vec2{{f.at[0] + rx + fx, f.at[1] + ry + fy}, {f.at[0] - rx + fx, f.at[1] - ry + fy},
		{f.at[0] - rx - fx, f.at[1] - ry - fy}, {f.at[0] + rx - fx, f.at[1] + ry - fy}}
}

// toward is the vector, in the frame, from p to the nearest point of b.
func (f *frame) toward(b *geom.Box, p scenes.Vec2) scenes.Vec2 {
	l := f.local(p)
	return scenes.Vec2{min(max(l[0], -b.Half[0]), b.Half[0]) - l[0], min(max(l[1], -b.Half[1]), b.Half[1]) - l[1]}
}

// local returns p on the floor in the frame of b: right and front of its
// centre.
func local(b *geom.Box, p scenes.Vec2) scenes.Vec2 {
	f := frameOf(b)
	return f.local(p)
}

// global turns a vector in the frame of b into layout space.
func global(b *geom.Box, v scenes.Vec2) scenes.Vec2 {
	f := frameOf(b)
	return f.global(v)
}

// gap returns the least distance between the surfaces of two boxes, and the
// vector on the floor from a towards b along which a would have to go to meet
// it. Surfaces that cross have the distance 0; a box wholly inside another has
// its least distance to the other's sides, as SceneEval's does.
func gap(a, b *geom.Box) (float64, scenes.Vec2) {
	flat, way := planGap(a, b)
	up := max(b.Bottom()-a.Top(), a.Bottom()-b.Top(), 0)
	if flat == 0 && up == 0 {
		return max(depthInside(a, b), depthInside(b, a)), way
	}
	return math.Hypot(flat, up), way
}

// planGap is the least distance of the footprints, 0 when they overlap, with
// the vector from a to b between the nearest points.
func planGap(a, b *geom.Box) (float64, scenes.Vec2) {
	fa, fb := frameOf(a), frameOf(b)
	if footprintsMeet(a, b, &fa, &fb) {
		return 0, scenes.Vec2{}
	}
	// Two rectangles apart are nearest at a corner of one of them.
	best, way, inA := math.Inf(1), scenes.Vec2{}, false
	for _, c := range fa.corners(a) {
		if v := fb.toward(b, c); v.Dot(v) < best {
			best, way = v.Dot(v), v
		}
	}
	for _, c := range fb.corners(b) {
		if v := fa.toward(a, c); v.Dot(v) < best {
			best, way, inA = v.Dot(v), v.Mul(-1), true
		}
	}
	if inA {
		return math.Sqrt(best), fa.global(way)
	}
	return math.Sqrt(best), fb.global(way)
}

// toward is the vector from p to the nearest point of b's footprint.
func toward(b *geom.Box, p scenes.Vec2) scenes.Vec2 {
	f := frameOf(b)
	return f.global(f.toward(b, p))
}

// footprintsMeet tests the four side directions for one that separates the
// rectangles.
func footprintsMeet(a, b *geom.Box, fa, fb *frame) bool {
	x, y := fb.at[0]-fa.at[0], fb.at[1]-fa.at[1]
	// The axes' dot products: how b's axes lie in a's frame.
	rr := math.Abs(fa.right[0]*fb.right[0] + fa.right[1]*fb.right[1])
	rf := math.Abs(fa.right[0]*fb.front[0] + fa.right[1]*fb.front[1])
	return math.Abs(x*fa.right[0]+y*fa.right[1]) <= a.Half[0]+b.Half[0]*rr+b.Half[1]*rf &&
		math.Abs(x*fa.front[0]+y*fa.front[1]) <= a.Half[1]+b.Half[0]*rf+b.Half[1]*rr &&
		math.Abs(x*fb.right[0]+y*fb.right[1]) <= b.Half[0]+a.Half[0]*rr+a.Half[1]*rf &&
		math.Abs(x*fb.front[0]+y*fb.front[1]) <= b.Half[1]+a.Half[0]*rf+a.Half[1]*rr
}

// depthInside is the least distance from a to the sides of b when a lies wholly
// inside b, else 0.
func depthInside(a, b *geom.Box) float64 {
	d := min(a.Bottom()-b.Bottom(), b.Top()-a.Top())
	if d <= 0 {
		return 0
	}
	fa, fb := frameOf(a), frameOf(b)
	for _, c := range fa.corners(a) {
		l := fb.local(c)
		d = min(d, b.Half[0]-math.Abs(l[0]), b.Half[1]-math.Abs(l[1]))
	}
	return max(d, 0)
}

// region is a box in the frame of another: right, front and up of its centre.
type region struct{ lo, hi scenes.Vec3 }

// share is the part of b's volume in the region of ref's frame. A box without
// an extent along some axis counts by its points along the others.
func share(b, ref *geom.Box, r region) float64 {
	up := part(b.Bottom(), b.Top(), ref.Center[2]+r.lo[2], ref.Center[2]+r.hi[2])
	if up == 0 {
		return 0
	}
	return up * planShare(b, ref, r)
}

// planShare is the part of b's footprint in the region.
func planShare(b, ref *geom.Box, r region) float64 {
	if b.Half[0] <= 0 || b.Half[1] <= 0 {
		l := local(ref, b.Center.Vec2())
		if l[0] < r.lo[0] || l[0] > r.hi[0] || l[1] < r.lo[1] || l[1] > r.hi[1] {
			return 0
		}
		return 1
	}
	fb, fr := frameOf(b), frameOf(ref)
	var p polygon
	for _, c := range fb.corners(b) {
		p.add(fr.local(c))
	}
	for k := range 2 {
		p = p.cut(k, 1, r.lo[k])
		p = p.cut(k, -1, -r.hi[k])
	}
	return min(max(p.area()/(4*b.Half[0]*b.Half[1]), 0), 1)
}

// part is the share of [lo,hi] that lies in [from,to].
func part(lo, hi, from, to float64) float64 {
	if hi <= lo {
		if lo >= from && lo <= to {
			return 1
		}
		return 0
	}
	return max(min(hi, to)-max(lo, from), 0) / (hi - lo)
}

// polygon is a convex one with few corners: a rectangle cut by four lines has
// eight.
type polygon struct {
	at [10]scenes.Vec2
	n  int
}

func (p *polygon) add(v scenes.Vec2) {
	if p.n < len(p.at) {
		p.at[p.n] = v
		p.n++
	}
}

// cut keeps what has sign·v[axis] ≥ at (Sutherland and Hodgman 1974). Infinite
// bounds keep all.
func (p *polygon) cut(axis int, sign, at float64) polygon {
	if math.IsInf(at, -1) {
		return *p
	}
	var out polygon
	for i := range p.n {
		a, b := p.at[i], p.at[(i+1)%p.n]
		da, db := sign*a[axis]-at, sign*b[axis]-at
		if da >= 0 {
			out.add(a)
		}
		if (da >= 0) != (db >= 0) {
			out.add(a.Add(b.Sub(a).Mul(da / (da - db))))
		}
	}
	return out
}

func (p *polygon) area() float64 {
	sum := 0.0
	for i := range p.n {
		a, b := p.at[i], p.at[(i+1)%p.n]
		sum += a[0]*b[1] - b[0]*a[1]
	}
	// Frames turn the other way round than corners run, never mirror them.
	return math.Abs(sum) / 2
}

// ease is SceneEval's score of a distance: 1 inside [lo,hi], else a Gaussian of
// the distance to the range (_distance_score).
func ease(d, lo, hi, sigma float64) float64 {
	off := max(lo-d, d-hi, 0)
	return bell(off, sigma)
}

// bell is exp(−d²/(2σ²)).
func bell(d, sigma float64) float64 { return math.Exp(-d * d / (2 * sigma * sigma)) }

// soft scores a miss of a hard bound: above 0.5 up to the tolerance, then
// falling as tolerance/miss, so that far misses still differ.
func soft(miss, tolerance float64) float64 {
	tolerance += 1e-9
	return tolerance / (tolerance + max(miss, 0))
}

func unit(v scenes.Vec2) scenes.Vec2 {
	if n := v.Len(); n > 1e-12 {
		return v.Mul(1 / n)
	}
	return scenes.Vec2{}
}
