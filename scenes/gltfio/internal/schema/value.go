package schema

import (
	"math"
	"strconv"
)

// Kind is the type of a JSON value.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}

// Value is a JSON value.
type Value struct {
	Kind Kind
	// Text is a string's content, and otherwise the value as it was written.
	Text string
	// Items are an array's elements or an object's values.
	Items []Value
	// Keys are an object's names, one per item, each once.
	Keys []string
}

// Get returns the named member of an object, or nil.
func (v *Value) Get(name string) *Value {
	for i, k := range v.Keys {
		if k == name {
			return &v.Items[i]
		}
	}
	return nil
}

// Float returns a number; huge ones are infinite.
func (v *Value) Float() float64 {
	f, _ := strconv.ParseFloat(v.Text, 64)
	return f
}

// Int returns a number that is an integer, however it is written, and whether
// it is one. It is saturated at ±2⁵³.
func (v *Value) Int() (int, bool) {
	if v.Kind != Number {
		return 0, false
	}
	f := v.Float()
	if f != math.Trunc(f) {
		return 0, false
	}
	return int(min(max(f, -1<<53), 1<<53)), true
}
