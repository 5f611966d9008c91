package roomgen

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// What makes a wish worth asking: of this many scatterings of the objects at
// most a quarter fulfil it, and none fulfils all wishes of a preference.
const (
	scatterings = 12
	mostByLuck  = scatterings / 4
)

// The least and most wishes of a preference.
const (
	leastWishes = 2
	mostWishes  = 5
)

// clearScore is how far beyond its threshold a wish must hold in the witness, so
// that it does not hang by a hair.
const clearScore = predicate.Threshold + 0.1

// asker finds wishes for one furnished room.
type asker struct {
	task    *scenes.Task
	witness *world.World
	luck    []*world.World
	g       *rand.Rand
}

// promptFor replaces the task's preference by two to five sentences that package
// preference understands, that the witness fulfils and that objects placed at
// random do not. It is false when the room does not give enough of them.
func promptFor(t *scenes.Task, l *scenes.Layout, g *rand.Rand) bool {
	a := asker{task: t, witness: world.New(t, l, nil), g: g}
	space := geom.NewSpace(&t.Room)
	for range scatterings {
		a.luck = append(a.luck, world.New(t, scatter(t, space, g), nil))
	}
	want := leastWishes + g.IntN(mostWishes-leastWishes+1)
	said, lucky := a.choose(want)
	if len(said) < leastWishes || lucky > 0 {
		return false
	}
	t.Preference = a.joined(said)
	specs, ok := a.understood(t.Preference)
	return ok && a.holds(a.witness, specs)
}

// choose returns the sentences of up to want wishes of different topics, and
// how many scatterings fulfil all of them.
func (a *asker) choose(want int) (said []string, lucky int) {
	all := a.ordered(clauses(a.task))
	topics, kinds, subjects := map[string]bool{}, map[string]int{}, map[*kind]int{}
	left := a.luck
	for i := range all {
		c := &all[i]
		if len(said) == want {
			break
		}
		if topics[c.topic] || c.subject != nil && subjects[c.subject] > 1 {
			continue
		}
		sentence := a.sentence(c)
		specs, ok := a.understood(sentence)
		if !ok || kinds[specs[0].Predicate] > 1 || !a.fulfilled(specs) {
			continue
		}
		if len(a.fulfilling(a.luck, specs)) > mostByLuck {
			continue
		}
		left = a.fulfilling(left, specs)
		said = append(said, sentence)
		topics[c.topic] = true
		subjects[c.subject]++
		kinds[specs[0].Predicate]++
	}
	return said, len(left)
}

// ordered shuffles clauses, those of high weight mostly first (Efraimidis and
// Spirakis 2006: by the random key u^(1/weight)).
func (a *asker) ordered(all []clause) []clause {
	keys := make([]float64, len(all))
	at := make([]int, len(all))
	for i := range all {
		keys[i], at[i] = math.Pow(a.g.Float64(), 1/all[i].weight), i
	}
	slices.SortStableFunc(at, func(i, j int) int { return cmp.Compare(keys[j], keys[i]) })
	out := make([]clause, len(all))
	for i, k := range at {
		out[i] = all[k]
	}
	return out
}

// frames are the ways to ask for a subject at a place; those of the second row
// say that it should be there at all, those of the third go with one thing.
var frames = [3][]string{
	{"{S} {p}.", "Put {s} {p}.", "I want {s} {p}.", "{S} should be {p}.", "Place {s} {p}.", "I would like {s} {p}.", "{S} should stand {p}.", "Please put {s} {p}."},
	{"There should be {s} {p}.", "We need {s} {p}.", "Add {s} {p}."},
	{"{S} belongs {p}.", "{S} goes {p}."},
}

// sentence asks for the clause in one of several ways.
func (a *asker) sentence(c *clause) string {
	if c.whole != "" {
		return capital(c.whole) + "."
	}
	ways := frames[0]
	s := ""
	switch k := c.subject; {
	case c.n > 1:
		s = numerals[c.n] + " " + plural(k.name)
		ways = append(slices.Clip(ways), frames[1]...)
	case k.n > 1 || a.g.IntN(3) == 0:
		s = article(k.name)
		ways = append(slices.Clip(ways), frames[1]...)
	default:
		s = "the " + k.name
		ways = append(slices.Clip(ways), frames[2]...)
	}
	return strings.NewReplacer("{S}", capital(s), "{s}", s, "{p}", c.place).Replace(ways[a.g.IntN(len(ways))])
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// small undoes [capital], except for "I".
func small(s string) string {
	if strings.HasPrefix(s, "I ") {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// joined puts two of the sentences into one now and then, where that means the
// same.
func (a *asker) joined(said []string) string {
	text := strings.Join(said, " ")
	i := a.g.IntN(2 * len(said))
	if i+1 >= len(said) {
		return text
	}
	long := slices.Clone(said)
	next := long[i+1]
	long[i] = strings.TrimSuffix(long[i], ".") + [2]string{", and ", "; "}[a.g.IntN(2)] + small(next)
	long = slices.Delete(long, i+1, i+2)
	other := strings.Join(long, " ")
	want, _ := a.understood(text)
	if got, ok := a.understood(other); ok && same(got, want) {
		return other
	}
	return text
}

// same says whether two texts ask for the same.
func same(a, b []scenes.Spec) bool {
	return slices.EqualFunc(a, b, func(x, y scenes.Spec) bool {
		return x.Predicate == y.Predicate && x.Compare == y.Compare && x.Count == y.Count && x.Subject == y.Subject &&
			slices.Equal(x.Anchors, y.Anchors) && x.Distance == y.Distance
	})
}

// understood returns what a text asks for, and false when any of it is not
// understood.
func (a *asker) understood(text string) ([]scenes.Spec, bool) {
	p := preference.Parse(text, a.task)
	return p.Specs, len(p.Specs) > 0 && len(p.NotUnderstood) == 0
}

// fulfilled says whether the witness clearly fulfils the specs.
func (a *asker) fulfilled(specs []scenes.Spec) bool {
	for _, s := range specs {
		r := predicate.Evaluate(a.witness, s)
		if !r.Holds || r.Unknown != "" || len(r.Groups) > 0 && r.Counted > 0 && r.Groups[r.Counted-1].Score < clearScore {
			return false
		}
	}
	return true
}

func (a *asker) holds(w *world.World, specs []scenes.Spec) bool {
	for _, r := range predicate.Compile(a.task, specs).Evaluate(w) {
		if !r.Holds {
			return false
		}
	}
	return true
}

// fulfilling returns the worlds that fulfil the specs.
func (a *asker) fulfilling(ws []*world.World, specs []scenes.Spec) []*world.World {
	var out []*world.World
	set := predicate.Compile(a.task, specs)
	for _, w := range ws {
		ok := true
		for _, r := range set.Evaluate(w) {
			ok = ok && r.Holds
		}
		if ok {
			out = append(out, w)
		}
	}
	return out
}
