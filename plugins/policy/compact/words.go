package compact

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// The preference text is read as bags of hashed words and pairs of words, clause
// by clause: an item sees the words of the clauses that name its kind, and of each
// other thing the words of the clauses that name both. What the words mean is for
// the network to learn.
const (
	// subjectWords is the size of an item's bag where the clause names it first,
	// otherWords that where it names it later, or names nothing at all.
	subjectWords = 40
	otherWords   = 16
	// pairWords is the size of a pair's bag where the item is named before the
	// other thing, backWords that where it is the other way round.
	pairWords = 28
	backWords = 12
	// itemText and pairText are the lengths of both in all; pairs have a distance
	// in metres too.
	itemText = subjectWords + otherWords
	pairText = pairWords + backWords + 1
)

// A clause is a part of the preference between punctuation marks.
type clause struct {
	words []string
	// kinds are what it names, in order: categories, "window" and "door".
	kinds []string
	// metres is a distance that it states, 0 for none.
	metres float64
	// compass are the directions that it names, by quarter.
	compass [4]bool
}

// A text is a preference as the items of a task see it.
type text struct {
	clauses []clause
	rooms   []clause // those that name nothing
}

// stops are words that say nothing about a place.
var stops = map[string]bool{
	"the": true, "a": true, "an": true, "i": true, "we": true, "want": true, "would": true, "like": true, "need": true,
	"please": true, "put": true, "place": true, "should": true, "be": true, "is": true, "are": true, "stand": true,
	"there": true, "add": true, "go": true, "goe": true, "belong": true, "of": true, "room": true, "some": true, "with": true,
}

var directionWords = [4]string{"north", "east", "south", "west"}

// readText splits the preference of a task.
func readText(t *scenes.Task) text {
	var out text
	if strings.TrimSpace(t.Preference) == "" {
		return out
	}
	names := phrases(t)
	for _, part := range split(strings.ToLower(t.Preference)) {
		if c := readClause(part, names); len(c.kinds) > 0 {
			out.clauses = append(out.clauses, c)
		} else if len(c.words) > 0 {
			out.rooms = append(out.rooms, c)
		}
	}
	return out
}

// split cuts a text at its punctuation marks, but not within numbers.
func split(s string) []string {
	var parts []string
	from := 0
	for i, r := range s {
		if !strings.ContainsRune(".,;:!?\n", r) || r == '.' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
			continue
		}
		parts = append(parts, s[from:i])
		from = i + len(string(r))
	}
	return append(parts, s[from:])
}

// A phrase is a way to name a kind.
type phrase struct {
	words []string
	kind  string
}

// phrases lists the names of the kinds of the task, the longest first.
func phrases(t *scenes.Task) []phrase {
	out := []phrase{{[]string{"window"}, windowKind}, {[]string{"door"}, doorKind}}
	seen := map[string]bool{}
	for i := range t.Objects {
		category := t.Objects[i].Category
		if category == "" || seen[category] {
			continue
		}
		seen[category] = true
		names := []string{strings.ReplaceAll(category, "_", " ")}
		if class := taxonomy.Find(category); class != nil {
			names = append(names, class.Words())
			names = append(names, class.Synonyms...)
		}
		for _, n := range names {
			out = append(out, phrase{stems(n), category})
		}
	}
	slices.SortStableFunc(out, func(a, b phrase) int { return len(b.words) - len(a.words) })
	return out
}

const (
	windowKind = "window"
	doorKind   = "door"
)

// stems splits words and takes off a plural's s.
func stems(s string) []string {
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' })
	for i, w := range words {
		switch {
		case strings.HasSuffix(w, "shelves"):
			words[i] = strings.TrimSuffix(w, "ves") + "f"
		case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	return words
}

func readClause(part string, names []phrase) clause {
	var c clause
	words := stems(part)
	for i := 0; i < len(words); {
		if p := named(words[i:], names); p != nil {
			if !slices.Contains(c.kinds, p.kind) {
				c.kinds = append(c.kinds, p.kind)
			}
			i += len(p.words)
			continue
		}
		w := words[i]
		i++
		if v, err := strconv.ParseFloat(w, 64); err == nil && i < len(words) {
			switch words[i] {
			case "cm":
				c.metres = v / 100
			case "m", "metre", "meter":
				c.metres = v
			}
			continue
		}
		if k := slices.Index(directionWords[:], w); k >= 0 {
			c.compass[k] = true
		}
		if !stops[w] {
			c.words = append(c.words, w)
		}
	}
	return c
}

// named returns the longest name that the words begin with, or nil.
func named(words []string, names []phrase) *phrase {
	for k := range names {
		if n := len(names[k].words); n > 0 && n <= len(words) && slices.Equal(words[:n], names[k].words) {
			return &names[k]
		}
	}
	return nil
}

// item writes the words about a kind and returns the directions among them.
func (t *text) item(kind string, out []float32) (compass [4]bool) {
	for k := range t.clauses {
		c := &t.clauses[k]
		switch at := slices.Index(c.kinds, kind); {
		case at == 0:
			bag(out[:subjectWords], c.words)
			for q, on := range c.compass {
				compass[q] = compass[q] || on
			}
		case at > 0:
			bag(out[subjectWords:itemText], c.words)
		}
	}
	for k := range t.rooms {
		bag(out[subjectWords:itemText], t.rooms[k].words)
	}
	return compass
}

// after lists the objects of other kinds that the clauses about a kind name.
func (t *text) after(task *scenes.Task, kind string) (out []int) {
	for k := range t.clauses {
		c := &t.clauses[k]
		if c.kinds[0] != kind {
			continue
		}
		for i := range task.Objects {
			if other := task.Objects[i].Category; other != kind && slices.Contains(c.kinds, other) {
				out = append(out, i)
			}
		}
	}
	return out
}

// pair writes the words of the clauses that name a kind and another one, or, of
// an opening, of those that name nothing but it.
func (t *text) pair(kind, other string, opening bool, out []float32) {
	for k := range t.clauses {
		c := &t.clauses[k]
		a, b := slices.Index(c.kinds, kind), slices.Index(c.kinds, other)
		switch {
		case b < 0:
			continue
		case a >= 0 && a <= b && (kind != other || len(c.kinds) == 1):
			bag(out[:pairWords], c.words)
		case a > b, opening && len(c.kinds) == 1:
			bag(out[pairWords:pairWords+backWords], c.words)
		default:
			continue
		}
		out[pairText-1] = float32(min(c.metres, 4) / 2)
	}
}

// bag sets two entries for every word, and two in the last third for every two words
// that follow each other, so that these do not hide single words.
func bag(out []float32, words []string) {
	single := len(out) - len(out)/3
	for i, w := range words {
		h := fnv.New64a()
		h.Write([]byte(w))
		set(out[:single], h.Sum64())
		if i+1 < len(words) {
			h.Write([]byte{' '})
			h.Write([]byte(words[i+1]))
			set(out[single:], h.Sum64())
		}
	}
}

func set(out []float32, h uint64) {
	h *= 0x9e3779b97f4a7c15
	n := uint64(len(out))
	out[(h>>48)%n], out[(h>>20&0xffff)%n] = 1, 1
}
