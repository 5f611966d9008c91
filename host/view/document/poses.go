package document

import (
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// roomsOf lists the rooms of the references, each once, in their order.
func roomsOf(refs []Ref) []string {
	var out []string
	for _, r := range refs {
		if !slices.Contains(out, r.Room) {
			out = append(out, r.Room)
		}
	}
	return out
}

// idsIn lists the ids of the references in a room.
func idsIn(refs []Ref, room string) []string {
	var out []string
	for _, r := range refs {
		if r.Room == room && !slices.Contains(out, r.ID) {
			out = append(out, r.ID)
		}
	}
	return out
}

// local is a way across the level as one across a room.
func local(r *scenes.LevelRoom, by scenes.Vec3) scenes.Vec3 { return r.Local(r.Origin.Add(by)) }

// withCarried returns the ids and those of everything that stands on them, in
// the task's order.
func withCarried(t *scenes.Task, ids []string) []string {
	in := make(map[string]bool, len(ids))
	for _, id := range ids {
		in[id] = true
	}
	for grown := true; grown; {
		grown = false
		for i := range t.Objects {
			if o := &t.Objects[i]; o.Support == scenes.OnObject && in[o.Parent] && !in[o.ID] {
				in[o.ID], grown = true, true
			}
		}
	}
	var out []string
	for i := range t.Objects {
		if in[t.Objects[i].ID] {
			out = append(out, t.Objects[i].ID)
		}
	}
	return out
}

// each calls f with the placement of every object that is not locked, and of
// what stands on it, for it to change.
func (e *edit) each(refs []Ref, f func(r *scenes.LevelRoom, p *scenes.Placement)) error {
	refs, err := e.free(refs)
	if err != nil {
		return err
	}
	for _, room := range roomsOf(refs) {
		r, err := e.layout(room)
		if err != nil {
			return err
		}
		for _, id := range withCarried(r.Task, idsIn(refs, room)) {
			if p := r.Layout.Find(id); p != nil && r.Task.Lock(id) == nil {
				f(r, p)
			}
		}
	}
	return nil
}

// Move moves objects, with what stands on them, by a way in the level's frame.
// Locked ones stay.
func Move(refs []Ref, by scenes.Vec3) Change {
	return Change{title("Move", refs), func(e *edit) error {
		return e.each(refs, func(r *scenes.LevelRoom, p *scenes.Placement) { p.Position = p.Position.Add(local(r, by)) })
	}}
}

// Turn turns objects, with what stands on them, clockwise by so many degrees
// round a point of the level's floor.
func Turn(refs []Ref, round scenes.Vec2, degrees float64) Change {
	return Change{title("Turn", refs), func(e *edit) error {
		return e.each(refs, func(r *scenes.LevelRoom, p *scenes.Placement) {
			at := r.Local(round.Vec3(r.Origin[2]))
			p.Position = turned(p.Position, at.Vec2(), degrees)
			p.Yaw = Heading(p.Yaw + degrees)
		})
	}}
}

// turned is a point turned clockwise round another.
func turned(p scenes.Vec3, round scenes.Vec2, degrees float64) scenes.Vec3 {
	right, front := scenes.Axes(degrees)
	d := p.Vec2().Sub(round)
	return round.Add(right.Mul(d[0])).Add(front.Mul(d[1])).Vec3(p[2])
}

// Heading returns the heading from 0 up to, but not, 360 degrees.
func Heading(yaw float64) float64 {
	yaw = math.Mod(yaw, 360)
	if yaw < 0 {
		yaw += 360
	}
	if yaw >= 360 {
		return 0
	}
	return yaw
}

// SetPose puts an object at a pose in its room, placed before or not, and what
// stands on it goes along.
func SetPose(r Ref, p scenes.Placement) Change {
	return Change{"Place " + r.ID, func(e *edit) error { return e.pose(r, p) }}
}

func (e *edit) pose(r Ref, p scenes.Placement) error {
	if e.state.IsLocked(r) {
		return fmt.Errorf("%s is locked; unlock it first", r.ID)
	}
	_, o, was := e.state.Object(r)
	if o == nil {
		return fmt.Errorf("there is no object %q in %s", r.ID, r.Room)
	}
	p.ID, p.Yaw = r.ID, Heading(p.Yaw)
	if was == nil {
		room, err := e.layout(r.Room)
		if err == nil {
			room.Layout.Placements = append(room.Layout.Placements, p)
		}
		return err
	}
	from := *was
	room, err := e.layout(r.Room)
	if err != nil {
		return err
	}
	for _, id := range withCarried(room.Task, []string{r.ID}) {
		q := room.Layout.Find(id)
		switch {
		case q == nil || room.Task.Lock(id) != nil:
		case id == r.ID:
			*q = p
		default:
			q.Position = turned(q.Position, from.Position.Vec2(), p.Yaw-from.Yaw).Add(p.Position.Sub(from.Position))
			q.Yaw = Heading(q.Yaw + p.Yaw - from.Yaw)
		}
	}
	return nil
}

// Put puts an object at a pose and onto a carrier, or on its floor where the
// carrier is empty: what a drag that ends on a table does.
func Put(r Ref, p scenes.Placement, carrier string) Change {
	return Change{"Move " + r.ID, func(e *edit) error {
		_, o, _ := e.state.Object(r)
		if o == nil {
			return fmt.Errorf("there is no object %q in %s", r.ID, r.Room)
		}
		on := scenes.OnFloor
		if carrier != "" {
			on = scenes.OnObject
		}
		stands := o.Support == scenes.OnFloor || o.Support == scenes.OnObject
		if stands && (o.Parent != carrier || o.Support != on) {
			_, own, err := e.object(r)
			if err != nil {
				return err
			}
			if own.Parent != "" {
				own.Relations = without(own.Relations, func(rel scenes.Relation) bool { return rel.Kind == scenes.On && rel.Target == own.Parent })
			}
			own.Support, own.Parent = on, carrier
		}
		return e.pose(r, p)
	}}
}

// Unplace takes objects out of the layout; they stay in the task.
func Unplace(refs []Ref) Change {
	return Change{title("Take out", refs), func(e *edit) error {
		refs, err := e.free(refs)
		if err != nil {
			return err
		}
		for _, r := range refs {
			room, err := e.layout(r.Room)
			if err != nil {
				return err
			}
			room.Layout.Placements = slices.DeleteFunc(room.Layout.Placements, func(p scenes.Placement) bool { return p.ID == r.ID })
		}
		return nil
	}}
}

// Drop lets objects down, or up, onto what is below their centres: the highest
// carrier under their middle, else the floor. What hangs goes to the height that
// its support asks for.
func Drop(refs []Ref) Change {
	return Change{title("Drop", refs), func(e *edit) error {
		refs, err := e.free(refs)
		if err != nil {
			return err
		}
		for _, ref := range refs {
			r, err := e.layout(ref.Room)
			if err != nil {
				return err
			}
			e.drop(r, ref.ID)
		}
		return nil
	}}
}

// drop lets one object down with what stands on it.
func (e *edit) drop(r *scenes.LevelRoom, id string) {
	o, _ := r.Task.Find(id)
	p := r.Layout.Find(id)
	if o == nil || p == nil {
		return
	}
	ref := Ref{Room: r.Task.ID, ID: id}
	to := *p
	if o.Support == scenes.OnWall || o.Support == scenes.OnCeiling {
		to.Position[2], _ = geom.SupportZ(r.Task, o, r.Layout)
		_ = e.pose(ref, to)
		return
	}
	carrier, top := Carrier(r.Task, r.Layout, o, p.Position.Vec2(), p.Position[2])
	to.Position[2] = top + o.Size[2]/2
	_ = Put(ref, to, carrier).apply(e)
}

// Carrier returns what an object whose middle is over a point of its room's
// floor would stand on, below the given height: the highest object there that
// things may stand on, with its top, or "" and 0 for the floor. The object
// itself and what it carries are passed over.
func Carrier(t *scenes.Task, l *scenes.Layout, o *scenes.Object, at scenes.Vec2, below float64) (id string, top float64) {
	var own []string
	if o.ID != "" {
		own = withCarried(t, []string{o.ID})
	}
	for i := range t.Objects {
		c := &t.Objects[i]
		p := l.Find(c.ID)
		if p == nil || c.ID == o.ID || !carries(c) || slices.Contains(own, c.ID) {
			continue
		}
		b := geom.BoxOf(c, *p)
		if b.Top() > top && b.Top() <= below+geom.Tolerance && b.ContainsXY(at, 0) && fitsOn(o, b) {
			id, top = c.ID, b.Top()
		}
	}
	return id, top
}

// fitsOn reports whether an object is not much larger than what it would stand
// on: a wardrobe goes past a stool, not onto it.
func fitsOn(o *scenes.Object, b geom.Box) bool {
	return min(o.Size[0], o.Size[1]) <= 2*max(b.Half[0], b.Half[1]) && max(o.Size[0], o.Size[1]) <= 3*max(b.Half[0], b.Half[1])
}
