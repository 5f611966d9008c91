package assist

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/preference"
)

// Thing is an object that was chosen for a room.
type Thing struct {
	scenes.Object
	// Why says in a word why it was chosen: "named", "needed", "usual".
	Why string
	// Drops are the further things that go with it when it is taken out, because
	// they stand on it.
	Drops []string
}

// Proposal is what was chosen for a room, before anything is placed.
type Proposal struct {
	// Task is the room with the objects it had and the new ones. Its id is that of
	// the room it is for.
	Task *scenes.Task
	// Layout is the room as it was.
	Layout *scenes.Layout
	// Things are the new objects, in the order of their importance.
	Things []Thing
	// Notes say what was chosen and why; Left what could not be had, for want of a
	// place or of an asset; NotUnderstood are the words of the sentence that
	// nothing was made of.
	Notes, Left, NotUnderstood []string
}

// Ask is the proposal as a room to generate: only the new objects are placed.
func (p *Proposal) Ask() Ask {
	k := Ask{Task: p.Task, Layout: p.Layout, Selected: []string{}}
	for _, t := range p.Things {
		k.Selected = append(k.Selected, t.ID)
	}
	return k
}

// Choose picks the objects of a room by a sentence in English: all of an empty
// room, or further ones for a room that has some, which then stay where they
// are. Layout may be nil.
func (a *Assistant) Choose(task *scenes.Task, layout *scenes.Layout, text string, seed uint64) *Job[*Proposal] {
	seed = a.next(seed)
	return start(a, "Choose objects", 0, func(ctx context.Context, _ func(int)) (*Proposal, error) {
		switch {
		case task == nil:
			return nil, fmt.Errorf("there is no room to furnish")
		case a.o.Stock.Library == nil:
			return nil, fmt.Errorf("there is no library to choose from; import a pack of models first")
		case strings.TrimSpace(text) == "":
			return nil, fmt.Errorf("say what the room is for, such as: a cosy reading corner by the window, a desk for two")
		}
		c, err := a.o.Stock.FromWords(ctx, task.Room, text, seed)
		if err != nil {
			return nil, err
		}
		if layout == nil {
			layout = &scenes.Layout{}
		}
		p := &Proposal{Layout: layout, Notes: c.Notes, Left: leftOut(c.Notes), NotUnderstood: unheard(text, c)}
		names := merged(task, c.Task)
		p.Task = join(task, c.Task, names, text)
		for i := range c.Task.Objects {
			o, _ := p.Task.Find(names[c.Task.Objects[i].ID])
			p.Things = append(p.Things, Thing{Object: *o, Why: reasonOf(c.Notes, o.Asset), Drops: carried(p.Task, o.ID)})
		}
		return p, p.Task.Validate()
	})
}

// unheard lists the clauses of a sentence that are neither wishes nor what a note
// speaks of: a reading corner is no wish, but has become an armchair and a lamp.
func unheard(text string, c *furnish.Chosen) []string {
	return slices.DeleteFunc(preference.Parse(text, c.Task).NotUnderstood, func(clause string) bool {
		clause = strings.ToLower(clause)
		return slices.ContainsFunc(c.Notes, func(note string) bool {
			for i, words := range strings.Split(note, `"`) {
				if i%2 == 1 && words != "" && strings.Contains(clause, strings.ToLower(words)) {
					return true
				}
			}
			return false
		})
	})
}

// reasonOf is what the notes give in brackets as the reason for an asset.
func reasonOf(notes []string, asset string) string {
	for _, n := range notes {
		if at := strings.LastIndex(n, " ("); at >= 0 && strings.Contains(n, "→ "+asset+",") {
			return strings.Trim(n[at:], " ()")
		}
	}
	return ""
}

// leftOut are the notes on what could not be had.
func leftOut(notes []string) []string {
	var out []string
	for _, n := range notes {
		if strings.Contains(n, "left out") || strings.Contains(n, "optional") || strings.Contains(n, "has no ") {
			out = append(out, n)
		}
	}
	return out
}

// merged names the new objects so that they differ from those that are there.
func merged(old, add *scenes.Task) map[string]string {
	names, taken := map[string]string{}, map[string]bool{}
	for i := range old.Objects {
		taken[old.Objects[i].ID] = true
	}
	for i := range add.Objects {
		id := add.Objects[i].ID
		name := id
		if taken[name] {
			stem := strings.TrimRight(id, "0123456789")
			for n := 1; taken[name]; n++ {
				name = stem + strconv.Itoa(n)
			}
		}
		taken[name] = true
		names[id] = name
	}
	return names
}

// join makes one task of a room and what was chosen for it.
func join(old, add *scenes.Task, names map[string]string, text string) *scenes.Task {
	renamed := func(id string) string {
		if n, ok := names[id]; ok {
			return n
		}
		return id
	}
	t := *old
	t.Objects, t.Specs, t.SceneGraph = slices.Clone(old.Objects), slices.Clone(old.Specs), nil
	for _, o := range add.Objects {
		o.ID, o.Parent, o.Facing = renamed(o.ID), renamed(o.Parent), renamed(o.Facing)
		o.Relations = slices.Clone(o.Relations)
		for i := range o.Relations {
			o.Relations[i].Target = renamed(o.Relations[i].Target)
		}
		t.Objects = append(t.Objects, o)
	}
	for _, s := range add.Specs {
		s.Subject, s.Anchors = renamed(s.Subject), slices.Clone(s.Anchors)
		for i := range s.Anchors {
			s.Anchors[i] = renamed(s.Anchors[i])
		}
		t.Specs = append(t.Specs, s)
	}
	if len(old.Objects) == 0 {
		t.Program, t.Preference = add.Program, add.Preference
		return &t
	}
	if said := strings.TrimSpace(t.Preference); said == "" {
		t.Preference = text
	} else if !strings.Contains(said, text) {
		t.Preference = strings.TrimRight(said, ".") + ". " + text
	}
	return &t
}

// Without returns the proposal without some of its things, what stands on them,
// and whatever was said of them.
func (p *Proposal) Without(ids ...string) *Proposal {
	drop := map[string]bool{}
	for _, id := range ids {
		drop[id] = true
		for _, c := range carried(p.Task, id) {
			drop[c] = true
		}
	}
	out, t := *p, *p.Task
	out.Things = slices.DeleteFunc(slices.Clone(p.Things), func(t Thing) bool { return drop[t.ID] })
	t.Objects = nil
	for _, o := range p.Task.Objects {
		if drop[o.ID] {
			continue
		}
		if drop[o.Facing] {
			o.Facing = ""
		}
		o.Relations = slices.DeleteFunc(slices.Clone(o.Relations), func(r scenes.Relation) bool { return drop[r.Target] })
		t.Objects = append(t.Objects, o)
	}
	t.Specs = slices.DeleteFunc(slices.Clone(t.Specs), func(s scenes.Spec) bool {
		return drop[s.Subject] || slices.ContainsFunc(s.Anchors, func(a string) bool { return drop[a] })
	})
	out.Task = &t
	return &out
}

// carried lists what stands on an object, and on that.
func carried(t *scenes.Task, id string) []string {
	k := Ask{Task: t, Selected: []string{id}}
	free := k.free()
	var out []string
	for i := range t.Objects {
		if o := t.Objects[i].ID; o != id && free(o) {
			out = append(out, o)
		}
	}
	return out
}
