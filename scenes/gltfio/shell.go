package gltfio

import (
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// wallThickness is how far walls and floor reach outside the room.
const wallThickness = 0.1

// shell adds floor and walls, one node each, so that an engine can hide one.
func (r *roomWriter) shell(room *scenes.Room) error {
	floor := plain("floor", [3]float32{0.45, 0.33, 0.22}, 0.7)
	for _, t := range triangulate(room.Floor) {
		var corners [3][3]float32
		for k, i := range t {
			corners[k] = [3]float32{float32(room.Floor[i][0]), float32(room.Floor[i][1]), 0}
		}
		floor.triangle(corners)
	}
	if err := r.shellNode("floor", floor, map[string]any{"element": "floor"}); err != nil {
		return err
	}
	for i := range room.Floor {
		wall := plain("wall", [3]float32{0.82, 0.79, 0.72}, 0.9)
		for _, b := range wallPieces(room, i) {
			wall.piece(b)
		}
		if len(wall.Parts[0].Indices) == 0 {
			continue
		}
		if err := r.shellNode(fmt.Sprintf("wall_%d", i), wall, map[string]any{"element": "wall", "wall": i}); err != nil {
			return err
		}
	}
	return nil
}

func (r *roomWriter) shellNode(name string, b *builder, extras map[string]any) error {
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
	var open []scenes.Opening
	for _, o := range room.Openings {
		if o.Wall == i {
			open = append(open, o)
			cuts = append(cuts, min(max(o.Offset-o.Width/2, 0), length), min(max(o.Offset+o.Width/2, 0), length))
		}
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

// builder grows a model of one plain material.
type builder struct{ mesh.Model }

func plain(name string, color [3]float32, roughness float32) *builder {
	return &builder{mesh.Model{
		Name: name, Parts: make([]mesh.Part, 1),
		Materials: []mesh.Material{{
			Name: name, BaseColor: [4]float32{color[0], color[1], color[2], 1}, Texture: -1, Roughness: roughness, AlphaCutoff: 0.5,
		}},
	}}
}

// triangle adds one flat triangle.
func (b *builder) triangle(c [3][3]float32) {
	p := &b.Parts[0]
	u := [3]float32{c[1][0] - c[0][0], c[1][1] - c[0][1], c[1][2] - c[0][2]}
	v := [3]float32{c[2][0] - c[0][0], c[2][1] - c[0][1], c[2][2] - c[0][2]}
	n := unit([3]float32{u[1]*v[2] - u[2]*v[1], u[2]*v[0] - u[0]*v[2], u[0]*v[1] - u[1]*v[0]})
	for _, x := range c {
		p.Indices = append(p.Indices, uint32(len(p.Positions)))
		p.Positions = append(p.Positions, x)
		p.Normals = append(p.Normals, n)
	}
}

// piece adds a wall slab as a box behind the wall's inner face.
func (b *builder) piece(s slab) {
	at := func(u, w, z float64) [3]float32 {
		q := s.from.Add(s.along.Mul(u)).Add(s.out.Mul(w))
		return [3]float32{float32(q[0]), float32(q[1]), float32(z)}
	}
	var c [8][3]float32
	for k := range c {
		u, w, z := s.u0, 0.0, s.z0
		if k&1 != 0 {
			u = s.u1
		}
		if k&2 != 0 {
			w = wallThickness
		}
		if k&4 != 0 {
			z = s.z1
		}
		// The slab's axes (along, out, up) are left-handed; boxCorners expects
		// right-handed ones, so the second axis runs inwards.
		c[k] = at(u, wallThickness-w, z)
	}
	b.box(c)
}

// box adds the six faces of a box whose corner k lies at the high end of axis
// x, y, z where bits 0, 1, 2 of k are set.
func (b *builder) box(c [8][3]float32) {
	for _, f := range [6][4]int{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}} {
		b.triangle([3][3]float32{c[f[0]], c[f[1]], c[f[2]]})
		b.triangle([3][3]float32{c[f[0]], c[f[2]], c[f[3]]})
	}
}

// boxModel is a cube of 1 m for objects without a model; its colour follows
// from the category, so that equal things look equal.
func boxModel(category string) *mesh.Model {
	h := fnv.New32a()
	h.Write([]byte(category))
	v := h.Sum32()
	channel := func(shift uint) float32 { return 0.25 + 0.5*float32(v>>shift&255)/255 }
	b := plain("box_"+category, [3]float32{channel(0), channel(8), channel(16)}, 0.8)
	var c [8][3]float32
	for k := range c {
		for axis := range 3 {
			c[k][axis] = float32(k>>axis&1) - 0.5
		}
	}
	b.box(c)
	b.Size = [3]float32{1, 1, 1}
	return &b.Model
}
