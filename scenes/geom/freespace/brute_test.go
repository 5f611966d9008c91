package freespace

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// The functions of this file say pixel by pixel what the package does by words
// and runs.

// plain is a raster with one byte per pixel.
type plain struct {
	w, h int
	free []bool
}

func newPlain(w, h int) plain { return plain{w, h, make([]bool, w*h)} }

func (p plain) at(x, y int) bool {
	return x >= 0 && y >= 0 && x < p.w && y < p.h && p.free[y*p.w+x]
}

func (p plain) each(f func(x, y int) bool) plain {
	out := newPlain(p.w, p.h)
	for y := range p.h {
		for x := range p.w {
			out.free[y*p.w+x] = f(x, y)
		}
	}
	return out
}

func plainOf(g *Grid) plain {
	return newPlain(g.W, g.H).each(g.Free)
}

func gridOf(p plain) *Grid {
	var g Grid
	g.Cover(scenes.Vec2{}, scenes.Vec2{float64(p.w), float64(p.h)}, Options{Cell: 1})
	for y := range p.h {
		for x := range p.w {
			setBits(g.row(y), x, x+1, p.at(x, y))
			if !p.at(x, y) {
				setBits(g.row(y), x, x+1, false)
			}
		}
	}
	return &g
}

func (p plain) String() string {
	var b strings.Builder
	for y := p.h - 1; y >= 0; y-- {
		for x := range p.w {
			b.WriteByte(".#"[map[bool]int{true: 1}[p.at(x, y)]])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func differ(got, want plain) string {
	for i := range want.free {
		if got.free[i] != want.free[i] {
			return fmt.Sprintf("pixel (%d, %d) is %v, want %v\ngot\n%vwant\n%v",
				i%want.w, i/want.w, got.free[i], want.free[i], got, want)
		}
	}
	return ""
}

// inPolygon is the even-odd rule with the package's rule for edges.
func inPolygon(polygon []scenes.Vec2, p scenes.Vec2) bool {
	in := false
	for i, a := range polygon {
		b := polygon[(i+1)%len(polygon)]
		if a[1] > b[1] {
			a, b = b, a
		}
		if a[1] <= p[1] && p[1] < b[1] && a[0]+(p[1]-a[1])*((b[0]-a[0])/(b[1]-a[1])) <= p[0] {
			in = !in
		}
	}
	return in
}

func inBox(b geom.Box, grow float64, p scenes.Vec2) bool {
	q := quad(b, grow)
	return inPolygon(q[:], p)
}

func (p plain) distance(x, y int) float64 {
	best := math.Inf(1)
	for v := -1; v <= p.h; v++ {
		for u := -1; u <= p.w; u++ {
			if !p.at(u, v) {
				best = min(best, math.Hypot(float64(u-x), float64(v-y)))
			}
		}
	}
	return best
}

// flood labels the pieces one pixel at a time.
func (p plain) flood(conn Connectivity) (labels []int, sizes []int) {
	labels = make([]int, len(p.free))
	for i := range labels {
		labels[i] = -1
	}
	for i := range labels {
		if !p.free[i] || labels[i] >= 0 {
			continue
		}
		n, queue := 0, []int{i}
		labels[i] = len(sizes)
		for len(queue) > 0 {
			at := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			n++
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					x, y := at%p.w+dx, at/p.w+dy
					if conn == Four && dx != 0 && dy != 0 || !p.at(x, y) || labels[y*p.w+x] >= 0 {
						continue
					}
					labels[y*p.w+x] = len(sizes)
					queue = append(queue, y*p.w+x)
				}
			}
		}
		sizes = append(sizes, n)
	}
	return labels, sizes
}

func noise(r *rand.Rand) plain {
	share := r.Float64()
	if r.IntN(2) == 0 {
		share = 0.9 + share/10
	}
	return newPlain(1+r.IntN(140), 1+r.IntN(24)).each(func(int, int) bool { return r.Float64() < share })
}

func randomBox(r *rand.Rand, extent float64) geom.Box {
	yaw := float64(r.IntN(4) * 90)
	if r.IntN(2) == 0 {
		yaw = r.Float64() * 360
	}
	return geom.Box{
		Center: scenes.Vec3{(r.Float64()*1.4 - 0.2) * extent, (r.Float64()*1.4 - 0.2) * extent, 0.5},
		Half:   scenes.Vec3{r.Float64() * extent / 3, r.Float64() * extent / 3, 0.5},
		Yaw:    yaw,
	}
}

// star is a polygon round a centre with random radii, which never crosses
// itself.
func star(r *rand.Rand, c scenes.Vec2, radius float64) []scenes.Vec2 {
	n := 3 + r.IntN(9)
	out := make([]scenes.Vec2, n)
	for i := range out {
		s, co := math.Sincos(2 * math.Pi * (float64(i) + 0.8*r.Float64()) / float64(n))
		d := radius * (0.2 + 0.8*r.Float64())
		out[i] = scenes.Vec2{c[0] + d*co, c[1] + d*s}
	}
	return out
}
