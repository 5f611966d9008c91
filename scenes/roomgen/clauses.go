package roomgen

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// clause is something that a preference may ask for: a subject at a place, or
// a whole sentence. Clauses of one topic are alternatives; a preference has at
// most one of them.
type clause struct {
	topic          string
	subject, place string
	whole          string
}

// kind is all objects of one category.
type kind struct {
	class taxonomy.Class
	name  string // in words
	n     int
	first *scenes.Object
}

// one names the only object of a kind, or any of several.
func (k *kind) one() string {
	if k.n == 1 {
		return "the " + k.name
	}
	return withArticles("a " + k.name)
}

// some names n objects of a kind.
func (k *kind) some(n int) string {
	if n == 1 {
		return k.one()
	}
	return numerals[n] + " " + plural(k.name)
}

func kindsOf(t *scenes.Task) []kind {
	var out []kind
	at := map[string]int{}
	for i := range t.Objects {
		o := &t.Objects[i]
		k, ok := at[o.Category]
		if !ok {
			c, known := taxonomy.ByName(o.Category)
			if !known {
				continue
			}
			k = len(out)
			at[o.Category] = k
			out = append(out, kind{class: c, name: c.Words(), first: o})
		}
		out[k].n++
	}
	return out
}

// clauses lists what could be asked of the objects, true or not.
func clauses(t *scenes.Task) []clause {
	kinds := kindsOf(t)
	out := roomClauses(t)
	for i := range kinds {
		a := &kinds[i]
		if a.first.Flat || a.first.Support == scenes.OnObject || a.first.Support == scenes.OnCeiling {
			out = append(out, pairClauses(a, kinds)...)
			continue
		}
		out = append(out, wallClauses(t, a)...)
		out = append(out, pairClauses(a, kinds)...)
		out = append(out, groupClauses(a, kinds)...)
	}
	return out
}

// roomClauses are about free space.
func roomClauses(t *scenes.Task) []clause {
	out := []clause{
		{topic: "middle", whole: "keep the middle free"},
		{topic: "middle", whole: "keep the middle of the room free"},
		{topic: "middle", whole: "leave the middle of the room empty"},
	}
	for _, o := range t.Room.Openings {
		name := string(o.Kind)
		for d := 100; d >= 50; d -= 10 {
			out = append(out, clause{topic: name, whole: fmt.Sprintf("nothing within %d cm of the %s", d, name)})
			out = append(out, clause{topic: name, whole: fmt.Sprintf("keep %.1f m in front of the %s free", float64(d)/100, name)})
		}
	}
	return out
}

// wallClauses put one kind to a wall, a corner, a door or a window.
func wallClauses(t *scenes.Task, a *kind) []clause {
	var out []clause
	add := func(topic string, places ...string) {
		for _, p := range places {
			out = append(out, clause{topic: topic + a.name, subject: a.one(), place: p})
		}
	}
	if a.first.Support == scenes.OnFloor {
		add("wall ", "against a wall", "against the wall", "along the wall")
		add("corner ", "in a corner", "in the corner")
	}
	for _, w := range [4]string{"north", "east", "south", "west"} {
		if a.first.Support == scenes.OnWall {
			add("wall ", "on the "+w+" wall")
		} else {
			add("wall ", "against the "+w+" wall")
		}
	}
	for _, o := range t.Room.Openings {
		if o.Kind == scenes.Window {
			add("window ", "under the window", "next to the window", "near the window", "facing the window", "away from the window")
		} else {
			add("door ", "next to the door", "near the door", "away from the door", "facing the door", "opposite the door")
		}
	}
	return out
}

// pairClauses put one kind to another of which there is only one.
func pairClauses(a *kind, kinds []kind) []clause {
	var out []clause
	for i := range kinds {
		b := &kinds[i]
		if b.name == a.name || b.n > 1 || b.first.Flat || b.first.Support == scenes.OnCeiling || b.first.Support == scenes.OnObject {
			continue
		}
		topic := a.name + " " + b.name
		add := func(places ...string) {
			for _, p := range places {
				out = append(out, clause{topic: topic, subject: a.one(), place: p + " the " + b.name})
			}
		}
		switch {
		case a.first.Flat:
			add("under")
		case a.first.Support == scenes.OnObject:
			if a.first.Parent != b.first.ID {
				add("near")
			}
		case a.first.Support == scenes.OnCeiling:
			add("above")
		case a.first.Support == scenes.OnWall:
			add("above", "opposite", "facing")
		case b.first.Support == scenes.OnWall:
			add("under", "facing", "opposite")
		default:
			add("next to", "beside", "to the left of", "to the right of", "in front of", "behind", "facing", "opposite", "near", "far from", "at least 2 m from", "within 1 m of")
		}
		if b.class.Has(taxonomy.Bed) || b.class.Has(taxonomy.Sofa) {
			out = append(out, clause{topic: topic, subject: withArticles("a " + a.name), place: "on each side of the " + b.name})
		}
	}
	return out
}

// groupClauses are about several objects of one kind.
func groupClauses(a *kind, kinds []kind) []clause {
	var out []clause
	if a.n < 2 {
		return nil
	}
	for n := 2; n <= min(a.n, len(numerals)-1); n++ {
		out = append(out, clause{topic: "facing " + a.name, subject: a.some(n), place: "facing each other"})
		for i := range kinds {
			if b := &kinds[i]; b.n == 1 && b.name != a.name && b.class.Has(taxonomy.Table) {
				out = append(out, clause{topic: a.name + " " + b.name, subject: a.some(n), place: "around the " + b.name})
			}
		}
	}
	return append(out, clause{topic: "together " + a.name, subject: "the " + plural(a.name), place: "next to each other"})
}
