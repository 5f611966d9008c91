package view

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/edit"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// fault is what is to be mended: the objects of a finding, of which the first
// that has a place to go to is moved.
type fault []string

// faultOf returns who can mend a finding.
func faultOf(f *scenes.Finding) fault {
	var out fault
	for _, id := range []string{f.Object, f.Other} {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// faults are those of the selected objects, or all where none is selected.
func (s *shell) faults() []fault {
	var out []fault
	for _, f := range scenes.Faults(s.truth.Findings) {
		mine := faultOf(&f)
		chosen := len(s.doc.SelectedObjects()) == 0
		for i, id := range mine {
			if s.doc.IsSelected(document.Ref{Room: s.room, ID: id}) {
				// The one that is selected is the one to move.
				mine[0], mine[i], chosen = mine[i], mine[0], true
				break
			}
		}
		if chosen && len(mine) > 0 {
			out = append(out, mine)
		}
	}
	return out
}

// mend moves objects to the nearest places where they have no fault, beside the
// window, and makes it one step.
func (s *shell) mend(list ...fault) {
	room := s.active()
	task, layout, id := room.Task, room.Layout, s.room
	state := s.doc.State()
	s.send("Mend "+plain(id), func(ctx context.Context, e *errand) func() {
		changes, failed := mended(ctx, e, state, id, list)
		return func() {
			now, _ := s.doc.State().Room(id)
			switch {
			case now == nil || now.Task != task || now.Layout != layout:
				s.toast(notice, "The room has changed meanwhile; press Q once more.")
				return
			case len(changes) > 0 && s.do(document.Batch("Mend "+plain(id), changes...)) && failed == nil:
				what := fmt.Sprint(len(changes), " objects")
				if len(changes) == 1 {
					what = plain(strings.TrimPrefix(changes[0].Title, "Place "))
				}
				s.toast(success, "Mended: "+what+" moved to the nearest valid place.")
			}
			if failed != nil {
				s.toast(warning, capital(failed.Error()))
			}
		}
	})
}

// mended returns the changes that mend faults, and why the last that could not
// be mended could not.
func mended(ctx context.Context, e *errand, state *document.State, id string, list []fault) (changes []document.Change, failed error) {
	room, _ := state.Room(id)
	c := measure.NewChecker(room.Task)
	for i, f := range list {
		e.report(float64(i)/float64(len(list)), plain(f[0]))
		var err error
		for _, object := range f {
			var p scenes.Placement
			p, err = edit.Fix(ctx, c, room.Task, room.Layout, object)
			if was := room.Layout.Find(object); err == nil && was != nil && *was == p {
				break // an earlier step has mended it
			}
			if err != nil {
				continue
			}
			change := document.SetPose(document.Ref{Room: id, ID: object}, p)
			var next *document.State
			if next, err = change.Preview(state); err == nil {
				state, changes = next, append(changes, change)
				room, _ = state.Room(id)
				break
			}
		}
		if err != nil {
			failed = err
		}
	}
	return changes, failed
}

// noFaults says why there is nothing to mend.
func (s *shell) noFaults() string {
	if s.watch.on || s.truth == nil || len(s.faults()) == 0 {
		return "nothing is wrong with what is selected"
	}
	return ""
}

// mendActions are the quick fix and the map of where an object could go.
func (s *shell) mendActions() []command.Action {
	return []command.Action{
		{ID: "edit.mend", Title: "Mend faults", Group: "Edit", Icon: "wand", Keys: command.Chords("Q"), When: "edit", Hint: "What is at fault moves to the nearest place where it is not: what is selected, or everything.", Disabled: s.noFaults, Run: func() { s.mend(s.faults()...) }},
		{ID: "overlay.heat", Title: "Show: where it could go", Group: "View", Icon: "flame", Keys: command.Chords("Shift+Q"), When: "edit", Hint: "The floor is tinted by how well the selected object would stand there.", Checked: func() bool { return s.heat.on }, Run: s.toggleHeat},
	}
}

// mendButton draws the quick fix in a line of the findings, and reports whether
// the pointer is over it.
func (s *shell) mendButton(r ui.Rect) bool {
	u := s.u
	over := u.Over(r)
	c := u.Theme.Soft
	if over {
		c = u.Theme.Accent
		u.FillRound(r.Middle(ui.Row, ui.Row), ui.Radius, u.Theme.Down)
		u.SetCursor(ui.Hand)
	}
	u.Icon(r, "wand", 16, c)
	return over
}
