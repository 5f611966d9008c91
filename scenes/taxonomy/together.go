package taxonomy

import "slices"

// together lists the roles that people use as one: what stands close to the
// other on purpose, and is not in its way.
var together = []struct {
	one, other []Role
}{
	{[]Role{Chair, Stool, Bench}, []Role{Table, Counter, Instrument, Bed}},
	{[]Role{Sofa, Lounge}, []Role{LowTable, SideTable, Stool}},
	{[]Role{Bed}, []Role{Bedside, SideTable}},
}

// Together reports whether objects of the two classes are used as one, so that
// they stand within each other's clearances: a chair and a table, a sofa and a
// low table, a bed and a nightstand. Unknown classes, nil, never are.
func Together(a, b *Class) bool {
	return a != nil && b != nil && a.one&b.other|a.other&b.one != 0
}

// pair fills in on which sides of the list the class is.
func (c *Class) pair() {
	plays := func(roles []Role) bool { return slices.ContainsFunc(roles, c.Plays) }
	for i := range together {
		if plays(together[i].one) {
			c.one |= 1 << i
		}
		if plays(together[i].other) {
			c.other |= 1 << i
		}
	}
}
