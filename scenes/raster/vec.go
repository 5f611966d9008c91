package raster

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// vec3 is a point or vector as it is drawn.
type vec3 struct{ x, y, z float32 }

func (a vec3) add(b vec3) vec3 { return vec3{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec3) sub(b vec3) vec3 { return vec3{a.x - b.x, a.y - b.y, a.z - b.z} }

func (a vec3) scale(s float32) vec3 {
	return vec3{float32(a.x * s), float32(a.y * s), float32(a.z * s)}
}

func (a vec3) dot(b vec3) float32 {
	return float32(a.x*b.x) + float32(a.y*b.y) + float32(a.z*b.z)
}

func (a vec3) cross(b vec3) vec3 {
	return vec3{
		float32(a.y*b.z) - float32(a.z*b.y),
		float32(a.z*b.x) - float32(a.x*b.z),
		float32(a.x*b.y) - float32(a.y*b.x),
	}
}

// unit returns a scaled to length one, or up when a has no length.
func (a vec3) unit() vec3 {
	l := float32(math.Sqrt(float64(a.dot(a))))
	if !(l > 1e-20) || math.IsInf(float64(l), 0) {
		return vec3{0, 0, 1}
	}
	return vec3{a.x / l, a.y / l, a.z / l}
}

func sqrt32(v float32) float32 { return float32(math.Sqrt(float64(v))) }

func (a vec3) length() float32 { return float32(math.Sqrt(float64(a.dot(a)))) }

func (a vec3) finite() bool {
	s := a.x - a.x + a.y - a.y + a.z - a.z
	return s == 0
}

// The float64 helpers below exist because mathgl's may be fused.

func dot64(a, b scenes.Vec3) float64 {
	return float64(a[0]*b[0]) + float64(a[1]*b[1]) + float64(a[2]*b[2])
}

func cross64(a, b scenes.Vec3) scenes.Vec3 {
	return scenes.Vec3{
		float64(a[1]*b[2]) - float64(a[2]*b[1]),
		float64(a[2]*b[0]) - float64(a[0]*b[2]),
		float64(a[0]*b[1]) - float64(a[1]*b[0]),
	}
}

func unit64(a scenes.Vec3) scenes.Vec3 {
	l := math.Sqrt(dot64(a, a))
	if !(l > 1e-12) {
		return scenes.Vec3{}
	}
	return scenes.Vec3{a[0] / l, a[1] / l, a[2] / l}
}

// along returns p + s·d.
func along(p, d scenes.Vec3, s float64) scenes.Vec3 {
	return scenes.Vec3{p[0] + float64(d[0]*s), p[1] + float64(d[1]*s), p[2] + float64(d[2]*s)}
}

// grid rounds v so far that the last bits of a library function no longer
// show.
func grid(v float64) float64 { return math.Round(v*(1<<30)) / (1 << 30) }

// sincos returns the sine and cosine of an angle in degrees, the same on every
// processor.
func sincos(deg float64) (s, c float64) {
	s, c = math.Sincos(deg * math.Pi / 180)
	return grid(s), grid(c)
}

func finite(vs ...float64) bool {
	for _, v := range vs {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}
