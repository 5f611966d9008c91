package solve

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// allowed returns the centres of i at a heading that obey all relations to
// what is placed, and false when there are none in the room.
func (s *search) allowed(i int, yaw float64) (geom.Range, scenes.Vec3, bool) {
	it := &s.items[i]
	hx, hy := geom.HalfExtents(it.o.Size, yaw)
	h := scenes.Vec3{hx, hy, it.o.Size[2] / 2}
	r := s.space.Within(h)
	ok := true
	narrow := func(q geom.Range) {
		n := r.Intersect(q)
		if n.Empty() {
			ok = false
			// Keep the part of what was asked last that is nearest to the rest.
			n.Min, n.Max = q.Clamp(r.Min), q.Clamp(r.Max)
		}
		r = n
	}
	for k := range it.rules {
		rule := &it.rules[k]
		if rule.object < 0 {
			narrow(s.space.ElementRange(h, rule.Target))
		} else if s.at[rule.object].placed {
			narrow(s.space.ObjectRange(h, rule.Kind, rule.Adjacent, s.at[rule.object].box))
		}
	}
	if it.parent >= 0 && s.at[it.parent].placed {
		narrow(over(&s.at[it.parent], h))
	}
	if it.o.Support == scenes.OnWall && !it.walled && ok {
		r, ok = s.backed(r, h, yaw)
	}
	return r, h, ok
}

// backed narrows a range to the wall behind the heading, or to another wall
// where that one is out of reach.
func (s *search) backed(r geom.Range, h scenes.Vec3, yaw float64) (geom.Range, bool) {
	for _, turn := range [4]float64{180, 90, 270, 0} {
		wall := wallAt(math.Mod(yaw+turn, 360))
		if n := r.Intersect(s.space.ElementRange(h, wall)); !n.Empty() {
			return n, true
		}
	}
	return r, false
}

// wallAt names the wall that one of the four headings points at.
func wallAt(heading float64) string {
	for _, id := range scenes.LayoutElements {
		if yaw, wall := scenes.WallYaw(id); wall && yaw == heading {
			return id
		}
	}
	return scenes.NorthWall
}

// over returns the centres at which a box rests on the carrier with its middle
// above it, wholly above it where it is smaller.
func over(carrier *body, h scenes.Vec3) geom.Range {
	c, z := carrier.box.Center, carrier.box.Top()+h[2]
	var r geom.Range
	for k := range 2 {
		half := carrier.extent[k] - h[k]
		if half < 0 {
			half = carrier.extent[k]
		}
		r.Min[k], r.Max[k] = c[k]-half, c[k]+half
	}
	r.Min[2], r.Max[2] = z, z
	return r
}

// locked is where a locked object stands.
func (s *search) locked(i int) body {
	it := &s.items[i]
	b := geom.BoxOf(it.o, *it.lock)
	return body{placed: true, box: b, extent: b.Extents()}
}

// draw puts i at a random place: at one of its headings, inside its allowed
// range, at the height its support asks for. It is false when no heading leaves
// a range; the place is then only near to what is asked.
func (s *search) draw(i int) (body, bool) {
	it := &s.items[i]
	first := s.rng.IntN(len(it.headings))
	var yaw float64
	var r geom.Range
	var h scenes.Vec3
	ok := false
	for k := range it.headings {
		yaw = it.headings[(first+k)%len(it.headings)]
		if r, h, ok = s.allowed(i, yaw); ok {
			break
		}
	}
	b := body{placed: true, extent: h, box: geom.Box{Half: it.o.Size.Mul(0.5), Yaw: yaw}}
	b.box.Center[2] = s.height(i, &r, h[2])
	for k := range 2 {
		b.box.Center[k] = s.coordinate(i, k, r.Min[k], r.Max[k], &b)
	}
	return b, ok
}

// coordinate picks a place on one axis: an end of the range, flush with an
// object in the way, or anywhere. Ends and flush places matter in full rooms,
// where chance alone leaves gaps too narrow to use.
func (s *search) coordinate(i, axis int, lo, hi float64, b *body) float64 {
	if hi-lo < tight {
		return min(lo, hi)
	}
	switch roll := s.rng.IntN(8); {
	case roll == 0:
		return lo
	case roll == 1:
		return hi
	case roll < 5:
		j := s.rng.IntN(len(s.at))
		o := &s.at[j]
		if j == i || !o.placed || o.box.Bottom() >= b.box.Top() || o.box.Top() <= b.box.Bottom() {
			break
		}
		reach := o.extent[axis] + b.extent[axis]
		if s.rng.IntN(2) == 0 {
			reach = -reach
		}
		if at := o.box.Center[axis] + reach; at >= lo && at <= hi {
			return at
		}
	}
	return s.between(lo, hi)
}

// between returns a random place in a range, on whole millimetres where the
// range has one, so that written layouts stay short and exact.
func (s *search) between(lo, hi float64) float64 {
	v := lo + s.rng.Float64()*(hi-lo)
	return min(max(math.Round(v*1000)/1000, lo), hi)
}

// height returns the height of i's centre. What hangs on a wall usually goes
// where people look, sometimes elsewhere to escape a tall neighbour.
func (s *search) height(i int, r *geom.Range, half float64) float64 {
	it := &s.items[i]
	switch it.o.Support {
	case scenes.OnCeiling:
		return s.space.Extent[2] - half
	case scenes.OnObject:
		if it.parent >= 0 {
			return s.at[it.parent].box.Top() + half
		}
	case scenes.OnWall:
		lo, hi := r.Min[2], r.Max[2]
		if lo >= hi || s.rng.IntN(4) == 0 {
			return s.between(lo, max(lo, hi))
		}
		want := geom.EyeHeight
		for k := range it.rules {
			if rule := &it.rules[k]; rule.Kind == scenes.Above && rule.object >= 0 {
				want = s.at[rule.object].box.Top() + geom.AboveGap + half
			}
		}
		return min(max(want, lo), hi)
	}
	return half
}
