package reference

import (
	"math"
	"strconv"
)

type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindInt
	kindFloat
	kindString
	kindList
	kindDict
)

var kindNames = [...]string{"null", "a boolean", "an integer", "a number", "text", "a list", "an object"}

// value is one JSON value. Booleans, integers and floats keep their number in
// num; an object keeps its keys in the order of first appearance.
type value struct {
	kind  kind
	num   float64
	str   string
	keys  []string
	items []value
}

func (v *value) numeric() bool { return v.kind == kindBool || v.kind == kindInt || v.kind == kindFloat }

// get returns the entry of an object, or nil.
func (v *value) get(key string) *value {
	if v.kind != kindDict {
		return nil
	}
	for i, k := range v.keys {
		if k == key {
			return &v.items[i]
		}
	}
	return nil
}

// set replaces or appends the entry of an object.
func (v *value) set(key string, w value) {
	if old := v.get(key); old != nil {
		*old = w
		return
	}
	v.keys = append(v.keys, key)
	v.items = append(v.items, w)
}

// index is the original's v[key] for a text key.
func (v *value) index(key string) (*value, *Error) {
	if v.kind != kindDict {
		return nil, fail(WrongType, "cannot read %q of %s", key, kindNames[v.kind])
	}
	if w := v.get(key); w != nil {
		return w, nil
	}
	return nil, fail(MissingKey, "key %q is missing", key)
}

// contains is the original's key in v: an entry of an object, a member of a
// list or a part of a text.
func (v *value) contains(key string) (bool, *Error) {
	switch v.kind {
	case kindDict:
		return v.get(key) != nil, nil
	case kindString:
		return containsText(v.str, key), nil
	case kindList:
		for i := range v.items {
			if v.items[i].kind == kindString && v.items[i].str == key {
				return true, nil
			}
		}
		return false, nil
	}
	return false, fail(WrongType, "an entry of the scene graph is %s, not an object", kindNames[v.kind])
}

// number returns v for arithmetic.
func (v *value) number() (float64, *Error) {
	if !v.numeric() {
		return 0, fail(WrongType, "%s stands where a number is needed", kindNames[v.kind])
	}
	if v.kind == kindInt && math.IsInf(v.num, 0) {
		return 0, fail(NumberTooLarge, "an integer is too large for a float")
	}
	return v.num, nil
}

// truth is the original's notion of a true value.
func (v *value) truth() bool {
	switch v.kind {
	case kindNull:
		return false
	case kindString:
		return v.str != ""
	case kindList, kindDict:
		return len(v.items) > 0
	}
	return v.num != 0
}

// equal is the original's ==: numbers and booleans compare by value, objects
// regardless of order.
func (v *value) equal(w *value) bool {
	if v.numeric() || w.numeric() {
		return v.numeric() && w.numeric() && v.num == w.num
	}
	if v.kind != w.kind || v.str != w.str || len(v.items) != len(w.items) {
		return false
	}
	for i := range v.items {
		other := &w.items[i]
		if v.kind == kindDict {
			if other = w.get(v.keys[i]); other == nil {
				return false
			}
		}
		if !v.items[i].equal(other) {
			return false
		}
	}
	return true
}

func (v *value) hashable() bool { return v.kind != kindList && v.kind != kindDict }

// name returns an id for reports; ids that are not text are written as JSON.
func (v *value) name() string {
	if v.kind == kindString {
		return v.str
	}
	return string(v.appendJSON(nil))
}

// appendJSON writes v as JSON, with the original's NaN and Infinity.
func (v *value) appendJSON(b []byte) []byte {
	switch v.kind {
	case kindNull:
		return append(b, "null"...)
	case kindBool:
		return strconv.AppendBool(b, v.num != 0)
	case kindInt, kindFloat:
		switch {
		case math.IsNaN(v.num):
			return append(b, "NaN"...)
		case math.IsInf(v.num, 1):
			return append(b, "Infinity"...)
		case math.IsInf(v.num, -1):
			return append(b, "-Infinity"...)
		}
		return strconv.AppendFloat(b, v.num, 'g', -1, 64)
	case kindString:
		return appendText(b, v.str)
	case kindList:
		b = append(b, '[')
		for i := range v.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.items[i].appendJSON(b)
		}
		return append(b, ']')
	}
	b = append(b, '{')
	for i, k := range v.keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, k), ':')
		b = v.items[i].appendJSON(b)
	}
	return append(b, '}')
}

// clone copies v deeply, so that placements of one candidate never reach
// another.
func (v *value) clone() value {
	w := *v
	if v.keys != nil {
		w.keys = append(make([]string, 0, len(v.keys)+1), v.keys...)
	}
	if v.items != nil {
		w.items = make([]value, len(v.items), len(v.items)+1)
		for i := range v.items {
			w.items[i] = v.items[i].clone()
		}
	}
	return w
}
