package measure

import (
	"cmp"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
)

// many is how many objects are worth sorting to find the pairs that may meet.
const many = 48

// hit is a fault between two objects, kept until the first is told about.
type hit struct {
	i, j int
	// side is 0 for a collision, or one more than the side of i's clearance
	// that j is in.
	side  int
	depth float64
	dir   scenes.Vec2
}

// pairs looks at every two objects that may meet.
func (r *run) pairs() {
	r.hits = r.hits[:0]
	if len(r.items) > many {
		r.sweep()
	} else {
		for i := range r.bodies {
			for j := range i {
				if r.bodies[i].placed && r.bodies[j].placed {
					r.pair(i, j)
				}
			}
		}
	}
	slices.SortFunc(r.hits, compareHits)
}

func compareHits(a, b hit) int {
	switch {
	case a.i != b.i:
		return cmp.Compare(a.i, b.i)
	case a.side != b.side:
		return cmp.Compare(a.side, b.side)
	}
	return cmp.Compare(a.j, b.j)
}

// sweep looks only at the objects whose axis-aligned boxes meet, with the space
// that they declare round them.
func (r *run) sweep() {
	r.near.Reset()
	for i := range r.bodies {
		b := &r.bodies[i]
		if !b.placed {
			// A box whose corners are the wrong way round meets none.
			r.near.Add(scenes.Vec3{1}, scenes.Vec3{-1})
			continue
		}
		h, wide := b.extent, r.items[i].reach
		h[0] += wide
		h[1] += wide
		r.near.Add(b.box.Center.Sub(h), b.box.Center.Add(h))
	}
	for j := range r.bodies {
		for _, i := range r.near.Partners(j) {
			r.pair(int(i), j)
		}
	}
}

// pair checks an object against one before it.
func (r *run) pair(i, j int) {
	if !apart(&r.bodies[i], &r.bodies[j]) {
		r.collision(i, j)
	}
	if r.items[i].reach > 0 {
		r.intrusion(i, j)
	}
	if r.items[j].reach > 0 {
		r.intrusion(j, i)
	}
}

// apart rules most pairs out by their axis-aligned boxes.
func apart(a, b *body) bool {
	return math.Abs(a.box.Center[0]-b.box.Center[0]) >= a.extent[0]+b.extent[0] ||
		math.Abs(a.box.Center[1]-b.box.Center[1]) >= a.extent[1]+b.extent[1] ||
		math.Abs(a.box.Center[2]-b.box.Center[2]) >= a.extent[2]+b.extent[2]
}

func (r *run) collision(i, j int) {
	a, b := &r.items[i], &r.items[j]
	depth, dir := r.overlap(i, j)
	if depth <= metres {
		return
	}
	if (a.mesh != nil || b.mesh != nil) && !a.o.Flat {
		ma, mb := r.mesh(i), r.mesh(j)
		if depth, dir = meshDepth(&ma, &mb); depth <= metres {
			return
		}
	}
	r.Pairs++
	for _, o := range [2]*ObjectReport{&r.Objects[i], &r.Objects[j]} {
		o.Collides, o.Depth = true, max(o.Depth, depth)
	}
	r.keep(hit{i: i, j: j, depth: depth, dir: dir})
}

// meshDepth is [trimesh.Depth] with a direction on the floor, or none where
// the shortest way out is up or down.
func meshDepth(a, b *trimesh.Placed) (float64, scenes.Vec2) {
	depth, way := trimesh.Depth(a, b, 0)
	if math.Abs(way[2]) > 0.5 {
		return depth, scenes.Vec2{}
	}
	return depth, way.Vec2()
}

func (r *run) keep(h hit) {
	switch {
	case !r.explain:
	case len(r.hits) < MaxFindings:
		r.hits = append(r.hits, h)
	default:
		r.omitted++
	}
}

// tell words the faults of i with other objects; hits are in the order of i.
func (r *run) tell(i int) {
	for r.first < len(r.hits) && r.hits[r.first].i < i {
		r.first++
	}
	for k := r.first; k < len(r.hits) && r.hits[k].i == i; k++ {
		switch h := &r.hits[k]; {
		case h.side > 0:
			// What overlaps an object is told to leave it first.
			if _, collides := r.met(h.i, h.j); !collides {
				r.inClearance(h)
			}
		case !r.sunk(h.i, h.j) && !r.sunk(h.j, h.i):
			r.collide(h.i, h.j, h.depth, h.dir)
		}
	}
}

// met returns the collision of two objects, with the way out for i.
func (r *run) met(i, j int) (hit, bool) {
	want := hit{i: max(i, j), j: min(i, j)}
	k, found := slices.BinarySearchFunc(r.hits, want, compareHits)
	if !found {
		return hit{}, false
	}
	h := r.hits[k]
	if h.i != i {
		h.i, h.j, h.dir = i, j, scenes.Vec2{0 - h.dir[0], 0 - h.dir[1]}
	}
	return h, true
}

// parted reports whether i is told to leave j by the given way.
func (r *run) parted(i, j int, way scenes.Vec3) bool {
	h, ok := r.met(i, j)
	return ok && h.dir != nowhere && !r.steadier(i, j, h.dir) && short(way.Sub(h.dir.Mul(h.depth).Vec3(0)))
}

// short reports whether a way is no longer than the tolerance on any axis.
func short(way scenes.Vec3) bool {
	return max(math.Abs(way[0]), math.Abs(way[1]), math.Abs(way[2])) <= metres
}

// sunk says that an object collides with what carries it because it is too
// deep in it, which its support tells already.
func (r *run) sunk(i, carrier int) bool {
	it := &r.items[i]
	return it.o.Support == scenes.OnObject && it.parent == carrier && r.Objects[i].Sinks
}
