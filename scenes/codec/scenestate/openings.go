package scenestate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// offWall is how far from an edge of the floor, in metres, a wall may run for
// its doors and windows to be put into the edge: files draw walls along their
// middle or their outside as well.
const offWall = 0.35

// openings puts every hole of every wall into the edge of the floor that it is
// in.
func (s *State) openings(sc *scene, scale float64) {
	known, order := map[[2]int]openingRecord{}, map[string]int{}
	if sc.Record != nil {
		for i, o := range sc.Record.Openings {
			known[[2]int{o.Element, o.Hole}] = o
			order[o.ID] = i - len(sc.Record.Openings)
		}
	}
	count := map[scenes.OpeningKind]int{}
	used := map[string]bool{}
	for i, e := range sc.Arch.Elements {
		if !strings.EqualFold(e.Type, "Wall") {
			continue
		}
		for k, h := range e.Holes {
			o, err := s.opening(&e, &h, scale)
			if err != nil {
				s.miss("opening %d of wall %s: %v", k, nameOf(&e, i), err)
				continue
			}
			if s.twice(o) {
				continue
			}
			count[o.Kind]++
			o.ID = fmt.Sprintf("%s_%d", o.Kind, count[o.Kind])
			if r, ok := known[[2]int{i, k}]; ok && r.ID != "" && !used[r.ID] {
				o.ID, o.Swing = r.ID, r.Swing
			}
			if used[o.ID] {
				o.ID = fmt.Sprintf("%s_%d_%d", o.Kind, i, k)
			}
			used[o.ID] = true
			s.Task.Room.Openings = append(s.Task.Room.Openings, o)
		}
	}
	slices.SortStableFunc(s.Task.Room.Openings, func(a, b scenes.Opening) int { return order[a.ID] - order[b.ID] })
}

func nameOf(e *element, i int) string {
	if id := text(e.ID); id != "" {
		return id
	}
	return fmt.Sprintf("element %d", i)
}

// twice reports whether an opening is there already: walls between two rooms
// are in files once for each.
func (s *State) twice(o scenes.Opening) bool {
	for _, p := range s.Task.Room.Openings {
		if p.Kind == o.Kind && p.Wall == o.Wall && math.Abs(p.Offset-o.Offset) < 0.01 && math.Abs(p.Sill-o.Sill) < 0.01 {
			return true
		}
	}
	return false
}

func (s *State) opening(e *element, h *hole, scale float64) (scenes.Opening, error) {
	var o scenes.Opening
	switch {
	case strings.EqualFold(h.Type, "Door"):
		o.Kind = scenes.Door
	case strings.EqualFold(h.Type, "Window"):
		o.Kind = scenes.Window
	default:
		return o, fmt.Errorf("is a %q; doors and windows are read", h.Type)
	}
	if h.Box == nil || len(h.Box.Min) < 2 || len(h.Box.Max) < 2 {
		return o, fmt.Errorf("has no box with min and max")
	}
	if len(e.Points) != 2 {
		return o, fmt.Errorf("its wall has %d points; a wall has 2", len(e.Points))
	}
	a, _, ok := point(e.Points[0], scale)
	b, _, also := point(e.Points[1], scale)
	long := b.Sub(a).Len()
	if !ok || !also || !(long > same) {
		return o, fmt.Errorf("its wall has no length")
	}
	left, right := h.Box.Min[0]*scale, h.Box.Max[0]*scale
	bottom, top := h.Box.Min[1]*scale, h.Box.Max[1]*scale
	o.Width, o.Height, o.Sill = snap(right-left), snap(top-bottom), snap(bottom)
	if !(o.Width > 0) || !(o.Height > 0) || o.Width > furthest || o.Height > furthest {
		return o, fmt.Errorf("is %g m wide and %g m high", o.Width, o.Height)
	}
	if !(left >= -joint) || !(right <= long+joint) {
		return o, fmt.Errorf("reaches from %.2f to %.2f m along a wall of %.2f m", left, right, long)
	}
	if !(math.Abs(o.Sill) <= furthest) {
		return o, fmt.Errorf("has its lower edge at %g m", o.Sill)
	}
	if o.Kind == scenes.Door && math.Abs(o.Sill) < 0.01 {
		o.Height, o.Sill = snap(top), 0
	}
	height := s.Task.Room.Height
	if o.Sill >= height || o.Sill+o.Height <= 0 {
		return o, fmt.Errorf("reaches from %.2f to %.2f m above the floor of a room that is %.2f m high", o.Sill, o.Sill+o.Height, height)
	}
	// What reaches further beyond the floor or the ceiling than drawings of their
	// other sides do is cut off there.
	o.Height = snap(min(o.Sill+o.Height, height+offWall) - max(o.Sill, -offWall))
	o.Sill = max(o.Sill, -offWall)
	along := b.Sub(a).Mul(1 / long)
	center := a.Add(along.Mul((left + right) / 2)).Sub(s.Shift.Vec2())
	return o, s.edge(&o, center, along)
}

// edge finds the floor's edge that an opening's centre is on.
func (s *State) edge(o *scenes.Opening, center, along scenes.Vec2) error {
	floor := s.Task.Room.Floor
	best := math.Inf(1)
	for i, p := range floor {
		q := floor[(i+1)%len(floor)]
		long := q.Sub(p).Len()
		if !(long > 0) {
			continue
		}
		d := q.Sub(p).Mul(1 / long)
		// Within 10° of parallel, whichever way round.
		if math.Abs(d[0]*along[1]-d[1]*along[0]) > 0.17 {
			continue
		}
		t := center.Sub(p).Dot(d)
		at := p.Add(d.Mul(min(max(t, 0), long)))
		if off := center.Sub(at).Len(); off < best {
			best = off
			o.Wall, o.Offset = i, snap(min(max(t, 0), long))
		}
	}
	if best > offWall {
		return fmt.Errorf("is not in a wall of the room: no parallel edge of the floor is within %g m", offWall)
	}
	return nil
}
