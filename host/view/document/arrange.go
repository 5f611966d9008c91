package document

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Edge says what of objects is aligned.
type Edge int

// The edges along an axis.
const (
	Low Edge = iota - 1
	Middle
	High
)

// span is an object's extent along an axis of the level.
type span struct {
	ref    Ref
	lo, hi float64
}

func (s span) at(e Edge) float64 {
	switch e {
	case Low:
		return s.lo
	case High:
		return s.hi
	}
	return (s.lo + s.hi) / 2
}

// Bounds returns the axis-aligned box in the level's frame round what r names:
// a placed object, an opening, a room. It is false for what has no place.
func (s *State) Bounds(r Ref) (lo, hi scenes.Vec3, ok bool) {
	room, o, p := s.Object(r)
	if o != nil && p != nil {
		b := geom.BoxOf(o, *p)
		b.Center, b.Yaw = room.Point(b.Center), room.Heading(b.Yaw)
		lo, hi = b.Bounds()
		return lo, hi, true
	}
	var points []scenes.Vec3
	if r.Kind == Whole {
		if room, _ = s.Room(r.Room); room != nil {
			for _, c := range room.Task.Room.Floor {
				points = append(points, room.Point(c.Vec3(0)), room.Point(c.Vec3(room.Task.Room.Height)))
			}
		}
	} else if room, o := s.Opening(r); o != nil {
		from, along := WallOf(&room.Task.Room, o.Wall)
		for _, side := range [2]float64{-1, 1} {
			c := from.Add(along.Mul(o.Offset + side*o.Width/2))
			points = append(points, room.Point(c.Vec3(o.Sill)), room.Point(c.Vec3(o.Sill+o.Height)))
		}
	}
	if len(points) == 0 {
		return lo, hi, false
	}
	lo, hi = points[0], points[0]
	for _, p := range points {
		for k := range 3 {
			lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
		}
	}
	return lo, hi, true
}

// spans returns the extents of the placed objects along an axis.
func (e *edit) spans(refs []Ref, axis int) ([]span, error) {
	if axis < 0 || axis > 2 {
		return nil, fmt.Errorf("there is no axis %d", axis)
	}
	var out []span
	for _, r := range refs {
		if r.Kind != Object {
			continue
		}
		if lo, hi, ok := e.state.Bounds(r); ok {
			out = append(out, span{r, lo[axis], hi[axis]})
		}
	}
	return out, nil
}

// shift moves an object along an axis of the level; locked ones stay.
func (e *edit) shift(r Ref, axis int, by float64) error {
	if by == 0 || e.state.IsLocked(r) {
		return nil
	}
	var way scenes.Vec3
	way[axis] = by
	return Move([]Ref{r}, way).apply(e)
}

// Align moves objects along an axis of the level (0 east, 1 north, 2 up) until
// their edges are where that of the last one is, the active one. Locked ones
// stay.
func Align(refs []Ref, axis int, edge Edge) Change {
	return Change{title("Align", refs), func(e *edit) error {
		list, err := e.spans(refs, axis)
		if err != nil {
			return err
		}
		if len(list) < 2 {
			return fmt.Errorf("select two or more placed objects to align; the last one is what they are aligned to")
		}
		to := list[len(list)-1].at(edge)
		for _, s := range list[:len(list)-1] {
			if err := e.shift(s.ref, axis, to-s.at(edge)); err != nil {
				return err
			}
		}
		return nil
	}}
}

// Distribute moves objects along an axis of the level until the gaps between
// them are equal. The two outermost stay, and so do locked ones.
func Distribute(refs []Ref, axis int) Change {
	return Change{title("Distribute", refs), func(e *edit) error {
		list, err := e.spans(refs, axis)
		if err != nil {
			return err
		}
		if len(list) < 3 {
			return fmt.Errorf("select three or more placed objects to distribute")
		}
		slices.SortStableFunc(list, func(a, b span) int { return cmp.Compare(a.at(Middle), b.at(Middle)) })
		filled := 0.0
		for _, s := range list {
			filled += s.hi - s.lo
		}
		last := list[len(list)-1]
		gap := (last.hi - list[0].lo - filled) / float64(len(list)-1)
		at := list[0].hi
		for _, s := range list[1 : len(list)-1] {
			if err := e.shift(s.ref, axis, at+gap-s.lo); err != nil {
				return err
			}
			at += gap + s.hi - s.lo
		}
		return nil
	}}
}
