package predicate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// The names of architecture that specs may use beside the layout elements.
const (
	RoomName    = "room"
	FloorName   = "floor"
	CeilingName = "ceiling"
	WallName    = "wall"
	DoorName    = "door"
	WindowName  = "window"
	// Everything names all objects.
	Everything = "*"
)

// namer finds the objects of a task by name.
type namer struct {
	task *scenes.Task
	// classes and known are filled in at the first name that needs them.
	classes []taxonomy.Class
	known   []bool
	found   map[string][]int
}

// Match returns the indices of the task's objects that a name stands for, in
// the task's order: an object's id, else a kind as the package's doc says.
func Match(t *scenes.Task, name string) []int {
	n := namer{task: t}
	return slices.Clone(n.objects(name))
}

func (n *namer) objects(name string) []int {
	if found, ok := n.found[name]; ok {
		return found
	}
	found := n.search(name)
	if n.found == nil {
		n.found = map[string][]int{}
	}
	n.found[name] = found
	return found
}

func (n *namer) search(name string) []int {
	if name == "" {
		return nil
	}
	if name == Everything {
		out := make([]int, len(n.task.Objects))
		for i := range out {
			out[i] = i
		}
		return out
	}
	if _, i := n.task.Find(name); i >= 0 {
		return []int{i}
	}
	if out := n.where(func(i int) bool { return n.task.Objects[i].Category == name }); out != nil {
		return out
	}
	n.classify()
	class, ok := taxonomy.ByName(name)
	if !ok {
		class, ok = taxonomy.Lookup(strings.ReplaceAll(name, "_", " "))
	}
	// A name of several words that is none of the class's own is a narrower
	// thing: a "lava lamp" is not every lamp.
	if ok && says(class, name) {
		if out := n.where(func(i int) bool { return n.known[i] && n.classes[i].Name == class.Name }); out != nil {
			return out
		}
	}
	name = strings.ReplaceAll(strings.ToLower(name), " ", "_")
	if out := n.where(func(i int) bool {
		return strings.HasSuffix(n.task.Objects[i].Category, "_"+name) || n.known[i] && strings.HasSuffix(n.classes[i].Name, "_"+name)
	}); out != nil {
		return out
	}
	role := taxonomy.Role(strings.ReplaceAll(name, "_", " "))
	return n.where(func(i int) bool { return n.known[i] && n.classes[i].Has(role) })
}

// says reports whether the class goes by the name, in any number.
func says(c taxonomy.Class, name string) bool {
	name = strings.ReplaceAll(strings.ToLower(name), "_", " ")
	if !strings.Contains(name, " ") || c.Words() == name {
		return true
	}
	words := len(strings.Fields(name))
	for _, s := range append([]string{c.Words()}, c.Synonyms...) {
		if len(strings.Fields(s)) == words && (s == name || s == strings.TrimSuffix(name, "s") || s == strings.TrimSuffix(name, "es")) {
			return true
		}
	}
	return false
}

func (n *namer) where(keep func(int) bool) []int {
	var out []int
	for i := range n.task.Objects {
		if keep(i) {
			out = append(out, i)
		}
	}
	return out
}

func (n *namer) classify() {
	if n.classes != nil || len(n.task.Objects) == 0 {
		return
	}
	n.classes = make([]taxonomy.Class, len(n.task.Objects))
	n.known = make([]bool, len(n.task.Objects))
	seen := map[string]int{}
	for i := range n.task.Objects {
		c := n.task.Objects[i].Category
		if k, ok := seen[c]; ok {
			n.classes[i], n.known[i] = n.classes[k], n.known[k]
			continue
		}
		seen[c] = i
		if n.classes[i], n.known[i] = taxonomy.ByName(c); !n.known[i] {
			n.classes[i], n.known[i] = taxonomy.Lookup(c)
		}
	}
}

// part of a group: n objects of the candidates.
type member struct {
	name       string
	candidates []int
	n          int
}

// members reads "chair*2+bench". Without a number a part means one object, or
// all candidates where the predicate takes as many as there are.
func (n *namer) members(subject string, all bool) []member {
	var out []member
	for _, s := range strings.Split(subject, "+") {
		m := member{n: 1}
		name, number, counted := strings.Cut(strings.TrimSpace(s), "*")
		if name == "" && counted {
			name, counted = Everything, false
		}
		m.name, m.candidates = name, n.objects(name)
		if all && !counted {
			m.n = max(len(m.candidates), 1)
		}
		if k, err := strconv.Atoi(number); counted && err == nil && k > 0 {
			m.n = k
		}
		out = append(out, m)
	}
	return out
}

// kindOf says what an anchor's name means.
func (r *room) kindOf(n *namer, name string) Kind {
	switch name {
	case RoomName, scenes.Middle:
		return Room
	case FloorName:
		return Floor
	case CeilingName:
		return Ceiling
	case WallName, scenes.NorthWall, scenes.EastWall, scenes.SouthWall, scenes.WestWall:
		return Wall
	case DoorName:
		return Door
	case WindowName:
		return Window
	}
	for i := range r.opens {
		if r.opens[i].id == name {
			return r.opens[i].kind
		}
	}
	if len(n.objects(name)) > 0 {
		return Object
	}
	return 0
}

// places returns the architecture that a name means.
func (r *room) places(name string, kind Kind) []place {
	var out []place
	switch kind {
	case Room, Floor, Ceiling:
		return []place{{kind: kind, id: name}}
	case Wall:
		for _, w := range r.walls {
			if name == WallName || w.id == name {
				out = append(out, w)
			}
		}
	case Door, Window:
		for _, o := range r.opens {
			if o.kind == kind && (o.id == name || name == DoorName || name == WindowName) {
				out = append(out, o)
			}
		}
	}
	return out
}

func list(words string) []string {
	var out []string
	for _, w := range strings.Split(words, ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}
