package reference

// eval runs arithmetic on values in the original's order of evaluation and
// keeps the first error. After an error every further step is empty.
type eval struct{ err *Error }

func (e *eval) load(v *value, key string) *value {
	if e.err != nil {
		return nil
	}
	w, err := v.index(key)
	e.err = err
	return w
}

func (e *eval) number(v *value) float64 {
	if e.err != nil {
		return 0
	}
	f, err := v.number()
	e.err = err
	return f
}

// half returns v[key] / 2.
func (e *eval) half(v *value, key string) float64 { return e.number(e.load(v, key)) / 2 }

// sum returns pos[axis] ± size[key]/2.
func (e *eval) sum(pos *value, axis string, sign float64, size *value, key string) float64 {
	p := e.load(pos, axis)
	h := e.half(size, key)
	return e.number(p) + sign*h
}

// larger and smaller are the original's max(a, b) and min(a, b), which keep
// the first argument whenever the comparison fails.
func larger(a, b float64) float64 {
	if b > a {
		return b
	}
	return a
}

func smaller(a, b float64) float64 {
	if b < a {
		return b
	}
	return a
}
