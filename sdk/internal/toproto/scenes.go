// Package toproto turns the structs of scenes and sdk into messages.
package toproto

import (
	"github.com/metaspatial/metaspatial/scenes"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// Task returns the message for t, or nil for nil.
func Task(t *scenes.Task) *pb.Task {
	if t == nil {
		return nil
	}
	objects := make([]pb.Object, len(t.Objects))
	sizes := make([]float64, 3*len(t.Objects))
	m := &pb.Task{
		Id: t.ID, Program: t.Program, Preference: t.Preference,
		Room: room(&t.Room), SceneGraph: t.SceneGraph,
		Objects: make([]*pb.Object, len(t.Objects)),
	}
	for i := range t.Objects {
		o, p := &t.Objects[i], &objects[i]
		p.Id, p.Category, p.Style, p.Material, p.Asset = o.ID, o.Category, o.Style, o.Material, o.Asset
		p.Size = sizes[3*i : 3*i+3]
		copy(p.Size, o.Size[:])
		p.Support, p.Parent, p.Flat, p.Facing = string(o.Support), o.Parent, o.Flat, o.Facing
		for _, r := range o.Relations {
			p.Relations = append(p.Relations, &pb.Relation{Kind: string(r.Kind), Target: r.Target, Adjacent: r.Adjacent})
		}
		if c := o.Clearance; c != (scenes.Clearance{}) {
			p.Clearance = []float64{c.Front, c.Back, c.Left, c.Right}
		}
		p.Optional, p.AnyYaw = o.Optional, o.AnyYaw
		m.Objects[i] = p
	}
	for _, l := range t.Locked {
		m.Locked = append(m.Locked, &pb.Lock{Id: l.ID, Pose: []float64{l.Position[0], l.Position[1], l.Position[2], l.Yaw}})
	}
	for _, s := range t.Specs {
		m.Specs = append(m.Specs, &pb.Spec{
			Predicate: s.Predicate, Compare: string(s.Compare), Count: int32(s.Count),
			Subject: s.Subject, Anchors: s.Anchors, Distance: s.Distance, Text: s.Text,
		})
	}
	return m
}

func corners(polygon []scenes.Vec2) []float64 {
	out := make([]float64, 0, 2*len(polygon))
	for _, p := range polygon {
		out = append(out, p[0], p[1])
	}
	return out
}

func room(r *scenes.Room) *pb.Room {
	m := &pb.Room{Height: r.Height, Floor: corners(r.Floor)}
	for _, h := range r.Holes {
		m.Holes = append(m.Holes, &pb.Polygon{Corners: corners(h)})
	}
	for _, o := range r.Openings {
		m.Openings = append(m.Openings, &pb.Opening{
			Id: o.ID, Kind: string(o.Kind), Wall: int32(o.Wall),
			Offset: o.Offset, Width: o.Width, Height: o.Height, Sill: o.Sill, Swing: string(o.Swing),
		})
	}
	return m
}

// tasks collects every distinct task once.
type tasks struct {
	list  []*pb.Task
	index map[*scenes.Task]uint32
}

func (ts *tasks) add(t *scenes.Task) uint32 {
	if i, ok := ts.index[t]; ok {
		return i
	}
	if ts.index == nil {
		ts.index = make(map[*scenes.Task]uint32)
	}
	i := uint32(len(ts.list))
	ts.index[t] = i
	ts.list = append(ts.list, Task(t))
	return i
}

// names collects every distinct name once.
type names struct {
	list  []string
	index map[string]uint32
}

func (ns *names) add(name string) uint32 {
	if i, ok := ns.index[name]; ok {
		return i
	}
	if ns.index == nil {
		ns.index = make(map[string]uint32)
	}
	i := uint32(len(ns.list))
	ns.index[name] = i
	ns.list = append(ns.list, name)
	return i
}
