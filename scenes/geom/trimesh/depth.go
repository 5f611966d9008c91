package trimesh

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// way is a candidate direction for the second mesh to leave the first by, in
// the first one's frame, with the move after which their boxes are apart.
type way struct {
	dir  vec
	free float64
}

// maxPasses bounds the walk along one way; the boxes' own depth is the answer
// of a walk that does not end.
const maxPasses = 256

// Depth returns how deep two meshes are in each other: the least move of a
// after which they no longer intersect, along one of at most ten directions,
// the right and front axes of both and the vertical, both ways; and that
// direction, a unit vector. It is 0 when they do not intersect or only touch,
// more than 0 when they do (see [Intersects]), and never more than the
// penetration of their boxes.
//
// Along each direction the move is the first at which nothing crosses; a
// longer one may meet another part. Moves of limit or more are not looked for:
// then the depth is the lesser of limit and the boxes' penetration, and the
// direction is the boxes'. A limit of 0 or less means none.
//
// When only a tolerance matters, [Deeper] costs less.
func Depth(a, b *Placed, limit float64) (depth float64, dir scenes.Vec3) {
	var r pair
	if !r.join(a, b) {
		return 0, dir
	}
	var ways [10]way
	n := r.ways(&ways)
	if n == 0 || !r.intersects(gathering) {
		return 0, dir
	}
	best := ways[0]
	if limit > 0 && limit < best.free {
		best.free = limit
	}
	if r.same {
		n = 0
	}
	for _, w := range ways[:n] {
		if t := r.leave(w, best.free); t < best.free-1e-9 {
			best = way{w.dir, t}
		}
	}
	if !r.swapped {
		best.dir = best.dir.mul(-1)
	}
	d := r.fa.world(best.dir)
	return best.free, scenes.Vec3{d.x + 0, d.y + 0, d.z + 0}
}

// Deeper reports whether [Depth] is more than tolerance.
func Deeper(a, b *Placed, tolerance float64) bool {
	var r pair
	if !r.join(a, b) {
		return false
	}
	var ways [10]way
	n := r.ways(&ways)
	if n == 0 || ways[0].free <= tolerance || !r.intersects(gathering) {
		return false
	}
	if tolerance < touch || r.same {
		return true
	}
	above := math.Nextafter(tolerance, math.Inf(1))
	for _, w := range ways[:n] {
		if r.leave(w, above) <= tolerance {
			return false
		}
	}
	return true
}

// ways lists the directions, shortest by the boxes first; none when the boxes
// are apart or touch.
func (r *pair) ways(out *[10]way) int {
	axes := [5]vec{{x: 1}, {y: 1}, {z: 1}, {x: r.right[0], y: r.right[1]}, {x: r.front[0], y: r.front[1]}}
	n := 0
	for i, u := range axes {
		if r.aligned && i > 2 {
			break
		}
		reach, s := r.reach(u), r.o.dot(u)
		if reach-math.Abs(s) <= touch {
			return 0
		}
		for _, w := range [2]way{{u, reach - s}, {u.mul(-1), reach + s}} {
			k := n
			// Of equally short ways a level one goes before a vertical one.
			for ; k > 0 && (out[k-1].free > w.free || out[k-1].free == w.free && out[k-1].dir.z != 0); k-- {
				out[k] = out[k-1]
			}
			out[k] = w
			n++
		}
	}
	return n
}

// reach is the distance along u at which the boxes' centres stand when their
// shadows on u touch.
func (r *pair) reach(u vec) float64 {
	ha, hb := r.fa.half(), r.fb.half()
	return ha.x*math.Abs(u.x) + ha.y*math.Abs(u.y) + (ha.z+hb.z)*u.z +
		hb.x*math.Abs(u.x*r.right[0]+u.y*r.right[1]) + hb.y*math.Abs(u.x*r.front[0]+u.y*r.front[1])
}

// boxesApart reports whether the boxes are apart or touch.
func (r *pair) boxesApart() bool {
	if r.reach(vec{z: 1})-math.Abs(r.o.z) <= touch || r.reach(vec{x: 1})-math.Abs(r.o.x) <= touch || r.reach(vec{y: 1})-math.Abs(r.o.y) <= touch {
		return true
	}
	if r.aligned {
		return false
	}
	u, v := vec{x: r.right[0], y: r.right[1]}, vec{x: r.front[0], y: r.front[1]}
	return r.reach(u)-math.Abs(r.o.dot(u)) <= touch || r.reach(v)-math.Abs(r.o.dot(v)) <= touch
}

// leave walks the second mesh along w until nothing crosses, or returns limit
// when that takes at least as much. Each crossing pair of triangles, and each
// part that lies inside the other mesh, says how far it must at least go on.
func (r *pair) leave(w way, limit float64) float64 {
	s := search{task: leaving, o: r.o, from: r.o, dir: w.dir, limit: min(limit, w.free)}
	if r.reuse(&s) {
		return s.limit
	}
	for range maxPasses {
		s.found = false
		s.run(r)
		if s.t >= s.limit || r.tired() {
			return s.limit
		}
		if s.found {
			continue
		}
		at, inA, ok := r.within(s.o)
		if !ok {
			return max(s.t, r.slack)
		}
		var step float64
		if inA {
			step, _, ok = r.a.cast(unscale(at, r.sa), unscale(w.dir, r.sa), 0, s.limit, shell)
		} else {
			step, _, ok = r.b.cast(r.intoB(at, s.o), r.turnB(w.dir.mul(-1)), 0, s.limit, shell)
		}
		if s.t += max(step, r.slack); !ok || s.t >= s.limit {
			return s.limit
		}
		s.o = s.from.add(w.dir.mul(s.t))
	}
	return s.limit
}

// reuse starts a walk with the pairs that are known to cross at its start, and
// reports whether they already lead to its limit.
func (r *pair) reuse(s *search) bool {
	for _, k := range r.known[:r.knownN] {
		p, q := r.triA(k[0]), r.triB(k[1], s.from)
		if s.t = max(s.t, r.slack, exit(&q, &p, s.dir)); s.t >= s.limit {
			return true
		}
	}
	s.o = s.from.add(s.dir.mul(s.t))
	return false
}
