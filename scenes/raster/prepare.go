package raster

import (
	"image"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// vertex is a corner of a triangle in the frame of its model.
type vertex struct {
	p, n vec3
	u, v float32
	// c is the linear colour that the material's factor is multiplied by.
	c [4]float32
}

// material is what a pixel needs to know of its surface.
type material struct {
	factor   rgb
	alpha    float32
	emissive rgb
	tex      *texture
	// repeat turns texture coordinates into turns of the texture.
	repeat float32
	mode   mesh.AlphaMode
	cutoff float32
	double bool
	unlit  bool
	// shade darkens by an occlusion map, nil for none.
	shade *occlusion
	// tint replaces the colour by its strength, 0 for none.
	tint     rgb
	strength float32
	// ghost is the opacity of what is drawn as a ghost, 0 for what is not.
	ghost float32
}

// part is a list of triangles with one material.
type part struct {
	verts []vertex
	idx   []uint32
	mat   material
	// radius is that of a sphere about centre that holds the part, 0 for what
	// is drawn without a look at its size.
	centre, lo, hi vec3
	radius         float32
	// solid says that the surface is closed, so that its backs are never seen
	// from outside.
	solid bool
	// levels are ever coarser copies.
	levels []lod
}

// prepared is a model as it is drawn.
type prepared struct {
	parts []part
	size  vec3
}

// Cache keeps models and textures in the form in which they are drawn. The
// zero value is ready; it may be shared by any number of renderers.
type Cache struct {
	mu       sync.Mutex
	models   map[*mesh.Model]*prepared
	textures map[*image.NRGBA]*texture
}

// cacheModels bounds a cache; beyond it everything is prepared anew.
const cacheModels = 1024

func (c *Cache) model(m *mesh.Model) *prepared {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p, ok := c.models[m]; ok {
		return p
	}
	if c.models == nil || len(c.models) >= cacheModels {
		c.models = make(map[*mesh.Model]*prepared)
		c.textures = make(map[*image.NRGBA]*texture)
	}
	p := &prepared{size: vec3{m.Size[0], m.Size[1], m.Size[2]}}
	for i := range m.Parts {
		if q, ok := c.part(m, &m.Parts[i]); ok {
			q.bound()
			q.solid = q.mat.mode == mesh.Opaque && closed(q.verts, q.idx)
			q.levels = simplify(q.verts, q.idx, q.radius)
			p.parts = append(p.parts, q)
		}
	}
	c.models[m] = p
	return p
}

func (c *Cache) texture(img *image.NRGBA) *texture {
	t, ok := c.textures[img]
	if !ok {
		t = newTexture(img)
		c.textures[img] = t
	}
	return t
}

// part copies the usable triangles: indices in range, finite positions. What
// else is wrong with a part (normals, colours or texture coordinates that are
// missing or not finite) is replaced by what a plain surface has.
func (c *Cache) part(m *mesh.Model, s *mesh.Part) (part, bool) {
	p := part{mat: material{factor: rgb{0.8, 0.8, 0.8}, alpha: 1, repeat: 1}}
	if s.Material >= 0 && s.Material < len(m.Materials) {
		p.mat = c.material(m, &m.Materials[s.Material])
	}
	n := len(s.Positions)
	smooth, uvs, colors := len(s.Normals) == n, len(s.UVs) == n, len(s.Colors) == n
	corner := func(i uint32) vertex {
		q := vertex{p: vec3{s.Positions[i][0], s.Positions[i][1], s.Positions[i][2]}, c: [4]float32{1, 1, 1, 1}}
		if smooth {
			q.n = vec3{s.Normals[i][0], s.Normals[i][1], s.Normals[i][2]}
		}
		if uvs {
			q.u, q.v = s.UVs[i][0], s.UVs[i][1]
			if !(vec3{q.u, q.v, 0}).finite() {
				q.u, q.v = 0, 0
			}
		}
		if colors {
			q.c = s.Colors[i]
			for k, v := range q.c {
				if !(v >= 0 && v <= 16) {
					q.c[k] = 1
				}
			}
		}
		return q
	}
	shared := make(map[uint32]uint32, n)
	for i := 0; i+2 < len(s.Indices); i += 3 {
		t := s.Indices[i : i+3]
		if int(max(t[0], t[1], t[2])) >= n {
			continue
		}
		v := [3]vertex{corner(t[0]), corner(t[1]), corner(t[2])}
		if !v[0].p.finite() || !v[1].p.finite() || !v[2].p.finite() {
			continue
		}
		flat := v[1].p.sub(v[0].p).cross(v[2].p.sub(v[0].p)).unit()
		for k := range v {
			sound := smooth && v[k].n.finite() && v[k].n.dot(v[k].n) > 1e-12
			if !sound {
				v[k].n = flat
			} else if at, ok := shared[t[k]]; ok {
				p.idx = append(p.idx, at)
				continue
			} else {
				v[k].n = v[k].n.unit()
				shared[t[k]] = uint32(len(p.verts))
			}
			p.idx = append(p.idx, uint32(len(p.verts)))
			p.verts = append(p.verts, v[k])
		}
	}
	return p, len(p.idx) > 0
}

func (c *Cache) material(m *mesh.Model, s *mesh.Material) material {
	o := material{
		factor: rgb{s.BaseColor[0], s.BaseColor[1], s.BaseColor[2]}, alpha: s.BaseColor[3],
		emissive: rgb(s.Emissive), repeat: 1, mode: s.Alpha, cutoff: s.AlphaCutoff,
		double: s.DoubleSided, unlit: s.Unlit,
	}
	if s.Texture >= 0 && s.Texture < len(m.Textures) {
		o.tex = c.texture(m.Textures[s.Texture])
	}
	for k := range o.factor {
		if !(o.factor[k] >= 0 && o.factor[k] <= 16) {
			o.factor[k] = 1
		}
		if !(o.emissive[k] >= 0 && o.emissive[k] <= 64) {
			o.emissive[k] = 0
		}
	}
	if !(o.alpha >= 0 && o.alpha <= 1) {
		o.alpha = 1
	}
	return o
}
