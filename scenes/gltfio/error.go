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
	// Code is the name that the Khronos glTF validator gives such a fault,
	// where it has one: UNRESOLVED_REFERENCE, say.
	Code string
	// hollow marks files that hold nothing to show, whether or not they are
	// broken in some minor way too.
	hollow bool
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
	remedyCopy     = "copy or export it again"
	remedyComplete = "copy the missing file into the pack, or export a .glb, which holds everything in one file"
	remedyInside   = "keep every file that a model uses inside the pack's folder"
	remedyVersion  = "convert it to glTF 2.0, for instance with Blender"
	remedySmaller  = "split or simplify it"
)

// bad returns an Error that the validator has no name for. The file is added
// where its name is known.
func bad(remedy, format string, args ...any) *Error {
	return &Error{Reason: fmt.Sprintf(format, args...), Remedy: remedy}
}

// broken returns an Error that the validator calls code.
func broken(code, format string, args ...any) *Error {
	return &Error{Reason: fmt.Sprintf(format, args...), Remedy: remedyCheck, Code: code}
}
