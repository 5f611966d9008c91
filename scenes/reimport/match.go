package reimport

import (
	"cmp"
	"slices"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/metaspatial/metaspatial/scenes"
)

// spot is an object of the result that a node may be.
type spot struct{ room, thing int }

// claim makes node i the thing at s.
func (r *reading) claim(s spot, i int, how string) {
	t := r.rooms[s.room].things[s.thing]
	t.node, t.how = i, how
	r.own(i)
}

// own takes node i out of what may be other objects, with what it is drawn by
// where it draws nothing itself.
func (r *reading) own(i int) {
	r.nodes[i].role = claimed
	if r.nodes[i].Drawn {
		return
	}
	for _, k := range r.below(i) {
		if n := &r.nodes[k]; n.role == unknown && (n.Object == "" || n.Object == r.nodes[i].Object) {
			n.role = claimed
		}
	}
}

// anything reports whether any object was found.
func (r *reading) anything() bool {
	for _, m := range r.rooms {
		if slices.ContainsFunc(m.things, func(t *thing) bool { return t.node >= 0 }) {
			return true
		}
	}
	return false
}

// missing calls f with the things that are not found yet.
func (r *reading) missing(f func(s spot, t *thing)) {
	for k, m := range r.rooms {
		for j, t := range m.things {
			if t.node < 0 {
				f(spot{k, j}, t)
			}
		}
	}
}

// shows reports whether node i or what is below it draws anything of its own.
func (r *reading) shows(i int) bool { return r.box(i).ok }

// byExtras finds things by the ids in their nodes' extras. Of several nodes with
// one id, the one that has the thing's own name is it, else the nearest to where
// it stood; the others are copies.
func (r *reading) byExtras() {
	found := make(map[spot][]int)
	for i := range r.nodes {
		n := &r.nodes[i]
		if n.Object == "" || n.role != unknown || r.partOf(i) || !r.shows(i) {
			continue
		}
		if s, ok := r.spotOf(n); ok {
			found[s] = append(found[s], i)
		}
	}
	r.missing(func(s spot, t *thing) {
		list := found[s]
		if len(list) == 0 {
			return
		}
		name := r.rooms[s.room].names.Objects[s.thing]
		best := slices.MinFunc(list, func(a, b int) int {
			if own := r.nodes[a].Name == name; own != (r.nodes[b].Name == name) {
				if own {
					return -1
				}
				return 1
			}
			return cmp.Compare(r.distance(s, a), r.distance(s, b))
		})
		r.claim(s, best, "extras")
	})
}

// partOf reports whether a node above has the same id, as where a program gives
// a mesh below a node the node's extras.
func (r *reading) partOf(i int) bool {
	n := &r.nodes[i]
	for p := n.Parent; p >= 0; p = r.nodes[p].Parent {
		if o := &r.nodes[p]; o.Object == n.Object && o.Task == n.Task && !o.Drawn {
			return true
		}
	}
	return false
}

// spotOf returns the thing that a node's extras name: in the room the node is
// in where that is of the same task, else in the task's own room.
func (r *reading) spotOf(n *node) (spot, bool) {
	at := -1
	if n.room >= 0 && (n.Task == "" || r.level.Rooms[r.rooms[n.room].from].Task.ID == n.Task) {
		at = n.room
	}
	for k := range r.level.Rooms {
		if at < 0 && (r.level.Rooms[k].Task.ID == n.Task || n.Task == "" && len(r.level.Rooms) == 1) {
			at = k
		}
	}
	if at < 0 {
		return spot{}, false
	}
	for j, t := range r.rooms[at].things {
		if t.object.ID == n.Object {
			return spot{at, j}, true
		}
	}
	return spot{}, false
}

// byName finds what is missing by the nodes' names, whole ones first, and
// returns how many it found.
func (r *reading) byName() int {
	count := 0
	for _, nameOf := range []func(*node) string{func(n *node) string { return n.Name }, func(n *node) string { return n.base }} {
		nodes := make(map[string][]int)
		for i := range r.nodes {
			if n := &r.nodes[i]; n.role == unknown && n.Object == "" && r.shows(i) {
				nodes[nameOf(n)] = append(nodes[nameOf(n)], i)
			}
		}
		r.missing(func(s spot, t *thing) {
			for _, i := range nodes[r.rooms[s.room].names.Objects[s.thing]] {
				// A copied room has copies of its objects in it.
				if m := r.rooms[s.room]; r.nodes[i].role == unknown && (!m.copied || r.nodes[i].room == s.room) {
					r.claim(s, i, "name")
					count++
					return
				}
			}
		})
	}
	return count
}

// byMesh finds what is missing by asset or the mesh's name, nearest first, and
// returns how many it found. What had no place is not looked for.
func (r *reading) byMesh() int {
	type pair struct {
		s    spot
		node int
		far  float64
	}
	var list []pair
	r.missing(func(s spot, t *thing) {
		if t.was == nil {
			return
		}
		for i := range r.nodes {
			if n := &r.nodes[i]; n.role == unknown && n.Object == "" && n.Drawn && r.sameMesh(n, &t.object, r.rooms[s.room].names.Meshes[s.thing]) {
				list = append(list, pair{s, i, r.distance(s, i)})
			}
		}
	})
	slices.SortStableFunc(list, func(a, b pair) int { return cmp.Compare(a.far, b.far) })
	count := 0
	for _, p := range list {
		if r.nodes[p.node].role == unknown && r.rooms[p.s.room].things[p.s.thing].node < 0 {
			r.claim(p.s, p.node, "mesh")
			count++
		}
	}
	return count
}

// sameMesh reports whether a node draws what the exporter draws an object with,
// by the asset in the extras or by the mesh's name.
func (r *reading) sameMesh(n *node, o *scenes.Object, name string) bool {
	if n.Asset != "" || o.Asset != "" && n.Category != "" {
		return n.Asset == o.Asset
	}
	return n.meshBase == name
}

// distance is how far node i is from where a thing stood in the level.
func (r *reading) distance(s spot, i int) float64 {
	m := r.rooms[s.room]
	t := m.things[s.thing]
	b := r.box(i)
	if t.was == nil || !b.ok {
		return 0
	}
	return mgl64.TransformCoordinate(b.lo.Add(b.hi).Mul(0.5), r.nodes[i].World).Sub(m.src.Point(t.was.Position)).Len()
}
