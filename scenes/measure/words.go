package measure

import (
	"math"
	"strconv"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// MaxFindings is how many findings a report has at most, so that a layout of
// ten thousand coincident boxes stays within memory. One more then says how
// many are left out.
const MaxFindings = 1000

// RuleMore is the rule of the finding that says how many are left out.
const RuleMore scenes.Rule = "more"

// texts gathers findings. Their sentences are put together in one run of bytes
// and become strings at once: in training they are the larger part of the time
// that a bad layout takes.
type texts struct {
	found []scenes.Finding
	text  []byte
	ends  []int
}

// open begins a finding whose sentence starts with the object's id. It is
// false when none is wanted.
func (r *run) open(rule scenes.Rule, i int, other string, depth float64, dir scenes.Vec2) bool {
	switch {
	case !r.explain:
		return false
	case len(r.found) >= MaxFindings:
		r.omitted++
		return false
	}
	id := r.items[i].o.ID
	r.found = append(r.found, scenes.Finding{Rule: rule, Object: id, Other: other, Depth: depth, Direction: dir})
	r.text = append(r.text, id...)
	return true
}

// close ends the sentence.
func (t *texts) close() { t.ends = append(t.ends, len(t.text)) }

func (t *texts) say(words ...string) {
	for _, w := range words {
		t.text = append(t.text, w...)
	}
}

// finish returns the findings, and leaves t empty for the next check.
func (t *texts) finish(omitted int) []scenes.Finding {
	if omitted > 0 {
		t.found = append(t.found, scenes.Finding{Rule: RuleMore})
		t.number(float64(omitted), 0)
		t.say(" more faults are not listed; mend these first")
		t.close()
	}
	if len(t.found) == 0 {
		return nil
	}
	out := append(make([]scenes.Finding, 0, len(t.found)), t.found...)
	all, from := string(t.text), 0
	for k, to := range t.ends {
		out[k].Message = all[from:to]
		from = to
	}
	clear(t.found)
	t.found, t.text, t.ends = t.found[:0], t.text[:0], t.ends[:0]
	return out
}

// number writes v with 0 or 2 digits after the point.
func (t *texts) number(v float64, digits int) {
	n := math.RoundToEven(v * [3]float64{1, 10, 100}[digits])
	if !(math.Abs(n) < 1e15) || digits != 0 && digits != 2 {
		t.text = strconv.AppendFloat(t.text, v, 'f', digits, 64)
		return
	}
	if n < 0 {
		t.text, n = append(t.text, '-'), -n
	}
	whole := uint64(n)
	if digits == 0 {
		t.text = strconv.AppendUint(t.text, whole, 10)
		return
	}
	t.text = strconv.AppendUint(t.text, whole/100, 10)
	t.text = append(t.text, '.', byte('0'+whole/10%10), byte('0'+whole%10))
}

// length words a distance in whole centimetres, or metres from one metre on.
func (t *texts) length(m float64) {
	if m < 0.995 {
		t.number(max(1, m*100), 0)
		t.say(" cm")
		return
	}
	t.number(m, 2)
	t.say(" m")
}

// move words a way on the floor: "; move it 7 cm south".
func (t *texts) move(depth float64, dir scenes.Vec2) {
	t.say("; move it ")
	if name := geom.Compass(dir); name != "" {
		t.length(depth)
		t.say(" ", name)
		return
	}
	t.say("away")
}

// steps words a way along the axes: "34 cm east and 5 cm south".
func (t *texts) steps(way scenes.Vec3) {
	words := [3][2]string{{" west", " east"}, {" south", " north"}, {" down", " up"}}
	said := false
	for k, d := range way {
		if math.Abs(d) <= geom.Tolerance/2 {
			continue
		}
		if said {
			t.say(" and ")
		}
		side := 0
		if d > 0 {
			side = 1
		}
		t.length(math.Abs(d))
		t.say(words[k][side])
		said = true
	}
}

// name gives layout elements an article.
func name(id string) string {
	switch id {
	case scenes.SouthWall:
		return "the south wall"
	case scenes.NorthWall:
		return "the north wall"
	case scenes.EastWall:
		return "the east wall"
	case scenes.WestWall:
		return "the west wall"
	case scenes.Middle:
		return "the middle of the room"
	case scenes.Ceiling:
		return "the ceiling"
	}
	return id
}

// phrase words a relation, as in "directly to the right of bed_1".
func (t *texts) phrase(r *scenes.Relation) {
	if _, wall := scenes.WallYaw(r.Target); wall {
		t.say("against ", name(r.Target))
		return
	}
	what, sided := "", true
	switch r.Kind {
	case scenes.InFront:
		what = "in front of"
	case scenes.Behind:
		what = "behind"
	case scenes.LeftOf:
		what = "to the left of"
	case scenes.RightOf:
		what = "to the right of"
	default:
		what, sided = string(r.Kind), false
	}
	switch {
	case r.Kind == scenes.InCorner:
		what = "at the corner of"
	case r.Kind == scenes.On && r.Target == scenes.Middle:
		what = "in"
	case sided && r.Adjacent:
		t.say("directly ")
	}
	t.say(what, " ", name(r.Target))
}

func unit(v scenes.Vec2) scenes.Vec2 {
	n := v.Len()
	if n < rounding {
		return scenes.Vec2{}
	}
	return v.Mul(1 / n)
}
