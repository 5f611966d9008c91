package design

import (
	"math"

	"github.com/go-gl/mathgl/mgl64"
)

// bevel is the usual chamfer of wood and metal edges.
const bevel = 0.008

// box adds a chamfered box centred at x, y and standing at height z. Edges are
// shaded round: a face's vertices have the face's normal, and the chamfers
// blend between them.
func (b *builder) box(c paint, x, y, z, sx, sy, sz float64) {
	b.bevelled(c, x, y, z, sx, sy, sz, bevel)
}

func (b *builder) bevelled(c paint, x, y, z, sx, sy, sz, r float64) {
	half := vec{sx / 2, sy / 2, sz / 2}
	r = min(r, 0.3*min(sx, sy, sz))
	p := b.patch(c)
	// Chamfers of a few millimetres are not seen.
	sharp := r <= 0.004
	if sharp {
		r = 0
	}
	centre := vec{x, y, z + sz/2}
	var at [8][3]int
	for corner := range 8 {
		var sign vec
		for k := range 3 {
			sign[k] = float64(corner>>k&1)*2 - 1
		}
		for axis := range 3 {
			v, n := centre, vec{}
			for k := range 3 {
				h := half[k] - r
				if k == axis {
					h = half[k]
				}
				v[k] += sign[k] * h
			}
			n[axis] = sign[axis]
			at[corner][axis] = p.vertex(v, n)
		}
	}
	for axis := range 3 {
		u, w := 1<<((axis+1)%3), 1<<((axis+2)%3)
		for _, side := range [2]int{0, 1 << axis} {
			p.quad(at[side][axis], at[side|u][axis], at[side|u|w][axis], at[side|w][axis])
		}
		if sharp {
			continue
		}
		// The four edges along this axis, between the two other faces.
		j, k := (axis+1)%3, (axis+2)%3
		for _, e := range [4]int{0, u, w, u | w} {
			f := e | 1<<axis
			p.quad(at[e][j], at[f][j], at[f][k], at[e][k])
		}
	}
	for corner := range 8 {
		if sharp {
			break
		}
		p.triangle(at[corner][0], at[corner][1], at[corner][2])
	}
}

// soft adds a rounded block, as cushions and mattresses are: a box swept by a
// ball of radius r.
func (b *builder) soft(c paint, x, y, z, sx, sy, sz, r float64) {
	half := vec{sx / 2, sy / 2, sz / 2}
	r = min(r, half[0], half[1], half[2])
	centre := vec{x, y, z + sz/2}
	p := b.patch(c)
	// Directions on each face of a cube: two rounded ends of the inner box.
	steps := [4]struct{ t, side float64 }{{-1, -1}, {-0.42, -1}, {0.42, 1}, {1, 1}}
	for axis := range 3 {
		u, w := (axis+1)%3, (axis+2)%3
		for _, s := range [2]float64{-1, 1} {
			var grid [4][4]int
			for i, a := range steps {
				for j, d := range steps {
					var n, v vec
					n[axis], n[u], n[w] = s, a.t, d.t
					n = n.Normalize()
					v[axis], v[u], v[w] = s*(half[axis]-r), a.side*(half[u]-r), d.side*(half[w]-r)
					grid[i][j] = p.vertex(centre.Add(v).Add(n.Mul(r)), n)
				}
			}
			for i := range 3 {
				for j := range 3 {
					p.quad(grid[i][j], grid[i+1][j], grid[i+1][j+1], grid[i][j+1])
				}
			}
		}
	}
}

// lathe turns a profile of (radius, height) points about the vertical through
// x, y; it is closed at both ends. Corners sharper than 40° stay sharp.
func (b *builder) lathe(c paint, x, y float64, segments int, profile ...[2]float64) {
	if profile[0][0] > 0 {
		profile = append([][2]float64{{0, profile[0][1]}}, profile...)
	}
	if last := profile[len(profile)-1]; last[0] > 0 {
		profile = append(profile, [2]float64{0, last[1]})
	}
	n := len(profile) - 1
	normals := make([]mgl64.Vec2, n)
	for i := range n {
		dr, dz := profile[i+1][0]-profile[i][0], profile[i+1][1]-profile[i][1]
		normals[i] = mgl64.Vec2{dz, -dr}
		if l := normals[i].Len(); l > 0 {
			normals[i] = normals[i].Mul(1 / l)
		}
	}
	p := b.patch(c)
	row := func(pt [2]float64, normal mgl64.Vec2) int {
		first := len(p.pos)
		for k := range segments {
			s, co := math.Sincos(2 * math.Pi * (float64(k) + 0.5) / float64(segments))
			p.vertex(vec{x + pt[0]*co, y + pt[0]*s, pt[1]}, vec{normal[0] * co, normal[0] * s, normal[1]})
		}
		return first
	}
	above, below := -1, -1
	for i := range n {
		start := normals[i]
		if i > 0 && normals[i].Dot(normals[i-1]) > 0.766 {
			below = above
		} else {
			below = row(profile[i], start)
		}
		end := normals[i]
		if i+1 < n && normals[i].Dot(normals[i+1]) > 0.766 {
			end = normals[i].Add(normals[i+1]).Normalize()
		}
		above = row(profile[i+1], end)
		for k := range segments {
			l := (k + 1) % segments
			p.quad(below+k, below+l, above+l, above+k)
		}
	}
}

// cylinder adds an upright cylinder with a small chamfer.
func (b *builder) cylinder(c paint, x, y, z, r, h float64, segments int) {
	e := min(0.006, r/4, h/4)
	b.lathe(c, x, y, segments, [2]float64{r - e, z}, [2]float64{r, z + e}, [2]float64{r, z + h - e}, [2]float64{r - e, z + h})
}

// leg adds a square post from one point to another, of width w0 there and w1
// here.
func (b *builder) leg(c paint, from, to vec, w0, w1 float64) {
	p := b.patch(c)
	var corner [8]vec
	for k := range 8 {
		base, w := from, w0/2
		if k&4 != 0 {
			base, w = to, w1/2
		}
		corner[k] = base.Add(vec{(float64(k&1)*2 - 1) * w, (float64(k>>1&1)*2 - 1) * w, 0})
	}
	centre := from.Add(to).Mul(0.5)
	for _, f := range [6][4]int{{0, 1, 3, 2}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 3, 7, 6}, {0, 2, 6, 4}, {1, 3, 7, 5}} {
		n := corner[f[1]].Sub(corner[f[0]]).Cross(corner[f[3]].Sub(corner[f[0]]))
		mid := corner[f[0]].Add(corner[f[1]]).Add(corner[f[2]]).Add(corner[f[3]]).Mul(0.25)
		if n.Dot(mid.Sub(centre)) < 0 {
			n = n.Mul(-1)
		}
		var at [4]int
		for i, k := range f {
			at[i] = p.vertex(corner[k], n)
		}
		p.quad(at[0], at[1], at[2], at[3])
	}
}

// rod adds a round bar between two points.
func (b *builder) rod(c paint, from, to vec, r float64, segments int) {
	axis := to.Sub(from)
	length := axis.Len()
	turn := mgl64.QuatBetweenVectors(vec{0, 0, 1}, axis.Mul(1/length)).Mat4()
	b.under(mgl64.Translate3D(from[0], from[1], from[2]).Mul4(turn), func() {
		b.lathe(c, 0, 0, segments, [2]float64{r, 0}, [2]float64{r, length})
	})
}

// ball adds a ball or, stretched, an egg of radii r and h about a point.
func (b *builder) ball(c paint, x, y, z, r, h float64, segments int) {
	rings := max(3, segments/2)
	profile := make([][2]float64, rings+1)
	for i := range profile {
		s, co := math.Sincos(math.Pi * float64(i) / float64(rings))
		profile[i] = [2]float64{r * s, z - h*co}
	}
	profile[0][0], profile[rings][0] = 0, 0
	b.lathe(c, x, y, segments, profile...)
}

// ring adds a flat ring lying at height z, of inner and outer radius.
func (b *builder) ring(c paint, x, y, z, inner, outer, h float64, segments int) {
	p := b.patch(c)
	band := func(r0, z0, r1, z1, nr, nz float64) {
		first := len(p.pos)
		for k := range segments {
			s, co := math.Sincos(2 * math.Pi * (float64(k) + 0.5) / float64(segments))
			n := vec{nr * co, nr * s, nz}
			p.vertex(vec{x + r0*co, y + r0*s, z0}, n)
			p.vertex(vec{x + r1*co, y + r1*s, z1}, n)
		}
		for k := range segments {
			i, j := first+2*k, first+2*((k+1)%segments)
			p.quad(i, j, j+1, i+1)
		}
	}
	band(inner, z, outer, z, 0, -1)
	band(outer, z, outer, z+h, 1, 0)
	band(outer, z+h, inner, z+h, 0, 1)
	band(inner, z+h, inner, z, -1, 0)
}

// plate adds an upright or lying sheet of any convex outline in (x, z), facing
// +y, with thickness d behind y.
func (b *builder) plate(c paint, y, d float64, outline ...[2]float64) {
	p := b.patch(c)
	n := len(outline)
	for _, face := range [2]struct{ y, n float64 }{{y, 1}, {y - d, -1}} {
		first := len(p.pos)
		for _, o := range outline {
			p.vertex(vec{o[0], face.y, o[1]}, vec{0, face.n, 0})
		}
		for k := 1; k+1 < n; k++ {
			p.triangle(first, first+k, first+k+1)
		}
	}
	var mid [2]float64
	for _, o := range outline {
		mid[0], mid[1] = mid[0]+o[0]/float64(n), mid[1]+o[1]/float64(n)
	}
	for k, o := range outline {
		q := outline[(k+1)%n]
		side := vec{q[1] - o[1], 0, o[0] - q[0]}
		if side[0]*((o[0]+q[0])/2-mid[0])+side[2]*((o[1]+q[1])/2-mid[1]) < 0 {
			side = side.Mul(-1)
		}
		p.quad(p.vertex(vec{o[0], y, o[1]}, side), p.vertex(vec{q[0], y, q[1]}, side),
			p.vertex(vec{q[0], y - d, q[1]}, side), p.vertex(vec{o[0], y - d, o[1]}, side))
	}
}

// leaf adds a bent leaf, visible from both sides: it starts at a point in the
// direction of heading and elevation and bends down by droop degrees.
func (b *builder) leaf(c paint, from vec, heading, elevation, length, width, droop float64) {
	widths := [5]float64{0.25, 0.85, 1, 0.65, 0.06}
	sh, ch := math.Sincos(mgl64.DegToRad(heading))
	side := vec{-sh, ch, 0}
	p := b.patch(c)
	for _, face := range [2]float64{1, -1} {
		at := from
		first := len(p.pos)
		for i, w := range widths {
			e := mgl64.DegToRad(elevation - droop*float64(i)/4)
			se, ce := math.Sincos(e)
			dir := vec{ch * ce, sh * ce, se}
			n := dir.Cross(side).Mul(face)
			p.vertex(at.Add(side.Mul(w*width/2)), n)
			p.vertex(at.Sub(side.Mul(w*width/2)), n)
			at = at.Add(dir.Mul(length / 4))
		}
		for i := range len(widths) - 1 {
			k := first + 2*i
			p.quad(k, k+1, k+3, k+2)
		}
	}
}
