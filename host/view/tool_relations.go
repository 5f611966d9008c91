package view

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// wording is which chips are being changed.
type wording struct {
	// of is the object whose relation is changed, relation which, counted from 1;
	// 0 for a new one, whose kind is chosen, counted from 1 too.
	of       document.Ref
	relation int
	kind     int
	// wish is the phrase of the room's preference that is changed, from 1.
	wish int
}

// chips draws labels side by side in as many lines as they need, and returns
// which was clicked and of which the cross; -1 for none. The one at chosen has
// a ring, and those with a colour a dot.
func (s *shell) chips(c *ui.Rect, id string, labels []string, chosen int, dot func(i int) color.NRGBA) (clicked, removed int) {
	u := s.u
	clicked, removed = -1, -1
	line := c.CutTop(24)
	for i, label := range labels {
		var mark color.NRGBA
		if dot != nil {
			mark = dot(i)
		}
		w := min(c.W, u.ChipWidth(label, true, mark != color.NRGBA{}))
		if w > line.W {
			c.CutTop(5)
			line = c.CutTop(24)
		}
		r := line.CutLeft(w)
		line.CutLeft(5)
		click, cross := u.Chip(fmt.Sprint(id, i), r, label, true, mark)
		if i == chosen {
			u.Stroke(r, r.H/2, 1.5, u.Theme.Accent)
		}
		if click {
			clicked = i
		}
		if cross {
			removed = i
		}
	}
	c.CutTop(6)
	return clicked, removed
}

// relations shows what an object is asked for as chips: a click changes one, its
// cross drops it.
func (s *shell) relations(c *ui.Rect, ref document.Ref, o *scenes.Object) {
	u := s.u
	w := &s.wording
	if w.of != ref || w.relation > len(o.Relations) {
		*w = wording{of: ref, wish: w.wish}
	}
	c.CutTop(8)
	u.Heading(c.CutTop(20), "Relations")
	c.CutTop(2)
	if len(o.Relations) == 0 {
		u.Text(c.CutTop(24), "None: it may stand anywhere.", ui.Font{Size: ui.Small, Color: u.Theme.Soft})
	} else {
		labels := make([]string, len(o.Relations))
		for i, rel := range o.Relations {
			labels[i] = plain(string(rel.Kind)) + " " + plain(rel.Target)
		}
		clicked, removed := s.chips(c, "relation", labels, w.relation-1, func(i int) color.NRGBA { return s.relationColor(o, i) })
		switch {
		case removed >= 0:
			w.relation = 0
			s.do(document.RemoveRelation(ref, removed))
			return
		case clicked >= 0 && w.relation == clicked+1:
			w.relation = 0
		case clicked >= 0:
			w.relation, w.kind = clicked+1, 1+slices.Index(scenes.RelationKinds, o.Relations[clicked].Kind)
		}
	}
	s.editRelation(c, ref, o)
	s.facing(c, ref, o)
}

// relationColor tells relations that hold from those that do not.
func (s *shell) relationColor(o *scenes.Object, i int) color.NRGBA {
	for _, f := range scenes.Faults(s.truth.Findings) {
		if f.Rule == scenes.RuleRelation && f.Object == o.ID && f.Other == o.Relations[i].Target {
			return s.u.Theme.Warn
		}
	}
	return s.u.Theme.Good
}

// editRelation is the line that adds a relation, or changes the chosen one.
func (s *shell) editRelation(c *ui.Rect, ref document.Ref, o *scenes.Object) {
	w := &s.wording
	line := c.CutTop(ui.Row)
	c.CutTop(6)
	kinds := []string{"Add a relation…"}
	if w.relation > 0 {
		kinds[0] = "Change it to…"
	}
	for _, k := range scenes.RelationKinds {
		kinds = append(kinds, plain(string(k)))
	}
	half := line.Split(2, 6)
	chosen := s.u.Dropdown("relation/kind", half[0], kinds, w.kind, "How it shall stand to something.")
	changed := chosen != w.kind
	if w.kind = chosen; chosen == 0 {
		return
	}
	ids, names := s.targets(ref)
	ids, names = slices.Insert(ids, 0, ""), slices.Insert(names, 0, "to what?")
	at := 0
	if w.relation > 0 {
		at = max(0, slices.Index(ids, o.Relations[w.relation-1].Target))
	}
	n := s.u.Dropdown("relation/target", half[1], names, at, "What it stands to.")
	rel := scenes.Relation{Kind: scenes.RelationKinds[w.kind-1], Target: ids[n]}
	switch {
	case rel.Target == "":
	case w.relation > 0 && (changed || n != at):
		if s.do(document.SetRelation(ref, w.relation-1, rel)) {
			w.relation, w.kind = 0, 0
		}
	case w.relation == 0:
		s.do(document.AddRelation(ref, rel))
		w.kind = 0
	}
}

// targets are what an object can stand to, with names for people.
func (s *shell) targets(ref document.Ref) (ids, names []string) {
	for _, o := range s.active().Task.Objects {
		if o.ID != ref.ID {
			ids = append(ids, o.ID)
		}
	}
	ids = append(ids, scenes.LayoutElements...)
	for _, id := range ids {
		names = append(names, plain(id))
	}
	return ids, names
}

// standing says what carries an object.
func standing(o *scenes.Object) string {
	switch o.Support {
	case scenes.OnWall:
		return "on a wall"
	case scenes.OnCeiling:
		return "under the ceiling"
	case scenes.OnObject:
		return "on " + plain(o.Parent)
	}
	return "on the floor"
}

// facing is what an object shall look at.
func (s *shell) facing(c *ui.Rect, ref document.Ref, o *scenes.Object) {
	ids, names := s.targets(ref)
	ids, names = slices.Insert(ids, 0, ""), slices.Insert(names, 0, "anything")
	at := max(0, slices.Index(ids, o.Facing))
	if n := s.u.Dropdown("object/facing", s.row(c, "Faces"), names, at, "What its front shall point at."); n != at {
		s.do(document.Edit("Change what "+ref.ID+" faces", ref, func(o *scenes.Object) { o.Facing = ids[n] }))
	}
}

// phrases divides a preference into the wishes it is made of.
func phrases(text string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '、' || r == '，' }) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// wishes shows the room's preference as chips: a click changes one, its cross
// drops it, and the field adds another. The wishes that were understood as
// relations between kinds of objects follow.
func (s *shell) wishes(c *ui.Rect, room *scenes.LevelRoom) {
	u := s.u
	w := &s.wording
	list := phrases(room.Task.Preference)
	if w.wish > len(list) {
		w.wish = 0
	}
	set := func(list []string) { s.do(document.SetPreference(s.room, strings.Join(list, ", "))) }
	if len(list) > 0 {
		clicked, removed := s.chips(c, "wish", list, w.wish-1, nil)
		switch {
		case removed >= 0:
			w.wish = 0
			set(slices.Delete(list, removed, removed+1))
			return
		case clicked >= 0 && w.wish == clicked+1:
			w.wish = 0
			u.Focus("")
		case clicked >= 0:
			w.wish = clicked + 1
			u.Focus("")
			u.Focus("room/preference")
		}
	}
	text, hint := "", "the desk by the window, keep the middle free"
	if len(list) > 0 {
		hint = "another wish"
	}
	if w.wish > 0 {
		text = list[w.wish-1]
	}
	if text, changed, _ := u.Field("room/preference", c.CutTop(ui.Row), text, ui.FieldOptions{Placeholder: hint, Tip: "What the room is wished to be, in your words; commas divide wishes."}); changed {
		if w.wish > 0 {
			list[w.wish-1] = text
		} else {
			list = append(list, text)
		}
		w.wish = 0
		u.Focus("")
		set(list)
	}
	c.CutTop(6)
	if len(room.Task.Specs) == 0 {
		return
	}
	u.Heading(c.CutTop(20), "Understood as")
	labels := make([]string, len(room.Task.Specs))
	for i, spec := range room.Task.Specs {
		labels[i] = specLabel(&spec)
	}
	if _, removed := s.chips(c, "spec", labels, -1, nil); removed >= 0 {
		s.do(document.SetSpecs(s.room, slices.Delete(slices.Clone(room.Task.Specs), removed, removed+1)))
	}
}

// specLabel says in words what is asked for.
func specLabel(s *scenes.Spec) string {
	if s.Text != "" {
		return s.Text
	}
	words := []string{plain(s.Subject), plain(s.Predicate)}
	for _, a := range s.Anchors {
		words = append(words, plain(a))
	}
	return strings.TrimSpace(strings.Join(words, " "))
}
