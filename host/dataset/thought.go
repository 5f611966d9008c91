package dataset

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// thought gives the reasons of a fully valid layout, one line for every object.
// Every sentence is true of the layout and follows from the task: a model that
// learns it learns no empty words.
func thought(t *scenes.Task, l *scenes.Layout) string {
	var b strings.Builder
	e := t.Room.Extent()
	size := number(e[0]) + " × " + number(e[1]) + " m"
	if rectangular(&t.Room) {
		b.WriteString("The room is " + size)
	} else {
		b.WriteString("The floor fits into " + size)
	}
	b.WriteString(" and is " + number(e[2]) + " m high. Nothing collides, everything lies inside the room, and its openings stay free.\n")
	for i := range t.Objects {
		o := &t.Objects[i]
		p := l.Find(o.ID)
		if p == nil {
			fmt.Fprintf(&b, "%s: is left out, as it may be.\n", o.ID)
			continue
		}
		fmt.Fprintf(&b, "%s: %s.\n", o.ID, strings.Join(reasons(t, l, o, p), "; "))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// rectangular says whether the floor is its bounding box.
func rectangular(r *scenes.Room) bool {
	e := r.Extent()
	for _, p := range r.Floor {
		if p[0] != 0 && p[0] != e[0] || p[1] != 0 && p[1] != e[1] {
			return false
		}
	}
	return len(r.Floor) == 4
}

// secondThought says what was wrong with the layout before and what changes.
func secondThought(t *scenes.Task, before, l *scenes.Layout, findings []scenes.Finding) string {
	var b strings.Builder
	const most = 6
	b.WriteString("My previous answer had these faults:\n")
	for _, f := range findings[:min(most, len(findings))] {
		// The bullet keeps the line from being taken for an object's reason.
		b.WriteString("» " + strings.Join(strings.Fields(f.Message), " ") + "\n")
	}
	if n := len(findings) - most; n > 0 {
		fmt.Fprintf(&b, "» and %d more\n", n)
	}
	if len(findings) == 0 {
		b.Reset()
		b.WriteString("No fault was found in my previous answer.\n")
	}
	stay := 0
	for i := range t.Objects {
		o := &t.Objects[i]
		was, is := before.Find(o.ID), l.Find(o.ID)
		switch {
		case was == nil && is == nil:
			fmt.Fprintf(&b, "%s: stays left out, as it may be.\n", o.ID)
		case is == nil:
			fmt.Fprintf(&b, "%s: is left out now, as it may be.\n", o.ID)
		case was == nil:
			fmt.Fprintf(&b, "%s: was missing; %s.\n", o.ID, strings.Join(reasons(t, l, o, is), "; "))
		case *was == *is:
			stay++
		default:
			fmt.Fprintf(&b, "%s: %s; %s.\n", o.ID, change(was, is), strings.Join(reasons(t, l, o, is), "; "))
		}
	}
	switch {
	case stay == len(t.Objects):
		b.WriteString("Everything stays where it is.")
	case stay > 0:
		b.WriteString("The others stay where they are.")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// change says what differs between two places.
func change(was, is *scenes.Placement) string {
	var said []string
	if was.Position[0] != is.Position[0] || was.Position[1] != is.Position[1] {
		said = append(said, fmt.Sprintf("moves from (%s, %s) to (%s, %s)",
			number(was.Position[0]), number(was.Position[1]), number(is.Position[0]), number(is.Position[1])))
	}
	if was.Position[2] != is.Position[2] {
		said = append(said, fmt.Sprintf("its z goes from %s to %s", number(was.Position[2]), number(is.Position[2])))
	}
	if was.Yaw != is.Yaw {
		said = append(said, fmt.Sprintf("turns from %s to %s", number(was.Yaw), number(is.Yaw)))
	}
	return strings.Join(said, ", ")
}

// reasons says what holds an object where it is.
func reasons(t *scenes.Task, l *scenes.Layout, o *scenes.Object, p *scenes.Placement) []string {
	said := []string{height(l, t, o, p), covers(o, p)}
	if t.Lock(o.ID) != nil {
		return append(said, "it is fixed there")
	}
	for _, r := range o.Relations {
		if words := related(r); words != "" {
			said = append(said, words)
		}
	}
	if o.Facing != "" && o.Facing != scenes.Ceiling && o.Facing != scenes.Middle {
		said = append(said, fmt.Sprintf("its front faces %s at z_angle %s", named(o.Facing), number(p.Yaw)))
	}
	return said
}

// covers says which part of the floor plan the object's box takes.
func covers(o *scenes.Object, p *scenes.Placement) string {
	right, front := scenes.Axes(p.Yaw)
	var half [2]float64
	for k := range half {
		half[k] = (math.Abs(right[k])*o.Size[0] + math.Abs(front[k])*o.Size[1]) / 2
	}
	return fmt.Sprintf("takes x %s to %s, y %s to %s", number(p.Position[0]-half[0]), number(p.Position[0]+half[0]),
		number(p.Position[1]-half[1]), number(p.Position[1]+half[1]))
}

// height says what the object's z follows from.
func height(l *scenes.Layout, t *scenes.Task, o *scenes.Object, p *scenes.Placement) string {
	z, half := p.Position[2], o.Size[2]/2
	near := func(v float64) bool { return z-v <= geom.Tolerance && v-z <= geom.Tolerance }
	switch o.Support {
	case scenes.OnFloor:
		if near(half) {
			return fmt.Sprintf("stands on the floor, z = %s / 2 = %s", number(o.Size[2]), number(z))
		}
	case scenes.OnCeiling:
		if near(t.Room.Height - half) {
			return fmt.Sprintf("hangs from the ceiling, z = %s − %s / 2 = %s", number(t.Room.Height), number(o.Size[2]), number(z))
		}
	case scenes.OnWall:
		return "hangs on the wall at z = " + number(z)
	case scenes.OnObject:
		parent, _ := t.Find(o.Parent)
		if q := l.Find(o.Parent); parent != nil && q != nil {
			if top := q.Position[2] + parent.Size[2]/2; near(top + half) {
				return fmt.Sprintf("stands on %s, z = %s + %s / 2 = %s", o.Parent, number(top), number(o.Size[2]), number(z))
			}
		}
		return fmt.Sprintf("stands on %s at z = %s", o.Parent, number(z))
	}
	return "its z is " + number(z)
}

// related words a relation, or nothing where it asks for nothing.
func related(r scenes.Relation) string {
	if _, wall := scenes.WallYaw(r.Target); wall {
		return "it touches " + named(r.Target)
	}
	if scenes.IsLayoutElement(r.Target) {
		return ""
	}
	where := string(r.Kind)
	switch r.Kind {
	case scenes.LeftOf, scenes.RightOf:
		where = "to the " + where
	case scenes.InFront:
		where = "in front of"
	case scenes.InCorner:
		where = "at the corner of"
	case scenes.On, scenes.InMiddleOf:
		return "it is on " + r.Target
	}
	return "it is " + where + " " + r.Target
}

// named says a layout element in words; an object is called by its id.
func named(id string) string {
	if scenes.IsLayoutElement(id) {
		return "the " + strings.Replace(id, "_", " ", 1)
	}
	return id
}

// number writes a length to the millimetre, as an answer has it.
func number(f float64) string {
	s := strconv.FormatFloat(f, 'f', 3, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}
