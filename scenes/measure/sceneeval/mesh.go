package sceneeval

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// meshesMeet reports whether two objects of which at least one has a mesh still
// meet after the second has been moved.
func (m *Meter) meshesMeet(a, b *item) bool { return true }

func (m *Meter) meshOverFloor(it *item) float64 {
	q := it.Box.Corners()
	return m.boxOverFloor(&it.Box, &q)
}

func (m *Meter) centroid(it *item) scenes.Vec2 { return it.Box.Center.Vec2() }

func (m *Meter) meshOrigins(it *item, g scenes.Vec3) {
	box := *it
	box.Body = &world.Body{Object: it.Object, Box: it.Box}
	m.origins(&box, g)
}

func (m *Meter) rayMesh(b *item, p, g scenes.Vec3) bool {
	t, ok := rayBox(&b.Box, p, g)
	return ok && t < supportReach
}

func (m *Meter) projectMesh(it *item, f *frame) bool { return true }
