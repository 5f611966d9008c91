package search

import (
	"slices"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// bond is how a class stands to the one that was asked for.
type bond struct {
	tier uint8
	gain float32
}

// The tiers; see the package's doc.
const (
	wordsOnly = 1 + iota
	distant
	close
	isOne
)

// What the bonds are worth within their tier.
const (
	byName    = 0.85 // an office chair is a chair
	bySynonym = 0.8  // an armchair, also called an arm chair, is a chair
	byRole    = 0.7  // a desk has the role of a table
	// broad roles have more classes than this: storage, seats.
	broad = 12
)

// loose are the roles that say where things go rather than what they are for:
// a clock is no use to someone who looks for a vase.
var loose = []taxonomy.Role{taxonomy.Decor, taxonomy.Tabletop, taxonomy.WallDecor}

// better returns the better of two bonds.
func better(a, b bond) bond {
	if b.tier > a.tier || b.tier == a.tier && b.gain > a.gain {
		return b
	}
	return a
}

// lexicon is what the index needs of scenes/taxonomy, prepared once.
type lexicon struct {
	classes []taxonomy.Class
	byName  map[string]int
	// bonds[q][c] is how class c stands to class q.
	bonds [][]bond
	// terms are the stems of each class's name and synonyms.
	terms [][]string
	// known are the stems of all of them, spelt the words behind them.
	known map[string]string
	// roles are the roles by their name in stems.
	roles map[string]taxonomy.Role
	// joined are the phrases that hold small words: "chest of drawers".
	joined []joined
}

// joined is a phrase in stems, and the class that it means.
type joined struct {
	phrase string
	class  int
}

var lex = sync.OnceValue(func() *lexicon {
	x := &lexicon{classes: taxonomy.All(), byName: map[string]int{}, known: map[string]string{}, roles: map[string]taxonomy.Role{}}
	for i := range x.classes {
		x.byName[x.classes[i].Name] = i
	}
	sized := map[taxonomy.Role]int{}
	for i := range x.classes {
		x.terms = append(x.terms, x.spell(&x.classes[i]))
		for _, s := range x.classes[i].Synonyms {
			if slices.ContainsFunc(strings.Fields(s), func(w string) bool { return fillers[w] }) {
				x.joined = append(x.joined, joined{stems(s), i})
			}
		}
		for _, r := range x.classes[i].Roles {
			x.roles[stems(string(r))] = r
			sized[r]++
		}
	}
	x.roles[stem("light")] = taxonomy.Lamp
	x.bonds = make([][]bond, len(x.classes))
	for q := range x.bonds {
		x.bonds[q] = make([]bond, len(x.classes))
		for c := range x.classes {
			x.bonds[q][c] = sharing(&x.classes[q], &x.classes[c], sized)
		}
	}
	for c := range x.classes {
		x.general(c)
	}
	return x
})

// spell notes the words of a class and returns their stems.
func (x *lexicon) spell(c *taxonomy.Class) []string {
	var out []string
	seen := map[string]bool{}
	for _, phrase := range append([]string{c.Words()}, c.Synonyms...) {
		for _, w := range strings.Fields(phrase) {
			s := stem(w)
			if x.known[s] == "" {
				x.known[s] = w
			}
			if !seen[s] && !properties[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	return out
}

// sharing is the bond of two classes by their roles.
func sharing(q, c *taxonomy.Class, sized map[taxonomy.Role]int) bond {
	if q.Name == c.Name {
		return bond{isOne, 1}
	}
	for i, r := range q.Roles {
		if !c.Has(r) || slices.Contains(loose, r) {
			continue
		}
		gain := byRole / float32(1+i)
		if c.Roles[0] == q.Roles[0] {
			gain += 0.1
		}
		if i == 0 && sized[r] <= broad {
			return bond{close, gain}
		}
		return bond{distant, gain}
	}
	return bond{}
}

// general bonds a class with the more general ones that the ends of its name
// and synonyms name. A synonym counts only between classes that share a role:
// some are written as file names are, "lamp table" for a lamp.
func (x *lexicon) general(c int) {
	for i, phrase := range append([]string{x.classes[c].Words()}, x.classes[c].Synonyms...) {
		gain := float32(byName)
		if i > 0 {
			gain = bySynonym
		}
		for w := strings.Fields(phrase); len(w) > 1; w = w[1:] {
			if q, ok := x.byName[strings.Join(w[1:], "_")]; ok && q != c && (i == 0 || x.bonds[q][c].tier > 0) {
				x.bonds[q][c] = better(x.bonds[q][c], bond{isOne, gain})
				x.bonds[c][q] = better(x.bonds[c][q], bond{close, 0.9})
			}
		}
	}
}

// stems is a phrase in stems, with spaces.
func stems(phrase string) string {
	w := strings.Fields(phrase)
	for i := range w {
		w[i] = stem(w[i])
	}
	return strings.Join(w, " ")
}

// kinds collects the bonds of every class to what was asked for. It is nil as
// long as nothing was understood.
type kinds []bond

// add takes a class that the words may mean, as sure as weight.
func (k *kinds) add(class int, weight float32) {
	x := lex()
	if *k == nil {
		*k = make(kinds, len(x.classes))
	}
	for c, b := range x.bonds[class] {
		b.gain *= weight
		(*k)[c] = better((*k)[c], b)
	}
}

// addRole takes a role that the words name. What is close to a class that they
// name too comes first: for a round table, others to dine at.
func (k *kinds) addRole(r taxonomy.Role) {
	x := lex()
	if *k == nil {
		*k = make(kinds, len(x.classes))
	}
	for c := range x.classes {
		if x.classes[c].Has(r) {
			had := (*k)[c]
			(*k)[c] = better(had, bond{isOne, byRole + 0.03*float32(had.tier)*had.gain})
		}
	}
}

// classOf returns the index of the class of a category, or -1.
func classOf(category string) int {
	x := lex()
	if i, ok := x.byName[category]; ok {
		return i
	}
	if c := taxonomy.Find(category); c != nil {
		return x.byName[c.Name]
	}
	return -1
}
