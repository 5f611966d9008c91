package stage

import (
	"math"
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// How the camera is steered.
const (
	wheelStep  = 0.87 // of the distance, per notch
	dollyStep  = 0.995
	lookSpeed  = 0.2 // degrees per pixel
	walkSpeed  = 1.6 // metres per second, a brisk walk
	fastFactor = 3.5
	slowFactor = 0.3
	orbitStep  = 15.0 // degrees, as in Blender
	// longestTick bounds what a tick moves after a pause of the program.
	longestTick = 100 * time.Millisecond
	// settle is how long the picture stays coarse after the last change.
	settle = 140 * time.Millisecond
	// mostViews bounds the history of views.
	mostViews = 64
)

// navigation is what the camera is doing.
type navigation struct {
	motion   Motion
	button   Button
	held     Button
	x, y     float64
	pivot    scenes.Vec3
	depth    float64
	flying   bool
	speed    float64 // metres per second
	now      time.Time
	last     time.Time // of the last change
	moving   bool
	recorded bool
}

// Tick takes in what the person does. It reports whether the stage took the
// pointer, which then does nothing else, and whether something is going on that
// wants more ticks.
func (s *Stage) Tick(in Input) (taken, busy bool) {
	n := &s.nav
	dt := min(max(in.Now.Sub(n.now), 0), longestTick)
	if n.now.IsZero() {
		dt = 0
	}
	n.now = in.Now
	before := s.view
	if s.move != nil {
		o, done := s.move.at(in.Now)
		s.view = o
		if done {
			s.move = nil
		}
	}
	if in.down(command.Escape) {
		s.leave()
	}
	taken = s.drag(&in)
	taken = s.wheel(&in) || taken
	flying := s.fly(&in, dt.Seconds())
	if s.view != before {
		n.last, n.moving = in.Now, true
		s.painter.moved()
	}
	steering := n.motion != Still || s.move != nil || flying
	if n.moving && !steering && in.Now.Sub(n.last) >= settle {
		n.moving = false
		s.painter.settled()
	}
	s.painter.tick(in.Now)
	return taken || n.motion != Still || flying, steering || n.moving || s.painter.pending()
}

// drag begins, goes on with and ends drags.
func (s *Stage) drag(in *Input) bool {
	n := &s.nav
	pressed := in.Held &^ n.held
	dx, dy := in.X-n.x, in.Y-n.y
	n.held, n.x, n.y = in.Held, in.X, in.Y
	if n.motion != Still && in.Held&n.button == 0 {
		n.motion, n.recorded = Still, false
		return true
	}
	if n.motion == Still && in.Inside {
		for _, b := range [...]Button{Left, Middle, Right} {
			if pressed&b == 0 {
				continue
			}
			if m := s.motion(b, in); m != Still {
				s.grab(m, b, in)
				return true
			}
		}
		return false
	}
	if n.motion == Still || dx == 0 && dy == 0 {
		return n.motion != Still
	}
	s.move = nil
	if !n.recorded {
		s.record()
		n.recorded = true
	}
	switch n.motion {
	case Orbit:
		k := s.preset.OrbitSpeed
		s.leaveOrtho()
		s.view = orbit(s.view, n.pivot, dx*k, dy*k)
	case Pan:
		s.view = pan(s.view, dx, dy, n.depth, float64(s.h))
	case Dolly:
		s.view = zoom(s.view, n.pivot, math.Pow(dollyStep, dx-dy))
	case Look:
		s.view = look(s.view, dx*lookSpeed, dy*lookSpeed)
	}
	return true
}

// motion returns what a button does now. On a walk and in flight the plain
// buttons look round.
func (s *Stage) motion(b Button, in *Input) Motion {
	if (s.walker != nil || s.nav.flying) && b != Middle && in.Mods&^(command.Shift|command.Alt) == 0 {
		return Look
	}
	return s.preset.motion(b, in)
}

// grab begins a drag. What is under the cursor is what it turns about and what
// stays under the cursor; where nothing is, the floor or the target.
func (s *Stage) grab(m Motion, b Button, in *Input) {
	n := &s.nav
	n.motion, n.button = m, b
	n.pivot = s.anchor(in.X, in.Y)
	_, _, f := axes(s.view)
	n.depth = max(nearest, n.pivot.Sub(eye(s.view)).Dot(f))
}

// anchor returns the point, in the level, that is seen at a pixel, or one near
// it where nothing is.
func (s *Stage) anchor(x, y float64) scenes.Vec3 {
	c := s.Camera()
	if depth := s.painter.depth(x, y); depth > 0 {
		return c.Unproject(s.w, s.h, x, y, depth)
	}
	o, d := c.Ray(s.w, s.h, x, y)
	// The floor, when it is seen there not much further away than the target.
	if t := (s.around.lo[2] - o[2]) / d[2]; t > 0 && t < 3*o.Sub(s.view.Target).Len() {
		return o.Add(d.Mul(t))
	}
	_, _, f := axes(s.view)
	return o.Add(d.Mul(s.view.Target.Sub(o).Dot(f)))
}

// leaveOrtho turns the views along an axis into a free one without changing
// what perspective they have; a plan's cut walls come back by themselves.
func (s *Stage) leaveOrtho() {
	if s.view.Pitch > maxPitch-0.01 {
		s.view.Pitch = maxPitch - 0.01
	}
}

// wheel zooms to the cursor. In flight it changes the speed.
func (s *Stage) wheel(in *Input) bool {
	if in.Wheel == 0 || !in.Inside || math.IsNaN(in.Wheel) {
		return false
	}
	notches := min(max(in.Wheel, -20), 20)
	if s.walker != nil || s.nav.flying || s.nav.motion == Look {
		s.nav.speed = min(max(s.pace()*math.Pow(1.2, notches), 0.1), 50)
		return true
	}
	if s.preset.WheelOut {
		notches = -notches
	}
	s.move = nil
	s.view = zoom(s.view, s.anchor(in.X, in.Y), math.Pow(wheelStep, notches))
	return true
}

// pace is the speed of flying and walking in metres per second.
func (s *Stage) pace() float64 {
	if s.nav.speed > 0 {
		return s.nav.speed
	}
	if s.walker != nil {
		return walkSpeed
	}
	return max(walkSpeed, s.around.radius()/2)
}

// fly moves the camera by the fly keys and reports whether one is held.
func (s *Stage) fly(in *Input, dt float64) bool {
	if s.walker == nil && !s.nav.flying && s.nav.motion != Look {
		return false
	}
	k := s.preset.Fly
	var ahead, aside, up float64
	for _, b := range []struct {
		keys [2]command.Key
		to   *float64
		by   float64
	}{
		{[2]command.Key{k.Ahead, command.Up}, &ahead, 1}, {[2]command.Key{k.Back, command.Down}, &ahead, -1},
		{[2]command.Key{k.Right, command.Right}, &aside, 1}, {[2]command.Key{k.Left, command.Left}, &aside, -1},
		{[2]command.Key{k.Up, command.PageUp}, &up, 1}, {[2]command.Key{k.Down, command.PageDown}, &up, -1},
	} {
		if in.down(b.keys[0]) || in.down(b.keys[1]) {
			*b.to += b.by
		}
	}
	if ahead == 0 && aside == 0 && up == 0 {
		return false
	}
	s.move = nil
	v := s.pace()
	if in.Mods&k.Fast != 0 {
		v *= fastFactor
	}
	if in.Mods&k.Slow != 0 {
		v *= slowFactor
	}
	r, _, f := axes(s.view)
	if s.walker != nil {
		level := scenes.Vec2{-math.Sin(s.view.Yaw * math.Pi / 180), -math.Cos(s.view.Yaw * math.Pi / 180)}
		step := level.Mul(ahead).Add(scenes.Vec2{r[0], r[1]}.Mul(aside))
		if l := step.Len(); l > 0 {
			s.stride(step.Mul(v * dt / l))
		}
		return true
	}
	step := f.Mul(ahead).Add(r.Mul(aside)).Add(scenes.Vec3{0, 0, up})
	if l := step.Len(); l > 0 {
		s.view.Target = s.view.Target.Add(step.Mul(v * dt / l))
	}
	return true
}

// record remembers the view for [ViewBefore].
func (s *Stage) record() {
	s.before = append(s.before, s.view)
	if len(s.before) > mostViews {
		s.before = s.before[1:]
	}
	s.after = nil
}

// glide takes the camera to a state.
func (s *Stage) glide(to raster.Orbit) {
	if !finite(to) {
		return
	}
	s.record()
	s.move = &transition{from: s.view, to: to}
}
