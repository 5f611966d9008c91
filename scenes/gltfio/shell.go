package gltfio

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/earcut"
	"github.com/qmuntal/gltf"
)

// wallThickness is how far walls and floor reach outside the room.
const wallThickness = 0.1

// shell adds floor, holes, walls and, where asked, the ceiling, one node each, so
// that an engine can hide one.
func (w *levelWriter) shell(root int, room *scenes.Room, names *RoomNames) error {
	triangles := earcut.Triangulate(room.Floor, room.Holes)
	floor, body := plain("floor", [3]float32{0.45, 0.33, 0.22}, 0.7), new(solid)
	triangles = append(triangles, thresholds(room)...)
	for _, t := range triangles {
		floor.level(t, 0)
	}
	body.plate(triangles, -wallThickness, 0)
	if err := w.shellNode(root, names.Floor, floor, body, map[string]any{keyElement: "floor"}); err != nil {
		return err
	}
	for i, h := range room.Holes {
		extras := map[string]any{keyElement: "hole", "hole": i, "outline_m": h}
		if err := w.shellNode(root, names.Holes[i], rim(h), new(solid), extras); err != nil {
			return err
		}
	}
	for i := range room.Floor {
		wall, body := plain("wall", [3]float32{0.82, 0.79, 0.72}, 0.9), new(solid)
		for _, s := range wallPieces(room, i) {
			corners := s.corners()
			wall.box(corners)
			body.box(corners)
		}
		extras := map[string]any{keyElement: "wall", "wall": i}
		if open := openingsOf(room, i); len(open) > 0 {
			extras["openings"] = open
		}
		if err := w.shellNode(root, names.Walls[i], wall, body, extras); err != nil {
			return err
		}
	}
	if !w.opts.Ceiling {
		return nil
	}
	ceiling, body := plain("ceiling", [3]float32{0.86, 0.86, 0.84}, 0.9), new(solid)
	// A room below a hole is as high as the others: the ceiling has none.
	triangles = earcut.Triangulate(room.Floor, nil)
	for _, t := range triangles {
		ceiling.level([3]scenes.Vec2{t[0], t[2], t[1]}, room.Height)
	}
	body.plate(triangles, room.Height, room.Height+wallThickness)
	return w.shellNode(root, names.Ceiling, ceiling, body, map[string]any{keyElement: "ceiling"})
}

// thresholds are the floor in the doorways, as deep as the walls: two rooms whose
// walls meet in a doorway share a floor there without a gap.
func thresholds(room *scenes.Room) (out [][3]scenes.Vec2) {
	for _, o := range room.Openings {
		if o.Kind != scenes.Door || o.Sill > 0 {
			continue
		}
		a, b := room.Floor[o.Wall], room.Floor[(o.Wall+1)%len(room.Floor)]
		length := b.Sub(a).Len()
		if length == 0 {
			continue
		}
		along := b.Sub(a).Mul(1 / length)
		p, q := a.Add(along.Mul(max(o.Offset-o.Width/2, 0))), a.Add(along.Mul(min(o.Offset+o.Width/2, length)))
		away := scenes.Vec2{along[1], -along[0]}.Mul(wallThickness)
		out = append(out, [3]scenes.Vec2{p, p.Add(away), q.Add(away)}, [3]scenes.Vec2{p, q.Add(away), q})
	}
	return out
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

// shellNode adds a node with its collider; what has no surface, as the floor
// under a hole as large as it, has neither.
func (w *levelWriter) shellNode(root int, name string, b *builder, body *solid, extras map[string]any) error {
	at, ok, err := w.plainMesh(&b.Model, name)
	if err != nil || !ok {
		return err
	}
	return w.shellCollider(w.add(root, &gltf.Node{Name: name, Mesh: gltf.Index(at), Extras: extras}), name, body)
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
