package compact

import (
	"strconv"

	"github.com/metaspatial/metaspatial/scenes/codec"
)

// response writes what the episode decided: a sentence per item, in placing
// order, and the layout.
func (e *episode) response() string {
	think := make([]byte, 0, 64*len(e.decisions))
	for i := range e.state.p.items {
		think = e.explain(i, think)
	}
	return codec.FormatResponse(e.state.p.task, e.state.layout(), string(think))
}

// explain appends one sentence on item i: where it went and which way it faces.
func (e *episode) explain(i int, out []byte) []byte {
	s, it := e.state, &e.state.p.items[i]
	q := &s.poses[i]
	out = append(append(out, it.obj.ID...), ": "...)
	if it.lock != nil {
		return append(out, "stays where it is locked. "...)
	}
	if e.decision(i).option == keepOption {
		return append(out, "kept where it was. "...)
	}
	said := false
	b := q.rect()
	for k, off := range [4]float64{s.p.d - b.y1, s.p.w - b.x1, b.y0, b.x0} {
		if off > relationSlack {
			continue
		}
		if said {
			out = append(out, " and"...)
		} else {
			out = append(out, "against the"...)
		}
		out = append(append(out, ' '), directions[k]...)
		said = true
	}
	switch {
	case said:
		out = append(out, " wall"...)
	case it.parent >= 0:
		out = append(append(out, "on "...), s.p.items[it.parent].obj.ID...)
	default:
		out = strconv.AppendFloat(append(out, "at "...), q.x, 'f', 1, 64)
		out = strconv.AppendFloat(append(out, ", "...), q.y, 'f', 1, 64)
	}
	out = append(append(out, ", facing "...), directions[quarterOf(q.yaw)]...)
	return append(out, ". "...)
}

var directions = [4]string{"north", "east", "south", "west"}
