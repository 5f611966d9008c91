package trimesh

import "github.com/metaspatial/metaspatial/scenes"

// Each calls yield with the corners of every triangle in the world, counter-
// clockwise seen from outside, until it returns false.
func (p *Placed) Each(yield func(a, b, c scenes.Vec3) bool) {
	f, ok := p.frame()
	if !ok {
		return
	}
	for i := range f.m.tris {
		t := &f.m.tris[i]
		if !yield(f.place(t.a).public(), f.place(t.b).public(), f.place(t.c).public()) {
			return
		}
	}
}
