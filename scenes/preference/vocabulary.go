package preference

import (
	"slices"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/near"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// longestNoun is how many words a noun may have.
const longestNoun = 4

// vocabulary is the nouns that a text may use.
type vocabulary struct {
	task *scenes.Task
	// own are the task's: what to write into a spec, by phrase.
	own map[string]string
	// heads are the phrases, for "did you mean".
	heads []string
	// meant are the names already narrowed down, see [vocabulary.narrow].
	meant map[string]string
}

// general are all phrases of the taxonomy.
var general = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, c := range taxonomy.All() {
		for _, s := range c.Synonyms {
			if _, taken := m[s]; !taken {
				m[s] = c.Name
			}
		}
	}
	for _, c := range taxonomy.All() {
		m[c.Words()] = c.Name
	}
	return m
})

func newVocabulary(t *scenes.Task) *vocabulary {
	v := &vocabulary{task: t, own: map[string]string{}, meant: map[string]string{}}
	if t == nil || len(t.Objects) == 0 {
		v.task = nil
		return v
	}
	put := func(phrase, name string, strong bool) {
		phrase = spaced(phrase)
		if phrase == "" || architecture(phrase) != 0 && !strong {
			return
		}
		if _, taken := v.own[phrase]; !taken || strong {
			if !taken {
				v.heads = append(v.heads, phrase)
			}
			v.own[phrase] = name
		}
	}
	seen := map[string]bool{}
	for i := range t.Objects {
		o := &t.Objects[i]
		put(o.ID, o.ID, true)
		if !seen[o.Category] && o.Category != "" {
			seen[o.Category] = true
			put(o.Category, o.Category, true)
		}
	}
	// Other ways to say what is there, and its heads: an office chair is a
	// chair. What a head means is left to package predicate, all of them.
	for i := range t.Objects {
		c := t.Objects[i].Category
		if !seen[c] {
			continue
		}
		seen[c] = false
		class, known := taxonomy.ByName(c)
		if known {
			for _, s := range class.Synonyms {
				put(s, class.Name, false)
			}
			for _, r := range class.Roles {
				put(string(r), string(r), false)
			}
		}
		words := strings.Fields(spaced(c))
		for k := 1; k < len(words); k++ {
			head := strings.Join(words[k:], " ")
			put(head, strings.ReplaceAll(head, " ", "_"), false)
		}
	}
	return v
}

func spaced(s string) string { return strings.ReplaceAll(strings.ToLower(s), "_", " ") }

// find returns the name of the longest noun at the start of the words, how
// many words it has and whether it is in the plural. known is false when it is
// no object of the task.
func (v *vocabulary) find(tokens []token) (name string, n int, plural, known bool) {
	for _, own := range [2]bool{true, false} {
		if !own && v.task != nil {
			// "double bed" where the task says bed.
			for n = min(longestNoun, len(tokens)); n > 1; n-- {
				if phrase, ok := join(tokens[:n]); ok {
					if name, plural, ok = v.broader(phrase); ok {
						return name, n, plural, true
					}
				}
			}
		}
		for n = min(longestNoun, len(tokens)); n > 0; n-- {
			phrase, ok := join(tokens[:n])
			if !ok {
				continue
			}
			for _, s := range singulars(phrase) {
				if name, ok = v.look(s, own); ok {
					return name, n, s != phrase, own || v.task == nil
				}
			}
		}
	}
	return "", 0, false, false
}

// broader finds a category of the task at the end of a phrase that the taxonomy
// knows as a narrower thing.
func (v *vocabulary) broader(phrase string) (name string, plural, ok bool) {
	for _, s := range singulars(phrase) {
		if general()[s] == "" {
			continue
		}
		words := strings.Fields(s)
		for k := 1; k < len(words); k++ {
			end := strings.Join(words[k:], " ")
			if own, found := v.own[end]; found && spaced(own) == end {
				return own, s != phrase, true
			}
		}
	}
	return "", false, false
}

func (v *vocabulary) look(phrase string, own bool) (string, bool) {
	if own {
		name, ok := v.own[phrase]
		if ok {
			name = v.narrow(name)
		}
		return name, ok
	}
	name, ok := general()[phrase]
	if ok && v.task != nil && len(predicate.Match(v.task, name)) > 0 {
		return "", false
	}
	return name, ok
}

// narrow writes a head or a synonym as the category that it means, where it
// means only one: the table of a task whose only table is a dining_table.
func (v *vocabulary) narrow(name string) string {
	if m, ok := v.meant[name]; ok {
		return m
	}
	m := name
	if o, _ := v.task.Find(name); o == nil {
		category := ""
		for _, i := range predicate.Match(v.task, name) {
			switch c := v.task.Objects[i].Category; {
			case c == "" || category != "" && c != category:
				category = name
			default:
				category = c
			}
			if category == name {
				break
			}
		}
		if category != "" {
			m = category
		}
	}
	v.meant[name] = m
	return m
}

func join(tokens []token) (string, bool) {
	for _, t := range tokens {
		if t.comma || t.stop {
			return "", false
		}
	}
	if len(tokens) == 1 {
		return spaced(tokens[0].text), true
	}
	parts := make([]string, len(tokens))
	for i, t := range tokens {
		parts[i] = t.text
	}
	return strings.Join(parts, " "), true
}

// singulars lists the phrase itself, then what it may be the plural of.
func singulars(phrase string) []string {
	out := []string{phrase}
	for _, e := range [...][2]string{{"ves", "f"}, {"ves", "fe"}, {"ies", "y"}, {"es", ""}, {"s", ""}} {
		if root, ok := strings.CutSuffix(phrase, e[0]); ok && len(root) > 1 {
			out = append(out, root+e[1])
		}
	}
	return out
}

// suggest names the known noun that a word may be meant for: of those with its
// first letter and nearly its length, so that long texts stay cheap.
func (v *vocabulary) suggest(word string) string {
	if len(word) < 3 || len(word) > 40 {
		return ""
	}
	var close []string
	take := func(phrases []string) {
		for _, s := range phrases {
			if s[0] == word[0] && len(s)-len(word) <= 2 && len(word)-len(s) <= 2 {
				close = append(close, s)
			}
		}
	}
	if v.task != nil {
		take(v.heads[:min(len(v.heads), maxHeads)])
	} else {
		take(singleWords()[word[0]])
	}
	take(built)
	// Two letters in the wrong order are the commonest slip.
	for _, s := range close {
		if letters(s) == letters(word) {
			return s
		}
	}
	return near.Nearest(word, close)
}

var built = []string{"wall", "door", "window", "ceiling", "floor", "room", "corner", "middle"}

// letters are the letters of a word in order of the alphabet.
func letters(word string) string {
	l := strings.Split(word, "")
	slices.Sort(l)
	return strings.Join(l, "")
}

// maxHeads is how many of a task's nouns are looked at for suggestions.
const maxHeads = 512

// singleWords are the taxonomy's nouns of one word by their first letter.
var singleWords = sync.OnceValue(func() map[byte][]string {
	m := map[byte][]string{}
	for s := range general() {
		if !strings.Contains(s, " ") {
			m[s[0]] = append(m[s[0]], s)
		}
	}
	for _, l := range m {
		slices.Sort(l)
	}
	return m
})

// size is how many objects of the task a name stands for, 0 without a task.
func (v *vocabulary) size(name string) int {
	if v.task == nil {
		return 0
	}
	return len(predicate.Match(v.task, name))
}
