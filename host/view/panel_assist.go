package view

import (
	"github.com/metaspatial/metaspatial/host/view/command"
)

// alternatives is how many layouts there are to choose from.
const alternatives = 6

// policyActions are what the policy at hand can be asked for.
func (s *shell) policyActions() []command.Action {
	keys := command.Chords
	return []command.Action{
		{ID: "policy.furnish", Title: "Furnish from a sentence…", Group: "Policy", Icon: "wand", Keys: keys("Ctrl+F"), Hint: "Say what the room is for; objects are chosen from the library and shown before they are placed.", Disabled: s.noLibrary, Run: s.openFurnish},
		{ID: "policy.level", Title: "Plan a level of several rooms…", Group: "Policy", Icon: "home", Keys: keys("Ctrl+Shift+F"), Hint: "Say which rooms there are; their plan is shown before they are furnished.", Disabled: s.noLibrary, Run: s.openLevel},
		{ID: "policy.generate", Title: "Generate", Group: "Policy", Icon: "spark", Keys: keys("Ctrl+G"), Hint: "The policy places the objects anew: those that are selected, or all; around what is locked.", Disabled: s.noPlacing, Run: func() { s.generate(1) }},
		{ID: "policy.generate-all", Title: "Generate every room", Group: "Policy", Icon: "spark", Keys: keys("Ctrl+Alt+G"), Hint: "The policy places the objects of all rooms of the level anew.", Disabled: s.noRooms, Run: s.generateAll},
		{ID: "policy.alternatives", Title: "Alternatives", Group: "Policy", Icon: "grid", Keys: keys("Ctrl+Shift+G"), Hint: "Several layouts to choose from.", Disabled: s.noPlacing, Run: func() { s.generate(alternatives) }},
		{ID: "policy.refine", Title: "Refine", Group: "Policy", Icon: "refine", Keys: keys("Ctrl+Shift+R"), Hint: "The policy looks at the faults and tries once more; kept only if better.", Disabled: s.noPlacing, Run: s.refine},
		{ID: "policy.cancel", Title: "Cancel what is under way", Group: "Policy", Icon: "close", Keys: keys("Ctrl+."), Disabled: s.nothing(func() bool { return s.ask.cancel != nil }, "nothing is under way"), Run: func() { s.ask.cancel() }},
	}
}

// attend notes in open whether a dialog of the policy is open. Whoever closes it
// no longer wants what it waits for.
func (s *shell) attend(id string, open *bool) bool {
	was := *open
	*open = s.u.IsOpen(id)
	if was && !*open && s.ask.cancel != nil {
		s.ask.cancel()
	}
	return *open
}

func (s *shell) noPolicy() string {
	switch {
	case s.helper == nil:
		return "there is no policy at hand"
	case s.watch.on:
		return "a run is watched; F2 goes to the editor"
	case s.ask.cancel != nil:
		return "the policy is at work"
	}
	return ""
}

func (s *shell) noLibrary() string {
	if s.opts.Stock.Library == nil {
		return "there is no library to choose from"
	}
	return s.noPolicy()
}

func (s *shell) noPlacing() string {
	if why := s.noPolicy(); why != "" {
		return why
	}
	if len(s.active().Task.Objects) == 0 {
		return "the room has no objects; drag some in or furnish from a sentence"
	}
	return ""
}

func (s *shell) noRooms() string {
	if why := s.noPolicy(); why != "" {
		return why
	}
	level := s.doc.State().Level
	for i := range level.Rooms {
		if t := level.Rooms[i].Task; len(t.Objects) > len(t.Locked) {
			return ""
		}
	}
	return "no room has objects that may move"
}
