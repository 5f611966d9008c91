package feasible

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// net is a task as domains of centres and what links them.
type net struct {
	*check
	// tol is the tolerance: that of the rules, or none.
	tol   float64
	exact bool
	modes [][]mode
	// out marks objects that are left out of account, and near lists for each
	// object the others that matter to it.
	out  []bool
	near [][]int
}

// own is where an object may be by itself.
func (n *net) own(i int, m *mode) domain {
	it, e := &n.items[i], n.space.Extent
	var d domain
	for k := range 3 {
		d[k] = span{m.lo[k] - n.tol, e[k] - m.lo[k] + n.tol}
	}
	h := m.lo[2]
	switch it.o.Support {
	case scenes.OnCeiling:
		d[2] = span{e[2] - h - n.tol, e[2] - h + n.tol}
	case scenes.OnFloor:
		d[2] = span{h - n.tol, h + n.tol}
	}
	if it.lock != nil {
		loose := lockSlack
		if n.exact {
			loose = 0
		}
		for k := range 3 {
			d[k] = d[k].and(span{it.lock.Position[k] - loose, it.lock.Position[k] + loose})
		}
	}
	for _, r := range it.rules {
		if r.object >= 0 {
			continue
		}
		lo, hi := n.space.ElementRange(m.lo, r.Target), n.space.ElementRange(m.hi, r.Target)
		for k := range 2 {
			d[k] = d[k].and(span{min(lo.Min[k], hi.Min[k]) - n.tol, max(lo.Max[k], hi.Max[k]) + n.tol})
		}
	}
	return d
}

// related is where the centre of an object in mode m may be that has relation r
// to one in mode t, and back is where the latter may be: the ranges of
// [geom.Space.ObjectRange] over all that both may be.
func (n *net) related(r *rule, m, t *mode) (to, back domain) {
	to, back = anywhere, anywhere
	c, q := m.at, t.at
	across := func(k int, reach float64) {
		to[k], back[k] = q[k].plus(-reach-n.tol, reach+n.tol), c[k].plus(-reach-n.tol, reach+n.tol)
	}
	differ := func(k int) float64 {
		return max(math.Abs(t.hi[k]-m.lo[k]), math.Abs(m.hi[k]-t.lo[k]))
	}
	turn := 0
	switch r.Kind {
	case scenes.On, scenes.InMiddleOf:
		across(0, differ(0))
		across(1, differ(1))
		return to, back
	case scenes.Above, scenes.Under:
		across(0, t.hi[0]+m.hi[0])
		across(1, t.hi[1]+m.hi[1])
		if r.Kind == scenes.Above {
			up := t.lo[2] + m.lo[2] - n.tol
			to[2].lo, back[2].hi = q[2].lo+up, c[2].hi-up
		}
		return to, back
	case scenes.RightOf:
		turn = 1
	case scenes.Behind:
		turn = 2
	case scenes.LeftOf:
		turn = 3
	}
	heading := (t.quarter + turn) % 4
	axis := 1 - heading%2
	near, far := t.lo[axis]+m.lo[axis]-n.tol, t.hi[axis]+m.hi[axis]+n.tol
	touching := r.Adjacent || r.Kind == scenes.InCorner
	if !touching {
		far = math.Inf(1)
	}
	if heading < 2 {
		to[axis], back[axis] = q[axis].plus(near, far), c[axis].plus(-far, -near)
	} else {
		to[axis], back[axis] = q[axis].plus(-far, -near), c[axis].plus(near, far)
	}
	k := 1 - axis
	if touching {
		across(k, differ(k))
		return to, back
	}
	// Beside a wall the range of what is wide may have its ends swapped.
	reach, e := t.hi[k]+geom.NonAdjacentSlack, n.space.Extent[k]
	to[k] = span{min(q[k].lo-reach, e-m.hi[k]) - n.tol, max(q[k].hi+reach, m.hi[k]) + n.tol}
	if c[k].lo > m.hi[k]+n.tol {
		back[k].lo = c[k].lo - reach - n.tol
	}
	if c[k].hi < e-m.hi[k]-n.tol {
		back[k].hi = c[k].hi + reach + n.tol
	}
	return to, back
}

// carried is where an object may be that rests on one in mode t, and back where
// that one may be.
func (n *net) carried(carrier int, m, t *mode) (to, back domain) {
	to, back = anywhere, anywhere
	for k := range 2 {
		reach := t.hi[k] + n.tol*math.Sqrt2
		to[k], back[k] = t.at[k].plus(-reach, reach), m.at[k].plus(-reach, reach)
	}
	up := t.lo[2] + m.lo[2]
	if n.items[carrier].o.Flat {
		// The floor under a covering carries as well.
		to[2] = t.at[2].plus(up-n.tol, up+n.tol).or(span{m.lo[2] - n.tol, m.lo[2] + n.tol})
		return to, back
	}
	to[2], back[2] = t.at[2].plus(up-n.tol, up+n.tol), m.at[2].plus(-up-n.tol, -up+n.tol)
	return to, back
}

// apart narrows where i may be so that it is clear of j, and returns by how much
// no place is.
func (n *net) apart(i, j int, m, t *mode, d domain) (domain, float64) {
	a, b := &n.items[i], &n.items[j]
	if a.o.Flat || b.o.Flat {
		return d, 0
	}
	high := max(d[2].hi-t.at[2].lo, t.at[2].hi-d[2].lo)
	if m.lo[2]+t.lo[2]-high <= n.tol+1e-6 {
		return d, 0
	}
	var need, most [2]float64
	ways := 0
	for k := range 2 {
		need[k] = m.inner[k] + t.inner[k] - n.tol
		most[k] = max(d[k].hi-t.at[k].lo, t.at[k].hi-d[k].lo)
		if most[k] >= need[k]-1e-9 {
			ways++
		}
	}
	if ways == 0 {
		return d, min(need[0]-most[0], need[1]-most[1])
	}
	if ways == 2 {
		return d, 0
	}
	k := 0
	if most[1] >= need[1]-1e-9 {
		k = 1
	}
	above, below := d[k].hi-t.at[k].lo >= need[k]-1e-9, t.at[k].hi-d[k].lo >= need[k]-1e-9
	switch {
	case above && !below:
		d[k].lo = max(d[k].lo, t.at[k].lo+need[k])
	case below && !above:
		d[k].hi = min(d[k].hi, t.at[k].hi-need[k])
	}
	return d, 0
}
