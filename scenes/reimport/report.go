package reimport

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
)

// Report says what became of every object.
type Report struct {
	Level   string   `json:"level"`
	Objects []Object `json:"objects"`
	// Rooms are the rooms that moved, are new or are gone.
	Rooms []Room `json:"rooms,omitempty"`
	// Warnings are one sentence each.
	Warnings []string `json:"warnings,omitempty"`
}

// Change says what happened to an object or room.
type Change string

// The changes.
const (
	Same    Change = "same"
	Moved   Change = "moved"
	Added   Change = "added"
	Removed Change = "removed"
)

// Object is what became of one object.
type Object struct {
	Room   string `json:"room"`
	ID     string `json:"object"`
	Change Change `json:"change"`
	// Node is the node of the file, How what it was known by.
	Node string `json:"node,omitempty"`
	How  string `json:"how,omitempty"`
	// MovedM and TurnedDeg are how far it moved and turned.
	MovedM    float64 `json:"moved_m,omitempty"`
	TurnedDeg float64 `json:"turned_deg,omitempty"`
	// Was is the size it had, if that changed; Size the one it has.
	Was  scenes.Vec3 `json:"was_m,omitzero"`
	Size scenes.Vec3 `json:"size_m,omitzero"`
	// Asset is what an added object is made of; empty for a box.
	Asset string `json:"asset,omitempty"`
}

// Room is what became of one room.
type Room struct {
	Task      string  `json:"task"`
	Change    Change  `json:"change"`
	MovedM    float64 `json:"moved_m,omitempty"`
	TurnedDeg float64 `json:"turned_deg,omitempty"`
}

// Count returns how many objects underwent a change.
func (r *Report) Count(c Change) int {
	n := 0
	for _, o := range r.Objects {
		if o.Change == c {
			n++
		}
	}
	return n
}

func (r *Report) warn(format string, args ...any) {
	r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...))
}
