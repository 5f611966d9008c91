package preference

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
)

// spot is a place of a room or of an object.
type spot int

const (
	nowhere spot = iota
	corner
	middle
)

// noun is a noun phrase.
type noun struct {
	name string
	// kind is 0 for an object.
	kind predicate.Kind
	spot spot
	// walls are the two walls of a named corner.
	walls []string
	// of is what a spot is of, or the second of "between a and b".
	of *noun
	// n is the number asked for; 0 leaves it open.
	n                int
	compare          scenes.Comparison
	plural, definite bool
	each, reciprocal bool
	pronoun          bool
	// negative is a number less than 0 that is asked for.
	negative string
	// why says what is wrong with it.
	why        string
	start, end int
}

// object reports whether the phrase speaks of things to place.
func (n *noun) object() bool { return n.kind == 0 && n.spot == nowhere && !n.reciprocal }

// count is how many the phrase asks for; size is how many the task has.
func (n *noun) count(size int) int {
	switch {
	case n.compare != "" || n.n > 0:
		return n.n
	case n.each, n.plural && n.definite:
		return max(size, 1)
	case n.plural && size > 0:
		return min(2, size)
	case n.plural:
		return 2
	}
	return 1
}

// longestPhrase is how many words before its noun a phrase may have.
const longestPhrase = 8

// noun reads a noun phrase and returns how many tokens it has; 0 when there is
// none. A phrase whose noun is not known says why.
func (p *parser) noun(ts []token) (noun, int) {
	n := noun{start: ts[0].start}
	i, counted := p.amount(ts, &n)
	if n.reciprocal || n.pronoun {
		n.end = ts[i-1].end
		return n, i
	}
	var style []string
	begun := counted
	for from := i; i < len(ts) && i-from < longestPhrase; {
		if ts[i].comma && begun && i > from && i+1 < len(ts) && !articles[ts[i+1].text] && !joins[ts[i+1].text] && numerals[ts[i+1].text] == 0 && !grammatical(ts[i+1].text) {
			i++ // "a sleek, modern desk"
			continue
		}
		if ts[i].comma || ts[i].stop {
			break
		}
		if k := p.head(ts[i:], &n); k > 0 && !adjectival(ts[i:], k) {
			i += k
			p.describe(style)
			i += p.ofWhom(ts[i:], &n)
			for _, word := range style {
				if word[0] == '-' {
					n.negative = word
				}
				if beyondCounting(word) {
					n.why = fmt.Sprintf("%s is too large a number; at most %d things can be asked for", word, maxCount)
				}
			}
			if n.negative != "" {
				n.why = n.negative + " is no number of things; ask for 0 or more"
			}
			n.end = ts[i-1].end
			return n, i
		}
		n.why, n.name, n.kind, n.spot, n.walls = "", "", 0, nowhere, nil
		if !ts[i].glued && (grammatical(ts[i].text) || quiet[ts[i].text] && !begun) {
			break
		}
		style = append(style, ts[i].text)
		begun = true
		i++
	}
	if len(style) == 0 {
		return n, 0
	}
	// Something was begun that is no noun of ours.
	n.end = ts[i-1].end
	word := style[len(style)-1]
	n.why = fmt.Sprintf("%q is no object that is known here", word)
	if s := p.words.suggest(word); s != "" {
		n.why += fmt.Sprintf("; did you mean %q?", s)
	}
	return n, i
}

// amount reads articles and numbers and returns how many tokens they are.
func (p *parser) amount(ts []token, n *noun) (int, bool) {
	at := func(words ...string) bool {
		if len(ts) < len(words) {
			return false
		}
		for i, w := range words {
			if ts[i].text != w {
				return false
			}
		}
		return true
	}
	number := func(i int, c scenes.Comparison) (int, bool) {
		if i >= len(ts) {
			return 0, false
		}
		k, ok := numeral(ts, i)
		if strings.HasPrefix(ts[i].text, "-") {
			n.negative, ok = ts[i].text, true
		}
		if !ok {
			return 0, false
		}
		n.n, n.compare, n.plural = k, c, k != 1
		return i + 1, true
	}
	for _, q := range quantities {
		if at(q.words...) {
			if i, ok := number(len(q.words), q.compare); ok {
				return i, true
			}
		}
	}
	switch {
	case at("each", "other"), at("one", "another"):
		n.reciprocal = true
		return 2, true
	case at("it"), at("them"):
		n.pronoun = true
		return 1, true
	case at("one", "of", "the"):
		n.n = 1
		return 3, true
	case at("a", "pair", "of"), at("a", "couple", "of"), at("pair", "of"):
		n.n, n.plural = 2, true
		return indexOf(ts, "of") + 1, true
	case at("a", "row", "of"), at("rows", "of"), at("a", "number", "of"), at("a", "few"), at("a", "group", "of"), at("a", "lot", "of"):
		n.plural = true
		return indexOf(ts, "of", "few") + 1, true
	case at("each", "of", "the"), at("all", "of", "the"):
		n.each = true
		return 3, true
	case at("each"), at("every"), at("all", "the"):
		n.each = true
		if at("all", "the") {
			return 2, true
		}
		return 1, true
	case at("no"):
		n.compare = scenes.LessEqual
		return 1, true
	}
	i := 0
	if i < len(ts) && articles[ts[i].text] {
		n.definite = ts[i].text != "a" && ts[i].text != "an"
		i++
	}
	if i < len(ts) && some[ts[i].text] {
		n.plural = true
		return i + 1, true
	}
	if i < len(ts) {
		// "a two-seater sofa" counts no sofas.
		if k, ok := numeral(ts, i); ok && (i+1 >= len(ts) || !ts[i+1].glued) {
			n.n, n.plural = k, k != 1
			return i + 1, true
		}
	}
	return i, i > 0
}

var quantities = []struct {
	words   []string
	compare scenes.Comparison
}{
	{[]string{"no", "more", "than"}, scenes.LessEqual}, {[]string{"not", "more", "than"}, scenes.LessEqual}, {[]string{"at", "most"}, scenes.LessEqual},
	{[]string{"up", "to"}, scenes.LessEqual}, {[]string{"no", "fewer", "than"}, scenes.GreaterEqual}, {[]string{"no", "less", "than"}, scenes.GreaterEqual},
	{[]string{"at", "least"}, scenes.GreaterEqual}, {[]string{"more", "than"}, scenes.Greater}, {[]string{"over"}, scenes.Greater},
	{[]string{"fewer", "than"}, scenes.Less}, {[]string{"less", "than"}, scenes.Less}, {[]string{"exactly"}, scenes.Equal}, {[]string{"only"}, scenes.Equal},
}

func indexOf(ts []token, words ...string) int {
	for i := range ts {
		for _, w := range words {
			if ts[i].text == w {
				return i
			}
		}
	}
	return -1
}

func numeral(ts []token, i int) (int, bool) {
	if k := numerals[ts[i].text]; k > 0 {
		return k, true
	}
	k, err := strconv.Atoi(ts[i].text)
	return k, err == nil && k >= 0 && k <= maxCount
}

// beyondCounting reports whether a word is a whole number that can mean neither
// a count nor a year or a measure.
func beyondCounting(word string) bool {
	return len(word) > 4 && strings.Trim(word, "0123456789") == ""
}

// head reads the noun itself: an object, a piece of architecture or a spot.
// Compounds are named by their last noun: "desk lamp" is a lamp.
func (p *parser) head(ts []token, n *noun) int {
	k := p.single(ts, n)
	for k > 0 && k < len(ts) && !ts[k].comma && !ts[k].stop && !ts[k].glued {
		next := ts[k].text
		if grammatical(next) || quiet[next] || freeing[next] || numerals[next] > 0 || articles[next] || middles[next] || verbal(next) || next[0] <= '9' {
			break
		}
		m := noun{start: n.start, n: n.n, compare: n.compare, each: n.each, plural: n.plural, definite: n.definite}
		j := p.single(ts[k:], &m)
		if j == 0 && !n.object() {
			break
		}
		if j == 0 {
			n.why = fmt.Sprintf("%q is no object that is known here", ts[k-1].text+" "+next)
			return k + 1
		}
		*n, k = m, k+j
	}
	return k
}

// adjectival reports whether a noun of k words is only part of an adjective:
// "wall-mounted", "two-seat grey sofa".
func adjectival(ts []token, k int) bool {
	if k >= len(ts) || ts[k].comma || ts[k].stop {
		return false
	}
	return ts[k].glued || k == 1 && ts[0].glued && !grammatical(ts[k].text) && !verbal(ts[k].text)
}

func verbal(w string) bool {
	return len(w) > 4 && (strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ly"))
}

func (p *parser) single(ts []token, n *noun) int {
	if len(ts) == 0 || ts[0].comma || ts[0].stop {
		return 0
	}
	name, k, plural, known := p.words.find(ts)
	if k > 0 && known {
		n.name, n.plural = name, n.plural || plural
		return k
	}
	if a := p.place(ts, n); a >= max(k, 1) {
		return a
	}
	if k > 0 {
		n.name, n.plural = name, n.plural || plural
		if n.compare != scenes.LessEqual || n.n > 0 {
			n.why = fmt.Sprintf("the task has no %s", spaced(name))
		}
		return k
	}
	return 0
}

// place reads architecture and spots.
func (p *parser) place(ts []token, n *noun) int {
	w := ts[0].text
	if len(ts) > 1 && (roomOf[w] && rooms[ts[1].text] || w == "way" && ts[1].text == "in") {
		n.kind, n.name = predicate.Room, predicate.RoomName
		if w == "way" {
			n.kind, n.name = predicate.Door, predicate.DoorName
		}
		return 2
	}
	if wall := compass[w]; wall != "" && len(ts) > 1 {
		if architecture(ts[1].text) == predicate.Wall {
			n.kind, n.name = predicate.Wall, wall
			return 2
		}
		if len(ts) > 2 && compass[ts[1].text] != "" && corners[ts[2].text] {
			n.spot, n.walls = corner, []string{wall, compass[ts[1].text]}
			return 3
		}
		return 0
	}
	switch {
	case corners[w]:
		n.spot, n.plural = corner, n.plural || w == "corners"
		return 1
	case middles[w]:
		n.spot = middle
		return 1
	}
	kind := architecture(w)
	if kind == 0 {
		return 0
	}
	n.kind, n.plural = kind, n.plural || strings.HasSuffix(w, "s")
	switch kind {
	case predicate.Wall:
		n.name = predicate.WallName
	case predicate.Door:
		n.name = predicate.DoorName
	case predicate.Window:
		n.name = predicate.WindowName
	case predicate.Ceiling:
		n.name = predicate.CeilingName
	case predicate.Floor:
		n.name = predicate.FloorName
	default:
		n.name = predicate.RoomName
	}
	return 1
}

// ofWhom reads "of the room" and, for spots, "of the table".
func (p *parser) ofWhom(ts []token, n *noun) int {
	if len(ts) < 2 || ts[0].text != "of" || p.depth == maxDepth {
		return 0
	}
	p.depth++
	m, k := p.noun(ts[1:])
	p.depth--
	if k == 0 || m.pronoun || m.reciprocal {
		return 0
	}
	switch {
	case m.kind == predicate.Room && m.why == "":
		return k + 1
	case n.spot != nowhere:
		n.of = &m
		return k + 1
	}
	// "a bowl of fruit", "a stack of books": the whole is another thing.
	if n.object() {
		n.why = fmt.Sprintf("%q is no object that is known here", p.text[n.start:m.end])
		return k + 1
	}
	return 0
}

func (p *parser) describe(words []string) {
	for _, w := range words {
		if p.style == nil {
			p.style = map[string]bool{}
		}
		if !p.style[w] && len(p.out.Style) < 256 {
			p.style[w] = true
			p.out.Style = append(p.out.Style, w)
		}
	}
}
