package command

import (
	"fmt"
	"slices"
)

// Registry holds the actions of a window in the order they were added. The
// zero value is empty and ready. It is used from one goroutine.
type Registry struct {
	actions []*Action
	byID    map[string]*Action
}

// Add puts actions in. It panics where an action lacks a name, title, group or
// function or its name is taken: both are mistakes in the program.
func (r *Registry) Add(actions ...Action) {
	if r.byID == nil {
		r.byID = map[string]*Action{}
	}
	for _, a := range actions {
		if a.ID == "" || a.Title == "" || a.Group == "" || a.Run == nil {
			panic(fmt.Sprintf("command: action %q lacks a name, title, group or function", a.ID))
		}
		if r.byID[a.ID] != nil {
			panic(fmt.Sprintf("command: there are two actions named %s", a.ID))
		}
		r.byID[a.ID] = &a
		r.actions = append(r.actions, &a)
	}
}

// Find returns the action of that name, or nil.
func (r *Registry) Find(id string) *Action { return r.byID[id] }

// All returns the actions in the order they were added; read only.
func (r *Registry) All() []*Action { return r.actions }

// Groups returns the headings in the order their first action was added.
func (r *Registry) Groups() []string {
	var out []string
	for _, a := range r.actions {
		if !slices.Contains(out, a.Group) {
			out = append(out, a.Group)
		}
	}
	return out
}

// Group returns the actions under a heading.
func (r *Registry) Group(name string) []*Action {
	var out []*Action
	for _, a := range r.actions {
		if a.Group == name {
			out = append(out, a)
		}
	}
	return out
}

// Run runs the named action. It returns an error that says why it cannot be
// run now; a name that is unknown is a mistake in the program and panics.
func (r *Registry) Run(id string) error {
	a := r.byID[id]
	if a == nil {
		panic("command: there is no action named " + id)
	}
	if why := a.Why(); why != "" {
		return fmt.Errorf("%s: %s", a.Title, why)
	}
	a.Run()
	return nil
}

// ByChord returns the action that a chord runs in a preset and state, or nil.
// Actions of the very state come before those of any state, and those that can
// run before those that cannot.
func (r *Registry) ByChord(c Chord, preset, when string) *Action {
	var best *Action
	score := -1
	for _, a := range r.actions {
		if a.When != "" && a.When != when || !slices.Contains(a.Chords(preset), c) {
			continue
		}
		s := 0
		if a.When != "" {
			s = 2
		}
		if a.Why() == "" {
			s++
		}
		if s > score {
			best, score = a, s
		}
	}
	return best
}

// Conflict is a chord that runs two actions in the same state.
type Conflict struct {
	Preset string
	Chord  Chord
	A, B   string
}

// Conflicts returns the chords that two actions of one state share, for each
// of the presets.
func (r *Registry) Conflicts(presets ...string) []Conflict {
	type place struct {
		chord Chord
		when  string
	}
	var out []Conflict
	for _, p := range presets {
		taken := map[place]string{}
		for _, a := range r.actions {
			for _, c := range a.Chords(p) {
				at := place{c, a.When}
				if other, ok := taken[at]; ok {
					out = append(out, Conflict{Preset: p, Chord: c, A: other, B: a.ID})
				}
				taken[at] = a.ID
			}
		}
	}
	return out
}
