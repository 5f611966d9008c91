package prompt

import (
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
)

// objects lists what is to be placed, one line each.
func (w *writer) objects() {
	w.head("Objects")
	w.line("Sizes are right × front × up: along the object's own right side, along its front, and in height.")
	for i := range w.task.Objects {
		w.object(&w.task.Objects[i])
	}
	for _, p := range w.task.Locked {
		w.line(quote(p.ID), " is fixed at x ", number(p.Position[0]), ", y ", number(p.Position[1]), ", z ", number(p.Position[2]),
			", z_angle ", number(p.Yaw), ": answer with exactly that.")
	}
}

func (w *writer) object(o *scenes.Object) {
	said := []string{kindOf(o) + number(o.Size[0]) + " × " + number(o.Size[1]) + " × " + number(o.Size[2]), support(o)}
	if o.Facing != "" && o.Facing != scenes.Ceiling {
		said = append(said, "its front faces "+target(o.Facing))
	}
	for _, r := range o.Relations {
		if o.Support == scenes.OnObject && r.Kind == scenes.On && r.Target == o.Parent {
			continue // said by its support
		}
		said = append(said, relation(r))
	}
	for _, side := range []struct {
		name string
		free float64
	}{{"in front of it", o.Clearance.Front}, {"behind it", o.Clearance.Back}, {"to its left", o.Clearance.Left}, {"to its right", o.Clearance.Right}} {
		if side.free > 0 {
			said = append(said, "keep "+number(side.free)+" m free "+side.name)
		}
	}
	if o.Flat {
		said = append(said, "it lies flat and others may stand on it")
	}
	if o.Optional {
		said = append(said, "it may be left out")
	}
	w.line("- ", quote(o.ID), ": ", strings.Join(said, "; "))
}

// kindOf words what the object is, before its size: class, style, material.
func kindOf(o *scenes.Object) string {
	var words []string
	for _, s := range []string{o.Category, o.Style, o.Material} {
		if s = plain(strings.ReplaceAll(s, "_", " ")); s != "" {
			words = append(words, s)
		}
	}
	if len(words) == 0 {
		return ""
	}
	return strings.Join(words, ", ") + ", "
}

func support(o *scenes.Object) string {
	switch o.Support {
	case scenes.OnWall:
		return "hangs on a wall"
	case scenes.OnCeiling:
		return "hangs from the ceiling"
	case scenes.OnObject:
		return "stands on " + quote(o.Parent)
	}
	return "stands on the floor"
}

// relation words one relation; [writer.rules] says what the words mean.
func relation(r scenes.Relation) string {
	if _, wall := scenes.WallYaw(r.Target); wall {
		return "touches " + target(r.Target)
	}
	if scenes.IsLayoutElement(r.Target) {
		return "anywhere in the room"
	}
	what := string(r.Kind)
	switch r.Kind {
	case scenes.LeftOf, scenes.RightOf:
		what = "to the " + what
	case scenes.InFront:
		what = "in front of"
	case scenes.InCorner:
		what = "at the corner of"
	}
	beside := r.Kind == scenes.LeftOf || r.Kind == scenes.RightOf || r.Kind == scenes.InFront || r.Kind == scenes.Behind
	if r.Kind == scenes.InCorner || beside && r.Adjacent {
		return what + " " + quote(r.Target) + ", touching it"
	}
	return what + " " + quote(r.Target)
}

// target names a layout element or an object.
func target(id string) string {
	switch id {
	case scenes.SouthWall, scenes.NorthWall, scenes.EastWall, scenes.WestWall:
		return "the " + strings.Replace(id, "_", " ", 1)
	case scenes.Middle, scenes.Ceiling:
		return "the " + id
	}
	return quote(id)
}

// wishes words the task's counted relations between kinds of object, except
// those that the preference says already.
func wishes(t *scenes.Task) []string {
	var out []string
	for i := range t.Specs {
		s := &t.Specs[i]
		switch {
		case s.Text == "":
			out = append(out, wish(s))
		case !strings.Contains(t.Preference, s.Text):
			out = append(out, plain(s.Text))
		}
	}
	return out
}

var compared = map[scenes.Comparison]string{
	"": "exactly", scenes.Equal: "exactly", scenes.Less: "fewer than", scenes.Greater: "more than",
	scenes.LessEqual: "at most", scenes.GreaterEqual: "at least",
}

func wish(s *scenes.Spec) string {
	subject, phrase := plain(s.Subject), s.Predicate
	if subject == "" {
		subject = "room"
	}
	if p, ok := predicate.ByName(s.Predicate); ok && p.Phrase != "" {
		phrase = p.Phrase
	}
	anchors := make([]string, len(s.Anchors))
	for i, a := range s.Anchors {
		anchors[i] = plain(a)
	}
	out := compared[s.Compare] + " " + strconv.Itoa(s.Count) + " × " + subject + " " + plain(phrase)
	if len(anchors) > 0 {
		out += " " + strings.Join(anchors, " and ")
	}
	if s.Distance > 0 {
		out += " (" + number(s.Distance) + " m)"
	}
	return out
}
