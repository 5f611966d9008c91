package gltfio

import (
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/earcut"
	"github.com/qmuntal/gltf"
)

// wallThickness is how far walls and floor reach outside the room.
const wallThickness = 0.1

// shell adds floor, holes and walls, one node each, so that an engine can hide
// one.
func (r *roomWriter) shell(room *scenes.Room) error {
	floor := plain("floor", [3]float32{0.45, 0.33, 0.22}, 0.7)
	for _, t := range earcut.Triangulate(room.Floor, room.Holes) {
		var corners [3][3]float32
		for k, p := range t {
			corners[k] = [3]float32{float32(p[0]), float32(p[1]), 0}
		}
		floor.triangle(corners)
	}
	if err := r.shellNode("floor", floor, map[string]any{"element": "floor"}); err != nil {
		return err
	}
	for i, h := range room.Holes {
		extras := map[string]any{"element": "hole", "hole": i, "outline_m": h}
		if err := r.shellNode(fmt.Sprintf("hole_%d", i), rim(h), extras); err != nil {
			return err
		}
	}
	for i := range room.Floor {
		wall := plain("wall", [3]float32{0.82, 0.79, 0.72}, 0.9)
		for _, b := range wallPieces(room, i) {
			wall.piece(b)
		}
		extras := map[string]any{"element": "wall", "wall": i}
		if open := openingsOf(room, i); len(open) > 0 {
			extras["openings"] = open
		}
		if err := r.shellNode(fmt.Sprintf("wall_%d", i), wall, extras); err != nil {
			return err
		}
	}
	return nil
}

// openingsOf lists the openings in wall i as the task has them.
func openingsOf(room *scenes.Room, i int) []scenes.Opening {
	var out []scenes.Opening
	for _, o := range room.Openings {
		if o.Wall == i {
			out = append(out, o)
		}
	}
	return out
}

// shellNode adds a node; what has no surface, as the floor under a hole as large
// as it, has none.
func (r *roomWriter) shellNode(name string, b *builder, extras map[string]any) error {
	if len(b.Parts[0].Indices) == 0 {
		return nil
	}
	name = r.names.name(name)
	at, err := r.mesh(&b.Model, name, layoutFrame, nil)
	if err != nil {
		return err
	}
	r.add(&gltf.Node{Name: name, Mesh: gltf.Index(at), Extras: extras})
	return nil
}

// slab is a piece of wall: along the wall from u0 to u1, from z0 to z1.
type slab struct {
	from, along, out scenes.Vec2
	u0, u1, z0, z1   float64
}

// wallPieces cuts the openings out of wall i: the wall splits at every
// opening's sides, and over an opening's width only what is below its sill and
// above its head remains.
func wallPieces(room *scenes.Room, i int) []slab {
	n := len(room.Floor)
	a, b, next := room.Floor[i], room.Floor[(i+1)%n], room.Floor[(i+2)%n]
	length := b.Sub(a).Len()
	if length == 0 {
		return nil
	}
	s := slab{from: a, along: b.Sub(a).Mul(1 / length)}
	s.out = scenes.Vec2{s.along[1], -s.along[0]}
	// At a convex corner the wall reaches on to close it.
	end := length
	if turn := next.Sub(b); s.along[0]*turn[1]-s.along[1]*turn[0] > 0 {
		end += wallThickness
	}
	cuts := []float64{0, end}
	open := openingsOf(room, i)
	for _, o := range open {
		cuts = append(cuts, min(max(o.Offset-o.Width/2, 0), length), min(max(o.Offset+o.Width/2, 0), length))
	}
	slices.Sort(cuts)
	slices.SortFunc(open, func(p, q scenes.Opening) int {
		if p.Sill < q.Sill {
			return -1
		}
		return 1
	})
	var out []slab
	for k := 0; k+1 < len(cuts); k++ {
		if s.u0, s.u1 = cuts[k], cuts[k+1]; s.u1-s.u0 < 1e-6 {
			continue
		}
		middle, z := (s.u0+s.u1)/2, 0.0
		for _, o := range open {
			if middle > o.Offset-o.Width/2 && middle < o.Offset+o.Width/2 {
				if s.z0, s.z1 = z, min(o.Sill, room.Height); s.z1-s.z0 > 1e-6 {
					out = append(out, s)
				}
				z = max(z, o.Sill+o.Height)
			}
		}
		if s.z0, s.z1 = z, room.Height; s.z1-s.z0 > 1e-6 {
			out = append(out, s)
		}
	}
	return out
}
