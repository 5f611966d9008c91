package raster

import "math"

// occlusion is a map of how much of the sky's light a plane surface keeps,
// 255 for all of it. It is read at metres (s, t) from the surface's origin.
type occlusion struct {
	w, h int
	inv  float32 // cells per metre
	s0   float32
	t0   float32
	pix  []uint8
	// axes: s = sa·p + sd, t = ta·p + td for a point p of the room.
	sa, ta vec3
	sd, td float32
}

const (
	occlusionCell  = 0.0625
	occlusionCells = 256
)

// reset sizes the map for the rectangle [s0,s1]×[t0,t1] and clears it.
func (m *occlusion) reset(s0, t0, s1, t1 float32) {
	cell := max(occlusionCell, (s1-s0)/(occlusionCells-2), (t1-t0)/(occlusionCells-2))
	m.inv, m.s0, m.t0 = 1/cell, s0, t0
	m.w, m.h = int((s1-s0)/cell)+2, int((t1-t0)/cell)+2
	m.pix = grow(m.pix, m.w*m.h)
	for i := range m.pix {
		m.pix[i] = 255
	}
}

// copy makes m like o.
func (m *occlusion) copy(o *occlusion) {
	pix := m.pix
	*m = *o
	m.pix = append(pix[:0], o.pix...)
}

// blob darkens a rectangle of half extents hs, ht about (s, t), whose own
// s axis is (cos, -sin) turned by yaw's sine and cosine, fading out over
// reach. The least light kept is 1-strength.
func (m *occlusion) blob(s, t, hs, ht, sin, cos, reach, strength float32) {
	if !(reach > 0 && strength > 0) {
		return
	}
	// Bounding box in cells.
	abs := func(v float32) float32 { return float32(math.Abs(float64(v))) }
	bs := float32(abs(cos)*hs) + float32(abs(sin)*ht) + reach
	bt := float32(abs(sin)*hs) + float32(abs(cos)*ht) + reach
	x0, x1 := m.cell(s-bs-m.s0, m.w), m.cell(s+bs-m.s0, m.w)
	y0, y1 := m.cell(t-bt-m.t0, m.h), m.cell(t+bt-m.t0, m.h)
	ir := 1 / reach
	for y := y0; y <= y1; y++ {
		dt := m.t0 + float32(y)/m.inv - t
		for x := x0; x <= x1; x++ {
			ds := m.s0 + float32(x)/m.inv - s
			a := max(0, abs(float32(ds*cos)-float32(dt*sin))-hs)
			b := max(0, abs(float32(ds*sin)+float32(dt*cos))-ht)
			q := float32(a*a) + float32(b*b)
			if q >= float32(reach*reach) {
				continue
			}
			f := 1 - float32(float32(math.Sqrt(float64(q)))*ir)
			k := 1 - float32(strength*float32(f*f))
			p := &m.pix[y*m.w+x]
			*p = uint8(float32(float32(*p) * k))
		}
	}
}

// edge darkens towards the inner side of the wall that runs from (s, t) for
// the given length, with unit normal (ns, nt) pointing into the surface.
func (m *occlusion) edge(s, t, ns, nt, length, reach, strength float32) {
	ir := 1 / reach
	for y := range m.h {
		dt := m.t0 + float32(y)/m.inv - t
		row := m.pix[y*m.w : (y+1)*m.w]
		for x := range row {
			ds := m.s0 + float32(x)/m.inv - s
			d := float32(ds*ns) + float32(dt*nt)
			if d >= reach || d < -reach {
				continue
			}
			f := 1 - float32(max(0, d)*ir)
			// The wall runs to the right of its normal; beyond its ends, as at
			// a corner that juts into the room, its shade fades.
			run := float32(ds*nt) - float32(dt*ns)
			if past := max(-run, run-length); past > 0 {
				f = float32(f * max(0, 1-float32(past*ir)))
			}
			row[x] = uint8(float32(float32(row[x]) * (1 - float32(strength*float32(f*f)))))
		}
	}
}

func (m *occlusion) cell(d float32, n int) int {
	v := float32(d * m.inv)
	return int(max(0, min(float32(n-1), v)))
}

// at returns the light kept at (s, t), 0…1.
func (m *occlusion) at(s, t float32) float32 {
	x := float32((s - m.s0) * m.inv)
	y := float32((t - m.t0) * m.inv)
	x = min(max(x, 0), float32(m.w-1)-0.01)
	y = min(max(y, 0), float32(m.h-1)-0.01)
	if !(x >= 0 && y >= 0) {
		return 1
	}
	ix, iy := int(x), int(y)
	fx, fy := x-float32(ix), y-float32(iy)
	o := iy*m.w + ix
	p := m.pix[o : o+m.w+2 : len(m.pix)]
	a, b, c, d := float32(p[0]), float32(p[1]), float32(p[m.w]), float32(p[m.w+1])
	u := a + float32((b-a)*fx)
	v := c + float32((d-c)*fx)
	return float32((u + float32((v-u)*fy)) * (1.0 / 255))
}
