package reimport

import (
	"math"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/metaspatial/metaspatial/scenes"
)

// What counts as not having moved: more than programs lose that keep numbers in
// single precision, less than anyone moves anything.
const (
	sameMetres  = 2e-4
	sameDegrees = 0.02
	// sameSize is for sizes, which pass through meshes too.
	sameSize = 5e-4
	// upright is how far in degrees a thing may lean before it is said.
	upright = 0.5
	// least is the smallest size in metres of a new object along any axis.
	least = 0.001
)

// pose is where a thing stands.
type pose struct {
	centre scenes.Vec3
	yaw    float64
	// size is along right, front and up; an axis along which the mesh has no
	// extent has none.
	size scenes.Vec3
	// tilt is how far the thing leans, in degrees; mirrored and skewed say what
	// no layout can.
	tilt             float64
	mirrored, skewed bool
}

// box bounds a mesh in its node's frame.
type box struct {
	lo, hi scenes.Vec3
	ok     bool
}

// add takes a point, unless a transform that nearly flattens everything has
// thrown it beyond all numbers.
func (b *box) add(p scenes.Vec3) {
	if l := p.Len(); l-l != 0 {
		return
	}
	if !b.ok {
		b.lo, b.hi, b.ok = p, p, true
	}
	for k, x := range p {
		b.lo[k], b.hi[k] = min(b.lo[k], x), max(b.hi[k], x)
	}
}

// corners are the corners of a box under a transform.
func (b *box) corners(m mgl64.Mat4) [8]scenes.Vec3 {
	var out [8]scenes.Vec3
	for k := range out {
		p := b.lo
		for axis := range 3 {
			if k>>axis&1 != 0 {
				p[axis] = b.hi[axis]
			}
		}
		out[k] = mgl64.TransformCoordinate(p, m)
	}
	return out
}

// stand returns how a box stands under a transform whose axes are left, back and
// up of the thing, as those of our own meshes are.
func stand(b box, m mgl64.Mat4) pose {
	back, up := m.Col(1).Vec3(), m.Col(2).Vec3()
	extent := b.hi.Sub(b.lo)
	p := pose{centre: mgl64.TransformCoordinate(b.lo.Add(b.hi).Mul(0.5), m), mirrored: m.Mat3().Det() < 0}
	var unit [3]scenes.Vec3
	for k := range 3 {
		c := m.Col(k).Vec3()
		p.size[k] = extent[k] * c.Len()
		if c.Len() > 0 {
			unit[k] = c.Mul(1 / c.Len())
		}
	}
	p.tilt = angle(up, scenes.Vec3{0, 0, 1})
	for k := range 3 {
		p.skewed = p.skewed || math.Abs(unit[k].Dot(unit[(k+1)%3])) > 0.02
	}
	if math.Hypot(back[0], back[1]) > 1e-3*back.Len() {
		p.yaw = heading(back.Mul(-1))
	} else {
		// It lies on its back or its face: its top points where it looked.
		p.yaw = heading(up.Mul(math.Copysign(1, back[2])))
	}
	return p
}

// standAny is stand for meshes of other programs, whose own axes may be any: the
// one that points up most is up.
func standAny(b box, m mgl64.Mat4) pose {
	best, at := -1.0, 2
	for k := range 3 {
		if c := m.Col(k).Vec3(); c.Len() > 0 {
			if z := math.Abs(c[2]) / c.Len(); z > best+1e-6 || k == 2 && z > best-1e-6 {
				best, at = z, k
			}
		}
	}
	sign := math.Copysign(1, m.Col(at)[2])
	// turn maps a frame of left, back and up into the mesh's: its up is the axis
	// found, its back the mesh's own where that is level.
	var turn mgl64.Mat4
	switch {
	case at == 2 && sign > 0:
		return stand(b, m)
	case at == 2:
		turn = mgl64.HomogRotate3DY(math.Pi)
	case at == 1:
		turn = mgl64.HomogRotate3DX(-sign * math.Pi / 2)
	default:
		turn = mgl64.HomogRotate3DY(sign * math.Pi / 2)
	}
	var own box
	for _, c := range b.corners(turn.Transpose()) {
		own.add(c)
	}
	return stand(own, m.Mul4(turn))
}

// heading is the compass heading of a direction.
func heading(v scenes.Vec3) float64 { return round(wrap(math.Atan2(v[0], v[1])*180/math.Pi), 1e-4) }

// wrap brings an angle into [0, 360).
func wrap(degrees float64) float64 {
	d := math.Mod(math.Mod(degrees, 360)+360, 360)
	if d >= 360-1e-9 {
		return 0
	}
	return d
}

// apart is the angle between two headings.
func apart(a, b float64) float64 { return math.Abs(math.Remainder(a-b, 360)) }

// angle is that between two directions, in degrees.
func angle(a, b scenes.Vec3) float64 {
	return math.Atan2(a.Cross(b).Len(), a.Dot(b)) * 180 / math.Pi
}

func round(x, step float64) float64 {
	r := math.Round(x/step) * step
	// The nearest number with few digits, not a multiple with many.
	return math.Round(r*1e6) / 1e6
}

func rounded(p scenes.Vec3) scenes.Vec3 {
	for k, x := range p {
		p[k] = round(x, 1e-5)
	}
	return p
}
