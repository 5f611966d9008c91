package search

import (
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/near"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// Query says what to find. Its zero value finds everything.
type Query struct {
	// Text is in plain English: "wooden chair", "desk under 1.2 m wide".
	Text string
	// Category is a class of scenes/taxonomy by its name or a synonym, or an
	// asset's own words; only assets of exactly this category are found.
	Category string
	// Pack, Mount and Licence are those of the assets to find; empty takes any.
	Pack    string
	Mount   scenes.Support
	Licence string
	// Tags are words that must each be among an asset's tags, materials or
	// colours.
	Tags []string
	// MinSize and MaxSize bound the sides along right, front and up in metres;
	// what is not above 0 bounds nothing.
	MinSize, MaxSize scenes.Vec3
	// Limit is how many hits are returned at most; 0 returns all.
	Limit int
}

// variant is a stem of the index that a word of the query may stand for.
type variant struct {
	term   *term
	weight float32
}

// asked is a word of a query.
type asked struct {
	word string
	// names says that the word is one of the kind's own, and does not describe.
	names    bool
	variants []variant
}

// meaning is a query as it was understood.
type meaning struct {
	words []asked
	kinds kinds
	// class is what was asked for, which "small" and "large" are against, or -1.
	class int
	// noun is the kind in words, for people.
	noun  string
	sizes sizes
	// open says that the text asks for nothing but sizes, or for nothing at all.
	open bool
}

// understand reads the text of a query.
func (x *Index) understand(text string) *meaning {
	tokens := scan(strings.ToValidUTF8(text, " "))
	m := &meaning{class: -1, sizes: readSizes(tokens)}
	var phrase, rest, said []string // the noun phrase; all that counts; everything
	ended := false
	for i := range tokens {
		if tokens[i].used {
			continue
		}
		for _, w := range words(tokens[i].text) {
			said = append(said, stem(w))
			ends, filler := fillers[w]
			ended = ended || ends && len(phrase) > 0
			if filler {
				continue
			}
			if rest = append(rest, w); !ended {
				phrase = append(phrase, w)
			}
		}
	}
	rest, phrase = rest[:min(len(rest), maxWords)], phrase[:min(len(phrase), maxWords)]
	for _, j := range lex().joined {
		if strings.Contains(" "+strings.Join(said, " ")+" ", " "+j.phrase+" ") {
			m.class = j.class
		}
	}
	m.read(x, rest, len(phrase))
	m.open = strings.TrimSpace(text) == "" || m.sizes.any() && !slices.ContainsFunc(rest, func(w string) bool { return relativeWords[w].relative == 0 })
	return m
}

// read finds what the words mean; the first ones are the noun phrase.
func (m *meaning) read(x *Index, rest []string, phrase int) {
	fixed := slices.Clone(rest)
	var bare []string // the noun phrase without "small" and the like
	noun := -1
	for i, w := range rest {
		_, size := relativeWords[w]
		a := asked{word: w}
		if a.variants = x.variants(stem(w)); len(a.variants) == 0 && lex().known[stem(w)] == "" {
			if meant := x.oneLetter(w); meant != "" {
				fixed[i], a.word = meant, meant
				if a.variants = x.variants(stem(meant)); len(a.variants) > 0 {
					a.variants[0].weight = 0.8
				}
			}
		}
		if i < phrase && !size {
			bare = append(bare, fixed[i])
		}
		if !size || len(a.variants) > 0 {
			m.words = append(m.words, a)
			if i < phrase {
				noun = len(m.words) - 1
			}
		}
	}
	m.classify(fixed[:phrase], bare, fixed)
	if m.kinds == nil && noun >= 0 {
		m.words[noun].names = true
	}
}

// classify finds the kind: of the noun phrase as a whole ("low table"), without
// its words of size, and by role.
func (m *meaning) classify(phrase, bare, all []string) {
	x := lex()
	find := func(w []string) int {
		if c, ok := taxonomy.Lookup(strings.Join(w, " ")); ok {
			return x.byName[c.Name]
		}
		return -1
	}
	whole, plain := m.class, -1
	if whole < 0 {
		whole, plain = find(phrase), find(bare)
	}
	if whole < 0 && len(phrase) < len(all) {
		whole = find(all)
	}
	if whole >= 0 {
		sure := float32(1)
		said := stems(strings.Join(phrase, " "))
		if _, ok := x.roles[said]; ok && said != stems(x.classes[whole].Words()) {
			sure = 0.8 // a plain "lamp" is a lamp of any sort as much as a table lamp
		}
		m.kinds.add(whole, sure)
		m.class, m.noun = whole, x.classes[whole].Words()
	}
	if plain >= 0 && plain != whole {
		m.kinds.add(plain, 0.9)
		m.class, m.noun = plain, x.classes[plain].Words()
	}
	for i := range bare {
		if r, ok := x.roles[stems(strings.Join(bare[i:], " "))]; ok {
			m.kinds.addRole(r)
			m.noun = string(r)
			break
		}
	}
	if m.class >= 0 {
		for i := range m.words {
			m.words[i].names = slices.Contains(x.terms[m.class], stem(m.words[i].word))
		}
	}
}

// minPrefix is how many letters the beginning of a word needs to stand for it,
// and minTypo how many a misspelt one has.
const (
	minPrefix = 3
	minTypo   = 5
)

// variants lists what a stem may stand for in the index.
func (x *Index) variants(s string) []variant {
	var out []variant
	if t := x.terms[s]; t != nil {
		out = append(out, variant{t, 1})
	}
	if len(s) >= minPrefix {
		for _, longer := range x.withPrefix(s) {
			out = append(out, variant{x.terms[longer], 0.5})
		}
	}
	return out
}

// oneLetter returns the word that is one edit from an unknown one, or "": one
// that the index or the taxonomy knows, the more frequent in the index first.
func (x *Index) oneLetter(w string) string {
	if len(w) < minTypo || len(w) > 40 {
		return ""
	}
	best, most, given := "", -1, stem(w)
	try := func(s, word string, n int) {
		if d := len(s) - len(given); d < -1 || d > 1 || n < most || n == most && word >= best || near.Distance(given, s) > 1 {
			return
		}
		best, most = word, n
	}
	for _, s := range x.stems {
		try(s, x.terms[s].word, len(x.terms[s].postings))
	}
	for s, word := range lex().known {
		if x.terms[s] == nil {
			try(s, word, 0)
		}
	}
	return best
}

// idf is how telling a word is that n of the index's assets have.
func (x *Index) idf(n int) float32 {
	return float32(math.Log(1 + (float64(len(x.assets)-n)+0.5)/(float64(n)+0.5)))
}
