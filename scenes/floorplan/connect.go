package floorplan

import (
	"math"
)

const (
	// doorWidth is a door's, jamb the least wall beside it, doorway both.
	doorWidth, jamb = 0.9, 0.1
	doorway         = doorWidth + 2*jamb
	// entranceWidth is the entrance's.
	entranceWidth = 1.0
	// behind weighs the passage through the room at the root, which is shorter.
	behind = 0.3
)

// connect finds the root and the tree of doors of least cost, by Dijkstra's
// method, and adds what the ways through rooms cost. It is false where a room
// cannot be reached or none can have the entrance.
func (m *maker) connect(l *layout) bool {
	best := math.Inf(1)
	for root := range l.cells {
		if !m.enters(l, root) {
			continue
		}
		tree, parent, cost := m.tree(l, root)
		if cost < best {
			best, l.root, l.tree, l.parent = cost, root, tree, parent
		}
	}
	if math.IsInf(best, 1) {
		return false
	}
	l.cost += best
	return true
}

// enters says whether the entrance may be in the room: there is outer wall for
// it.
func (m *maker) enters(l *layout, i int) bool {
	return m.facade(l.cells[i]) >= entranceWidth+2*jamb-1e-6
}

// tree is the tree of least cost from a root. Costs count the rooms that are
// passed through, with a little for every door, so that ways are short.
func (m *maker) tree(l *layout, root int) (tree, parent []int, cost float64) {
	n := len(l.cells)
	tree, parent = make([]int, n), make([]int, n)
	dist, done := make([]float64, n), make([]bool, n)
	for i := range dist {
		dist[i], tree[i], parent[i] = math.Inf(1), -1, -1
	}
	dist[root] = 0
	for range n {
		u := -1
		for i := range dist {
			if !done[i] && (u < 0 || dist[i] < dist[u]) {
				u = i
			}
		}
		if math.IsInf(dist[u], 1) {
			return nil, nil, math.Inf(1)
		}
		done[u] = true
		through := m.kinds[u].through
		if u == root {
			through *= behind
		}
		for w, s := range l.walls {
			v := -1
			switch u {
			case s.rooms[0]:
				v = s.rooms[1]
			case s.rooms[1]:
				v = s.rooms[0]
			}
			if v < 0 || done[v] || s.length() < doorway+m.wall-1e-6 {
				continue
			}
			if d := dist[u] + through + 0.15; d < dist[v]-1e-9 || d < dist[v]+1e-9 && tree[v] >= 0 && s.length() > l.walls[tree[v]].length() {
				dist[v], tree[v], parent[v] = d, w, u
			}
		}
	}
	for _, d := range dist {
		cost += d
	}
	// The entrance is in the hall, the living room, the taproom; not in a bedroom.
	return tree, parent, cost + m.kinds[root].through - 1.5*float64(m.kinds[root].hub)
}
