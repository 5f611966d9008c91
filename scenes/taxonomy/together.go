package taxonomy

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
	if a == nil || b == nil {
		return false
	}
	for i := range together {
		t := &together[i]
		if a.playsAny(t.one) && b.playsAny(t.other) || a.playsAny(t.other) && b.playsAny(t.one) {
			return true
		}
	}
	return false
}

func (c *Class) playsAny(roles []Role) bool {
	for _, r := range roles {
		if c.Plays(r) {
			return true
		}
	}
	return false
}
