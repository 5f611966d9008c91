package usd

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/export/internal/plan"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// prototype writes an asset, standing on its origin.
func (w *writer) prototype(a *plan.Asset) {
	name := w.assets[a]
	data := []entry{{"string", "asset", plan.Quote(a.ID)}, {"string", "category", plan.Quote(a.Category)},
		{"string", "licence", plan.Quote(a.Licence)}, {"string", "author", plan.Quote(a.Author)}}
	w.prim("class Xform "+plan.Quote(name), []string{custom(data)}, func() {
		path := "/" + prototypes + "/" + name
		lift := float64(a.Model.Size[2]) / 2
		stand := func(v [3]float32) scenes.Vec3 {
			return scenes.Vec3{float64(v[0]), float64(v[1]), float64(v[2]) + lift}
		}
		meshes := names{}
		looks := w.looks(path, meshes.name("Looks"), a.Model)
		for i := range a.Model.Parts {
			w.mesh(meshes.name("mesh"), a.Model, &a.Model.Parts[i], looks, stand, func(v [3]float32) [3]float32 { return v }, false)
		}
	})
}

// shell writes a room's shell in the room's frame, a mesh for each piece.
func (w *writer) shell(parent, name string, r *plan.Room) {
	pieces, err := plan.Shell(r, w.opts.Ceiling)
	if err != nil {
		w.fail(err)
		return
	}
	w.prim("def Xform "+plan.Quote(name), nil, func() {
		inside := names{}
		scope := inside.name("Looks")
		// Walls share a material.
		all := new(mesh.Model)
		place := func(m mesh.Material) int {
			i := slices.Index(all.Materials, m)
			if i < 0 {
				i = len(all.Materials)
				all.Materials = append(all.Materials, m)
			}
			return i
		}
		for _, p := range pieces {
			for _, m := range p.Model.Materials {
				place(m)
			}
		}
		looks := w.looks(parent+"/"+name, scope, all)
		turn := func(v [3]float32) [3]float32 { return [3]float32{-v[0], -v[1], v[2]} }
		for i := range pieces {
			p := &pieces[i]
			for _, part := range p.Model.Parts {
				if part.Material >= 0 {
					part.Material = place(p.Model.Materials[part.Material])
				}
				w.mesh(inside.name(p.Name), all, &part, looks, p.At, turn, w.opts.Colliders)
			}
		}
	})
}

// mesh writes one part of a model. Positions and normals go through the given
// functions; looks are the paths of the model's materials.
func (w *writer) mesh(name string, m *mesh.Model, p *mesh.Part, looks []string, at func([3]float32) scenes.Vec3, turn func([3]float32) [3]float32, solid bool) {
	if len(p.Indices) == 0 {
		return
	}
	points := make([][3]float32, len(p.Positions))
	lo, hi := [3]float32{math.MaxFloat32, math.MaxFloat32, math.MaxFloat32}, [3]float32{-math.MaxFloat32, -math.MaxFloat32, -math.MaxFloat32}
	for i, v := range p.Positions {
		q := at(v)
		for k := range 3 {
			points[i][k] = float32(q[k])
			lo[k], hi[k] = min(lo[k], points[i][k]), max(hi[k], points[i][k])
		}
	}
	counts := make([]int, len(p.Indices)/3)
	for i := range counts {
		counts[i] = 3
	}
	integer := func(i int) string { return fmt.Sprint(i) }
	vector := func(v [3]float32) string { return tuple(v[:]...) }
	schemas := `prepend apiSchemas = ["MaterialBindingAPI"]`
	if solid {
		schemas = `prepend apiSchemas = ["MaterialBindingAPI", "PhysicsCollisionAPI", "PhysicsMeshCollisionAPI"]`
	}
	w.prim("def Mesh "+plan.Quote(name), []string{schemas}, func() {
		material := plainMaterial
		if p.Material >= 0 && p.Material < len(m.Materials) {
			material = m.Materials[p.Material]
			w.line("rel material:binding = <%s>", looks[p.Material])
		}
		if material.DoubleSided {
			w.line("uniform bool doubleSided = true")
		}
		w.line("uniform token subdivisionScheme = \"none\"")
		w.line("float3[] extent = %s", list([][3]float32{lo, hi}, vector))
		w.line("int[] faceVertexCounts = %s", list(counts, integer))
		w.line("int[] faceVertexIndices = %s", list(p.Indices, func(i uint32) string { return fmt.Sprint(i) }))
		w.line("point3f[] points = %s", list(points, vector))
		if len(p.Normals) > 0 {
			w.line("normal3f[] normals = %s (", list(p.Normals, func(v [3]float32) string { return vector(turn(v)) }))
			w.line("    interpolation = \"vertex\"\n%s)", indent(w.depth))
		}
		if len(p.UVs) > 0 {
			// Textures begin at the bottom left.
			w.line("texCoord2f[] primvars:st = %s (", list(p.UVs, func(v [2]float32) string { return tuple(v[0], 1-v[1]) }))
			w.line("    interpolation = \"vertex\"\n%s)", indent(w.depth))
		}
		w.displayColor(material, p.Colors)
		if solid {
			w.line("uniform token physics:approximation = \"none\"")
		}
	})
}

// displayColor writes the colour of programs without materials, and of ours
// without a texture: linear, the material's by the vertices'.
func (w *writer) displayColor(m mesh.Material, colors [][4]float32) {
	base := func(c [4]float32) string { return tuple(c[0]*m.BaseColor[0], c[1]*m.BaseColor[1], c[2]*m.BaseColor[2]) }
	if len(colors) == 0 {
		w.line("color3f[] primvars:displayColor = [%s]", base([4]float32{1, 1, 1, 1}))
		return
	}
	w.line("color3f[] primvars:displayColor = %s (", list(colors, base))
	w.line("    interpolation = \"vertex\"\n%s)", indent(w.depth))
}
