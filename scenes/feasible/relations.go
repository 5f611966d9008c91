package feasible

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// rounds bounds how often all domains are narrowed. Each round is sound, so
// that stopping early only leaves obstacles unfound.
const rounds = 60

// relations looks for objects whose relations, supports and sizes leave them no
// place.
func (c *check) relations() {
	c.lockedFacings()
	out := make([]bool, len(c.items))
	for i := range c.items {
		_, known := c.obstacles[i]
		out[i] = known || c.items[i].skip
	}
	for range plenty {
		bad := c.net(out, false).narrow()
		if bad.object < 0 {
			return
		}
		c.contradiction(out, bad)
		out[bad.object] = true
	}
}

// lockedFacings finds locks that turn an object from the wall that it must face.
func (c *check) lockedFacings() {
	for i := range c.items {
		it := &c.items[i]
		if it.skip || it.lock == nil || !it.wall {
			continue
		}
		if off := geom.AngleBetween(it.lock.Yaw, it.yaw); off > geom.AngleTolerance+lockTurn {
			c.obstacle(i, 0, fmt.Sprintf("%s is locked with its front %.0f° off %s, which it must face", it.o.ID, off, name(it.o.Facing)))
		}
	}
}

// clash is the object for which no place is left, or -1, and by how many metres.
type clash struct {
	object int
	gap    float64
}

func (c *check) net(out []bool, exact bool) *net {
	n := &net{check: c, tol: slack, exact: exact, out: out, near: c.neighbours(), modes: make([][]mode, len(c.items))}
	if exact {
		n.tol = 0
	}
	return n
}

// narrow narrows all domains until nothing changes or one is empty.
func (n *net) narrow() clash {
	for i := range n.items {
		if n.out[i] {
			continue
		}
		list, gap := n.items[i].modes(n.exact), math.Inf(1)
		n.modes[i] = list[:0]
		for _, m := range list {
			m.at = n.own(i, &m)
			if g := m.at.gap(); g > 1e-9 {
				gap = min(gap, g)
				continue
			}
			n.modes[i] = append(n.modes[i], m)
		}
		if len(n.modes[i]) == 0 {
			return clash{i, gap}
		}
	}
	for range rounds {
		changed := false
		for i := range n.items {
			for _, j := range n.near[i] {
				if n.out[i] || n.out[j] || !n.linked(i, j) && !n.cramped(i, j) {
					continue
				}
				moved, gap := n.revise(i, j)
				if len(n.modes[i]) == 0 {
					return clash{i, gap}
				}
				changed = changed || moved
			}
		}
		if !changed {
			break
		}
	}
	return clash{object: -1}
}

// linked reports whether one object's rules or support name the other.
func (c *check) linked(i, j int) bool {
	a, b := &c.items[i], &c.items[j]
	names := func(k int) func(rule) bool { return func(r rule) bool { return r.object == k } }
	return a.parent == j || b.parent == i || slices.ContainsFunc(a.rules, names(j)) || slices.ContainsFunc(b.rules, names(i))
}

// neighbours lists whose places matter to each object: those of all others, or in
// a crowd only of those that it is linked to.
func (c *check) neighbours() [][]int {
	near := make([][]int, len(c.items))
	if len(c.items) <= crowd {
		for i := range near {
			for j := range near {
				if i != j {
					near[i] = append(near[i], j)
				}
			}
		}
		return near
	}
	link := func(i, j int) {
		if j >= 0 && !slices.Contains(near[i], j) {
			near[i], near[j] = append(near[i], j), append(near[j], i)
		}
	}
	for i := range c.items {
		link(i, c.items[i].parent)
		for _, r := range c.items[i].rules {
			link(i, r.object)
		}
	}
	return near
}

// cramped reports whether two solid objects may be in each other's way: where
// they have room on both axes nothing is learned from that they must be apart.
func (n *net) cramped(i, j int) bool {
	if n.items[i].o.Flat || n.items[j].o.Flat {
		return false
	}
	a, b := n.hull(i), n.hull(j)
	for k := range 2 {
		if max(a.at[k].hi-b.at[k].lo, b.at[k].hi-a.at[k].lo) < a.inner[k]+b.inner[k]-n.tol {
			return true
		}
	}
	return false
}

// hull is all modes of an object as one.
func (n *net) hull(i int) mode {
	sum := n.modes[i][0]
	for _, m := range n.modes[i][1:] {
		sum.at = sum.at.or(m.at)
		sum.inner = scenes.Vec2{max(sum.inner[0], m.inner[0]), max(sum.inner[1], m.inner[1])}
	}
	return sum
}

// revise drops what of i's domains has no counterpart in j's.
func (n *net) revise(i, j int) (changed bool, gap float64) {
	gap = math.Inf(1)
	kept := n.modes[i][:0]
	for _, m := range n.modes[i] {
		sum, some := domain{}, false
		for k := range n.modes[j] {
			d, g := n.against(i, j, &m, &n.modes[j][k])
			switch {
			case g > 1e-9:
				gap = min(gap, g)
			case some:
				sum = sum.or(d)
			default:
				sum, some = d, true
			}
		}
		if !some {
			changed = true
			continue
		}
		for k := range sum {
			changed = changed || sum[k].lo > m.at[k].lo+1e-6 || sum[k].hi < m.at[k].hi-1e-6
		}
		m.at = sum
		kept = append(kept, m)
	}
	n.modes[i] = kept
	return changed, gap
}

// against is where i in mode m may be when j is in mode t, and by how much
// nowhere.
func (n *net) against(i, j int, m, t *mode) (domain, float64) {
	d := m.at
	a, b := &n.items[i], &n.items[j]
	for k := range a.rules {
		if a.rules[k].object == j {
			to, _ := n.related(&a.rules[k], m, t)
			d = d.and(to)
		}
	}
	for k := range b.rules {
		if b.rules[k].object == i {
			_, back := n.related(&b.rules[k], t, m)
			d = d.and(back)
		}
	}
	if a.parent == j {
		to, _ := n.carried(j, m, t)
		d = d.and(to)
	}
	if b.parent == i {
		_, back := n.carried(i, t, m)
		d = d.and(back)
	}
	if g := d.gap(); g > 1e-9 {
		return d, g
	}
	d, g := n.apart(i, j, m, t, d)
	return d, max(g, d.gap())
}

// contradiction words a clash: with the tolerances it is certain, without them
// its size is that of the objects. Of the other objects those are named without
// which there would be none.
func (c *check) contradiction(out []bool, bad clash) {
	less := slices.Clone(out)
	near := c.neighbours()
	for k := range c.items {
		if len(c.items) > crowd {
			less[k] = less[k] || k != bad.object && !slices.Contains(near[bad.object], k)
			continue
		}
		if k == bad.object || less[k] {
			continue
		}
		less[k] = true
		if b := c.net(less, false).narrow(); b.object < 0 {
			less[k] = false
		}
	}
	var others []string
	for k := range c.items {
		if !less[k] && k != bad.object {
			others = append(others, c.items[k].o.ID)
		}
	}
	by := bad.gap
	if b := c.net(less, true).narrow(); b.object >= 0 {
		by = b.gap
	}
	c.obstacle(bad.object, by, c.why(bad.object, others, by), others...)
}

func (c *check) why(i int, others []string, by float64) string {
	it := &c.items[i]
	var asked []string
	for _, r := range it.rules {
		asked = append(asked, phrase(r.Relation))
	}
	switch id := it.o.ID; {
	case it.lock != nil && len(others) == 0:
		return fmt.Sprintf("%s is locked where it breaks a rule: it is %s off", id, metres(by))
	case len(others) == 0:
		return fmt.Sprintf("%s, %s, cannot be %s at once: %s are missing", id, footprint(it.o.Size), list(asked), metres(by))
	case len(asked) == 0:
		return fmt.Sprintf("%s, %s, finds no place with %s where their relations put them: %s are missing", id, footprint(it.o.Size), list(others), metres(by))
	default:
		return fmt.Sprintf("%s, %s, cannot be %s with %s where their relations and sizes put them: %s are missing", id, footprint(it.o.Size), list(asked), list(others), metres(by))
	}
}

// phrase is a relation as a sentence says it.
func phrase(r scenes.Relation) string {
	switch target := name(r.Target); r.Kind {
	case scenes.InFront:
		return "in front of " + target
	case scenes.InCorner:
		if _, wall := scenes.WallYaw(r.Target); wall {
			return "in the corner at " + target
		}
		return "in the corner of " + target
	default:
		return string(r.Kind) + " " + target
	}
}
