package reference

import "math"

// The original's constants: how much an overlap must exceed a touch, and how
// flat an object must be to collide with nothing.
const (
	touch     = 1e-3
	thinRatio = 40.0
)

// bounds are the six faces of an axis-aligned box.
type bounds struct{ lo, hi [3]float64 }

// solid is what the collision test reads of one object. Each part is worked
// out once; its error counts only when the test gets that far.
type solid struct {
	known             bool
	partsErr, thinErr *Error
	thin              bool
	swapErr, boxErr   *Error
	box               bounds
}

// collisions tests every pair of placed entries, layout elements included, and
// divides by the number of all pairs.
func collisions(entries []value) ([]Pair, float64, *Error) {
	n := len(entries)
	if n <= 1 {
		return nil, 0, nil
	}
	var pairs []Pair
	solids := make([]solid, n)
	for i := range entries {
		for j := i + 1; j < n; j++ {
			hit, err := collide(entries, solids, i, j)
			if err != nil {
				return nil, 0, err
			}
			if !hit {
				continue
			}
			var p Pair
			for k, e := range [2]*value{&entries[i], &entries[j]} {
				id, err := e.index("new_object_id")
				if err != nil {
					return nil, 0, err
				}
				p[k] = id.name()
			}
			pairs = append(pairs, p)
		}
	}
	return pairs, float64(len(pairs)) / (float64(n*(n-1)) / 2), nil
}

func collide(entries []value, solids []solid, i, j int) (bool, *Error) {
	for _, k := range [2]int{i, j} {
		if ok, err := entries[k].contains("position"); err != nil || !ok {
			return false, err
		}
	}
	a, b := &solids[i], &solids[j]
	a.read(&entries[i])
	if a.partsErr != nil {
		return false, a.partsErr
	}
	if a.thinErr != nil || a.thin {
		return false, a.thinErr
	}
	b.read(&entries[j])
	if b.partsErr != nil {
		return false, b.partsErr
	}
	if b.thinErr != nil {
		return false, fail(UnreadableSize, "the size of the second object of a pair is unreadable: %s", b.thinErr.Detail)
	}
	if b.thin {
		return false, nil
	}
	for _, err := range [4]*Error{a.swapErr, b.swapErr, a.boxErr, b.boxErr} {
		if err != nil {
			return false, err
		}
	}
	for k := range 3 {
		if !overlap(a.box.lo[k], a.box.hi[k], b.box.lo[k], b.box.hi[k]) {
			return false, nil
		}
	}
	return true, nil
}

func overlap(lo1, hi1, lo2, hi2 float64) bool {
	return lo1 < hi2 && hi1 > lo2 && math.Abs(lo1-hi2) > touch && math.Abs(hi1-lo2) > touch
}

func (s *solid) read(o *value) {
	if s.known {
		return
	}
	s.known = true
	pos, err := o.index("position")
	if err != nil {
		s.partsErr = err
		return
	}
	rot, err := yawOf(o)
	if err != nil {
		s.partsErr = err
		return
	}
	size, err := o.index("size_in_meters")
	if err != nil {
		s.partsErr = err
		return
	}
	if s.thin, s.thinErr = thin(size); s.thinErr != nil || s.thin {
		return
	}
	keys := [3]string{"length", "width", "height"}
	turned, err := quarter(rot)
	if err == nil && turned {
		keys[0], keys[1] = keys[1], keys[0]
		err = swappable(size)
	}
	if err != nil {
		s.swapErr = err
		return
	}
	var e eval
	for k, axis := range [3]string{"x", "y", "z"} {
		s.box.hi[k] = e.sum(pos, axis, +1, size, keys[k])
		s.box.lo[k] = e.sum(pos, axis, -1, size, keys[k])
	}
	s.boxErr = e.err
}

func yawOf(o *value) (*value, *Error) {
	rot, err := o.index("rotation")
	if err != nil {
		return nil, err
	}
	return rot.index("z_angle")
}

// swappable reports the error of exchanging length and width.
func swappable(size *value) *Error {
	if _, err := size.index("width"); err != nil {
		return err
	}
	_, err := size.index("length")
	return err
}

// thin reports whether the largest of all size values is at least 40 times the
// smallest, where that is positive. Comparisons run as the original's min and
// max do, which matters for NaN.
func thin(size *value) (bool, *Error) {
	if size.kind != kindDict {
		return false, fail(NotAnObject, "size_in_meters is %s, not an object", kindNames[size.kind])
	}
	if len(size.items) == 0 {
		return false, fail(EmptySize, "size_in_meters is empty")
	}
	least, most := size.items[0], size.items[0]
	for i := range size.items {
		v := size.items[i]
		if !v.numeric() {
			return false, fail(WrongType, "%q of size_in_meters is %s, not a number", size.keys[i], kindNames[v.kind])
		}
		if v.num < least.num {
			least = v
		}
		if v.num > most.num {
			most = v
		}
	}
	if !(least.num > 0) {
		return false, nil
	}
	hi, err := most.number()
	if err != nil {
		return false, err
	}
	lo, err := least.number()
	if err != nil {
		return false, err
	}
	return hi/lo >= thinRatio, nil
}

// quarter reports whether a yaw is close to 90 or 270, by numpy's isclose with
// its default tolerances. A list of one number counts as that number there.
func quarter(rot *value) (bool, *Error) {
	if rot.kind == kindList {
		switch {
		case len(rot.items) == 0:
			return false, fail(AmbiguousRotation, "z_angle is an empty list")
		case rot.items[0].kind == kindList || !rot.items[0].numeric():
		case len(rot.items) == 1:
			return quarter(&rot.items[0])
		default:
			return false, fail(AmbiguousRotation, "z_angle is a list of several numbers")
		}
	}
	yaw, err := rot.number()
	if err != nil && err.Code == WrongType {
		return false, fail(WrongType, "z_angle is %s, not a number", kindNames[rot.kind])
	}
	if err != nil {
		return false, err
	}
	return near(yaw, 90) || near(yaw, 270), nil
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-8+float64(1e-5*math.Abs(b)) }
