package trimesh

import (
	"iter"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Placed is a mesh at a place in layout space.
type Placed struct {
	Mesh *Mesh
	// Center is where the centre of the mesh's bounding box goes.
	Center scenes.Vec3
	// Yaw is the compass heading of the front in degrees.
	Yaw float64
	// Scale is along the mesh's own right, front and up; zero means 1, and the
	// sign is ignored.
	Scale scenes.Vec3
}

// frame is a placement worked out: world = center + right·x + front·y + up·z
// of the scaled mesh.
type frame struct {
	m            *Mesh
	center       vec
	scale        vec
	right, front scenes.Vec2
}

// frame reports false for a placement without a mesh or with a number that is
// not finite; such a placement fills no space.
func (p *Placed) frame() (f frame, ok bool) {
	if p == nil || p.Mesh == nil || len(p.Mesh.tris) == 0 {
		return f, false
	}
	f.m, f.center = p.Mesh, toVec(p.Center)
	f.scale = vec{factor(p.Scale[0]), factor(p.Scale[1]), factor(p.Scale[2])}
	if !usable(f.center) || !usable(f.scale.times(f.m.size)) || math.IsNaN(p.Yaw) || math.IsInf(p.Yaw, 0) {
		return f, false
	}
	f.right, f.front = scenes.Axes(p.Yaw)
	return f, true
}

func factor(s float64) float64 {
	if s == 0 {
		return 1
	}
	return max(math.Abs(s), 1e-9)
}

// local turns a world direction into the frame's axes, without the scale.
func (f *frame) local(d vec) vec {
	return vec{d.x*f.right[0] + d.y*f.right[1], d.x*f.front[0] + d.y*f.front[1], d.z}
}

// world turns a direction along the frame's axes into the world.
func (f *frame) world(d vec) vec {
	return vec{d.x*f.right[0] + d.y*f.front[0], d.x*f.right[1] + d.y*f.front[1], d.z}
}

// place puts a vertex of the mesh into the world.
func (f *frame) place(v vec) vec { return f.center.add(f.world(v.times(f.scale))) }

// unplace turns a world point into the mesh's own unscaled frame.
func (f *frame) unplace(p vec) vec {
	d := f.local(p.sub(f.center))
	return vec{d.x / f.scale.x, d.y / f.scale.y, d.z / f.scale.z}
}

// half are the half sizes of the scaled box.
func (f *frame) half() vec { return f.m.size.times(f.scale).mul(0.5) }

// Bounds returns the opposite corners of the axis-aligned box around the
// mesh's own upright box.
func (p *Placed) Bounds() (lo, hi scenes.Vec3) {
	f, ok := p.frame()
	if !ok {
		return lo, hi
	}
	h := f.half()
	e := vec{
		math.Abs(f.right[0])*h.x + math.Abs(f.front[0])*h.y,
		math.Abs(f.right[1])*h.x + math.Abs(f.front[1])*h.y, h.z}
	return f.center.sub(e).public(), f.center.add(e).public()
}

// Vertices yields the distinct corners of the mesh in the world.
func (p *Placed) Vertices() iter.Seq[scenes.Vec3] {
	return func(yield func(scenes.Vec3) bool) {
		f, ok := p.frame()
		if !ok {
			return
		}
		for _, v := range f.m.verts {
			if !yield(f.place(v).public()) {
				return
			}
		}
	}
}

// Extreme appends to dst the corners of the mesh that lie no more than within
// behind the one that is furthest along dir, a unit vector: the feet of a
// table for dir = down.
func (p *Placed) Extreme(dir scenes.Vec3, within float64, dst []scenes.Vec3) []scenes.Vec3 {
	f, ok := p.frame()
	if !ok {
		return dst
	}
	d := f.local(toVec(dir)).times(f.scale)
	far := math.Inf(-1)
	for _, v := range f.m.verts {
		far = max(far, v.dot(d))
	}
	for _, v := range f.m.verts {
		if v.dot(d) >= far-within {
			dst = append(dst, f.place(v).public())
		}
	}
	return dst
}
