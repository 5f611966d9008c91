package fromproto

import (
	"fmt"
	"unicode/utf8"

	"github.com/metaspatial/metaspatial/scenes"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// findings turns columns of findings into structs by the two tables of the
// message around them.
type findings struct{ rules, names []string }

// of returns the findings of a layout of task; nil has none. Their messages
// share the memory of one string.
func (c findings) of(task *scenes.Task, m *pb.Findings) ([]scenes.Finding, error) {
	n := len(m.GetRule())
	switch {
	case len(m.GetObject()) != n || len(m.GetLength()) != n:
		return nil, fmt.Errorf("findings have %d rules, %d objects and %d lengths; they need one of each", n, len(m.GetObject()), len(m.GetLength()))
	case len(m.GetOther()) != 0 && len(m.Other) != n:
		return nil, fmt.Errorf("%d findings have %d others; give each one, or none at all", n, len(m.Other))
	case len(m.GetDepth()) != 0 && len(m.Depth) != n:
		return nil, fmt.Errorf("%d findings have %d depths; give each one, or none at all", n, len(m.Depth))
	case len(m.GetDirection()) != 0 && len(m.Direction) != 2*n:
		return nil, fmt.Errorf("%d findings have %d coordinates of directions; give each two, or none at all", n, len(m.Direction))
	case n == 0 && m.GetText() != "":
		return nil, fmt.Errorf("no finding has the text %.40q", m.Text)
	case n == 0:
		return nil, nil
	}
	out, rest := make([]scenes.Finding, n), m.Text
	for i := range out {
		f := &out[i]
		rule, length := m.Rule[i], m.Length[i]
		if int64(rule) >= int64(len(c.rules)) {
			return nil, fmt.Errorf("finding %d is of rule %d of %d", i, rule, len(c.rules))
		}
		f.Rule = scenes.Rule(c.rules[rule])
		var ok bool
		if f.Object, ok = c.name(task, m.Object[i]); !ok {
			return nil, fmt.Errorf("finding %d is about object %d, which neither the task nor the table of names has", i, m.Object[i])
		}
		if len(m.Other) > 0 {
			if f.Other, ok = c.name(task, m.Other[i]); !ok {
				return nil, fmt.Errorf("finding %d has the other object %d, which neither the task nor the table of names has", i, m.Other[i])
			}
		}
		if len(m.Depth) > 0 {
			f.Depth = m.Depth[i]
		}
		if len(m.Direction) > 0 {
			f.Direction = scenes.Vec2{m.Direction[2*i], m.Direction[2*i+1]}
		}
		if int64(length) > int64(len(rest)) {
			return nil, fmt.Errorf("the message of finding %d has %d bytes, but only %d are left of the text", i, length, len(rest))
		}
		f.Message, rest = rest[:length], rest[length:]
		if rest != "" && !utf8.RuneStart(rest[0]) {
			return nil, fmt.Errorf("the message of finding %d ends within a character; lengths count bytes of UTF-8", i)
		}
	}
	if rest != "" {
		return nil, fmt.Errorf("%d bytes of the text belong to no finding", len(rest))
	}
	return out, nil
}

// name is false for an index that names nothing.
func (c findings) name(task *scenes.Task, index int32) (string, bool) {
	switch {
	case index >= 0 && task != nil && int(index) < len(task.Objects):
		return task.Objects[index].ID, true
	case index < 0 && int(-1-index) < len(c.names):
		return c.names[-1-index], true
	}
	return "", false
}
