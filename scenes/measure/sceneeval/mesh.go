package sceneeval

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
)

// surface returns an item's mesh; a box's is made of 12 triangles.
func surface(it *item) trimesh.Placed {
	if it.Mesh != nil {
		return *it.Mesh
	}
	p := trimesh.FromBox(it.Box.Half)
	p.Center, p.Yaw = it.Box.Center, it.Box.Yaw
	return p
}

// meshesMeet reports whether two objects of which at least one has a mesh meet
// and still do after the second has been moved.
func (m *Meter) meshesMeet(a, b *item) bool {
	pa, pb := surface(a), surface(b)
	if !trimesh.Intersects(&pa, &pb) {
		return false
	}
	contact, ok := trimesh.MeanContact(&pa, &pb)
	if !ok {
		// One lies within the other: no surface is crossed.
		contact = m.sharedCentroid(&a.Box, &b.Box)
	}
	pb.Center = pb.Center.Add(away(centroid(b), contact))
	return trimesh.Intersects(&pa, &pb)
}

// centroid is the area's, as SceneEval takes it; a box's is its centre.
func centroid(it *item) scenes.Vec3 {
	if it.Mesh == nil {
		return it.Box.Center
	}
	var sum scenes.Vec3
	total := 0.0
	o := it.Box.Center
	it.Mesh.Each(func(a, b, c scenes.Vec3) bool {
		a, b, c = a.Sub(o), b.Sub(o), c.Sub(o)
		w := b.Sub(a).Cross(c.Sub(a)).Len()
		sum = sum.Add(a.Add(b).Add(c).Mul(w / 3))
		total += w
		return true
	})
	if !(total > 0) {
		return o
	}
	return o.Add(sum.Mul(1 / total))
}

// seed makes the points on meshes the same at every run.
const seed = 0x5ce7e

// meshOverFloor estimates the share from points on the mesh.
func (m *Meter) meshOverFloor(it *item) float64 {
	h := it.Box.Half
	wanted := max(samplesPerCubic*8*h[0]*h[1]*h[2], leastSamples)
	n := int(min(wanted, float64(m.o.MaxSamples)))
	if wanted > float64(n)+1 {
		m.miss(fmt.Sprintf("out of bounds: %s is sampled at %d points, where SceneEval takes %.0f", it.Object.ID, n, wanted))
	}
	m.samples = it.Mesh.Surface(n, seed, m.samples[:0])
	over := 0
	for i := range m.samples {
		if p := m.samples[i].Point; p[2] >= -lift && m.floor.contains(p.Vec2()) {
			over++
		}
	}
	return ratio(over, len(m.samples))
}

// meshOrigins fills points with the lifted corners of a mesh within 1 cm of its
// extreme along g and samples of the faces that lie there.
func (m *Meter) meshOrigins(it *item, g scenes.Vec3) {
	raise := g.Mul(-lift)
	m.points = it.Mesh.Extreme(g, supportReach, m.points)
	reach := math.Inf(-1)
	for _, p := range m.points {
		reach = max(reach, p.Dot(g))
	}
	largest, faces := 0.0, 0
	level := func(a, b, c scenes.Vec3) (area float64, ok bool) {
		if min(a.Dot(g), b.Dot(g), c.Dot(g)) < reach-supportReach {
			return 0, false
		}
		n := b.Sub(a).Cross(c.Sub(a))
		l := n.Len()
		return l / 2, math.Abs(n.Dot(g)) > facingGravity*l
	}
	it.Mesh.Each(func(a, b, c scenes.Vec3) bool {
		if area, ok := level(a, b, c); ok {
			largest, faces = max(largest, area), faces+1
		}
		return true
	})
	if faces > 0 {
		each := max(leastPerFace, int(min(largest*supportSamples, supportTotal)))
		if most := max(1, m.o.MaxSamples/faces); each > most {
			each = most
		}
		it.Mesh.Each(func(a, b, c scenes.Vec3) bool {
			if _, ok := level(a, b, c); ok && len(m.points) < supportTotal {
				u, v := b.Sub(a), c.Sub(a)
				for k := range each {
					s, t := plane(k)
					if s+t > 1 {
						s, t = 1-s, 1-t
					}
					m.points = append(m.points, a.Add(u.Mul(s)).Add(v.Mul(t)))
				}
			}
			return true
		})
	}
	for i := range m.points {
		m.points[i] = m.points[i].Add(raise)
	}
}

// rayMesh reports whether a ray hits a mesh within reach.
func rayMesh(b *item, p, g scenes.Vec3) bool {
	t, _, hit := b.Mesh.Raycast(p, g, supportReach)
	return hit && t < supportReach
}

// projectMesh draws a mesh's triangles that reach into a zone's depth.
func (m *Meter) projectMesh(it *item, f *frame) bool {
	drawn := false
	it.Mesh.Each(func(a, b, c scenes.Vec3) bool {
		drawn = m.drawTriangle(f, a, b, c) || drawn
		return true
	})
	return drawn
}
