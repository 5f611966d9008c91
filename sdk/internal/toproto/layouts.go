package toproto

import (
	"github.com/metaspatial/metaspatial/scenes"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// Layout returns the message for a layout of task, or nil for nil.
func Layout(task *scenes.Task, l *scenes.Layout) *pb.Layout {
	var ls layouts
	ls.expect(l)
	return ls.add(task, l)
}

// layouts makes the messages of many layouts in memory that it takes at once:
// expect every one, then add each.
type layouts struct {
	n, placements int
	messages      []pb.Layout
	values        []float64
}

// expect counts l.
func (ls *layouts) expect(l *scenes.Layout) {
	if l != nil {
		ls.n, ls.placements = ls.n+1, ls.placements+len(l.Placements)
	}
}

// add returns the message for a layout of task, or nil for nil.
func (ls *layouts) add(task *scenes.Task, l *scenes.Layout) *pb.Layout {
	if l == nil {
		return nil
	}
	if ls.messages == nil {
		ls.messages, ls.values = make([]pb.Layout, ls.n), make([]float64, 0, 4*ls.placements)
	}
	m := &ls.messages[0]
	ls.messages = ls.messages[1:]
	start, ordered := len(ls.values), true
	for i := range l.Placements {
		p := &l.Placements[i]
		ls.values = append(ls.values, p.Position[0], p.Position[1], p.Position[2], p.Yaw)
		ordered = ordered && task != nil && i < len(task.Objects) && p.ID == task.Objects[i].ID
	}
	m.Values = ls.values[start:len(ls.values):len(ls.values)]
	if ordered {
		return m
	}
	// Only a layout that is not in the task's order says what it places.
	m.Objects = make([]int32, len(l.Placements))
	for i := range l.Placements {
		index := -1
		if task != nil {
			_, index = task.Find(l.Placements[i].ID)
		}
		if index < 0 {
			index = -1 - len(m.Strangers)
			m.Strangers = append(m.Strangers, l.Placements[i].ID)
		}
		m.Objects[i] = int32(index)
	}
	return m
}
