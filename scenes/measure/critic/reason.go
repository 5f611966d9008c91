package critic

import (
	"math"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain is the loss of log utility below which a measure is not worth a word.
const plain = 0.05

// reason says what costs the grade most, or that nothing does.
func (r *rubric) reason(m *Measures) string {
	type cost struct {
		id   ID
		lost float64
	}
	var costs []cost
	var good []string
	for _, t := range r.terms {
		if !m.Known[t.id] {
			continue
		}
		lost := -t.weight * math.Log(t.id.Utility(m.Value[t.id]))
		switch {
		case !(lost <= plain):
			costs = append(costs, cost{t.id, lost})
		case len(good) < 2 && t.id != Unplaced && !m.empty[t.id]:
			good = append(good, Table[t.id].Good)
		}
	}
	sort.SliceStable(costs, func(i, j int) bool { return costs[i].lost > costs[j].lost })
	var said []string
	for _, c := range costs {
		if len(said) == 2 {
			break
		}
		said = append(said, m.complaint(c.id))
	}
	text := strings.Join(good, " and ")
	switch {
	case len(said) > 0 && text != "":
		text += ", but " + strings.Join(said, ", and ")
	case len(said) > 0:
		text = strings.Join(said, ", and ")
	case text == "":
		text = "there is nothing to judge it by"
	}
	if note := r.missing(m); note != "" {
		text += " (" + note + ")"
	}
	first, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[n:] + "."
}

// complaint names the object most to blame for a measure, or else what a bad
// value means.
func (m *Measures) complaint(id ID) string {
	worst := -1
	for i := range m.Blames {
		if b := &m.Blames[i]; b.Measure == id && b.Message != "" && (worst < 0 || b.Amount > m.Blames[worst].Amount) {
			worst = i
		}
	}
	if worst >= 0 {
		return strings.TrimSuffix(m.Blames[worst].Message, ".")
	}
	return Table[id].Bad
}

// missing says which measures a grade had to do without.
func (r *rubric) missing(m *Measures) string {
	switch {
	case m.Known[Discord] || r.blind == 1:
		return ""
	case r.key == "colour":
		return "there is no picture, so the colours themselves count as middling"
	}
	return "judged without a picture"
}
