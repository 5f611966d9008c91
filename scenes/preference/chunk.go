package preference

import (
	"strconv"
)

type kind int

const (
	isNoun kind = iota
	isRelation
	isVerb
	isOrder
	isModal
	isList
	isJoin
	isFree
	isNothing
	isUnknown
)

// chunk is a part of a sentence.
type chunk struct {
	kind       kind
	noun       noun
	rel        relation
	distance   float64
	word       string
	start, end int
}

// chunks cuts a sentence into parts.
func (p *parser) chunks(ts []token) []chunk {
	var out []chunk
	for i := 0; i < len(ts); {
		c, k := p.chunk(ts[i:], out)
		if k == 0 {
			i++
			continue
		}
		c.start, c.end = ts[i].start, ts[i+k-1].end
		out = append(out, c)
		i += k
	}
	return out
}

func (p *parser) chunk(ts []token, before []chunk) (chunk, int) {
	w := ts[0].text
	if ts[0].comma {
		return chunk{kind: isJoin, word: ","}, 1
	}
	if d, k := measured(ts); k > 0 {
		return d, k
	}
	if r, k := relationAt(ts); k > 0 && !quantity(ts) {
		if _, j := length(ts[k:]); r.words == "within" && j > 0 && k+j < len(ts) && (ts[k+j].text == "of" || ts[k+j].text == "from") {
			d, _ := length(ts[k:])
			return chunk{kind: isRelation, rel: relation{words: "within a distance of", name: "within"}, distance: d}, k + j + 1
		}
		return chunk{kind: isRelation, rel: r}, k
	}
	if w == "side" && len(ts) > 2 && ts[1].text == "by" && ts[2].text == "side" {
		return chunk{kind: isRelation, rel: relation{words: "side by side", name: "next"}}, 3
	}
	first := len(before) == 0 || before[len(before)-1].kind == isJoin
	switch {
	case w == "nothing" || w == "no" && len(ts) > 1 && (ts[1].text == "furniture" || ts[1].text == "objects" || ts[1].text == "obstacles"):
		k := 1
		if w == "no" {
			k = 2
		}
		return chunk{kind: isNothing}, k
	case freeing[w]:
		return chunk{kind: isFree, word: w}, 1
	case (w == "keep" || w == "leave") && first:
		return chunk{kind: isOrder, word: w}, 1
	case orders[w] && first:
		return chunk{kind: isOrder, word: w}, 1
	case joins[w]:
		return chunk{kind: isJoin, word: w}, 1
	case standing[w]:
		return chunk{kind: isVerb, word: w}, 1
	case modals[w]:
		return chunk{kind: isModal, word: w}, 1
	case lists[w]:
		return chunk{kind: isList, word: w}, 1
	case (w == "i" || w == "we") && len(ts) > 1:
		return chunk{kind: isModal, word: w}, 1
	}
	if n, k := p.noun(ts); k > 0 {
		return chunk{kind: isNoun, noun: n}, k
	}
	if quiet[w] || w == "each" {
		return chunk{}, 0
	}
	return chunk{kind: isUnknown, word: w}, 1
}

// quantity reports whether "at", "over" or "up" begin a number, not a place.
func quantity(ts []token) bool {
	for _, q := range quantities {
		if n := len(q.words); len(ts) > n {
			same := true
			for i, w := range q.words {
				same = same && ts[i].text == w
			}
			if _, ok := numeral(ts, n); same && (ok || ts[n].text[0] == '-') {
				return true
			}
		}
	}
	return false
}

// length reads "60 cm", "1.5 m", "two feet", "half a metre".
func length(ts []token) (float64, int) {
	if len(ts) > 2 && ts[0].text == "half" && (ts[1].text == "a" || ts[1].text == "an") && units[ts[2].text] > 0 {
		return units[ts[2].text] / 2, 3
	}
	if len(ts) > 1 && (ts[0].text == "a" || ts[0].text == "an") && units[ts[1].text] > 0 && ts[1].text != "in" {
		return units[ts[1].text], 2
	}
	if len(ts) < 2 || units[ts[1].text] == 0 {
		return 0, 0
	}
	d, err := strconv.ParseFloat(ts[0].text, 64)
	if err != nil {
		k := numerals[ts[0].text]
		if k == 0 {
			return 0, 0
		}
		d = float64(k)
	}
	if !(d > 0) || d > 1e4 {
		return 0, 0
	}
	return d * units[ts[1].text], 2
}

// measured reads relations that start with a length: "at least 2 m from",
// "2 m away from", "no closer than 1 m to", and lengths by themselves.
func measured(ts []token) (chunk, int) {
	i, closer := 0, false
	for _, q := range [...][]string{{"at", "least"}, {"no", "closer", "than"}, {"not", "closer", "than"}, {"more", "than"}} {
		if len(ts) > len(q) && begins(ts, q) {
			i = len(q)
		}
	}
	for _, q := range [...][]string{{"at", "most"}, {"no", "more", "than"}, {"less", "than"}, {"no", "farther", "than"}, {"no", "further", "than"}} {
		if len(ts) > len(q) && begins(ts, q) {
			i, closer = len(q), true
		}
	}
	d, k := length(ts[i:])
	if k == 0 {
		return chunk{}, 0
	}
	j := i + k
	if j < len(ts) && ts[j].text == "away" {
		j++
	}
	if j < len(ts) && (ts[j].text == "from" || (ts[j].text == "to" || ts[j].text == "of") && i > 0) {
		name := "beyond"
		if closer {
			name = "within"
		}
		return chunk{kind: isRelation, rel: relation{words: "a distance from", name: name}, distance: d}, j + 1
	}
	if i > 0 {
		return chunk{}, 0
	}
	return chunk{kind: isUnknown, word: ts[0].text + " " + ts[1].text, distance: d}, k
}

func begins(ts []token, words []string) bool {
	for i, w := range words {
		if ts[i].text != w {
			return false
		}
	}
	return true
}
