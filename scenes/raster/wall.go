package raster

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// wall builds one wall of a shell.
type wall struct {
	*shell
	room   *scenes.Room
	i      int
	f      frame
	length float32
	// top is where the wall is cut, full its whole height.
	top, full float32
	color     rgb
}

// gap is an opening's rectangle in the wall, kept inside it.
type gap struct{ s0, s1, z0, z1 float32 }

func (w *wall) gap(o *scenes.Opening) gap {
	c, half := float32(o.Offset), float32(o.Width/2)
	g := gap{max(0, c-half), min(w.length, c+half), float32(o.Sill), min(w.full, float32(o.Sill+o.Height))}
	if o.Kind == scenes.Door {
		g.z0 = 0
	}
	return g
}

func (w *wall) build() {
	cuts := w.openings(w.room, w.i)
	w.bounds = append(w.bounds[:0], 0, w.length)
	for k := range cuts {
		g := w.gap(&cuts[k])
		w.bounds = append(w.bounds, g.s0, g.s1)
	}
	slices.Sort(w.bounds)
	for k := 0; k+1 < len(w.bounds); k++ {
		a, b := w.bounds[k], w.bounds[k+1]
		if b > a {
			w.column(a, b, cuts)
		}
	}
	w.ends()
	for k := range cuts {
		w.opening(&cuts[k])
	}
}

// column builds the wall between two places where no opening begins or ends.
func (w *wall) column(a, b float32, cuts []scenes.Opening) {
	mid := (a + b) / 2
	z := float32(0)
	door := false
	for z < w.top {
		// The next gap above z in this column.
		next := gap{z0: w.top, z1: w.top}
		for k := range cuts {
			g := w.gap(&cuts[k])
			if g.s0 < mid && mid < g.s1 && g.z1 > z && g.z0 < next.z0 {
				next = g
				door = door || cuts[k].Kind == scenes.Door
			}
		}
		if z0, z1 := z, min(next.z0, w.top); z1 > z0 {
			w.left, w.right = w.rises(w.left, a, z0, z1, cuts), w.rises(w.right, b, z0, z1, cuts)
			w.walls[w.i].sheet(&w.f, 0, a, b, w.left, w.right, w.color, false)
			if z0 == 0 {
				w.left, w.right = w.rises(w.left, a, -slabThickness, z1, cuts), w.rises(w.right, b, -slabThickness, z1, cuts)
			}
			w.trim.sheet(&w.f, -wallThickness, a, b, w.left, w.right, outsideColor, true)
			if z1 >= w.top {
				w.trim.box(&w.f, a, -wallThickness, z0, b, 0, z1, sectionColor, faceZ1)
			}
		} else if z0 == 0 {
			w.trim.box(&w.f, a, -wallThickness, -slabThickness, b, 0, thresholdTop, outsideColor, faceN0)
			w.trim.box(&w.f, a, -wallThickness, -slabThickness, b, 0, thresholdTop, thresholdColor, faceZ1)
		}
		z = max(next.z1, z)
		if next.z1 >= w.top {
			break
		}
	}
	// Behind a curb the skirting could only show as a broken line.
	if !door && !w.cut[w.i] {
		w.trim.box(&w.f, a, 0, 0, b, baseDepth, min(baseHeight, w.top), trimColor, faceN1|faceZ1)
		w.ledge()
	}
}

// ledge lights the face that was added last, the top of something thinner than
// a pixel, as its front is lit; else it would come out as a row of bright dots.
func (w *wall) ledge() {
	verts := w.trim.verts[len(w.trim.verts)-4:]
	for k := range verts {
		verts[k].n = w.f.n
	}
}

// rises returns z0, z1 and the heights between at which, at place s along the
// wall, a column to the left or to the right has a corner. Neighbours that
// share all corners leave no pixel open between them.
func (w *wall) rises(out []float32, s, z0, z1 float32, cuts []scenes.Opening) []float32 {
	out = append(out[:0], z0, z1)
	for k := range cuts {
		g := w.gap(&cuts[k])
		if s < g.s0 || s > g.s1 {
			continue
		}
		if g.z0 <= 0 {
			g.z0 = thresholdTop
		}
		for _, z := range [2]float32{g.z0, g.z1} {
			if z > z0 && z < z1 {
				out = append(out, z)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ends closes the corners, where the walls' thicknesses meet.
func (w *wall) ends() {
	// The wall's own face ends at the floor.
	plain, inner := [...]float32{-slabThickness, w.top}, [...]float32{-slabThickness, 0, w.top}
	n := len(w.room.Floor)
	turn := func(a, b int) bool { // convex corner between edges a and b
		p, q := outward(w.room, a), outward(w.room, b)
		return float64(p[0]*q[1])-float64(p[1]*q[0]) > 1e-6
	}
	if turn((w.i+n-1)%n, w.i) {
		w.trim.box(&w.f, -wallThickness, -wallThickness, -slabThickness, 0, 0, w.top, outsideColor, faceN0|faceS0)
		w.trim.sheet(&w.f, 0, -wallThickness, 0, plain[:], inner[:], outsideColor, false)
		w.trim.box(&w.f, -wallThickness, -wallThickness, -slabThickness, 0, 0, w.top, sectionColor, faceZ1)
	}
	if turn(w.i, (w.i+1)%n) {
		w.trim.box(&w.f, w.length, -wallThickness, -slabThickness, w.length+wallThickness, 0, w.top, outsideColor, faceN0|faceS1)
		w.trim.sheet(&w.f, 0, w.length, w.length+wallThickness, inner[:], plain[:], outsideColor, false)
		w.trim.box(&w.f, w.length, -wallThickness, -slabThickness, w.length+wallThickness, 0, w.top, sectionColor, faceZ1)
	}
}

// opening builds the reveal, the frame and the leaf or glass. Where the wall
// is cut below it, a strip on the cut shows where the opening is.
func (w *wall) opening(o *scenes.Opening) {
	g := w.gap(o)
	if g.s1-g.s0 < 1e-3 || g.z1 <= g.z0 {
		return
	}
	window := o.Kind != scenes.Door
	if g.z0 >= w.top {
		if window {
			w.glass.box(&w.f, g.s0, -wallThickness*0.75, w.top, g.s1, -wallThickness*0.25, w.top+0.004, glassColor, faceZ1)
		}
		return
	}
	const t, proud = wallThickness, 0.018
	z1 := min(g.z1, w.top)
	open := g.z1 > w.top
	// Frame: jambs, head and sill, as wide as the reveal is deep.
	const j = 0.055
	jamb := func(s0, s1 float32) {
		w.trim.box(&w.f, s0, -t-0.004, g.z0, s1, proud, z1, trimColor, allFaces&^faceZ0)
		if !open {
			w.ledge()
		}
	}
	jamb(g.s0, min(g.s0+j, g.s1))
	jamb(max(g.s1-j, g.s0), g.s1)
	if !open {
		w.trim.box(&w.f, g.s0, -t-0.004, z1-j, g.s1, proud, z1, trimColor, allFaces)
		w.ledge()
	}
	if window {
		w.trim.box(&w.f, g.s0-0.03, -t-0.004, g.z0, g.s1+0.03, proud+0.04, min(g.z0+0.035, z1), trimColor, allFaces)
		w.pane(g.s0+j, g.s1-j, g.z0+0.03, z1)
		if open {
			w.glass.box(&w.f, g.s0+j, -t*0.75, z1, g.s1-j, -t*0.25, z1+0.004, glassColor, faceZ1)
		}
		if g.s1-g.s0 > 0.7 && !open {
			m := float32((g.s0 + g.s1) / 2)
			w.trim.box(&w.f, m-0.02, -t*0.7, g.z0, m+0.02, -t*0.3, z1, trimColor, allFaces)
		}
		return
	}
	leafTop := z1
	if !open {
		leafTop -= j
	}
	w.trim.box(&w.f, g.s0+j, -t*0.75, 0.004, g.s1-j, -t*0.3, leafTop, leafColor, allFaces)
	inset := leafColor.times(0.86)
	for _, p := range [2][2]float32{{0.12, 0.86}, {1.0, leafTop - 0.12}} {
		if q := min(p[1], leafTop-0.1); q > p[0]+0.1 {
			w.trim.box(&w.f, g.s0+j+0.11, -t*0.3, p[0], g.s1-j-0.11, -t*0.3+0.004, q, inset, faceN1)
		}
	}
	if leafTop > 1.1 {
		w.trim.box(&w.f, g.s1-j-0.09, -t*0.3, 0.96, g.s1-j-0.04, 0.03, 1.01, knobColor, allFaces)
	}
}

// pane adds glass that is seen from both sides.
func (w *wall) pane(s0, s1, z0, z1 float32) {
	w.glass.box(&w.f, s0, -wallThickness*0.52, z0, s1, -wallThickness*0.48, z1, glassColor, faceN0|faceN1|faceZ1)
}
