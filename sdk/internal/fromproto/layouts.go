package fromproto

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// Layout returns the layout of task that m holds, or nil for nil.
func Layout(task *scenes.Task, m *pb.Layout) (*scenes.Layout, error) {
	var ls layouts
	ls.expect(m)
	return ls.of(task, m)
}

// layouts makes many layouts in memory that it takes at once: expect every one,
// then ask for each.
type layouts struct {
	n, numbers int
	layouts    []scenes.Layout
	placements []scenes.Placement
}

// expect counts m.
func (ls *layouts) expect(m *pb.Layout) {
	if m != nil {
		ls.n, ls.numbers = ls.n+1, ls.numbers+len(m.Values)
	}
}

// of returns the layout of task that m holds, or nil for nil.
func (ls *layouts) of(task *scenes.Task, m *pb.Layout) (*scenes.Layout, error) {
	if m == nil {
		return nil, nil
	}
	n := len(m.Values) / 4
	if len(m.Values) != 4*n || len(m.Objects) != 0 && len(m.Objects) != n {
		return nil, fmt.Errorf("a layout has %d values for %d objects; there must be 4 for each", len(m.Values), len(m.Objects))
	}
	if ls.layouts == nil {
		ls.layouts, ls.placements = make([]scenes.Layout, ls.n), make([]scenes.Placement, ls.numbers/4)
	}
	l := &ls.layouts[0]
	l.Placements, ls.placements = ls.placements[:n:n], ls.placements[n:]
	ls.layouts = ls.layouts[1:]
	for i := range n {
		v, p, index := m.Values[4*i:4*i+4], &l.Placements[i], i
		if len(m.Objects) > 0 {
			index = int(m.Objects[i])
		}
		switch {
		case index >= 0 && task != nil && index < len(task.Objects):
			p.ID = task.Objects[index].ID
		case index < 0 && -1-index < len(m.Strangers):
			p.ID = m.Strangers[-1-index]
		default:
			return nil, fmt.Errorf("a layout places object %d, which the task does not have", index)
		}
		p.Position, p.Yaw = scenes.Vec3{v[0], v[1], v[2]}, v[3]
	}
	return l, nil
}
