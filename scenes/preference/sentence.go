package preference

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
)

// state is what one part of a sentence leaves to the next.
type state struct {
	// listing says that the sentence lists what a room has.
	listing bool
	// subjects are those of the part before, for ", far from the door".
	subjects []noun
	// pending are nouns still waiting for what is said of them.
	pending []noun
	// ahead is a relation in front of its subject: "On the desk, a lamp".
	ahead *chunk
	place *noun
	// unclear says that it is not clear what a relation without a subject
	// would be of.
	unclear string
	// mood says that the words since the last comma only describe the room.
	mood bool
	// seen is the only object or opening of the part before, for "it".
	seen *noun
}

// sentence reads the tokens up to a stop.
func (p *parser) sentence(ts []token) {
	cs := foldPairs(p.chunks(ts))
	s := &state{seen: p.last}
	p.last = nil
	total := 0
	for from := 0; from < len(cs); {
		if cs[from].kind == isJoin {
			s.mood = s.mood && cs[from].word != ","
			from++
			continue
		}
		to := from + 1
		for to < len(cs) && cs[to].kind != isJoin && !(cs[to].kind == isList && cs[to-1].kind != isModal && cs[to-1].kind != isList) {
			to++
		}
		nested := from > 0 && cs[from].kind == isList && cs[from-1].kind == isNoun && cs[from-1].noun.object()
		p.part(cs[from:to], s, nested)
		for i := from; i < to; i++ {
			if cs[i].kind == isNoun && cs[i].noun.kind != predicate.Room && cs[i].noun.spot == nowhere {
				total++
				n := cs[i].noun
				p.last = &n
			}
		}
		from = to
	}
	p.flush(s)
	if total != 1 || p.last.pronoun || p.last.why != "" {
		p.last = nil
	}
}

// foldPairs makes one noun of the two anchors of "between".
func foldPairs(cs []chunk) []chunk {
	for i := 0; i+3 < len(cs); i++ {
		if cs[i].kind == isRelation && cs[i].rel.name == "between" && cs[i+1].kind == isNoun && cs[i+2].word == "and" && cs[i+3].kind == isNoun {
			second := cs[i+3].noun
			cs[i+1].noun.of = &second
			cs[i+1].end = cs[i+3].end
			cs = append(cs[:i+2:i+2], cs[i+4:]...)
		}
	}
	return cs
}

// add writes a clause.
func (p *parser) add(start, end int, specs []scenes.Spec, why string) {
	text := p.text[start:end]
	if p.specs += len(specs); p.specs > maxSpecs {
		specs, why = nil, fmt.Sprintf("the text asks for more than %d relations", maxSpecs)
	}
	for i := range specs {
		specs[i].Text = strings.Map(shown, text)
	}
	p.out.Clauses = append(p.out.Clauses, Clause{Text: text, Start: start, End: end, Specs: specs, Understood: why == "", Why: why})
}

// shown replaces what a terminal would not show.
func shown(r rune) rune {
	if unicode.IsGraphic(r) {
		return r
	}
	return ' '
}

// flush reports nouns that nothing was said of.
func (p *parser) flush(s *state) {
	if s.ahead != nil {
		why := "it says where, but not what"
		if s.place.kind == predicate.Room && s.place.why == "" {
			why = ""
		}
		p.add(s.ahead.start, s.place.end, nil, why)
	}
	for i := range s.pending {
		n := &s.pending[i]
		specs, why := p.exists(n)
		p.add(n.start, n.end, specs, why)
	}
	s.pending, s.ahead = nil, nil
}

// exists is what a noun alone means: that the room has it.
func (p *parser) exists(n *noun) ([]scenes.Spec, string) {
	switch {
	case n.why != "":
		return nil, n.why
	case n.kind == predicate.Room:
		return nil, ""
	case !n.object() || n.pronoun:
		return nil, "nothing is said of it"
	case n.definite && n.n == 0:
		return nil, fmt.Sprintf("nothing is said of %s", spaced(n.name))
	}
	return []scenes.Spec{{Predicate: "count", Compare: compareOf(n), Count: n.count(p.words.size(n.name)), Subject: n.name}}, ""
}

func compareOf(n *noun) scenes.Comparison {
	if n.compare != "" {
		return n.compare
	}
	return scenes.GreaterEqual
}

// part reads one part between joins.
func (p *parser) part(cs []chunk, s *state, nested bool) {
	start, end := cs[0].start, cs[len(cs)-1].end
	if p.describes(cs, s) {
		p.flush(s)
		p.add(start, end, nil, "")
		return
	}
	i, ordered := 0, false
	var free *chunk
	for k := range cs {
		if cs[k].kind == isFree {
			free = &cs[k]
		}
	}
	for ; i < len(cs) && (cs[i].kind == isList || cs[i].kind == isOrder || cs[i].kind == isModal || cs[i].kind == isVerb && (i > 0 || len(s.subjects)+len(s.pending) == 0)); i++ {
		s.listing = s.listing || cs[i].kind == isList
		ordered = ordered || cs[i].kind == isOrder
	}
	if i == len(cs) {
		return
	}
	if cs[i].kind == isNothing || free != nil {
		p.flush(s)
		specs, why := p.space(cs[i:])
		p.add(start, end, specs, why)
		return
	}
	if nested && i+1 < len(cs) && cs[i].kind == isNoun {
		// "a table with chairs in the corner": either may be in the corner.
		p.flush(s)
		s.subjects, s.unclear = nil, fmt.Sprintf("%q may speak of either thing before it", p.text[cs[i+1].start:end])
		p.add(start, end, nil, s.unclear)
		return
	}
	if nested {
		s.unclear = "it is not clear which of the things before it this is of"
	} else if cs[i].kind == isNoun {
		s.unclear = ""
	}
	if i > 0 && cs[0].word == "fill" && cs[i].kind == isNoun && cs[i].noun.spot != nowhere && i+1 == len(cs) {
		// "Fill the corner with plants": where first, then what.
		p.flush(s)
		n := cs[i].noun
		s.ahead, s.place = &chunk{kind: isRelation, rel: relation{words: "in", name: "in"}, start: start, end: end}, &n
		return
	}
	switch cs[i].kind {
	case isRelation:
		p.leading(cs[i:], s, start, end)
	case isNoun:
		p.spoken(cs[i:], s, start, end, ordered)
	default:
		p.flush(s)
		p.add(start, end, nil, unknownWord(cs[i:]))
	}
}

// describes reports whether a part only says what the room is like: it, or the
// words before it, speak of the room and of no thing. Its words are style. What
// follows "with" is never taken for a mood.
func (p *parser) describes(cs []chunk, s *state) bool {
	room := false
	for i := range cs {
		switch c := &cs[i]; {
		case c.kind == isNothing:
			return false
		case c.kind == isList && c.word == "with":
			return false
		case c.kind == isNoun && c.noun.why == "":
			if c.noun.kind != predicate.Room || c.noun.spot != nowhere {
				return false
			}
			room = true
		}
	}
	if !room && !s.mood || len(s.subjects)+len(s.pending) > 0 || s.ahead != nil {
		return false
	}
	if room && cs[0].kind == isRelation && len(cs) == 2 {
		// "In this bedroom, …"
		return false
	}
	s.mood = true
	for i := range cs {
		if c := &cs[i]; c.kind != isNoun || c.noun.why != "" {
			for _, t := range scan(p.text[c.start:c.end]) {
				if !grammatical(t.text) && !articles[t.text] && !quiet[t.text] && t.text != "i" && !t.comma && !t.stop {
					p.describe([]string{t.text})
				}
			}
		}
	}
	return true
}

func unknownWord(cs []chunk) string {
	for i := range cs {
		if cs[i].kind == isUnknown {
			return fmt.Sprintf("%q is not understood", cs[i].word)
		}
	}
	return "no subject and relation are found"
}

// leading reads a part that starts with a relation: of the subjects before it,
// or ahead of its own.
func (p *parser) leading(cs []chunk, s *state, start, end int) {
	k := 1
	if k >= len(cs) || cs[k].kind != isNoun {
		p.flush(s)
		p.add(start, end, nil, fmt.Sprintf("it does not say %s what", cs[0].rel.words))
		return
	}
	if s.unclear != "" {
		p.flush(s)
		p.add(start, end, nil, s.unclear)
		return
	}
	v := k + 1
	for v < len(cs) && (cs[v].kind == isVerb || cs[v].kind == isModal || cs[v].kind == isList) {
		v++
	}
	subjects := s.subjects
	if len(s.pending) > 0 {
		subjects = s.pending
	}
	switch {
	case v < len(cs) && cs[v].kind == isNoun && (v > k+1 || len(subjects) == 0):
		// "Above the bed hangs a painting."
		p.flush(s)
		var why string
		specs, w := p.relate([]noun{cs[v].noun}, &cs[0], &cs[k].noun, s)
		if why = w; v+1 < len(cs) {
			more, w := p.chain([]noun{cs[v].noun}, cs[v+1:], s)
			if specs = append(specs, more...); why == "" {
				why = w
			}
		}
		p.add(start, end, specs, why)
		s.subjects = []noun{cs[v].noun}
	case len(subjects) > 0:
		from := start
		if len(s.pending) > 0 {
			from = s.pending[0].start
		}
		specs, why := p.chain(subjects, cs, s)
		s.pending, s.subjects = nil, subjects
		p.add(from, end, specs, why)
	case len(cs) == 2:
		p.flush(s)
		c, n := cs[0], cs[k].noun
		s.ahead, s.place = &c, &n
		return
	default:
		p.flush(s)
		p.add(start, end, nil, unknownWord(cs))
	}
	s.remember(cs)
}

// spoken reads a part that starts with its subject.
func (p *parser) spoken(cs []chunk, s *state, start, end int, ordered bool) {
	subject := cs[0].noun
	k := 1
	for k < len(cs) && (cs[k].kind == isVerb || cs[k].kind == isModal) {
		k++
	}
	bare := k == len(cs)
	if bare && s.ahead == nil && !(k > 1 && len(s.pending) == 0 && s.listing) {
		if s.listing || len(s.subjects) > 0 && !ordered && len(s.pending) == 0 {
			// One more thing that the room has, or one that the words before
			// may or may not be about.
			p.flush(s)
			specs, why := p.exists(&subject)
			if !s.listing && why == "" {
				specs, why = nil, "it may belong to what was said before or stand alone"
			}
			p.add(start, end, specs, why)
			s.subjects = []noun{subject}
			s.remember(cs)
			return
		}
		subject.start = start
		s.pending = append(s.pending, subject)
		s.remember(cs)
		return
	}
	subjects := []noun{subject}
	if len(s.pending) > 0 && !s.listing {
		start, subjects = s.pending[0].start, append(s.pending, subject)
		s.pending = nil
	}
	var specs []scenes.Spec
	var why string
	if s.ahead != nil {
		start = s.ahead.start
		specs, why = p.relate(subjects, s.ahead, s.place, s)
		s.ahead = nil
	}
	p.flush(s)
	if !bare {
		more, w := p.chain(subjects, cs[k:], s)
		if specs = append(specs, more...); why == "" {
			why = w
		}
	}
	p.add(start, end, specs, why)
	s.subjects = subjects
	if why != "" {
		s.unclear = "what it is said of was not understood"
	}
	s.remember(cs)
}

// remember keeps the only thing that a part speaks of.
func (s *state) remember(cs []chunk) {
	var only *noun
	for i := range cs {
		if n := cs[i].noun; cs[i].kind == isNoun && n.spot == nowhere && n.kind&(predicate.Room|predicate.Floor|predicate.Wall|predicate.Ceiling) == 0 {
			if only != nil || n.pronoun || n.why != "" {
				s.seen = nil
				return
			}
			only = &n
		}
	}
	s.seen = only
}
