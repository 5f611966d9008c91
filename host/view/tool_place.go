package view

import (
	"fmt"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/edit"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// placing is something new that follows the pointer until it is put down: an
// asset, or a door or window where the asset's id is empty. It is shown in the
// room as it would be.
type placing struct {
	asset   assets.Asset
	opening scenes.OpeningKind
	gesture *document.Gesture
	// yaw is its heading where a key has turned it.
	yaw    float64
	turned bool
	room   string
	// shown says that it is in the room now.
	shown bool
	// carried says that the button is held since it was taken from a panel.
	carried bool
	guides  [][2]scenes.Vec3
}

// newPlacing makes a hand for an asset or an [scenes.OpeningKind].
func newPlacing(what any) *placing {
	switch v := what.(type) {
	case assets.Asset:
		return &placing{asset: v}
	case scenes.OpeningKind:
		return &placing{opening: v}
	}
	return nil
}

// turnBy is how far a key turns what is placed, in degrees.
const turnBy = 15

// carry lets what is dragged from a panel follow the pointer over the room, and
// puts it down where it is let go.
func (s *shell) carry(r ui.Rect) {
	u, t := s.u, &s.tool
	what := u.Carried()
	p, under := t.hand.(*placing)
	under = under && p.carried
	switch {
	case what == nil:
		t.refused = false
		if under {
			s.dropHand()
		}
		return
	case t.refused:
		u.Veil()
		return
	case !under:
		if p = newPlacing(what); p == nil {
			return
		}
		s.dropHand()
		u.Focus("") // keys are for what is carried, not for the search it came from
		p.carried = true
		t.hand, t.sticky = p, true
	}
	if !u.Over(r) {
		p.withdraw()
		return
	}
	x, y := s.pointer()
	s.followHand(x, y)
	if p.shown {
		u.Veil()
	}
	if u.Dropped(r) != nil {
		if t.hand != nil && t.fault == "" {
			s.endHand()
		}
		if t.fault != "" {
			s.toast(warning, t.fault)
		}
		s.dropHand()
	}
}

func (p *placing) name() string {
	if p.opening != "" {
		return string(p.opening)
	}
	return plain(p.asset.Name)
}

// withdraw takes it out of the room again.
func (p *placing) withdraw() {
	if p.gesture != nil {
		p.gesture.Cancel()
	}
	p.gesture, p.shown = nil, false
}

func (p *placing) follow(s *shell, x, y float64, mods command.Mods) error {
	if p.gesture == nil {
		p.gesture = s.doc.Begin()
	}
	s.start = false
	// What stands there is what stood there before it came.
	before, _ := p.gesture.From().Room(s.room)
	if before == nil {
		return document.ErrOver
	}
	ray := s.ray(x, y)
	if p.opening != "" {
		return p.intoWall(s, before, ray, mods)
	}
	o := document.ObjectOf(p.asset)
	var at scenes.Vec3
	ok := false
	switch o.Support {
	case scenes.OnWall:
		_, at, ok = ray.Wall(&before.Task.Room)
	case scenes.OnCeiling:
		// Above the place of the floor that is pointed at.
		at, ok = ray.Floor(0)
	default:
		at, _, ok = ray.Ground(before.Task, before.Layout, &o)
	}
	if !ok {
		p.withdraw()
		where := "the floor"
		if o.Support == scenes.OnWall {
			where = "a wall"
		}
		return fmt.Errorf("point at %s: that is where %s goes", where, p.name())
	}
	room := roomAt(p.gesture.From().Level, before, at)
	at = room.Local(before.Point(at))
	pose := scenes.Placement{Position: at, Yaw: p.yaw}
	if o.Support != scenes.OnWall {
		pose.Position[2] += o.Size[2] / 2
		pose = edit.Within(&room.Task.Room, &o, pose)
	}
	to := s.snap(mods, at).To(room.Task, room.Layout, &o, pose, !p.turned)
	if !p.turned && o.Support == scenes.OnFloor {
		// Its back is to a wall now; along it, it is as deep as it was wide.
		to.Placement = edit.Within(&room.Task.Room, &o, to.Placement)
	}
	p.guides, p.room = to.Guides, room.Task.ID
	if err := p.gesture.Update(document.AddObject(room.Task.ID, o, to.Placement, to.Carrier)); err != nil {
		return err
	}
	p.shown = true
	return nil
}

// intoWall puts a door or window into the wall that is pointed at.
func (p *placing) intoWall(s *shell, before *scenes.LevelRoom, ray edit.Ray, mods command.Mods) error {
	room := &before.Task.Room
	wall, at, ok := ray.Wall(room)
	if !ok {
		p.withdraw()
		return fmt.Errorf("point at a wall for the %s", p.opening)
	}
	o := document.NewOpening(p.opening, room.Height)
	from, along := document.WallOf(room, wall)
	o.Wall, o.Offset = wall, s.snap(mods, at).Along(room, wall, at.Vec2().Sub(from).Dot(along))
	p.room = before.Task.ID
	if err := p.gesture.Update(document.AddOpening(p.room, o)); err != nil {
		return err
	}
	p.shown = true
	return nil
}

// roomAt returns the room over whose floor a point of the active room lies, or
// the active room.
func roomAt(l *scenes.Level, active *scenes.LevelRoom, at scenes.Vec3) *scenes.LevelRoom {
	if geom.InsideFloor(&active.Task.Room, at.Vec2(), 0) {
		return active
	}
	for i := range l.Rooms {
		if r := &l.Rooms[i]; geom.InsideFloor(&r.Task.Room, r.Local(active.Point(at)).Vec2(), 0) {
			return r
		}
	}
	return active
}

func (p *placing) click(s *shell, double bool) bool {
	if s.tool.fault != "" {
		s.toast(warning, s.tool.fault)
		return false
	}
	return p.end(s)
}

func (p *placing) end(s *shell) bool {
	if !p.shown {
		return false
	}
	p.gesture.End()
	if p.room != s.room {
		s.room, s.fresh = p.room, true
	}
	return true
}

func (p *placing) cancel(s *shell) {
	p.withdraw()
	s.tool.refused = p.carried
}

func (p *placing) key(k command.Key) bool {
	switch k {
	case "R", command.Period:
		p.yaw, p.turned = document.Heading(p.yaw+turnBy), true
	case command.Comma:
		p.yaw, p.turned = document.Heading(p.yaw-turnBy), true
	default:
		return false
	}
	return true
}

func (p *placing) typed(rune) {}

func (p *placing) said() string { return "" }

func (p *placing) hint() string {
	if p.opening != "" {
		return "Point at a wall; Escape cancels."
	}
	if p.carried {
		return "Let go to put it down; R turns it, Ctrl leaves snapping, Escape cancels."
	}
	return "Click to put it down; R turns it, Ctrl leaves snapping, Escape cancels."
}

func (p *placing) draw(s *shell) sketch {
	var out sketch
	ref := s.doc.Active()
	if !p.shown || ref.Room != s.room {
		return out
	}
	for _, g := range p.guides {
		out.line(guideColor, 1.5, true, g[0], g[1])
	}
	room := s.active()
	if _, o := s.doc.State().Opening(ref); o != nil {
		out.spans(besideOpening(&room.Task.Room, o))
	} else if _, o, at := s.doc.State().Object(ref); at != nil && o.Support == scenes.OnCeiling {
		out.line(guideColor, 1.5, true, at.Position, at.Position.Vec2().Vec3(0))
	} else if at != nil && o.Support == scenes.OnFloor {
		out.spans(edit.Gaps(room.Task, room.Layout, ref.ID))
	}
	return out
}

// drop puts an asset down as if it were let go at a pixel.
func (s *shell) drop(a assets.Asset, x, y float64) {
	p := newPlacing(a)
	err := p.follow(s, x, y, 0)
	if err != nil || !p.end(s) {
		p.withdraw()
		s.toast(warning, "There is no place for "+plain(a.Name)+" there.")
	}
}
