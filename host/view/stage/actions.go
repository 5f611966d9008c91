package stage

import (
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// Actions lists every action in the order of a menu, with its title.
var Actions = []struct {
	Action Action
	Title  string
}{
	{Focus, "Frame the selection"}, {FrameAll, "Frame everything"}, {ViewHome, "Look into the room"},
	{ViewTop, "From above"}, {ViewBottom, "From below"},
	{ViewFront, "From the south"}, {ViewBack, "From the north"}, {ViewRight, "From the east"}, {ViewLeft, "From the west"},
	{Ortho, "Perspective on or off"},
	{OrbitLeft, "Turn to the left"}, {OrbitRight, "Turn to the right"}, {OrbitUp, "Turn up"}, {OrbitDown, "Turn down"},
	{OrbitFlip, "From the other side"}, {ZoomIn, "Nearer"}, {ZoomOut, "Away"},
	{Walk, "Walk through the room"}, {Fly, "Fly"}, {LeaveMoving, "Stop walking or flying"},
	{ViewBefore, "The view before"}, {ViewAfter, "The view after"},
	{WallsCycle, "Walls: cut, up or down"}, {Smooth, "Light and shadows"},
}

// Do carries out an action and reports whether there is one of that name.
func (s *Stage) Do(a Action) bool {
	switch a {
	case ViewTop:
		s.straight(180, 90)
	case ViewBottom:
		s.straight(180, -90)
	case ViewFront:
		s.straight(180, 0)
	case ViewBack:
		s.straight(0, 0)
	case ViewRight:
		s.straight(90, 0)
	case ViewLeft:
		s.straight(270, 0)
	case ViewHome:
		s.leave()
		s.glide(s.homeView())
	case FrameAll:
		s.leave()
		s.glide(s.fit(s.goal(), s.around.corners(), 1))
	case Focus:
		s.Focus(s.content.Selected...)
	case Ortho:
		s.leave()
		o := s.goal()
		o.Ortho = !o.Ortho
		s.glide(o)
	case OrbitLeft:
		s.turn(-orbitStep, 0)
	case OrbitRight:
		s.turn(orbitStep, 0)
	case OrbitUp:
		s.turn(0, orbitStep)
	case OrbitDown:
		s.turn(0, -orbitStep)
	case OrbitFlip:
		s.turn(180, 0)
	case ZoomIn:
		s.closer(wheelStep)
	case ZoomOut:
		s.closer(1 / wheelStep)
	case Walk:
		s.startWalk()
	case Fly:
		s.leaveWalk()
		s.nav.flying = !s.nav.flying
		if s.nav.flying && s.view.Ortho {
			o := s.goal()
			o.Ortho = false
			s.glide(o)
		}
	case LeaveMoving:
		s.leave()
	case ViewBefore:
		s.back(&s.before, &s.after)
	case ViewAfter:
		s.back(&s.after, &s.before)
	case WallsCycle:
		s.SetWalls((s.walls + 1) % 3)
	case Smooth:
		s.SetSmooth(!s.smooth)
	default:
		return false
	}
	return true
}

// goal is where the camera is going, or is.
func (s *Stage) goal() raster.Orbit {
	if s.move != nil {
		return s.move.to
	}
	return s.view
}

// straight looks along an axis without perspective. Yaw is where the camera
// stands, in the active room.
func (s *Stage) straight(yaw, pitch float64) {
	s.leave()
	o := s.goal()
	if r := s.content.active(); r != nil {
		yaw += r.Yaw
	}
	was := o
	o.Yaw, o.Pitch, o.Ortho = heading(yaw), pitch, true
	if !was.Ortho {
		// What was seen must be in the picture, whole.
		b := s.around
		if r := s.content.active(); r != nil {
			b = r.extent()
		}
		o = s.fit(o, b.corners(), 1)
	}
	s.glide(o)
}

// turn orbits by a step.
func (s *Stage) turn(yaw, pitch float64) {
	if s.walker != nil || s.nav.flying {
		s.view = look(s.view, yaw, pitch)
		return
	}
	o := s.goal()
	s.glide(orbit(o, o.Target, yaw, pitch))
}

// closer scales the distance.
func (s *Stage) closer(k float64) {
	if s.walker == nil && !s.nav.flying {
		o := s.goal()
		o.Distance = min(farthest, max(nearest, o.Distance*k))
		s.glide(o)
	}
}

// back goes to the latest of one list of views and notes the present one in the
// other.
func (s *Stage) back(from, to *[]raster.Orbit) {
	if len(*from) == 0 {
		return
	}
	s.leave()
	last := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, s.goal())
	s.move = &transition{from: s.view, to: last}
}

// leave ends a walk or flight.
func (s *Stage) leave() {
	s.nav.flying = false
	s.leaveWalk()
}

// Flying and Walking report how the camera moves.
func (s *Stage) Flying() bool { return s.nav.flying }

// Walking reports whether a person's walk is on.
func (s *Stage) Walking() bool { return s.walker != nil }

// Focus frames objects of the active room, or everything when there are none.
func (s *Stage) Focus(ids ...string) {
	s.leave()
	points := s.points(ids)
	if len(points) == 0 {
		s.glide(s.fit(s.goal(), s.around.corners(), 1))
		return
	}
	// Room is left about it, so that one sees where it stands.
	s.glide(s.fit(s.goal(), points, 1.7))
}

// Look takes the camera to a direction, keeping its target, as a click on the
// view cube does. Yaw is where the camera stands, in the level.
func (s *Stage) Look(yaw, pitch float64) {
	s.leave()
	o := s.goal()
	if math.Abs(pitch) > maxPitch-0.01 {
		// From straight above the picture keeps the nearest upright heading.
		yaw = math.Round((o.Yaw)/90) * 90
	}
	o.Yaw, o.Pitch = heading(yaw), pitch
	s.glide(o)
}

// points returns the corners of placed objects' boxes, in the level.
func (s *Stage) points(ids []string) []scenes.Vec3 {
	r := s.content.active()
	if r == nil || r.Layout == nil {
		return nil
	}
	var out []scenes.Vec3
	for i := range r.Layout.Placements {
		p := r.Layout.Placements[i]
		if o, _ := r.Task.Find(p.ID); o != nil && slices.Contains(ids, p.ID) {
			for _, q := range boxCorners(geom.BoxOf(o, p)) {
				out = append(out, r.Point(q))
			}
		}
	}
	return out
}

// boxCorners returns the corners of a box, those of the bottom first.
func boxCorners(b geom.Box) [8]scenes.Vec3 {
	var out [8]scenes.Vec3
	for i, c := range b.Corners() {
		out[i], out[i+4] = c.Vec3(b.Bottom()), c.Vec3(b.Top())
	}
	return out
}
