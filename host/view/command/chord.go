package command

import (
	"fmt"
	"slices"
	"strings"
)

// Key names a key by what is printed on it: "A" to "Z", "0" to "9", "F1" to
// "F12", "Num0" to "Num9", and the names of [Keys].
type Key string

// The keys that are not letters, digits or function keys.
const (
	Space     Key = "Space"
	Enter     Key = "Enter"
	Escape    Key = "Escape"
	Tab       Key = "Tab"
	Backspace Key = "Backspace"
	Delete    Key = "Delete"
	Insert    Key = "Insert"
	Left      Key = "Left"
	Right     Key = "Right"
	Up        Key = "Up"
	Down      Key = "Down"
	Home      Key = "Home"
	End       Key = "End"
	PageUp    Key = "PageUp"
	PageDown  Key = "PageDown"
	Comma     Key = ","
	Period    Key = "."
	Slash     Key = "/"
	Minus     Key = "-"
	Equal     Key = "="
	BracketL  Key = "["
	BracketR  Key = "]"
	Semicolon Key = ";"
	Quote     Key = "'"
	Backquote Key = "`"
	Backslash Key = "\\"
	NumPeriod Key = "Num."
	NumSlash  Key = "Num/"
	NumPlus   Key = "Num+"
	NumMinus  Key = "Num-"
	NumTimes  Key = "Num*"
	NumEnter  Key = "NumEnter"
)

var named = []Key{
	Space, Enter, Escape, Tab, Backspace, Delete, Insert, Left, Right, Up, Down, Home, End, PageUp, PageDown,
	Comma, Period, Slash, Minus, Equal, BracketL, BracketR, Semicolon, Quote, Backquote, Backslash,
	NumPeriod, NumSlash, NumPlus, NumMinus, NumTimes, NumEnter,
}

// Keys lists every key there is a name for.
func Keys() []Key {
	keys := slices.Clone(named)
	for c := 'A'; c <= 'Z'; c++ {
		keys = append(keys, Key(c))
	}
	for c := '0'; c <= '9'; c++ {
		keys = append(keys, Key(c), Key("Num"+string(c)))
	}
	for i := 1; i <= 12; i++ {
		keys = append(keys, Key(fmt.Sprint("F", i)))
	}
	return keys
}

// Mods are the modifier keys held. On macOS the command key counts as Ctrl.
type Mods uint8

const (
	Ctrl Mods = 1 << iota
	Shift
	Alt
)

// Has reports whether all of m are held.
func (have Mods) Has(m Mods) bool { return have&m == m }

// Chord is a key with the modifiers that are held while it is pressed.
type Chord struct {
	Mods Mods
	Key  Key
}

// ParseChord reads "Ctrl+Shift+P". The order of the modifiers does not matter.
func ParseChord(s string) (Chord, error) {
	var c Chord
	rest := s
	for {
		name, after, more := strings.Cut(rest, "+")
		// A plus at the end is the key "Num+", not a separator.
		if !more || after == "" {
			break
		}
		m, ok := map[string]Mods{"Ctrl": Ctrl, "Shift": Shift, "Alt": Alt}[name]
		if !ok {
			break
		}
		c.Mods |= m
		rest = after
	}
	c.Key = Key(rest)
	if !slices.Contains(Keys(), c.Key) {
		return Chord{}, fmt.Errorf("command: %q names no key; write for example Ctrl+Shift+P, F5 or Num7", s)
	}
	return c, nil
}

// Chords parses several chords and panics where one is wrong: it is for the
// tables of actions that are written in the program.
func Chords(s ...string) []Chord {
	out := make([]Chord, len(s))
	for i, text := range s {
		c, err := ParseChord(text)
		if err != nil {
			panic(err)
		}
		out[i] = c
	}
	return out
}

func (c Chord) String() string {
	if c.Key == "" {
		return ""
	}
	s := ""
	if c.Mods.Has(Ctrl) {
		s += "Ctrl+"
	}
	if c.Mods.Has(Alt) {
		s += "Alt+"
	}
	if c.Mods.Has(Shift) {
		s += "Shift+"
	}
	return s + string(c.Key)
}
