package gltfio

import (
	"math"
	"slices"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// upright is the turn that brings the axis that points up to +Y.
func upright(up Axis) (mgl64.Mat4, error) {
	switch up {
	case "", PlusY:
		return mgl64.Ident4(), nil
	case PlusZ:
		// (x, y, z) becomes (x, z, −y).
		return mgl64.Mat4{1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1}, nil
	}
	return mgl64.Mat4{}, bad("use +Y or +Z", "up axis %q is unknown", up)
}

// axes returns the directions of right and front of an upright file, so that
// right = front × up.
func axes(front Axis) (right, forward mgl64.Vec3, ok bool) {
	switch front {
	case "", PlusZ:
		forward = mgl64.Vec3{0, 0, 1}
	case MinusZ:
		forward = mgl64.Vec3{0, 0, -1}
	case PlusX:
		forward = mgl64.Vec3{1, 0, 0}
	case MinusX:
		forward = mgl64.Vec3{-1, 0, 0}
	default:
		return right, forward, false
	}
	return forward.Cross(mgl64.Vec3{0, 1, 0}), forward, true
}

// build reads one model of the file.
func (r *reader) build(g group) (*mesh.Model, error) {
	if err := r.draw(g); err != nil {
		return nil, err
	}
	for i, m := range r.doc.Meshes {
		if r.drawn[i] && m.Name != "" {
			r.info.Meshes = append(r.info.Meshes, m.Name)
		}
	}
	for i, m := range r.doc.Materials {
		if _, ok := r.slots[i]; ok && m.Name != "" {
			r.info.Materials = append(r.info.Materials, m.Name)
		}
	}
	r.info.Animated = r.animated()
	r.info.Dependencies = slices.Compact(slices.Sorted(slices.Values(r.info.Dependencies)))
	return r.assemble(g.Name)
}

// draw collects the triangles of a group of nodes.
func (r *reader) draw(g group) error {
	for _, p := range g.roots {
		if err := r.visit(p.node, p.parent, p.above); err != nil {
			return err
		}
	}
	return nil
}

// assemble turns the collected parts into the model's frame: right, front, up,
// scaled, with the centre of the box at the origin.
func (r *reader) assemble(name string) (*mesh.Model, error) {
	right, forward, ok := axes(r.opts.Front)
	if !ok {
		return nil, bad("use +Z, -Z, +X or -X", "front axis %q is unknown", r.opts.Front)
	}
	lo, hi, ok := bounds(r.parts)
	if !ok {
		e := bad("leave it out of the pack, or export it with its mesh", "the file has no mesh to place: what it shows has no triangles")
		e.hollow = true
		return nil, e
	}
	size := hi.Sub(lo)
	if s := max(size[0], size[1], size[2]); !(s > 0) || s > 1e12 {
		e := bad(remedyCheck, "the geometry has no usable extent (%.3g units)", s)
		e.hollow = true
		return nil, e
	}
	r.info.Min, r.info.Max = [3]float64(lo), [3]float64(hi)
	centre := lo.Add(hi).Mul(0.5)
	turn := func(v mgl64.Vec3) mgl64.Vec3 { return mgl64.Vec3{v.Dot(right), v.Dot(forward), v[1]} }
	m := &mesh.Model{Name: name, Textures: r.textures}
	for k, x := range turn(size) {
		m.Size[k] = float32(math.Abs(x) * r.opts.Scale)
	}
	for _, s := range r.surfaces {
		m.Materials = append(m.Materials, s.material)
	}
	groups := make(map[[3]int]int)
	for _, p := range r.parts {
		if len(p.indices) == 0 {
			continue
		}
		key := [3]int{p.surface, min(len(p.uvs), 1), min(len(p.colors), 1)}
		g, ok := groups[key]
		if !ok {
			g = len(m.Parts)
			groups[key] = g
			m.Parts = append(m.Parts, mesh.Part{Material: p.surface})
		}
		out := &m.Parts[g]
		base := uint32(len(out.Positions))
		for _, v := range p.positions {
			out.Positions = append(out.Positions, float3(turn(v.Sub(centre)).Mul(r.opts.Scale)))
		}
		for _, v := range p.normals {
			out.Normals = append(out.Normals, float3(turn(v)))
		}
		out.UVs = append(out.UVs, p.uvs...)
		out.Colors = append(out.Colors, p.colors...)
		for _, i := range p.indices {
			out.Indices = append(out.Indices, base+i)
		}
	}
	return m, nil
}

func float3(v mgl64.Vec3) [3]float32 {
	return [3]float32{float32(v[0]), float32(v[1]), float32(v[2])}
}
