package gltfio

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// colliderSuffix makes Godot take a node for a static body and nothing else. A
// "-col" on a node whose mesh others share would leak to them, so every collider
// is a node of its own with a mesh of its own, below what it belongs to, with
// which it moves.
const colliderSuffix = "-colonly"

// objectCollider adds an object's box. Rugs and other coverings have none: what
// stands on them stands on the floor.
func (w *levelWriter) objectCollider(node int, o *scenes.Object, name string, scale [3]float64) error {
	if w.opts.Colliders == NoColliders || o.Flat {
		return nil
	}
	// The object's node scales its children too.
	half := [3]float64{o.Size[0] / scale[0] / 2, o.Size[2] / scale[1] / 2, o.Size[1] / scale[2] / 2}
	var c [8][3]float32
	for k := range c {
		for axis := range 3 {
			if c[k][axis] = float32(half[axis]); k>>axis&1 == 0 {
				c[k][axis] = -c[k][axis]
			}
		}
	}
	var s solid
	s.box(c)
	asIs := func(v [3]float32) [3]float32 { return v }
	return w.collider(node, name, &s, asIs, map[string]any{"collider": "box", "size_m": o.Size})
}

// shellCollider adds the collider of a part of the shell, in layout space.
func (w *levelWriter) shellCollider(node int, name string, s *solid) error {
	if w.opts.Colliders == NoColliders || len(s.Indices) == 0 {
		return nil
	}
	return w.collider(node, name, s, layoutFrame, map[string]any{"collider": "mesh"})
}

func (w *levelWriter) collider(node int, name string, s *solid, to frame, extras map[string]any) error {
	name += colliderSuffix
	at, err := w.mesh(&mesh.Model{Parts: []mesh.Part{s.Part}}, name, to, nil)
	if err == nil {
		w.add(node, &gltf.Node{Name: name, Mesh: gltf.Index(at), Extras: extras})
	}
	return err
}

// solid is a closed surface without anything to show.
type solid struct{ mesh.Part }

func (s *solid) box(corners [8][3]float32) {
	s.Material = -1
	base := uint32(len(s.Positions))
	s.Positions = append(s.Positions, corners[:]...)
	for _, f := range boxFaces {
		s.Indices = append(s.Indices, base+f[0], base+f[1], base+f[2], base+f[0], base+f[2], base+f[3])
	}
}

// plate adds the triangles, which are counter-clockwise from above, as a plate
// from z0 to z1: top, underside, and sides where a triangle has no neighbour.
func (s *solid) plate(triangles [][3]scenes.Vec2, z0, z1 float64) {
	s.Material = -1
	index := make(map[scenes.Vec2]uint32)
	corner := func(p scenes.Vec2) uint32 {
		i, ok := index[p]
		if !ok {
			i = uint32(len(s.Positions))
			index[p] = i
			for _, z := range [2]float64{z0, z1} {
				s.Positions = append(s.Positions, [3]float32{float32(p[0]), float32(p[1]), float32(z)})
			}
		}
		return i
	}
	inner := make(map[[2]uint32]bool)
	for _, t := range triangles {
		a, b, c := corner(t[0]), corner(t[1]), corner(t[2])
		s.Indices = append(s.Indices, a+1, b+1, c+1, a, c, b)
		inner[[2]uint32{a, b}], inner[[2]uint32{b, c}], inner[[2]uint32{c, a}] = true, true, true
	}
	for _, t := range triangles {
		for k := range t {
			a, b := index[t[k]], index[t[(k+1)%3]]
			if !inner[[2]uint32{b, a}] {
				s.Indices = append(s.Indices, a, b, b+1, a, b+1, a+1)
			}
		}
	}
}
