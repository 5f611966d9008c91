package reference

import (
	"math"
	"strings"
	"unicode"
)

// The tags of a response.
const (
	thinkOpen   = "<think>"
	thinkClose  = "</think>"
	answerOpen  = "<answer>"
	answerClose = "</answer>"
)

// The steps of the format ladder (MetaSpatial, arXiv 2503.18470, section 3.2,
// as in its public code).
const (
	stepTags   = 0.0
	stepJSON   = 0.1
	stepLength = 0.5
	stepRight  = 1.0
)

// Format returns the response's place on the format ladder when want objects
// are to be placed: 0 the tags are wrong, 0.1 the answer is no JSON or null,
// 0.5 its length is wrong, 1 otherwise. The error is an [*Error] where the
// answer is JSON without a length.
func Format(text string, want int) (float64, error) {
	step, _, err := ladder(text, want)
	if err != nil {
		return 0, err
	}
	return step, nil
}

func ladder(text string, want int) (float64, *value, *Error) {
	if !tagged(text) {
		return stepTags, nil, nil
	}
	answer, err := parseJSON(firstAnswer(text))
	if err != nil && err.Code != BadJSON {
		return 0, nil, err.at(StageFormat)
	}
	if err != nil || answer.kind == kindNull {
		return stepJSON, nil, nil
	}
	n, err := answer.length()
	if err != nil {
		return 0, nil, err.at(StageFormat)
	}
	if n != want {
		return stepLength, &answer, nil
	}
	return stepRight, &answer, nil
}

// length is the original's len(v).
func (v *value) length() (int, *Error) {
	switch v.kind {
	case kindString:
		n := 0
		for range v.str {
			n++
		}
		return n, nil
	case kindList, kindDict:
		return len(v.items), nil
	}
	return 0, fail(WrongType, "the answer is %s, which has no length", kindNames[v.kind])
}

// blank is white space in the sense of the original's patterns: Unicode's, and
// the four separators below the space.
func blank(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// tagged reports whether the whole text is a thought and an answer, with
// nothing but white space before, between and after.
func tagged(text string) bool {
	text = strings.TrimFunc(text, blank)
	rest, ok := strings.CutPrefix(text, thinkOpen)
	if !ok {
		return false
	}
	if rest, ok = strings.CutSuffix(rest, answerClose); !ok {
		return false
	}
	for {
		_, after, found := strings.Cut(rest, thinkClose)
		if !found {
			return false
		}
		if strings.HasPrefix(strings.TrimLeftFunc(after, blank), answerOpen) {
			return true
		}
		rest = after
	}
}

// firstAnswer returns the text of the first answer, even one inside a thought.
// The text is tagged.
func firstAnswer(text string) string {
	_, after, _ := strings.Cut(text, answerOpen)
	inner, _, _ := strings.Cut(after, answerClose)
	return strings.TrimFunc(inner, blank)
}

// Outcome is the score of one response.
type Outcome struct {
	Format float64
	Total  float64
	// Physics is nil where the total was decided without it.
	Physics *Result
}

// Grades are the judge's five mean grades in any order. Nil grades stand for
// a judge that failed.
type Grades []float64

// The total of MetaSpatial's reward (arXiv 2503.18470, section 3.2).
const (
	formatWeight  = 0.5
	physicsWeight = 0.2
	gradeScale    = 50.0
	gradeCount    = 5
	// refused is what the original returns in place of grades for an answer
	// of the wrong shape; real grades with this sum leave by the same exit.
	refused = 10
)

// Total scores a response against the ground-truth room g, whose last six
// entries are the layout elements. The error is an [*Error]; the outcome then
// holds what was reached.
func Total(text string, g *Graph, room [3]float64, grades Grades) (Outcome, error) {
	var o Outcome
	if g.root.kind != kindList {
		return o, fail(WrongType, "the scene graph is %s, not a list", kindNames[g.root.kind]).at(StageInput)
	}
	objects := max(len(g.root.items)-layoutCount, 0)
	step, answer, err := ladder(text, objects)
	if err != nil {
		return o, err
	}
	if o.Format = step; step != stepRight {
		o.Total = float64(formatWeight * step)
		return o, nil
	}
	sum, err := gradeSum(grades)
	if err != nil {
		return o, err
	}
	placed, points := place(answer, g, objects)
	if placed != nil {
		points = sum
	}
	switch points {
	case 0:
		o.Total = float64(formatWeight * step)
		return o, nil
	case refused:
		o.Total = float64(formatWeight*step) + points/gradeScale
		return o, nil
	}
	r := placed.Score(room)
	o.Physics = &r
	if err := r.Err(); err != nil {
		return o, err
	}
	o.Total = points/gradeScale + float64(formatWeight*step) -
		float64(physicsWeight*r.CollisionRatio) - float64(physicsWeight*r.ConstraintRatio)
	return o, nil
}

// gradeSum truncates each grade, as the original does, and adds them up.
func gradeSum(grades Grades) (float64, *Error) {
	if grades == nil {
		return 0, nil
	}
	if len(grades) != gradeCount {
		return 0, fail(WrongType, "there are %d grades; the judge gives %d", len(grades), gradeCount).at(StageInput)
	}
	sum := 0.0
	for _, g := range grades {
		if math.IsNaN(g) || math.IsInf(g, 0) {
			return 0, fail(NumberTooLarge, "a grade is not finite").at(StageInput)
		}
		sum += math.Trunc(g)
	}
	return sum, nil
}

// place puts the answer's coordinates into a copy of the room. It returns nil
// and the points that the original gives instead of grades: 10 for an answer
// of the wrong shape, 0 for an unknown id or an unreadable entry.
func place(answer *value, g *Graph, objects int) (*Graph, float64) {
	items := []value{*answer}
	if answer.kind == kindList {
		items = answer.items
	}
	if len(items) != objects || len(items) == 0 {
		return nil, refused
	}
	out := Graph{root: g.root.clone(), open: g.open}
	for i := range objects {
		// The original indexes every object by its id first.
		if id, err := out.root.items[i].index("new_object_id"); err != nil || !id.hashable() {
			return nil, 0
		}
	}
	for i := range items {
		id, err := items[i].index("new_object_id")
		if err != nil {
			return nil, 0
		}
		target := out.lastObject(id, objects)
		if target == nil {
			return nil, 0
		}
		pos, err := target.index("position")
		if err != nil {
			return nil, 0
		}
		for _, axis := range axisNames {
			c, err := items[i].index(axis)
			if err != nil || pos.kind != kindDict {
				return nil, 0
			}
			pos.set(axis, c.clone())
		}
	}
	return &out, 0
}

// lastObject returns the last object with the given id: of two, an index by id
// keeps the later.
func (g *Graph) lastObject(id *value, objects int) *value {
	for i := objects - 1; i >= 0; i-- {
		have := g.root.items[i].get("new_object_id")
		if have != nil && id.hashable() && have.equal(id) {
			return &g.root.items[i]
		}
	}
	return nil
}
