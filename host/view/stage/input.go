package stage

import (
	"slices"
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
)

// Button is a set of mouse buttons.
type Button uint8

// The mouse buttons.
const (
	Left Button = 1 << iota
	Middle
	Right
)

// Input is what the person does during one tick.
type Input struct {
	// Now is the time of the tick; it never goes back.
	Now time.Time
	// X and Y are where the cursor is.
	X, Y float64
	// Inside says that the cursor is over the stage and over nothing that lies
	// on it. What begins inside goes on outside.
	Inside bool
	// Held are the buttons that are down.
	Held Button
	Mods command.Mods
	// Wheel is by how many notches the wheel was turned, away from the person
	// positive; WheelX sideways, to the right positive.
	Wheel, WheelX float64
	// Keys are the keys that are down, without modifiers; none while a text
	// field has them.
	Keys []command.Key
}

// down reports whether a key is held.
func (in *Input) down(k command.Key) bool { return slices.Contains(in.Keys, k) }
