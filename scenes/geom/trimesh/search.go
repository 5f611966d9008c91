package trimesh

import "github.com/metaspatial/metaspatial/scenes"

// search is a walk for crossing triangles with the second mesh at o, which the
// walk itself may move. What it does with a crossing depends on task.
type search struct {
	task  task
	o     vec
	found bool
	// For leaving: dir is the way, from the place where the second mesh was at
	// first, t how far it has gone.
	from, dir vec
	t, limit  float64
	// For contacts.
	points  []scenes.Vec3
	end     int
	sum     vec
	weight  float64
	contact cut
}

type task uint8

const (
	meeting task = iota
	gathering
	leaving
	listing
	averaging
)

// hit takes in a crossing of triangles k and l and reports whether to go on.
func (s *search) hit(r *pair, k, l int32, p, q *tri) bool {
	s.found = true
	switch s.task {
	case gathering:
		r.known[r.knownN] = [2]int32{k, l}
		r.knownN++
		return r.knownN < knownPairs
	case leaving:
		s.t += max(r.slack, exit(q, p, s.dir))
		s.o = s.from.add(s.dir.mul(s.t))
		return s.t < s.limit
	case listing:
		s.points = append(s.points, r.world(s.contact.from.towards(s.contact.to, 0.5)))
		return len(s.points) < s.end
	case averaging:
		l := s.contact.to.sub(s.contact.from).len()
		s.sum, s.weight = s.sum.add(s.contact.from.add(s.contact.to).mul(l/2)), s.weight+l
		return true
	}
	return false
}

// run visits the crossing pairs of triangles in a fixed order, unless that is
// too much work.
func (s *search) run(r *pair) {
	var stack [2 * stackSize][2]int32
	for n := 1; n > 0; {
		n--
		i, j := stack[n][0], stack[n][1]
		x, y := &r.a.nodes[i], &r.b.nodes[j]
		if r.apart(x, y, s.o) {
			continue
		}
		switch {
		case x.count != 0 && y.count != 0:
			if r.work++; r.tired() || !s.leaves(r, x, y) {
				return
			}
		case y.count != 0 || x.count == 0 && r.larger(x, y):
			stack[n] = [2]int32{x.first, j}
			stack[n+1] = [2]int32{x.first + 1, j}
			n += 2
		default:
			stack[n] = [2]int32{i, y.first}
			stack[n+1] = [2]int32{i, y.first + 1}
			n += 2
		}
	}
}

func (s *search) leaves(r *pair, x, y *node) bool {
	for k := x.first; k < x.first+x.count; k++ {
		p := r.triA(k)
		np := p.normal()
		lp := np.len()
		for l := y.first; l < y.first+y.count; l++ {
			q := r.triB(l, s.o)
			if crosses(&p, &q, np, lp, r.a.kind[k] == sheet, r.b.kind[l] == sheet, r.slack, &s.contact) && !s.hit(r, k, l, &p, &q) {
				return false
			}
		}
	}
	return true
}
