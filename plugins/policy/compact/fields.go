package compact

import (
	"math"
	"math/bits"
)

// The fields have one weight each for a decision. The first three weigh all boxes
// of a kind alike, beside the weights that each token has; the others are maps over
// the cells.
const (
	fieldFixed    = iota // settled things and door zones the cell hits
	fieldMovable         // things of the turn before that it hits
	fieldReserved        // what it takes from unplaced things
	fieldLast            // the last places of an unplaced thing are taken
	fieldWide            // its children's space is taken
	fieldBroken          // a relation is broken
	fieldDistance        // by how far, up to a metre
	fieldFacing          // the facing is broken
	fieldMoved           // how far from the previous pose
	fields
	firstMap = fieldWide
)

// facingTan is the tangent of a little less than the widest angle at which a
// facing holds (45° and the 5° of tolerance).
var facingTan = math.Tan(48 * math.Pi / 180)

// relationSlack is how far, in metres, a cell may be off a relation and still
// count as meeting it; half the tolerance.
const relationSlack = 0.01

// maps writes the fields that are maps, one after the other, cells in rows of u.
func (w *view) maps(s *state, out []float32) {
	n := w.grid.size()
	cells := n * n
	clear(out[:(fields-firstMap)*cells])
	field := func(f int) []float32 { return out[(f-firstMap)*cells : (f-firstMap+1)*cells] }
	if !w.blind {
		var wide [maxGrid]uint32
		for k := range w.obstacles {
			if o := &w.obstacles[k]; o.kind == fixed || o.kind == movable {
				cover(&wide, o.wu, o.wv)
			}
		}
		w.coverWalls(&wide)
		write(field(fieldWide), n, &wide)
	}
	w.relate(field(fieldBroken), field(fieldDistance))
	if rows, ok := w.facing(s); ok {
		for a := range n {
			rows[a] = ^rows[a]
		}
		write(field(fieldFacing), n, &rows)
	}
	if s.canKeep(w.i) {
		w.fromPrevious(s, field(fieldMoved))
	}
}

// cover sets the cells in the rectangle of bits.
func cover(rows *[maxGrid]uint32, us, vs uint32) {
	for ; us != 0; us &= us - 1 {
		rows[bits.TrailingZeros32(us)] |= vs
	}
}

func write(field []float32, n int, rows *[maxGrid]uint32) {
	for a := range n {
		for m := rows[a] & (1<<n - 1); m != 0; m &= m - 1 {
			field[a*n+bits.TrailingZeros32(m)] = 1
		}
	}
}

// coverWalls marks the cells at which the children's space leaves the room.
func (w *view) coverWalls(rows *[maxGrid]uint32) {
	if w.need == [4]float64{} {
		return
	}
	n := w.grid.size()
	all := uint32(1)<<n - 1
	const eps = 1e-6
	us := within(w.u[:n], w.half[0]+w.need[0]-eps, w.w-w.half[0]-w.need[1]+eps)
	vs := within(w.v[:n], w.half[1]+w.need[2]-eps, w.d-w.half[1]-w.need[3]+eps)
	for a := range n {
		if us&(1<<a) == 0 {
			rows[a] = all
		} else {
			rows[a] |= all &^ vs
		}
	}
}

// relate writes which cells break a relation and by how far.
func (w *view) relate(broken, distance []float32) {
	n := w.grid.size()
	for _, l := range w.links {
		var du, dv [maxGrid]float32
		for k := range n {
			du[k] = float32(max(0, l.x0-w.u[k], w.u[k]-l.x1))
			dv[k] = float32(max(0, l.y0-w.v[k], w.v[k]-l.y1))
		}
		for a := range n {
			row, far := broken[a*n:][:n], distance[a*n:][:n]
			for b := range row {
				d := max(du[a], dv[b])
				if d > relationSlack {
					row[b] = 1
				}
				far[b] = max(far[b], min(d, 1))
			}
		}
	}
}

// target returns the point that item i must face, in the frame.
func (w *view) target(s *state) (u, v float64, ok bool) {
	it := &s.p.items[w.i]
	switch it.face {
	case faceMiddle:
		return w.w / 2, w.d / 2, true
	case faceObject:
		if q := &s.poses[it.faceTarget]; q.stands() {
			u, v = w.frame.point(q.x, q.y)
			return u, v, true
		}
	}
	return 0, 0, false
}

// facing returns the cells at which the heading meets the facing, and false
// where the facing does not depend on the cell.
func (w *view) facing(s *state) (rows [maxGrid]uint32, ok bool) {
	tu, tv, ok := w.target(s)
	if !ok {
		return rows, false
	}
	n := w.grid.size()
	for a := range n {
		across := math.Abs(tu-w.u[a]) / facingTan
		for b := range n {
			if across <= tv-w.v[b]+1e-9 {
				rows[a] |= 1 << b
			}
		}
	}
	return rows, true
}

func (w *view) fromPrevious(s *state, field []float32) {
	n := w.grid.size()
	q := &s.before[w.i]
	pu, pv := w.frame.point(q.x, q.y)
	for a := range n {
		row := field[a*n:][:n]
		du := math.Abs(w.u[a] - pu)
		for b := range row {
			row[b] = float32(min(1, max(du, math.Abs(w.v[b]-pv))/2))
		}
	}
}

// shares sums up the anchored cells of a view: how many of them hit nothing
// settled, nothing movable, leave the children their space, and meet the
// facing; all are between 0 and 1. clear are those with none of these faults.
type shares struct{ fixed, movable, wide, facing, clear, harm, last, spare float64 }

func (w *view) shares(s *state) (out shares) {
	var hit, moved, wide, last [maxGrid]uint32
	for k := range w.obstacles {
		if w.blind {
			break
		}
		o := &w.obstacles[k]
		switch o.kind {
		case fixed:
			cover(&hit, o.hu, o.hv)
		case movable:
			cover(&moved, o.hu, o.hv)
		}
		if o.kind == fixed || o.kind == movable {
			cover(&wide, o.wu, o.wv)
		}
		cover(&last, o.lu, o.lv)
	}
	if !w.blind {
		w.coverWalls(&wide)
	}
	rows, faces := w.facing(s)
	g := w.grid.anchored
	all := uint32(1)<<g - 1
	count := func(bad uint32) float64 { return float64(g - bits.OnesCount32(bad&all)) }
	for a := range g {
		off := uint32(0)
		if faces {
			off = ^rows[a]
		}
		out.fixed += count(hit[a])
		out.movable += count(moved[a])
		out.wide += count(wide[a])
		out.facing += count(off)
		out.clear += count(hit[a] | moved[a] | wide[a] | off)
		out.last += count(last[a])
		out.spare += count(hit[a] | moved[a] | wide[a] | off | last[a])
	}
	cells := float64(g * g)
	out.fixed /= cells
	out.movable /= cells
	out.wide /= cells
	out.facing /= cells
	out.clear /= cells
	out.last /= cells
	out.spare /= cells
	for k := range w.obstacles {
		if o := &w.obstacles[k]; o.kind == reserved && !w.blind {
			part := float64(bits.OnesCount32(o.hu&all)*bits.OnesCount32(o.hv&all)) / cells
			out.harm += o.harm * part
		}
	}
	return out
}
