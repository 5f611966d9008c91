// Package schema holds a glTF document against the shape that the glTF 2.0
// specification gives it, before anything in it is used: which properties an
// object must have, of what type and in what range, which list an index points
// into, and where an extension may stand. The shape is data, in schema.txt.
package schema

// Fault is the first thing found wrong.
type Fault struct {
	// Code is the name that the Khronos glTF validator gives such a fault.
	Code string
	// Text says where and what, in one clause.
	Text string
}

// Error implements error.
func (f *Fault) Error() string { return f.Text }
