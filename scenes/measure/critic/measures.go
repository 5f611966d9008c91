package critic

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// Direction says which way a measure is good.
type Direction int8

// The directions.
const (
	Less Direction = -1
	More Direction = 1
)

// Measure describes one named measure.
type Measure struct {
	Name   string
	Unit   string
	Better Direction
	// Source is where the measure is from: a section of the project's metrics,
	// a paper, or "own".
	Source string
	// Good and Bad say in a few words what a good and a bad value mean.
	Good, Bad string

	// best is a value that nothing is held against; scale is the distance from
	// it, in the bad direction, at which the utility has fallen to ½.
	best, scale float64
}

// Measures are the values of the measures for one layout. A measure that is not
// known, because the room has nothing that it is about, takes no part in the
// grades.
type Measures struct {
	Value [Count]float64
	Known [Count]bool
	// empty marks the measures that are at their best because the room has
	// nothing that they are about: grades read them, reasons praise nothing for
	// them.
	empty [Count]bool
	// Blames say which objects the losses come from.
	Blames []Blame
}

// Blame is one object's part in one measure's loss.
type Blame struct {
	Measure ID
	// Object is the index in the task; Other is what else takes part.
	Object int
	Other  string
	// Amount is the object's share of the loss, in the measure's unit.
	Amount float64
	// Depth and Direction are those of [scenes.Finding], where they are known.
	Depth     float64
	Direction scenes.Vec2
	// Message is one sentence that begins with the object's id.
	Message string
}

// Set gives a measure a value.
func (m *Measures) Set(id ID, value float64) { m.Value[id], m.Known[id] = value, true }

// blame adds a fault to a measure that counts them, and keeps who is at fault.
func (m *Measures) blame(b Blame) {
	if b.Amount > 0 {
		m.Known[b.Measure] = true
		m.Value[b.Measure] += b.Amount
		m.Blames = append(m.Blames, b)
	}
}

// Utility is how good a value of the measure is: 1 at its best, falling towards
// 0 as 1/(1 + loss/scale), and 0 for a value that is not a number. The long tail
// keeps bad layouts apart from worse ones.
func (id ID) Utility(value float64) float64 {
	d := &Table[id]
	loss := (value - d.best) * -float64(d.Better)
	if math.IsNaN(loss) {
		return 0
	}
	return 1 / (1 + max(0, loss)/d.scale)
}

// String returns the measure's name.
func (id ID) String() string {
	if id < 0 || id >= Count {
		return "unknown"
	}
	return Table[id].Name
}
