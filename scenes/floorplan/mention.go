package floorplan

import (
	"slices"
	"strings"
	"unicode"
)

// Mentions lists the kinds of room that a text names, each once, in the text's
// order.
func Mentions(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	var out []string
	for i := 0; i < len(words); {
		step := 1
		for n := min(3, len(words)-i); n > 0; n-- { // the longest name counts
			if k := lookup(strings.Join(words[i:i+n], " ")); k != nil {
				if step = n; !slices.Contains(out, k.name) {
					out = append(out, k.name)
				}
				break
			}
		}
		i += step
	}
	return out
}

// Share gives every room of the plan its part of a preference: of each sentence
// the rooms that it names. One that names none is for all when all says so of it,
// and otherwise for the room that visitors enter first, corridors aside.
func (p *Plan) Share(prefer string, all func(sentence string) bool) []string {
	parts := make([][]string, len(p.Rooms))
	for sentence := range strings.FieldsFuncSeq(prefer, func(r rune) bool { return strings.ContainsRune(".;!\n", r) }) {
		sentence = strings.TrimSpace(sentence)
		if sentence == "" {
			continue
		}
		named := Mentions(sentence)
		for i := range p.Rooms {
			here := slices.Contains(named, p.Rooms[i].Program)
			if !p.has(named) {
				here = all(sentence) || i == p.main()
			}
			if here {
				parts[i] = append(parts[i], sentence)
			}
		}
	}
	out := make([]string, len(parts))
	for i, list := range parts {
		if len(list) > 0 {
			out[i] = strings.Join(list, ". ") + "."
		}
	}
	return out
}

// has says whether the plan has a room of one of the kinds.
func (p *Plan) has(programs []string) bool {
	return slices.ContainsFunc(p.Rooms, func(r Room) bool { return slices.Contains(programs, r.Program) })
}

// main is the room that visitors enter first, corridors aside where there is
// another.
func (p *Plan) main() int {
	best := 0
	rank := func(i int) int {
		k := byWord[p.Rooms[i].Program]
		if k.name == hall {
			return -1
		}
		return k.hub
	}
	for i := range p.Rooms {
		if rank(i) > rank(best) {
			best = i
		}
	}
	return best
}
