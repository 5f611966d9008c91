package predicate

import (
	"github.com/metaspatial/metaspatial/scenes"
)

// Threshold is the score that a satisfied predicate must exceed (SceneEval's
// relationship_satisfaction_threshold).
const Threshold = 0.5

// Kind is what an anchor can be.
type Kind uint16

// The kinds of anchor; they combine.
const (
	Object Kind = 1 << iota
	Wall
	Door
	Window
	Room
	Ceiling
	Floor
)

// Openings are doors and windows, Places everything that distances are
// measured to.
const (
	Openings = Door | Window
	Places   = Object | Wall | Openings
)

// Predicate is one row of the table.
type Predicate struct {
	Name string
	// Words are the words of SceneEval's annotations that mean it.
	Words []string
	// Subjects is how many objects form a group: 1, 0 for predicates about the
	// whole room, −1 for as many as the spec's subject says.
	Subjects int
	// Anchors is how many anchors it takes, and Kinds what they may be.
	Anchors int
	Kinds   Kind
	// Symmetric predicates are the same both ways.
	Symmetric bool
	// SceneEval marks the predicates that are SceneEval's own.
	SceneEval bool
	// Phrase goes between subject and anchor: "is not ___".
	Phrase string
	Doc    string

	score func(*args) Outcome
}

// Outcome is how nearly one group satisfies a predicate.
type Outcome struct {
	Score float64
	// Metres is how far the first subject must move along Direction, or, with
	// a zero Direction, how far it is off in height.
	Metres    float64
	Direction scenes.Vec2
	// Degrees is how far the first subject must turn, clockwise from above.
	Degrees float64
}

// All returns the table in a fixed order. The caller must not change it.
func All() []Predicate { return table }

// ByName returns the predicate with the given name.
func ByName(name string) (*Predicate, bool) {
	i, ok := byName[name]
	if !ok {
		return nil, false
	}
	return &table[i], true
}

// Names lists the names in the table's order.
func Names() []string {
	out := make([]string, len(table))
	for i := range table {
		out[i] = table[i].Name
	}
	return out
}

var (
	table  = build()
	byName = index()
)

func build() []Predicate {
	var out []Predicate
	for _, part := range [][]Predicate{distances(), sides(), facings(), rooms(), groups(), spaces(), relations()} {
		out = append(out, part...)
	}
	return out
}

func index() map[string]int {
	m := make(map[string]int, len(table))
	for i := range table {
		m[table[i].Name] = i
	}
	return m
}
