package ui

import "image/color"

// Theme is the set of colours and measures of a window. Text on any of its
// grounds has a contrast of at least 4.5 to 1, and what is good, doubtful and
// bad differs in lightness and shape too, not in hue alone.
type Theme struct {
	Name string
	// Window is behind everything, Panel behind a panel's content, Raised behind
	// buttons and fields, Over and Down behind what the pointer is over and
	// presses, Line divides.
	Window, Panel, Raised, Over, Down, Line color.NRGBA
	// Ink is text, Soft is text of less weight, Faint is text that cannot be
	// used now.
	Ink, Soft, Faint color.NRGBA
	// Accent marks what is chosen, OnAccent is text on it, Chosen is the ground
	// of a chosen line.
	Accent, OnAccent, Chosen color.NRGBA
	Good, Warn, Bad          color.NRGBA
	// Stage is behind the room.
	Stage color.NRGBA
	// Series are the colours of curves, after Okabe and Ito ("Color Universal
	// Design", 2008): people with any of the common colour blindnesses can tell
	// them apart.
	Series []color.NRGBA
}

func hex(v uint32) color.NRGBA {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}
}

// Dark is for long work in dim rooms, and the default.
func Dark() *Theme {
	return &Theme{
		Name:   "dark",
		Window: hex(0x15171b), Panel: hex(0x1d2026), Raised: hex(0x2a2e36), Over: hex(0x363b45), Down: hex(0x20242b), Line: hex(0x31363f),
		Ink: hex(0xe9ebee), Soft: hex(0xa3abb8), Faint: hex(0x8a92a0),
		Accent: hex(0x5ab4f0), OnAccent: hex(0x0b1b29), Chosen: hex(0x1f3d55),
		Good: hex(0x3fcf9c), Warn: hex(0xf2b13c), Bad: hex(0xff8a66),
		Stage:  hex(0x24282f),
		Series: []color.NRGBA{hex(0x56b4e9), hex(0xe69f00), hex(0x35c79a), hex(0xf0e442), hex(0xd98bb9), hex(0xee7733), hex(0x8fa8ff)},
	}
}

// Light is for bright rooms and for printing.
func Light() *Theme {
	return &Theme{
		Name:   "light",
		Window: hex(0xdfe2e7), Panel: hex(0xf4f5f7), Raised: hex(0xffffff), Over: hex(0xe6ebf2), Down: hex(0xd5dde8), Line: hex(0xcdd2da),
		Ink: hex(0x1b1f26), Soft: hex(0x4f5866), Faint: hex(0x666f7d),
		Accent: hex(0x0b63b0), OnAccent: hex(0xffffff), Chosen: hex(0xcfe4f8),
		Good: hex(0x00694c), Warn: hex(0x8a5000), Bad: hex(0xb5003a),
		Stage:  hex(0xc9ced6),
		Series: []color.NRGBA{hex(0x0072b2), hex(0xb87800), hex(0x008a63), hex(0x444000), hex(0xa9568a), hex(0xc04f00), hex(0x4a5bd0)},
	}
}

// Alpha returns the colour with its opacity multiplied by a in [0, 1].
func Alpha(c color.NRGBA, a float64) color.NRGBA {
	c.A = uint8(float64(c.A)*a + 0.5)
	return c
}

// The measures of the kit in units.
const (
	// Row is the height of a button, a field and a line of a list.
	Row = 28
	// Gap is the distance between neighbours, Margin that to a panel's edge.
	Gap    = 6
	Margin = 12
	// Radius rounds the corners of buttons and fields.
	Radius = 5
	// Body and Small are text sizes, Title that of headings.
	Body  = 13
	Small = 11.5
	Title = 16
)
