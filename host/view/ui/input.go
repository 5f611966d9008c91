package ui

import (
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
)

// The buttons of a pointer.
const (
	LeftButton = iota
	MiddleButton
	RightButton
	buttons
)

// Input is what the person did since the last frame.
type Input struct {
	// X and Y are the pointer's place in units.
	X, Y float64
	// Down tells which buttons are held.
	Down [buttons]bool
	// WheelX and WheelY are notches turned; y is positive away from the person.
	WheelX, WheelY float64
	// Keys were pressed or repeat, in their order; Held are down now; Mods are
	// the modifiers held.
	Keys []Press
	Held []command.Key
	Mods command.Mods
	// Text was typed, after the input method. Composing is what the input
	// method has not yet committed.
	Text, Composing string
	// Time since the window opened, by the caller's clock.
	Time time.Duration
}

// Press is a key going down, or repeating while it is held.
type Press struct {
	command.Chord
	Repeat bool
}

// Keys makes an input's presses from chords such as "Ctrl+A".
func Keys(chords ...string) []Press {
	var out []Press
	for _, c := range command.Chords(chords...) {
		out = append(out, Press{Chord: c})
	}
	return out
}

// Cursor is the shape that the pointer should have.
type Cursor int

const (
	Arrow Cursor = iota
	Hand
	Caret
	SplitX
	SplitY
	Cross
	Grab
)
