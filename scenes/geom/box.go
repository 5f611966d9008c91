package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Box is an upright box at any heading.
type Box struct {
	Center scenes.Vec3
	// Half are the half sizes along the box's own right, front and up axes.
	Half scenes.Vec3
	// Yaw is the compass heading of the front in degrees.
	Yaw float64
}

// BoxOf returns the box that o fills when it is placed at p.
func BoxOf(o *scenes.Object, p scenes.Placement) Box {
	return Box{Center: p.Position, Half: o.Size.Mul(0.5), Yaw: p.Yaw}
}

// Bottom returns the height of the lower face.
func (b Box) Bottom() float64 { return b.Center[2] - b.Half[2] }

// Top returns the height of the upper face.
func (b Box) Top() float64 { return b.Center[2] + b.Half[2] }

// Extents returns the half sizes of the axis-aligned box around b.
func (b Box) Extents() scenes.Vec3 {
	hx, hy := halfExtents(b.Half, b.Yaw)
	return scenes.Vec3{hx, hy, b.Half[2]}
}

// Bounds returns the opposite corners of the axis-aligned box around b.
func (b Box) Bounds() (lo, hi scenes.Vec3) {
	h := b.Extents()
	return b.Center.Sub(h), b.Center.Add(h)
}

// Corners returns the corners of the footprint: front right, front left, back
// left, back right, which is counter-clockwise.
func (b Box) Corners() [4]scenes.Vec2 {
	right, front := scenes.Axes(b.Yaw)
	r, f, c := right.Mul(b.Half[0]), front.Mul(b.Half[1]), b.Center.Vec2()
	return [4]scenes.Vec2{c.Add(r).Add(f), c.Sub(r).Add(f), c.Sub(r).Sub(f), c.Add(r).Sub(f)}
}

// ContainsXY reports whether the footprint, grown by margin on every side,
// contains p.
func (b Box) ContainsXY(p scenes.Vec2, margin float64) bool {
	right, front := scenes.Axes(b.Yaw)
	d := p.Sub(b.Center.Vec2())
	return math.Abs(d.Dot(right)) <= b.Half[0]+margin && math.Abs(d.Dot(front)) <= b.Half[1]+margin
}

// HalfExtents returns the half sizes along x and y of the axis-aligned box
// around an object of the given size at the given heading. The four headings
// are exact.
func HalfExtents(size scenes.Vec3, yaw float64) (hx, hy float64) {
	return halfExtents(size.Mul(0.5), yaw)
}

func halfExtents(half scenes.Vec3, yaw float64) (hx, hy float64) {
	switch yaw {
	case 0, 180:
		return half[0], half[1]
	case 90, 270:
		return half[1], half[0]
	}
	right, front := scenes.Axes(yaw)
	return math.Abs(right[0])*half[0] + math.Abs(front[0])*half[1],
		math.Abs(right[1])*half[0] + math.Abs(front[1])*half[1]
}

// NearestXY returns the point of the footprint that is nearest to p.
func (b Box) NearestXY(p scenes.Vec2) scenes.Vec2 {
	right, front := scenes.Axes(b.Yaw)
	d := p.Sub(b.Center.Vec2())
	x := min(max(d.Dot(right), -b.Half[0]), b.Half[0])
	y := min(max(d.Dot(front), -b.Half[1]), b.Half[1])
	return b.Center.Vec2().Add(right.Mul(x)).Add(front.Mul(y))
}

// DistanceXY returns how far p lies from the footprint, 0 within it.
func (b Box) DistanceXY(p scenes.Vec2) float64 {
	right, front := scenes.Axes(b.Yaw)
	d := p.Sub(b.Center.Vec2())
	return math.Hypot(max(0, math.Abs(d.Dot(right))-b.Half[0]), max(0, math.Abs(d.Dot(front))-b.Half[1]))
}
