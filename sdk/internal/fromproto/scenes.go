// Package fromproto turns messages into the structs of scenes and sdk. A
// message comes from another process, maybe written in another language, so
// whatever could make an index run over is an error here.
package fromproto

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// Task returns the task of m, or nil for nil.
func Task(m *pb.Task) (*scenes.Task, error) {
	if m == nil {
		return nil, nil
	}
	t := &scenes.Task{ID: m.Id, Program: m.Program, Preference: m.Preference, SceneGraph: m.SceneGraph}
	if r := m.Room; r != nil {
		t.Room.Height = r.Height
		var err error
		if t.Room.Floor, err = corners(r.Floor); err != nil {
			return nil, fmt.Errorf("task %q: the floor %w", m.Id, err)
		}
		for i, h := range r.Holes {
			hole, err := corners(h.GetCorners())
			if err != nil {
				return nil, fmt.Errorf("task %q: hole %d %w", m.Id, i, err)
			}
			t.Room.Holes = append(t.Room.Holes, hole)
		}
		for _, o := range r.Openings {
			t.Room.Openings = append(t.Room.Openings, scenes.Opening{
				ID: o.Id, Kind: scenes.OpeningKind(o.Kind), Wall: int(o.Wall),
				Offset: o.Offset, Width: o.Width, Height: o.Height, Sill: o.Sill, Swing: scenes.Swing(o.Swing),
			})
		}
	}
	if len(m.Objects) > 0 {
		t.Objects = make([]scenes.Object, len(m.Objects))
	}
	for i, p := range m.Objects {
		if len(p.Size) != 3 {
			return nil, fmt.Errorf("task %q: object %q has %d extents instead of 3", m.Id, p.Id, len(p.Size))
		}
		o := &t.Objects[i]
		o.ID, o.Category, o.Style, o.Material, o.Asset = p.Id, p.Category, p.Style, p.Material, p.Asset
		o.Size = scenes.Vec3(p.Size)
		o.Support, o.Parent, o.Flat, o.Facing = scenes.Support(p.Support), p.Parent, p.Flat, p.Facing
		o.Optional, o.AnyYaw = p.Optional, p.AnyYaw
		for _, r := range p.Relations {
			o.Relations = append(o.Relations, scenes.Relation{Kind: scenes.RelationKind(r.Kind), Target: r.Target, Adjacent: r.Adjacent})
		}
		switch c := p.Clearance; len(c) {
		case 0:
		case 4:
			o.Clearance = scenes.Clearance{Front: c[0], Back: c[1], Left: c[2], Right: c[3]}
		default:
			return nil, fmt.Errorf("task %q: object %q has %d clearances instead of 4", m.Id, p.Id, len(c))
		}
	}
	for i, l := range m.Locked {
		v := l.GetPose()
		if len(v) != 4 {
			return nil, fmt.Errorf("task %q: locked[%d] has %d numbers instead of 4", m.Id, i, len(v))
		}
		t.Locked = append(t.Locked, scenes.Placement{ID: l.Id, Position: scenes.Vec3{v[0], v[1], v[2]}, Yaw: v[3]})
	}
	for _, s := range m.Specs {
		t.Specs = append(t.Specs, scenes.Spec{
			Predicate: s.Predicate, Compare: scenes.Comparison(s.Compare), Count: int(s.Count),
			Subject: s.Subject, Anchors: s.Anchors, Distance: s.Distance, Text: s.Text,
		})
	}
	return t, nil
}

func corners(values []float64) ([]scenes.Vec2, error) {
	if len(values)%2 != 0 {
		return nil, fmt.Errorf("has %d coordinates, which is odd", len(values))
	}
	var out []scenes.Vec2
	for i := 0; i < len(values); i += 2 {
		out = append(out, scenes.Vec2{values[i], values[i+1]})
	}
	return out, nil
}

// tasks returns a function that finds a task by its index in the request.
func tasks(ms []*pb.Task) (func(uint32) (*scenes.Task, error), error) {
	list := make([]*scenes.Task, len(ms))
	for i, m := range ms {
		t, err := Task(m)
		if err != nil {
			return nil, err
		}
		list[i] = t
	}
	return func(i uint32) (*scenes.Task, error) {
		if int64(i) >= int64(len(list)) {
			return nil, fmt.Errorf("the request names task %d but holds only %d", i, len(list))
		}
		return list[i], nil
	}, nil
}
