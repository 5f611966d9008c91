package gltfio

import "fmt"

// Error says why a file was refused and what to do about it.
type Error struct {
	// File is the path within the pack.
	File string
	// Reason is what is wrong, naming the place in the file.
	Reason string
	// Remedy is what mends it: a command where there is one.
	Remedy string
}

// Error implements error: one sentence with file, reason and remedy.
func (e *Error) Error() string {
	s := e.Reason
	if e.File != "" {
		s = e.File + ": " + s
	}
	if e.Remedy != "" {
		s += "; " + e.Remedy
	}
	return s
}

const (
	remedyCheck    = "export the file again, or find the fault with gltf-validator"
	remedyComplete = "copy the missing file into the pack, or export a .glb, which holds everything in one file"
	remedyInside   = "keep every file that a model uses inside the pack's folder"
)

// bad returns an Error without a file, which the reader adds.
func bad(remedy, format string, args ...any) *Error {
	return &Error{Reason: fmt.Sprintf(format, args...), Remedy: remedy}
}
