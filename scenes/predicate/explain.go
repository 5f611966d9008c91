package predicate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// explain writes the findings of a spec that does not hold: what would come
// nearest to satisfying it, or what should not be there.
func (s *Set) explain(w *world.World, q *query, r *Result, need, limit int) {
	if r.Counted < need {
		missing := need - r.Counted
		for i := r.Counted; i < len(r.Groups) && missing > 0; i++ {
			s.lack(q, r, &r.Groups[i])
			missing--
		}
		if missing > 0 && len(r.Findings) < maxFindings {
			s.absent(w, q, r, need)
		}
	} else if limit >= 0 {
		for i := limit; i < min(r.Counted, len(r.Groups)); i++ {
			s.excess(q, r, &r.Groups[i], limit)
		}
	}
	slices.Sort(r.AtFault)
	r.AtFault = slices.Compact(r.AtFault)
}

func (s *Set) id(i int) string { return s.task.Objects[i].ID }

// names lists the subjects of a group.
func (s *Set) names(g *Group) string {
	var out []string
	for k, i := range g.Objects[:g.Subjects] {
		if k == maxNamed && g.Subjects > maxNamed+1 {
			out = append(out, fmt.Sprintf("%d more", g.Subjects-maxNamed))
			break
		}
		out = append(out, s.id(i))
	}
	return enumerated(out)
}

// maxNamed is how many objects a sentence names.
const maxNamed = 6

func enumerated(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// anchorNames lists the anchors of a group: its objects, and architecture by
// its name in the spec.
func (s *Set) anchorNames(q *query, g *Group) []string {
	var out []string
	k := g.Subjects
	for i := range q.anchors {
		if q.anchors[i].objects != nil && k < len(g.Objects) {
			out = append(out, s.id(g.Objects[k]))
			k++
			continue
		}
		out = append(out, anchorWords(q.anchors[i].name))
	}
	return out
}

// anchorWords leaves ids, which have a number, as they are.
func anchorWords(name string) string {
	if strings.ContainsAny(name, "0123456789") {
		return name
	}
	return "the " + strings.ReplaceAll(name, "_", " ")
}

func (s *Set) lack(q *query, r *Result, g *Group) {
	r.AtFault = append(r.AtFault, g.Objects[:g.Subjects]...)
	if len(r.Findings) >= maxFindings {
		return
	}
	anchors := s.anchorNames(q, g)
	f := scenes.Finding{Rule: scenes.RuleRelation, Depth: g.Metres, Direction: g.Direction, Other: s.other(q, g)}
	if q.pred.Name == facingRelation || g.Metres == 0 && g.Degrees != 0 {
		f.Rule, f.Depth, f.Direction = scenes.RuleFacing, math.Abs(g.Degrees), scenes.Vec2{}
	}
	verb := "is"
	if g.Subjects != 1 {
		verb = "are"
	}
	if g.Subjects > 0 {
		f.Object = s.id(g.Objects[0])
	}
	where := strings.TrimSpace(q.pred.Phrase + " " + s.where(q, anchors))
	f.Message = fmt.Sprintf("%s %s not %s%s.", s.names(g), verb, where, advice(&g.Outcome, f.Object, g.Subjects))
	r.Findings = append(r.Findings, f)
}

func (s *Set) where(q *query, anchors []string) string {
	if len(q.anchors) == 0 && q.pred.Kinds&Room != 0 {
		return "the room"
	}
	return enumerated(anchors)
}

func (s *Set) other(q *query, g *Group) string {
	if g.Subjects < len(g.Objects) {
		return s.id(g.Objects[g.Subjects])
	}
	if len(q.anchors) > 0 {
		return q.anchors[0].name
	}
	return ""
}

// advice says what to do, in metres and degrees that matter.
func advice(o *Outcome, first string, subjects int) string {
	it := "it"
	if subjects > 1 {
		it = first
	}
	switch {
	case o.Metres >= 0.005 && o.Direction != (scenes.Vec2{}):
		return fmt.Sprintf("; move %s %s %s", it, metres(o.Metres), geom.Compass(o.Direction))
	case math.Abs(o.Degrees) >= 0.5:
		way := "clockwise"
		if o.Degrees < 0 {
			way = "counter-clockwise"
		}
		return fmt.Sprintf("; turn %s by %.0f° %s", it, math.Abs(o.Degrees), way)
	case o.Metres >= 0.005:
		return fmt.Sprintf("; its height is off by %s", metres(o.Metres))
	}
	return ""
}

func metres(d float64) string {
	if d < 1 {
		return fmt.Sprintf("%.0f cm", d*100)
	}
	return fmt.Sprintf("%.1f m", d)
}

// shortTurn brings an angle into (−180, 180].
func shortTurn(deg float64) float64 {
	deg = math.Mod(deg, 360)
	switch {
	case deg > 180:
		return deg - 360
	case deg <= -180:
		return deg + 360
	}
	return deg
}

// absent speaks of groups that do not exist: objects that the layout lacks.
func (s *Set) absent(w *world.World, q *query, r *Result, need int) {
	f := scenes.Finding{Rule: scenes.RuleRelation}
	what := s.wanted(q)
	for _, m := range q.members {
		for _, i := range m.candidates {
			if w.Body(i) == nil {
				r.AtFault = append(r.AtFault, i)
			}
		}
	}
	for i := range q.anchors {
		for _, k := range q.anchors[i].objects {
			if w.Body(k) == nil {
				r.AtFault = append(r.AtFault, k)
			}
		}
	}
	switch {
	case q.missing != "":
		f.Message = fmt.Sprintf("%s is asked for, but %s.", capital(what), q.missing)
	default:
		f.Message = fmt.Sprintf("%s is asked for %s, but the layout has %d.", capital(what), times(need), r.Counted)
	}
	if len(r.AtFault) > 0 {
		f.Object = s.id(r.AtFault[0])
	}
	r.Findings = append(r.Findings, f)
}

// wanted names what the spec asks for.
func (s *Set) wanted(q *query) string {
	subject := strings.ReplaceAll(strings.ReplaceAll(q.spec.Subject, "_", " "), "*", " × ")
	if q.spec.Subject == "" {
		subject = "free space"
	}
	var anchors []string
	for _, a := range q.spec.Anchors {
		anchors = append(anchors, anchorWords(a))
	}
	return strings.TrimSpace(subject + " " + q.pred.Phrase + " " + s.where(q, anchors))
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func (s *Set) excess(q *query, r *Result, g *Group, limit int) {
	r.AtFault = append(r.AtFault, g.Objects[:g.Subjects]...)
	if len(r.Findings) >= maxFindings {
		return
	}
	f := scenes.Finding{Rule: scenes.RuleRelation, Other: s.other(q, g)}
	if g.Subjects > 0 {
		f.Object = s.id(g.Objects[0])
	}
	f.Message = fmt.Sprintf("%s is %s %s, where at most %d is allowed; there are %d.", s.names(g), q.pred.Phrase,
		s.where(q, s.anchorNames(q, g)), limit, r.Counted)
	r.Findings = append(r.Findings, f)
}
