package reimport

import (
	"cmp"
	"math"
	"slices"

	"github.com/go-gl/mathgl/mgl64"
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
	for k := i; k < r.nodes[i].end; k++ {
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
	j, ok := r.rooms[at].ids[n.Object]
	return spot{at, j}, ok
}

// byName finds what is missing by the nodes' names, whole ones first.
func (r *reading) byName() {
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
					return
				}
			}
		})
	}
}

// byMesh finds what is missing by asset or the mesh's name: first what stands
// where it stood, then each the nearest that is left. What had no place is not
// looked for.
func (r *reading) byMesh() {
	// Only nodes without ids are free, under every word for their meshes.
	nodes := make(map[string][]int)
	for i := range r.nodes {
		if n := &r.nodes[i]; n.role == unknown && n.Object == "" && n.Drawn {
			nodes[n.meshWord()] = append(nodes[n.meshWord()], i)
		}
	}
	for _, reach := range []float64{sameMetres, math.Inf(1)} {
		r.missing(func(s spot, t *thing) {
			if t.was == nil {
				return
			}
			best, far := -1, reach
			for _, word := range [2]string{assetWord(t.object.Asset), r.rooms[s.room].names.Meshes[s.thing]} {
				for _, i := range nodes[word] {
					if d := r.distance(s, i); r.nodes[i].role == unknown && d <= far && (best < 0 || d < far) {
						best, far = i, d
					}
				}
			}
			if best >= 0 {
				r.claim(s, best, "mesh")
			}
		})
	}
}

// meshWord is what a node's mesh is known by: the asset in the extras where they
// tell, else the mesh's name.
func (n *node) meshWord() string {
	if n.Asset != "" {
		return assetWord(n.Asset)
	}
	return n.meshBase
}

// assetWord keeps assets and names of meshes, which have no such sign, apart.
func assetWord(asset string) string { return "asset:" + asset }

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
