package shape

import "math"

const (
	// looks is how many places of a level are looked out from.
	looks = 9
	// mostLooked is the number of triangles from which nobody looks: every look
	// asks them all.
	mostLooked = 100_000
)

// enclosed reports whether no side can be seen out to from between a level and
// what is above it: the inside of a closed cabinet or of a drawer. Under are the
// cells of the level that something is above.
func (g *grid) enclosed(under []int, height float64) bool {
	if len(g.soup.triangles) > mostLooked {
		return false
	}
	for n := range min(looks, len(under)) {
		i := under[(2*n+1)*len(under)/(2*min(looks, len(under)))]
		x := g.soup.lo[0] + (float64(i%g.nx)+0.5)*g.dx
		y := g.soup.lo[1] + (float64(i/g.nx)+0.5)*g.dy
		if !g.shut(x, y, height+(float64(g.cells[i].next)-height)/2) {
			return false
		}
	}
	return true
}

// shut reports whether something is on all four sides of a point.
func (g *grid) shut(x, y, z float64) bool {
	p := [3]float64{x, y, z}
	var met [2][2]bool
	for i := range g.soup.triangles {
		t := &g.soup.triangles[i]
		for axis := range 2 {
			n := float64(t.normal[axis])
			if math.Abs(n) < 1e-6 {
				continue
			}
			if !aside(t, 1-axis, p) {
				continue
			}
			// The plane's place along the axis at the other two coordinates.
			c := t.corner[0]
			at := float64(c[axis]) - (float64(t.normal[1-axis])*(p[1-axis]-float64(c[1-axis]))+float64(t.normal[2])*(z-float64(c[2])))/n
			if at > p[axis] {
				met[axis][1] = true
			} else {
				met[axis][0] = true
			}
		}
		if met[0][0] && met[0][1] && met[1][0] && met[1][1] {
			return true
		}
	}
	return false
}

// aside reports whether a point lies within a triangle as seen along the
// horizontal axis that across is not.
func aside(t *triangle, across int, p [3]float64) bool {
	side := 0.0
	for k := range 3 {
		a, b := t.corner[k], t.corner[(k+1)%3]
		d := (float64(b[across])-float64(a[across]))*(p[2]-float64(a[2])) - (float64(b[2])-float64(a[2]))*(p[across]-float64(a[across]))
		if d == 0 {
			continue
		}
		if side*d < 0 {
			return false
		}
		side = d
	}
	return side != 0
}
