package command

// Action is one thing a person can do. ID, Title, Group and Run are required.
type Action struct {
	// ID is the action's name in the program, such as "edit.duplicate"; it
	// never changes.
	ID string
	// Title is what menus and the palette say: "Duplicate".
	Title string
	// Group is the heading it stands under: "Edit".
	Group string
	// Hint is one sentence for the tooltip and the page of keys.
	Hint string
	// Icon names the picture on its button; empty for none.
	Icon string
	// Keys are the chords that run it, the first is the one shown. Preset has
	// other chords for the named navigation presets, and replaces Keys there.
	Keys   []Chord
	Preset map[string][]Chord
	// When restricts the keys to a state of the window, such as "walk"; empty
	// is any. Two actions may share a chord if their states differ, and the
	// one of the present state goes first.
	When string
	// Disabled says in a few words why the action cannot run now, or "" if it
	// can; nil means it always can.
	Disabled func() string
	// Checked reports whether a switch is on; nil for what is no switch.
	Checked func() bool
	// Hidden actions have keys but no line in menus and palette, such as the
	// number keys.
	Hidden bool
	// Repeats says that the action runs again and again while its key is held.
	Repeats bool
	// Run does it. It returns at once: what takes time goes on beside.
	Run func()
}

// Why returns why the action cannot run now, or "".
func (a *Action) Why() string {
	if a.Disabled == nil {
		return ""
	}
	return a.Disabled()
}

// Chords returns the keys of the action in a preset.
func (a *Action) Chords(preset string) []Chord {
	if c, ok := a.Preset[preset]; ok {
		return c
	}
	return a.Keys
}

// Key returns the first chord of the action in a preset as text, or "".
func (a *Action) Key(preset string) string {
	if c := a.Chords(preset); len(c) > 0 {
		return c[0].String()
	}
	return ""
}

// Tip returns the tooltip: title, key and hint, and why it cannot run.
func (a *Action) Tip(preset string) string {
	s := a.Title
	if k := a.Key(preset); k != "" {
		s += "  (" + k + ")"
	}
	if a.Hint != "" {
		s += "\n" + a.Hint
	}
	if why := a.Why(); why != "" {
		s += "\nNot now: " + why + "."
	}
	return s
}
