package trimesh

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// vec is a point or direction. Unlike an array, the compiler keeps it in
// registers, which is most of this package's speed.
type vec struct{ x, y, z float64 }

func toVec(p scenes.Vec3) vec { return vec{p[0], p[1], p[2]} }

func (a vec) public() scenes.Vec3 { return scenes.Vec3{a.x, a.y, a.z} }

func (a vec) add(b vec) vec                { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) sub(b vec) vec                { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) mul(s float64) vec            { return vec{a.x * s, a.y * s, a.z * s} }
func (a vec) times(b vec) vec              { return vec{a.x * b.x, a.y * b.y, a.z * b.z} }
func (a vec) dot(b vec) float64            { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) len() float64                 { return math.Sqrt(a.dot(a)) }
func (a vec) towards(b vec, s float64) vec { return a.add(b.sub(a).mul(s)) }

func (a vec) cross(b vec) vec {
	return vec{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x}
}

// unit is the direction of a, however long it is; zero stays zero.
func (a vec) unit() vec {
	m := max(math.Abs(a.x), math.Abs(a.y), math.Abs(a.z))
	if !(m > 0) || math.IsInf(m, 1) {
		return vec{}
	}
	a = vec{a.x / m, a.y / m, a.z / m}
	return a.mul(1 / a.len())
}

func (a vec) finite() bool {
	s := (a.x - a.x) + (a.y - a.y) + (a.z - a.z)
	return s == 0
}

func (a vec) min(b vec) vec { return vec{min(a.x, b.x), min(a.y, b.y), min(a.z, b.z)} }
func (a vec) max(b vec) vec { return vec{max(a.x, b.x), max(a.y, b.y), max(a.z, b.z)} }

// axis returns a coordinate by its number.
func (a vec) axis(k int) float64 {
	switch k {
	case 0:
		return a.x
	case 1:
		return a.y
	}
	return a.z
}

// tri is a triangle, counter-clockwise seen from outside.
type tri struct{ a, b, c vec }

// normal is perpendicular to the triangle and as long as twice its area.
func (t *tri) normal() vec { return t.b.sub(t.a).cross(t.c.sub(t.a)) }

// facing is the direction of the normal, of triangles of any size: the normal of
// a very large or small one is no number or zero.
func (t *tri) facing() vec { return t.b.sub(t.a).unit().cross(t.c.sub(t.a).unit()).unit() }

func (t *tri) centroid() vec { return t.a.add(t.b).add(t.c).mul(1.0 / 3) }
