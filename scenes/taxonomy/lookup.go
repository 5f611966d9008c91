package taxonomy

import (
	"sort"
	"strings"
	"unicode"

	"github.com/metaspatial/metaspatial/scenes/near"
)

// phrase is one way to say a class, as a list of singular words.
type phrase struct {
	words []string
	class int
}

func allPhrases(classes []Class) []phrase {
	var out []phrase
	for i, c := range classes {
		for _, s := range append([]string{spaced(c.Name)}, c.Synonyms...) {
			w := strings.Fields(s)
			out = append(out, phrase{w, i})
			if len(w) > 1 {
				// Packs write compounds without a separator too: "pictureframe".
				out = append(out, phrase{[]string{strings.Join(w, "")}, i})
			}
		}
	}
	return out
}

// singularPhrases puts the table's own plurals into the form that Lookup
// reduces names to, so that "swords" finds "sword" and "crossed swords" alike.
func singularPhrases(spelt []phrase, written map[string][]int) []phrase {
	out := make([]phrase, len(spelt))
	for i, p := range spelt {
		w := make([]string, len(p.words))
		for k := range w {
			w[k] = singular(written, p.words[k])
		}
		out[i] = phrase{w, p.class}
	}
	return out
}

func phrasesByWord(phrases []phrase) map[string][]int {
	m := map[string][]int{}
	for i, p := range phrases {
		for _, w := range p.words {
			m[w] = append(m[w], i)
		}
	}
	return m
}

func vocabulary(byWord map[string][]int) []string {
	out := make([]string, 0, len(byWord))
	for w := range byWord {
		out = append(out, w)
	}
	sort.Strings(out)
	return out
}

// maxWords is how many words of a name count; longer ones are no names.
const maxWords = 48

// Lookup finds the class that a name or phrase speaks of: "loungeSofaCorner",
// "table_medium_long", "two round tables". It splits camelCase, separators and
// digits, forgives plurals, and takes the phrase with the most words, wherever
// they stand in the name. Between phrases of one length, the head noun wins:
// the first in a file name ("couch_pillows" is a couch), the last in spaced
// English ("sofa pillow" is a pillow).
func Lookup(words string) (Class, bool) {
	x := table()
	if i, ok := x.byName[words]; ok {
		return x.classes[i], true
	}
	if i := x.lookup(words); i >= 0 {
		return x.classes[i], true
	}
	return Class{}, false
}

// lookup returns the class whose phrase fits the words best, or -1.
func (x *index) lookup(words string) int {
	tokens := Words(words)
	tokens = tokens[:min(len(tokens), maxWords)]
	for i, t := range tokens {
		tokens[i] = singular(x.written, t)
	}
	english := strings.ContainsRune(strings.TrimSpace(words), ' ')
	best, bestScore := -1, 0
	seen := map[int]bool{}
	for _, t := range tokens {
		for _, pi := range x.byWord[t] {
			if seen[pi] {
				continue
			}
			seen[pi] = true
			if s := score(x.phrases[pi].words, tokens, english); s > bestScore {
				best, bestScore = x.phrases[pi].class, s
			}
		}
	}
	return best
}

// score rates a phrase against the words of a name; 0 means no match. Words
// found count first, then letters for compounds, then adjacency, then the head
// noun's place.
func score(words, tokens []string, english bool) int {
	first, prev, ordered := len(tokens), -1, 1
	last := 0
	for _, w := range words {
		at := indexOf(tokens, w, prev+1)
		if at < 0 {
			if at = indexOf(tokens, w, 0); at < 0 {
				return 0
			}
			ordered = 0
		}
		prev = at
		first, last = min(first, at), max(last, at)
	}
	place := len(tokens) - first
	if english {
		place = last + 1
	}
	return len(words)*1000 + min(place, 99)*4 + ordered*2
}

func indexOf(tokens []string, w string, from int) int {
	for i := from; i < len(tokens); i++ {
		if tokens[i] == w {
			return i
		}
	}
	return -1
}

// Words splits a name into lower-case words at separators, digits, changes
// from lower to upper case and before the last capital of an abbreviation.
func Words(name string) []string {
	var out []string
	var cur []rune
	flush := func() {
		if len(cur) > 0 {
			out = append(out, strings.ToLower(string(cur)))
			cur = cur[:0]
		}
	}
	rs := []rune(name)
	for i, r := range rs {
		if !unicode.IsLetter(r) {
			flush()
			continue
		}
		if unicode.IsUpper(r) && len(cur) > 0 {
			next := i+1 < len(rs) && unicode.IsLower(rs[i+1])
			if unicode.IsLower(rs[i-1]) || next {
				flush()
			}
		}
		cur = append(cur, r)
	}
	flush()
	return out
}

// singular returns the singular of a word when the table knows it, or the word
// itself.
func singular(written map[string][]int, w string) string {
	for _, e := range [...][2]string{{"ies", "y"}, {"ves", "f"}, {"ves", "fe"}, {"es", ""}, {"s", ""}} {
		if t, ok := strings.CutSuffix(w, e[0]); ok && len(t) > 1 {
			if _, known := written[t+e[1]]; known {
				return t + e[1]
			}
		}
	}
	return w
}

// Nearest returns the known word closest to an unknown one by edit distance,
// for suggestions; empty when nothing is near. Two letters in the wrong order
// count as one edit.
func Nearest(word string) string {
	if word = strings.ToLower(word); len(word) > 40 {
		return ""
	}
	best, bestD := "", max(2, len(word)/3)+1
	for _, w := range table().words {
		if len(w) < 3 {
			continue
		}
		if d := near.Distance(word, w); d < bestD {
			best, bestD = w, d
		}
	}
	return best
}
