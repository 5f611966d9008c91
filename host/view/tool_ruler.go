package view

import (
	"math"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/edit"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// ruler measures between what is clicked. Its measures are shown until it is put
// away.
type ruler struct {
	room string
	// from is the first end, where one was clicked.
	from  *edit.End
	next  edit.End
	aimed bool
	kept  []edit.Span
}

// mostMeasures bounds the measures that are shown at once.
const mostMeasures = 24

func (m *ruler) follow(s *shell, x, y float64, mods command.Mods) error {
	if m.room != s.room {
		*m = ruler{room: s.room}
	}
	m.next, m.aimed = s.aim(x, y, mods)
	return nil
}

// aim is what a pixel shows to be measured from: a corner of an object or of the
// room within a few pixels, else the object, the wall or the floor.
func (s *shell) aim(x, y float64, mods command.Mods) (edit.End, bool) {
	room := s.active()
	hit := s.stage.Pick(x, y)
	end := edit.End{Point: hit.Point, Object: hit.Object}
	ok := hit.Room >= 0
	if hit.Object == "" {
		ray := s.ray(x, y)
		if wall, at, on := ray.Wall(&room.Task.Room); on {
			end.Point, end.Wall, ok = at, wall+1, true
		} else if at, on := ray.Floor(0); on {
			end.Point, ok = at, true
		}
	}
	if mods.Has(command.Ctrl) {
		end.Exact = true
		return end, ok
	}
	best := 9 * s.u.Scale()
	// A corner behind what is pointed at is not meant.
	about, most := end.Point, 3*best*s.stage.Metres(end.Point)
	try := func(p scenes.Vec3, object string) {
		px, py, _, seen := s.stage.Project(p)
		if far := math.Hypot(px-x, py-y); seen && far <= best && p.Sub(about).Len() <= most {
			end, best, ok = edit.End{Point: p, Object: object, Exact: true}, far, true
		}
	}
	for _, c := range room.Task.Room.Floor {
		try(c.Vec3(0), "")
		try(c.Vec3(room.Task.Room.Height), "")
	}
	if o, _ := room.Task.Find(hit.Object); o != nil {
		if p := room.Layout.Find(o.ID); p != nil {
			b := geom.BoxOf(o, *p)
			for _, c := range b.Corners() {
				try(c.Vec3(b.Bottom()), o.ID)
				try(c.Vec3(b.Top()), o.ID)
			}
		}
	}
	return end, ok
}

func (m *ruler) click(s *shell, double bool) bool {
	switch {
	case !m.aimed:
	case m.from == nil:
		end := m.next
		m.from = &end
	default:
		room := s.active()
		m.kept = append(m.kept, edit.Measure(room.Task, room.Layout, *m.from, m.next))
		m.kept = m.kept[max(0, len(m.kept)-mostMeasures):]
		m.from = nil
	}
	return false
}

func (m *ruler) key(command.Key) bool { return false }

func (m *ruler) typed(c rune) {
	if c == '\b' && m.from != nil {
		m.from = nil
	} else if c == '\b' && len(m.kept) > 0 {
		m.kept = m.kept[:len(m.kept)-1]
	}
}

func (m *ruler) end(*shell) bool { return true }
func (m *ruler) cancel(*shell)   {}
func (m *ruler) said() string    { return "" }

func (m *ruler) hint() string {
	if m.from == nil {
		return "Click a point, an object or a wall to measure from; Backspace takes the last measure away, Escape ends."
	}
	return "Click what to measure to; Ctrl takes the very point."
}

func (m *ruler) draw(s *shell) sketch {
	var out sketch
	if m.room != s.room {
		return out
	}
	for _, k := range m.kept {
		out.span(k, true)
	}
	if m.from != nil {
		room := s.active()
		if m.aimed {
			out.span(edit.Measure(room.Task, room.Layout, *m.from, m.next), true)
		} else {
			out.dot(measureColor, 6, m.from.Point)
		}
	}
	if m.aimed {
		out.dot(measureShade, 10, m.next.Point)
		out.dot(guideColor, 7, m.next.Point)
	}
	return out
}

// measured shows how far the two objects that are selected are from each other.
func (s *shell) measured() (edit.Span, bool) {
	refs := s.placed()
	if len(refs) != 2 {
		return edit.Span{}, false
	}
	room := s.active()
	return edit.Between(room.Task, room.Layout, refs[0].ID, refs[1].ID)
}

// measure takes the ruler, or puts it away.
func (s *shell) measure() {
	if _, has := s.tool.hand.(*ruler); has {
		s.dropHand()
		return
	}
	s.take(&ruler{room: s.room})
}
