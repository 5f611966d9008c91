package roomgen

import (
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// prefer writes the preference: a mood, then two to four wishes. Every wish
// repeats a relation or facing of the task, so that it can be checked.
func (b *builder) prefer() {
	g := b.g
	mood := b.prog.moods[g.IntN(len(b.prog.moods))]
	text := []string{withArticles(strings.ReplaceAll(mood, "{style}", b.look))}
	if !b.opt.Free {
		text = append(text, b.wishes()...)
	}
	b.task.Preference = strings.Join(text, " ")
}

func (b *builder) wishes() []string {
	g := b.g
	var all []string
	seen := map[string]bool{}
	for i := range b.bodies {
		if w := b.wishFor(i); w != "" && !seen[w] {
			seen[w] = true
			all = append(all, w)
		}
	}
	all = append(all, b.groups()...)
	g.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	all = all[:min(len(all), 2+g.IntN(3))]
	if len(b.doors) > 0 && g.IntN(3) == 0 {
		all = append(all, choose(b, "Keep the door clear.", "Nobody should have to squeeze through the door.", "Leave the way in free."))
	}
	return all
}

func choose(b *builder, options ...string) string { return options[b.g.IntN(len(options))] }

// withArticles mends "a" before a vowel.
func withArticles(s string) string {
	for _, v := range "aeio" {
		s = strings.ReplaceAll(s, " a "+string(v), " an "+string(v))
		if t, ok := strings.CutPrefix(s, "A "+string(v)); ok {
			s = "An " + string(v) + t
		}
	}
	return s
}

// groups says what several companions of one anchor have in common: seats
// around a table, a piece on each side.
func (b *builder) groups() []string {
	var out []string
	for i := range b.bodies {
		if b.bodies[i].children < 2 || b.named[b.task.Objects[i].Category] > 1 {
			continue
		}
		that := "the " + b.words(b.task.Objects[i].Category)
		for _, c := range b.companionKinds(i) {
			name := b.words(c.category)
			switch {
			case c.put == around && c.n > 1 && c.n < len(numerals):
				out = append(out, choose(b, "Gather "+numerals[c.n]+" "+plural(name)+" around "+that+".",
					"I want "+numerals[c.n]+" "+plural(name)+" at "+that+", turned to it."))
			case c.put == beside && c.left && c.right:
				out = append(out, choose(b, withArticles("I want a "+name+" on each side of "+that+"."),
					withArticles("On both sides of "+that+" there should be a "+name+".")))
			}
		}
	}
	return out
}

var numerals = [...]string{"no", "one", "two", "three", "four", "five", "six"}

// companions of one category in one relation to an anchor.
type companyKind struct {
	category    string
	put         put
	n           int
	left, right bool
}

func (b *builder) companionKinds(anchor int) []companyKind {
	var out []companyKind
	for i := range b.bodies {
		q, o := &b.bodies[i], &b.task.Objects[i]
		if q.parent != anchor {
			continue
		}
		k := 0
		for k < len(out) && (out[k].category != o.Category || out[k].put != q.slot.put) {
			k++
		}
		if k == len(out) {
			out = append(out, companyKind{category: o.Category, put: q.slot.put})
		}
		out[k].n++
		if len(o.Relations) > 0 {
			out[k].left = out[k].left || o.Relations[0].Kind == scenes.LeftOf
			out[k].right = out[k].right || o.Relations[0].Kind == scenes.RightOf
		}
	}
	return out
}

// wishFor says in words what the i-th object's relation asks for.
func (b *builder) wishFor(i int) string {
	q, o := &b.bodies[i], &b.task.Objects[i]
	if len(o.Relations) == 0 {
		return ""
	}
	the, target := b.noun(o.Category), ""
	if q.parent >= 0 {
		if b.task.Objects[q.parent].Category == o.Category {
			return "" // "one of the stools beside one of the stools" helps nobody
		}
		target = b.noun(b.task.Objects[q.parent].Category)
	}
	r := o.Relations[0]
	f := func(options ...string) string { return b.say(the, target, o, options...) }
	switch {
	case q.slot.put == opposite:
		return f("Let {it} face {that} from the {wall}.", "{It} should stand on the {wall}, turned to {that}.")
	case r.Kind == scenes.InCorner:
		return f("{It} belongs in the {corner} corner.", "Tuck {it} into the {corner} corner.", "Fill the {corner} corner with {it}.")
	case q.slot.put == hung:
		return f("Hang {it} on the {wall}.", "{It} goes up on the {wall}.", "I would like {it} on the {wall}.")
	case r.Target == scenes.Ceiling:
		return f("{It} hangs from the ceiling.", "Light the room from above with {it}.")
	case r.Target == scenes.Middle:
		return f("{It} stands out in the room.", "Leave {it} free in the room.")
	case q.parent < 0:
		return f("Put {it} against the {wall}.", "{It} should stand against the {wall}.", "I want {it} along the {wall}.")
	}
	switch r.Kind {
	case scenes.On:
		return f("Stand {it} on {that}.", "{It} goes on {that}.", "I want {it} on top of {that}.")
	case scenes.Under:
		return f("Lay {it} under {that}.", "{It} lies under {that}.")
	case scenes.Above:
		return f("Hang {it} above {that}.", "Above {that} there should be {it}.")
	}
	if q.slot.put == around || q.slot.put == seated || q.slot.put == nearby {
		if o.Facing == b.task.Objects[q.parent].ID {
			return f("{It} should be turned to {that}.", "Let {it} face {that}.")
		}
	}
	side := map[scenes.RelationKind]string{scenes.LeftOf: "to the left of", scenes.RightOf: "to the right of",
		scenes.InFront: "in front of", scenes.Behind: "behind"}[r.Kind]
	if r.Adjacent {
		side = "directly " + side
	}
	return f("{It} goes "+side+" {that}.", "Place {it} "+side+" {that}.", "I like {it} "+side+" {that}.")
}

// say fills in a template: {it}, {that}, {wall}, {corner}.
func (b *builder) say(it, that string, o *scenes.Object, options ...string) string {
	var wall, corner string
	for _, r := range o.Relations {
		if yaw, ok := scenes.WallYaw(r.Target); ok {
			name := [4]string{"north", "east", "south", "west"}[int(yaw/90)]
			wall = name + " wall"
			// Compass corners are named north or south first.
			if int(yaw/90)%2 == 0 {
				corner = name + "-" + strings.TrimPrefix(corner, "-")
			} else {
				corner = strings.TrimSuffix(corner, "-") + "-" + name
			}
		}
	}
	corner = strings.ReplaceAll(corner, "--", "-")
	return strings.NewReplacer("{it}", it, "{It}", strings.ToUpper(it[:1])+it[1:], "{that}", that, "{wall}", wall, "{corner}", corner).
		Replace(choose(b, options...))
}

// noun speaks of an object: "the bed", or "one of the chairs" when there are
// several.
func (b *builder) noun(category string) string {
	if b.named[category] > 1 {
		return "one of the " + plural(b.words(category))
	}
	return "the " + b.words(category)
}

func (b *builder) words(category string) string {
	if c, ok := taxonomy.ByName(category); ok {
		return c.Words()
	}
	return category
}

func plural(w string) string {
	for _, e := range [...][2]string{{"shelf", "shelves"}, {"ss", "sses"}, {"x", "xes"}, {"ch", "ches"}, {"sh", "shes"},
		{"rack", "racks"}, {"papers", "stacks of papers"}, {"bones", "heaps of bones"}, {"chains", "chains"}, {"coat_hooks", "coat hooks"}, {"ay", "ays"}, {"oy", "oys"}, {"y", "ies"}, {"s", "s"}} {
		if root, ok := strings.CutSuffix(w, e[0]); ok {
			return root + e[1]
		}
	}
	return w + "s"
}

// material names what the thing is made of, in keeping with the program.
func (b *builder) material(t *thing) string {
	c := &t.class
	switch {
	case c.Flat, c.Has(taxonomy.Sofa), c.Has(taxonomy.Lounge), c.Has(taxonomy.Bed), c.Has(taxonomy.Cushion):
		return choose(b, "fabric", "wool", "linen", "cotton")
	case c.Has(taxonomy.Plant), c.Has(taxonomy.SmallPlant), c.Has(taxonomy.Sanitary), c.Has(taxonomy.Tableware):
		return choose(b, "ceramic", "stoneware")
	case c.Has(taxonomy.Lamp), c.Has(taxonomy.Appliance), c.Has(taxonomy.Screen):
		return choose(b, "metal", "brass", "steel")
	}
	return choose(b, b.prog.woods...)
}
