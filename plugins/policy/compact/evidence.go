package compact

import "math"

// Evidence is what the position network weighs: maps over the grid, nearly all of
// them products of a profile along u and one along v, as the boxes are that an item
// must not hit (their Minkowski sums with the item). Each has a weight, which the
// network gives per token or once for all tokens.

// What each token has a weight for.
const (
	tokenHit     = iota // it would be hit
	tokenWide           // the space for the item's children would be
	tokenLast           // its last places would be taken
	tokenGapU           // the distance beside it, and before or behind it
	tokenGapV           //
	tokenAlignU         // centres in line, one behind the other
	tokenAlignV         // centres in line, side by side
	tokenMirrorU        // where its mirror image is, across the room's middle
	tokenMirrorV        //
	tokenNear           // within half a metre
	tokenMid            // within two metres
	tokenFront          // on each of its sides, clockwise
	tokenRight          //
	tokenBehind         //
	tokenLeft           //
	tokenFaced          // it would be looked at
	tokenWeights
)

// What is weighed once for a decision, after the fields.
const (
	placeGap     = 0  // the distance to the wall on the left, right, behind, in front
	placeTouch   = 4  // touching it
	placeCorner  = 8  // touching two: left and behind, right and behind, left and in front, right and in front
	placeCentre  = 12 // in the middle of the room
	placeAxis    = 13 // on the middle line across, and along
	placeWeights = 15
)

// The reach, in metres, at which evidence fades to nothing.
const (
	alignReach = 0.3
	touchReach = 0.15
	nearReach  = 0.6
	midReach   = 2
	sideReach  = 4
	sideMargin = 0.25 // SceneEval's side_of grows the face by that much
	gapReach   = 4
)

// faceTan is the tangent of the deviation at which SceneEval's face_to is 0.
var faceTan = math.Tan(30 * math.Pi / 180)

// A weight names where a map's weight comes from: an output of a token, one of the
// head, or the sum of both; -1 for none.
type weight struct {
	token, head         int32
	tokenGain, headGain float32
}

// A sheaf is profiles with their weights: profile k is at[k*n : (k+1)*n].
type sheaf struct {
	at []float32
	by []weight
}

func (s *sheaf) reset() { s.at, s.by = s.at[:0], s.by[:0] }

// add returns room for one more profile.
func (s *sheaf) add(n int, w weight) []float32 {
	s.by = append(s.by, w)
	if need := len(s.at) + n; need <= cap(s.at) {
		s.at = s.at[:need]
	} else {
		s.at = append(s.at, make([]float32, n)...)
	}
	return s.at[len(s.at)-n:]
}

// evidence is all maps of one decision.
type evidence struct {
	n int
	// u and v are the two sides of products; along and across are maps that vary
	// along one axis only.
	u, v, along, across sheaf
	// cones are maps max(0, mask − wide·far): wide along u, mask and far along v.
	wide, mask, far sheaf
	coefficients    []float32
}

func (e *evidence) reset(n int) {
	e.n = n
	for _, s := range [...]*sheaf{&e.u, &e.v, &e.along, &e.across, &e.wide, &e.mask, &e.far} {
		s.reset()
	}
}

// product returns the two sides of a new product.
func (e *evidence) product(w weight) (u, v []float32) { return e.u.add(e.n, w), e.v.add(e.n, w) }

// gather collects the evidence of a view; a blind one has none of what it would hit.
func (e *evidence) gather(w *view) {
	e.reset(w.grid.size())
	e.places(w)
	for k := range w.obstacles {
		o := &w.obstacles[k]
		if !w.blind && o.kind != harmless {
			e.boxes(o, int32(k*tokenWeights))
		}
		if o.seen && o.body != (rect{}) {
			e.around(w, o, int32(k*tokenWeights))
		}
	}
}

// boxes adds what must not be hit.
func (e *evidence) boxes(o *obstacle, at int32) {
	if o.hu != 0 && o.hv != 0 {
		w := weight{token: at + tokenHit, tokenGain: tokenGain, headGain: fieldGain}
		switch o.kind {
		case fixed:
			w.head = fieldFixed
		case movable:
			w.head = fieldMovable
		case reserved:
			w.head, w.headGain = fieldReserved, fieldGain*float32(o.harm)
		}
		u, v := e.product(w)
		spell(u, o.hu)
		spell(v, o.hv)
	}
	if o.lu != 0 && o.lv != 0 {
		u, v := e.product(weight{token: at + tokenLast, tokenGain: tokenGain, head: fieldLast, headGain: fieldGain})
		spell(u, o.lu)
		spell(v, o.lv)
	}
	if o.wu != 0 && o.wv != 0 && (o.wu != o.hu || o.wv != o.hv) {
		u, v := e.product(weight{token: at + tokenWide, tokenGain: tokenGain, head: -1})
		spell(u, o.wu)
		spell(v, o.wv)
	}
}

// spell writes bits as ones and zeros.
func spell(out []float32, bits uint32) {
	for k := range out {
		out[k] = float32(bits >> k & 1)
	}
}

// places adds where the item would be in the room.
func (e *evidence) places(w *view) {
	n := e.n
	head := func(k int) weight { return weight{token: -1, head: int32(fields + k), headGain: 1} }
	var touch [4][maxGrid]float32
	for side := range 4 {
		axis, half, size := w.u[:n], w.half[0], w.w
		sheaf := &e.along
		if side > 1 {
			axis, half, size, sheaf = w.v[:n], w.half[1], w.d, &e.across
		}
		gap := sheaf.add(n, head(placeGap+side))
		for k, x := range axis {
			d := x - half
			if side&1 == 1 {
				d = size - half - x
			}
			gap[k] = float32(min(max(d, 0), gapReach) / gapReach)
			touch[side][k] = fade(d, touchReach)
		}
		copy(sheaf.add(n, head(placeTouch+side)), touch[side][:n])
	}
	for k := range 4 {
		u, v := e.product(head(placeCorner + k))
		copy(u, touch[k&1][:n])
		copy(v, touch[2+k>>1][:n])
	}
	u, v := e.product(head(placeCentre))
	bump(u, w.u[:n], w.w/2, midReach/2)
	bump(v, w.v[:n], w.d/2, midReach/2)
	bump(e.along.add(n, head(placeAxis)), w.u[:n], w.w/2, alignReach)
	bump(e.across.add(n, head(placeAxis+1)), w.v[:n], w.d/2, alignReach)
}

// fade falls from 1 at 0 to 0 at the reach.
func fade(d, reach float64) float32 { return float32(max(0, 1-math.Abs(d)/reach)) }

func bump(out []float32, at []float64, centre, reach float64) {
	for k, x := range at {
		out[k] = fade(x-centre, reach)
	}
}

// around adds where the item would be beside something.
func (e *evidence) around(w *view, o *obstacle, at int32) {
	n := e.n
	u, v := w.u[:n], w.v[:n]
	cu, cv := (o.body.x0+o.body.x1)/2, (o.body.y0+o.body.y1)/2
	by := func(k int32) weight { return weight{token: at + k, tokenGain: evidenceGain, head: -1} }
	var gu, gv [maxGrid]float64
	gaps(gu[:n], u, o.body.x0-w.half[0], o.body.x1+w.half[0])
	gaps(gv[:n], v, o.body.y0-w.half[1], o.body.y1+w.half[1])
	far := func(out []float32, gap []float64) {
		for k, g := range gap {
			out[k] = float32(min(g, gapReach) / gapReach)
		}
	}
	far(e.along.add(n, by(tokenGapU)), gu[:n])
	far(e.across.add(n, by(tokenGapV)), gv[:n])
	bump(e.along.add(n, by(tokenAlignU)), u, cu, alignReach)
	bump(e.across.add(n, by(tokenAlignV)), v, cv, alignReach)
	e.bumps(by(tokenMirrorU), u, v, w.w-cu, cv, alignReach)
	e.bumps(by(tokenMirrorV), u, v, cu, w.d-cv, alignReach)
	for kind, reach := range [2]float64{nearReach, midReach} {
		a, b := e.product(by(tokenNear + int32(kind)))
		for k := range n {
			a[k], b[k] = fade(gu[k], reach), fade(gv[k], reach)
		}
	}
	if o.heading >= 0 {
		for side := range 4 {
			e.side(w, o, (o.heading+side)%4, by(tokenFront+int32(side)))
		}
	}
	e.cone(u, v, cu, cv, by(tokenFaced))
}

// bumps adds a product that is 1 at a point.
func (e *evidence) bumps(by weight, us, vs []float64, cu, cv, reach float64) {
	a, b := e.product(by)
	bump(a, us, cu, reach)
	bump(b, vs, cv, reach)
}

// gaps writes how far coordinates are outside a span.
func gaps(out, at []float64, lo, hi float64) {
	for k, x := range at {
		out[k] = max(0, lo-x, x-hi)
	}
}

// side adds the strip on one side of a thing: 0 is up the v axis, then clockwise.
func (e *evidence) side(w *view, o *obstacle, direction int, by weight) {
	n := e.n
	ahead, beside := e.v.add(n, by), e.u.add(n, by)
	at, half, across := w.v[:n], w.half[1], w.u[:n]
	face, lo, hi := o.body.y1, o.body.x0, o.body.x1
	if direction&1 == 1 {
		ahead, beside = beside, ahead
		at, half, across = w.u[:n], w.half[0], w.v[:n]
		face, lo, hi = o.body.x1, o.body.y0, o.body.y1
	}
	sign := 1.0
	if direction > 1 {
		sign = -1
		if direction == 2 {
			face = o.body.y0
		} else {
			face = o.body.x0
		}
	}
	for k, x := range at {
		if d := sign*(x-face) - half; d > -half {
			ahead[k] = fade(max(d, 0), sideReach)
		} else {
			ahead[k] = 0
		}
	}
	for k, x := range across {
		beside[k] = fade(max(0, lo-x, x-hi), sideMargin)
	}
}

// cone adds how squarely the item would look at a point.
func (e *evidence) cone(us, vs []float64, cu, cv float64, by weight) {
	wide, mask, far := e.wide.add(e.n, by), e.mask.add(e.n, by), e.far.add(e.n, by)
	for k, x := range us {
		wide[k] = float32(math.Abs(cu-x) / faceTan)
	}
	for k, y := range vs {
		if d := cv - y; d > 0.05 {
			mask[k], far[k] = 1, float32(1/d)
		} else {
			mask[k], far[k] = 0, 0
		}
	}
}

// weigh looks the coefficients of a sheaf up in the network's outputs.
func weigh(dst []float32, by []weight, head, token []float32) []float32 {
	dst = dst[:0]
	for _, w := range by {
		var x float32
		if w.token >= 0 {
			x = w.tokenGain * token[w.token]
		}
		if w.head >= 0 {
			x += w.headGain * head[w.head]
		}
		dst = append(dst, x)
	}
	return dst
}

// blame adds the derivatives with respect to coefficients to those of the outputs.
func blame(d []float32, by []weight, dHead, dToken []float32) {
	for k, w := range by {
		if w.token >= 0 {
			dToken[w.token] += w.tokenGain * d[k]
		}
		if w.head >= 0 {
			dHead[w.head] += w.headGain * d[k]
		}
	}
}

// score adds all maps to the logits; rows and cols are scratch of the grid's size.
func (e *evidence) score(logits, rows, cols, head, token []float32) {
	n := e.n
	e.coefficients = weigh(e.coefficients, e.along.by, head, token)
	combine(rows, e.along.at, e.coefficients)
	e.coefficients = weigh(e.coefficients, e.across.by, head, token)
	combine(cols, e.across.at, e.coefficients)
	for a := range n {
		out := logits[a*n:][:n]
		for b := range out {
			out[b] += rows[a] + cols[b]
		}
	}
	e.coefficients = weigh(e.coefficients, e.u.by, head, token)
	outer(logits, n, e.u.at, e.v.at, e.coefficients)
	e.coefficients = weigh(e.coefficients, e.wide.by, head, token)
	cones(logits, n, e.wide.at, e.mask.at, e.far.at, e.coefficients)
}

// combine writes Σ w·profile.
func combine(out, at, w []float32) {
	n := len(out)
	clear(out)
	for k, x := range w {
		for a, y := range at[k*n:][:n] {
			out[a] += x * y
		}
	}
}

// back adds the derivatives of the outputs, given those of the logits and their
// sums over rows and columns.
func (e *evidence) back(slopes, rows, cols, dHead, dToken []float32) {
	n := e.n
	e.coefficients = project(e.coefficients, e.along.at, rows)
	blame(e.coefficients, e.along.by, dHead, dToken)
	e.coefficients = project(e.coefficients, e.across.at, cols)
	blame(e.coefficients, e.across.by, dHead, dToken)
	e.coefficients = grow(e.coefficients, len(e.u.by))
	inner(e.coefficients, n, e.u.at, e.v.at, slopes)
	blame(e.coefficients, e.u.by, dHead, dToken)
	e.coefficients = grow(e.coefficients, len(e.wide.by))
	conesInner(e.coefficients, n, e.wide.at, e.mask.at, e.far.at, slopes)
	blame(e.coefficients, e.wide.by, dHead, dToken)
}

// project returns profile·sums for every profile.
func project(dst, at, sums []float32) []float32 {
	n := len(sums)
	dst = dst[:0]
	for ; len(at) >= n; at = at[n:] {
		var dot float32
		for a, y := range at[:n] {
			dot += y * sums[a]
		}
		dst = append(dst, dot)
	}
	return dst
}
