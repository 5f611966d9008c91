package gltfio

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// triangulate cuts a counter-clockwise simple polygon into triangles by ear
// clipping (Meisters 1975, "Polygons have ears").
func triangulate(p []scenes.Vec2) [][3]int {
	left := make([]int, len(p))
	for i := range left {
		left[i] = i
	}
	var out [][3]int
	for len(left) > 3 {
		n, cut := len(left), -1
		for i := range n {
			if ear(p, left, i) {
				cut = i
				break
			}
		}
		if cut < 0 {
			// Only a polygon that crosses itself has no ear; a fan still covers
			// what it can.
			cut = 1
		}
		out = append(out, [3]int{left[(cut+n-1)%n], left[cut], left[(cut+1)%n]})
		left = append(left[:cut:cut], left[cut+1:]...)
	}
	return append(out, [3]int{left[0], left[1], left[2]})
}

func ear(p []scenes.Vec2, left []int, i int) bool {
	n := len(left)
	a, b, c := p[left[(i+n-1)%n]], p[left[i]], p[left[(i+1)%n]]
	if cross(a, b, c) <= 0 {
		return false
	}
	for k := range n {
		q := p[left[k]]
		if q == a || q == b || q == c {
			continue
		}
		if cross(a, b, q) >= 0 && cross(b, c, q) >= 0 && cross(c, a, q) >= 0 {
			return false
		}
	}
	return true
}

func cross(a, b, c scenes.Vec2) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

func unit(v [3]float32) [3]float32 {
	l := float32(math.Sqrt(float64(v[0]*v[0] + v[1]*v[1] + v[2]*v[2])))
	if l == 0 {
		return [3]float32{0, 0, 1}
	}
	return [3]float32{v[0] / l, v[1] / l, v[2] / l}
}
