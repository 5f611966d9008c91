package trimesh

import "github.com/metaspatial/metaspatial/scenes"

// Intersects reports whether the meshes share a volume or a surface of one
// passes through the other: a triangle of one crosses a triangle of the other,
// or a part of one lies wholly inside a part of the other that has an inside
// (see [Placed.Contains]).
//
// Touching is not intersecting: surfaces may rest against each other, or pass
// through each other by up to half a micrometre. So sheets, which have no
// volume, do not intersect in their common plane; only a mesh of nothing but
// sheets and itself in the very same place do. The answer is the same
// whichever mesh comes first.
//
// Meshes so tangled that millions of pairs of triangles would have to be
// compared count as intersecting when their boxes do.
func Intersects(a, b *Placed) bool {
	var r pair
	return r.join(a, b) && r.intersects(meeting)
}

// intersects may gather some of the crossing pairs.
func (r *pair) intersects(t task) bool {
	if r.boxesApart() {
		return false
	}
	s := search{task: t, o: r.o}
	if s.run(r); s.found || r.same || r.tired() {
		return true
	}
	_, _, in := r.within(r.o)
	return in
}

// Contacts appends to dst up to max points, one per pair of triangles that
// cross: the middle of their common line. Where one mesh lies inside the other
// it is one inner point.
func Contacts(a, b *Placed, dst []scenes.Vec3, max int) []scenes.Vec3 {
	var r pair
	if max <= 0 || !r.join(a, b) || r.boxesApart() {
		return dst
	}
	s := search{task: listing, o: r.o, points: dst, end: len(dst) + max}
	if s.run(&r); s.found {
		return s.points
	}
	if at, _, ok := r.within(r.o); ok {
		dst = append(dst, r.world(at))
	}
	return dst
}

// MeanContact returns the middle of the curve along which the surfaces cross,
// so that it does not depend on how finely they are cut into triangles, or an
// inner point where one mesh lies inside the other. It reports false when the
// meshes do not intersect.
func MeanContact(a, b *Placed) (scenes.Vec3, bool) {
	var r pair
	if !r.join(a, b) || r.boxesApart() {
		return scenes.Vec3{}, false
	}
	s := search{task: averaging, o: r.o}
	if s.run(&r); s.found {
		return r.world(s.sum.mul(1 / s.weight)), true
	}
	at, _, ok := r.within(r.o)
	if !ok {
		return scenes.Vec3{}, false
	}
	return r.world(at), true
}

func (r *pair) world(p vec) scenes.Vec3 {
	return r.fa.center.add(r.fa.world(p)).public()
}
