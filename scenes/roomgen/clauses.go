package roomgen

import (
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// clause is something that a preference may ask for: a subject at a place, or
// a whole sentence. Clauses of one topic are alternatives; a preference has at
// most one of them.
type clause struct {
	topic string
	// weight is how much a designer would rather ask for this than for others.
	weight float64
	// subject is what is placed, n of it; 0 for all of a kind.
	subject *kind
	n       int
	place   string
	whole   string
}

// kind is all objects of one category.
type kind struct {
	class taxonomy.Class
	name  string // in words
	n     int
	first *scenes.Object
}

func (k *kind) standing() bool { return k.first.Support == scenes.OnFloor && !k.first.Flat }

func (k *kind) is(roles ...taxonomy.Role) bool {
	for _, r := range roles {
		if k.class.Has(r) {
			return true
		}
	}
	return false
}

// looks says whether people would speak of where the kind faces.
func (k *kind) looks() bool {
	return k.class.Front && k.is(taxonomy.Seat, taxonomy.Screen, taxonomy.Bed, taxonomy.Desk)
}

// article puts "a" or "an" before a noun.
func article(noun string) string { return strings.TrimPrefix(withArticles("; a "+noun), "; ") }

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
		if a.standing() || a.first.Support == scenes.OnWall {
			out = append(out, wallClauses(t, a)...)
		}
		if a.standing() {
			out = append(out, betweenClauses(a, kinds)...)
			out = append(out, groupClauses(a, kinds)...)
		}
		for k := range kinds {
			if b := &kinds[k]; k != i && b.n == 1 && (b.standing() || b.first.Support == scenes.OnWall) {
				out = append(out, pairClauses(a, b)...)
			}
		}
	}
	return out
}

// roomClauses are about free space.
func roomClauses(t *scenes.Task) []clause {
	var out []clause
	add := func(topic string, weight float64, whole string) {
		out = append(out, clause{topic: topic, weight: weight, whole: whole})
	}
	for _, s := range [...]string{"keep the middle free", "keep the middle of the room free", "leave the middle of the room empty", "the centre of the room should stay clear"} {
		add("middle", 4, s)
	}
	for _, o := range t.Room.Openings {
		name := string(o.Kind)
		for d := 100; d >= 50; d -= 10 {
			add(name, 1, fmt.Sprintf("nothing within %d cm of the %s", d, name))
			add(name, 0.5, fmt.Sprintf("keep %d cm in front of the %s free", d, name))
		}
	}
	return out
}

// wallClauses put one kind to a wall, a corner, a door or a window.
func wallClauses(t *scenes.Task, a *kind) []clause {
	var out []clause
	add := func(topic string, weight float64, places ...string) {
		for _, p := range places {
			out = append(out, clause{topic: topic + a.name, weight: weight, subject: a, n: 1, place: p})
		}
	}
	for _, w := range [4]string{"north", "east", "south", "west"} {
		if a.standing() {
			add("wall ", 1, "against the "+w+" wall", "along the "+w+" wall")
		} else {
			add("wall ", 1.5, "on the "+w+" wall")
		}
	}
	if a.standing() {
		add("wall ", 1.5, "against a wall", "against the wall", "along a wall")
		add("wall ", 3, "in a corner", "in the corner")
	}
	for _, o := range t.Room.Openings {
		if o.Kind == scenes.Window {
			add("window ", 2, "next to the window", "by the window", "near the window")
			if a.standing() {
				add("window ", 6, "under the window", "beneath the window")
				add("window ", 0.5, "away from the window")
			}
			if a.looks() {
				add("window ", 2, "facing the window")
			}
			continue
		}
		add("door ", 1, "next to the door", "near the door", "away from the door", "far from the door")
		if a.looks() {
			add("door ", 1.5, "facing the door")
		}
	}
	return out
}

// pairClauses put one kind to another of which there is only one.
func pairClauses(a, b *kind) []clause {
	var out []clause
	add := func(weight float64, places ...string) {
		for _, p := range places {
			out = append(out, clause{topic: a.name + " " + b.name, weight: weight, subject: a, n: 1, place: p + " the " + b.name})
		}
	}
	switch {
	case a.first.Flat:
		add(6, "under", "beneath")
	case a.first.Support == scenes.OnObject:
	case a.first.Support == scenes.OnCeiling:
		add(5, "above", "over")
	case a.first.Support == scenes.OnWall:
		if b.standing() {
			add(5, "above", "over")
			add(1.5, "opposite", "across from")
		}
	case b.first.Support == scenes.OnWall:
		if a.looks() {
			add(1.5, "facing", "opposite")
		}
		if a.is(taxonomy.Sideboard, taxonomy.Sofa, taxonomy.Bed, taxonomy.Desk, taxonomy.Dining) {
			add(1.5, "under", "beneath")
		}
	default:
		add(1, "next to", "beside", "near", "to the left of", "to the right of", "in front of")
		add(0.4, "behind", "far from", "at least 2 m from", "at least 1.5 m from", "within 1 m of")
		if a.looks() && !a.is(taxonomy.Bed, taxonomy.Desk) {
			add(2.5, "facing", "opposite", "turned to")
		}
		if b.is(taxonomy.Bed, taxonomy.Sofa) {
			add(6, "on each side of", "on both sides of")
		}
	}
	return out
}

// betweenClauses put one kind between two others.
func betweenClauses(a *kind, kinds []kind) []clause {
	var out []clause
	for i := range kinds {
		for k := range i {
			b, c := &kinds[i], &kinds[k]
			if b != a && c != a && b.n == 1 && c.n == 1 && b.standing() && c.standing() {
				out = append(out, clause{topic: "between " + a.name, weight: 0.15, subject: a, n: 1, place: "between the " + b.name + " and the " + c.name})
			}
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
	add := func(topic string, weight float64, n int, place string) {
		out = append(out, clause{topic: topic, weight: weight, subject: a, n: n, place: place})
	}
	if a.looks() {
		add("facing "+a.name, 8, 2, "facing each other")
	}
	for n := 2; n <= min(a.n, len(numerals)-1); n++ {
		for i := range kinds {
			if b := &kinds[i]; b.n == 1 && b != a && b.is(taxonomy.Table) && a.is(taxonomy.Seat) {
				add(a.name+" "+b.name, 8, n, "around the "+b.name)
				add(a.name+" "+b.name, 3, n, "facing the "+b.name)
			}
		}
	}
	return out
}
