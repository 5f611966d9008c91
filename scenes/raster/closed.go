package raster

// closed reports whether triangles bound solid bodies: every edge has its
// opposite, and every connected piece is turned outwards. Exporters often call
// such surfaces double-sided, which costs the drawing of backs that are never
// seen.
func closed(verts []vertex, idx []uint32) bool {
	// Corners at the same place are one.
	places := make(map[vec3]uint32, len(verts))
	at := make([]uint32, len(verts))
	for i := range verts {
		n, ok := places[verts[i].p]
		if !ok {
			n = uint32(len(places))
			places[verts[i].p] = n
		}
		at[i] = n
	}
	edges := make(map[[2]uint32]int32, len(idx))
	piece := make([]uint32, len(places))
	for i := range piece {
		piece[i] = uint32(i)
	}
	find := func(i uint32) uint32 {
		for piece[i] != i {
			piece[i] = piece[piece[i]]
			i = piece[i]
		}
		return i
	}
	for i := 0; i+2 < len(idx); i += 3 {
		t := [3]uint32{at[idx[i]], at[idx[i+1]], at[idx[i+2]]}
		if t[0] == t[1] || t[1] == t[2] || t[2] == t[0] {
			continue
		}
		for k := range t {
			a, b := t[k], t[(k+1)%3]
			if a < b {
				edges[[2]uint32{a, b}]++
			} else {
				edges[[2]uint32{b, a}]--
			}
			p, q := find(a), find(b)
			piece[max(p, q)] = min(p, q)
		}
	}
	for _, n := range edges {
		if n != 0 {
			return false
		}
	}
	volume := make([]float64, len(places))
	for i := 0; i+2 < len(idx); i += 3 {
		a, b, c := verts[idx[i]].p, verts[idx[i+1]].p, verts[idx[i+2]].p
		volume[find(at[idx[i]])] += float64(a.dot(b.cross(c)))
	}
	for i := range volume {
		if find(uint32(i)) == uint32(i) && volume[i] < 0 {
			return false
		}
	}
	return len(edges) > 0
}
