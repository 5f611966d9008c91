package guideline

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Remark is one sentence about a cost.
type Remark struct {
	Kind Kind
	// Object and Other are the ids concerned, empty for the room as a whole.
	Object, Other string
	// Loss is the loss of the one pair, object or measure that the sentence is
	// about, between 0 and 1.
	Loss float64
	// Text is the sentence.
	Text string
}

// worthSaying is the loss from which a term gets a sentence.
const worthSaying = 0.02

// Explain says what causes the costs: one sentence per pair or object with a
// loss above 0.02, by kind, the worst first.
func Explain(w *world.World) []Remark { return ExplainWith(w, Options{}) }

// ExplainWith is [Explain] of what the options measure.
func ExplainWith(w *world.World, o Options) []Remark {
	s := pool.Get().(*scratch)
	defer pool.Put(s)
	s.collect(w, o)
	skew := s.meanSkew()
	var out []Remark
	for i := range s.terms {
		t := &s.terms[i]
		if t.rest || t.loss <= worthSaying || t.kind == MutualAlignment && t.loss < skew {
			continue
		}
		r := Remark{Kind: t.kind, Loss: t.loss, Object: s.id(t.a), Other: s.id(t.b)}
		r.Text = s.sentence(t, r.Object, r.Other)
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b Remark) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), -cmp.Compare(a.Loss, b.Loss))
	})
	return out
}

// meanSkew is the mean loss of mutual alignment, up to rounding. A piece below it
// is in line with more of the others than is usual, and does not answer for
// one that is not.
func (s *scratch) meanSkew() float64 {
	sum, n := 0.0, 0
	for i := range s.terms {
		if t := &s.terms[i]; t.kind == MutualAlignment && !t.rest {
			sum, n = sum+t.loss, n+1
		}
	}
	return sum/float64(max(1, n)) - 1e-9
}

func (s *scratch) id(i int32) string {
	if i < 0 {
		return ""
	}
	return s.pieces[i].body.Object.ID
}

func (s *scratch) sentence(t *term, a, b string) string {
	switch t.kind {
	case PairDistance:
		if t.want.min == 0 {
			return fmt.Sprintf("%s is %.2f m from %s; up to %.2f m is within reach.", a, t.at, b, t.want.max)
		}
		return fmt.Sprintf("%s is %.2f m from %s; %.2f to %.2f m is comfortable.", a, t.at, b, t.want.min, t.want.max)
	case PairAngle:
		return fmt.Sprintf("%s is %.0f° off the front of %s; straight before or square beside it looks settled.", a, t.at, b)
	case TalkDistance:
		return fmt.Sprintf("%s and %s are %.1f m apart; people talk well at %.1f to %.1f m.", a, b, t.at, t.want.min, t.want.max)
	case TalkAngle:
		return fmt.Sprintf("%s is turned %.0f° away from %s; seats that face each other invite talk.", a, t.at, b)
	case Balance:
		return fmt.Sprintf("The furniture's weight lies %.1f m %s of the room's middle.", t.value, geom.CompassOf(t.at))
	case MutualAlignment:
		return fmt.Sprintf("%s stands askew to the other furniture by about %.0f°.", a, t.at)
	case WallAlignment:
		return fmt.Sprintf("%s stands %.0f° askew to the nearest wall.", a, t.at)
	case Emphasis:
		return fmt.Sprintf("%s is turned %.0f° away from %s, which the room is about.", a, t.at, s.focus.Name)
	case Symmetry:
		if t.loss < 0.5 {
			return fmt.Sprintf("%s is not quite where its counterpart over the room's axis would have it.", a)
		}
		return fmt.Sprintf("%s has no counterpart of its kind over the room's axis.", a)
	case Circulation:
		if t.value == 0 {
			return "There is nowhere in the room for a person to stand."
		}
		return fmt.Sprintf("The floor for walking falls into %.0f pieces; the largest has %.0f %% of it.", t.value, 100*t.at)
	case Clearance:
		return fmt.Sprintf("The spaces that use of %s and %s needs overlap by %.2f m².", a, b, t.at)
	case Accessibility:
		return fmt.Sprintf("%s stands in the space that use of %s needs.", b, a)
	case Visibility:
		return fmt.Sprintf("%s stands in the view of %s.", b, a)
	}
	return ""
}
