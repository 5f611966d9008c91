package preference

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
)

// Parsed is what a text asks for.
type Parsed struct {
	// Specs are those of all clauses, in the text's order; what several clauses
	// ask for alike is there once, in the words of the first.
	Specs []scenes.Spec
	// Clauses are the parts of the text, in order.
	Clauses []Clause
	// NotUnderstood are the texts of the clauses that are not.
	NotUnderstood []string
	// Style are the words that describe and place nothing ("cozy", "oak"), each
	// once, in the text's order.
	Style []string
	// Truncated says that the text was longer than [MaxText].
	Truncated bool
}

// Clause is a part of the text.
type Clause struct {
	Text string
	// Start and End are byte offsets into the text.
	Start, End int
	Specs      []scenes.Spec
	// Understood says that the clause means its specs and no more; a clause
	// that only describes is understood without any.
	Understood bool
	// Why says what was not understood.
	Why string
}

// Bounds of the work.
const (
	// MaxText is how many bytes of a text are read.
	MaxText = 1 << 20
	// maxCount bounds the number of objects that a phrase may ask for.
	maxCount = 1000
	// maxSpecs bounds the specs of a text, maxTogether the things that one
	// relation is said of, maxDepth how often "of" follows "of".
	maxSpecs    = 4096
	maxTogether = 32
	maxDepth    = 2
)

// Parse reads preference text. Nouns mean the task's objects; with a nil task,
// or one without objects, the classes of scenes/taxonomy.
func Parse(text string, t *scenes.Task) Parsed {
	p := &parser{words: newVocabulary(t)}
	if len(text) > MaxText {
		p.out.Truncated, text = true, text[:MaxText]
	}
	p.text = text
	tokens := scan(text)
	for from := 0; from < len(tokens); {
		to := from
		for to < len(tokens) && !tokens[to].stop {
			to++
		}
		p.sentence(tokens[from:to])
		from = to + 1
	}
	seen := map[string]bool{}
	for i := range p.out.Clauses {
		c := &p.out.Clauses[i]
		for k := range c.Specs {
			// What is asked for twice is one wish.
			if key := identity(&c.Specs[k]); !seen[key] {
				seen[key] = true
				p.out.Specs = append(p.out.Specs, c.Specs[k])
			}
		}
		if !c.Understood {
			p.out.NotUnderstood = append(p.out.NotUnderstood, c.Text)
		}
	}
	return p.out
}

// identity is the same for specs that ask for the same, in whatever words.
func identity(s *scenes.Spec) string {
	return fmt.Sprintf("%q %q %d %q %q %v", s.Predicate, s.Compare, s.Count, s.Subject, s.Anchors, s.Distance)
}

// UnderstoodShare is the share of clauses that are understood; 1 for none.
func (p *Parsed) UnderstoodShare() float64 {
	if len(p.Clauses) == 0 {
		return 1
	}
	return 1 - float64(len(p.NotUnderstood))/float64(len(p.Clauses))
}

type parser struct {
	words *vocabulary
	text  string
	out   Parsed
	style map[string]bool
	// last is the only thing that the sentence before spoke of, for "it".
	last *noun
	// depth counts the phrases after "of", specs those written.
	depth, specs int
}
