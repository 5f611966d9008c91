package stage

import (
	"image"
	"image/color"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// Options of a stage; the zero value is right for a window.
type Options struct {
	// Models returns an asset's model, or nil to draw a box; see [Models].
	Models func(asset string) *mesh.Model
	// Preset is how the camera is steered; nil means the first of [Presets].
	Preset *Preset
	// Background is what is behind the level; the zero value means a light grey.
	Background color.NRGBA
	// Workers is how many goroutines draw; 0 means 2.
	Workers int
	// AtOnce draws the smooth picture where it is asked for, without a worker,
	// so that every tick gives the same picture every time.
	AtOnce bool
}

// Walls says which walls are cut down so that one can look into the room.
type Walls uint8

// The ways to cut walls.
const (
	// WallsAway cuts the walls between the camera and the room.
	WallsAway Walls = iota
	// WallsUp cuts none.
	WallsUp
	// WallsDown cuts all.
	WallsDown
)

// Picture is what the stage looks like.
type Picture struct {
	// Image is the stage's size, or half of it each way while things move, and
	// is to be stretched to it. It is valid until the next call of
	// [Stage.Picture].
	Image *image.NRGBA
	// Version changes whenever the pixels do.
	Version uint64
	// Camera is the one the picture was taken by, in the frame of the level.
	Camera raster.Camera
}

// Stage shows a level. It is used by one goroutine.
type Stage struct {
	opts    Options
	preset  *Preset
	content Content
	around  bounds
	w, h    int
	view    raster.Orbit
	framed  bool
	walls   Walls
	smooth  bool
	overlay Overlays
	fitting Fitting

	nav     navigation
	move    *transition
	before  []raster.Orbit
	after   []raster.Orbit
	walker  *walker
	painter painter
}

// New returns an empty stage of one pixel.
func New(opts Options) *Stage {
	if opts.Workers == 0 {
		opts.Workers = 2
	}
	s := &Stage{opts: opts, preset: opts.Preset, w: 1, h: 1, around: (&Content{}).extent()}
	if s.preset == nil {
		s.preset = &Presets[0]
	}
	s.view = raster.Orbit{Target: s.around.middle(), Yaw: 180 - 32, Pitch: 40, Distance: 10, FovY: dollhouseFov}
	s.painter.start(s)
	return s
}

// Close ends the stage's worker.
func (s *Stage) Close() { s.painter.close() }

// Steer changes how the camera is steered.
func (s *Stage) Steer(p *Preset) { s.preset = p }

// Preset returns how the camera is steered.
func (s *Stage) Preset() *Preset { return s.preset }

// Resize sets the size in pixels. Sizes below one pixel and beyond
// [raster.MaxSize] are taken as these.
func (s *Stage) Resize(w, h int) {
	w, h = min(max(w, 1), raster.MaxSize), min(max(h, 1), raster.MaxSize)
	if w == s.w && h == s.h {
		return
	}
	s.w, s.h = w, h
	s.frameFirst()
	s.painter.dirty()
}

// Size returns the size in pixels.
func (s *Stage) Size() (w, h int) { return s.w, s.h }

// Show sets what is shown. The camera stays where it is, but for the first room
// that is shown, which it looks at.
func (s *Stage) Show(c Content) {
	s.content = c
	s.around = c.extent()
	s.painter.dirty()
	s.frameFirst()
	if s.walker != nil {
		s.walker.enter(&s.content)
	}
}

// Content returns what is shown.
func (s *Stage) Content() Content { return s.content }

// frameFirst looks at the first room that is shown as soon as there is a picture
// to show it in.
func (s *Stage) frameFirst() {
	if !s.framed && s.content.active() != nil {
		s.home()
		s.framed = s.w > 1 && s.h > 1
	}
}

// home looks at the active room as at a doll's house, at once.
func (s *Stage) home() {
	s.view, s.move = s.homeView(), nil
	s.painter.dirty()
}

// homeView is the doll's house view of the active room.
func (s *Stage) homeView() raster.Orbit {
	o := raster.Orbit{Target: s.around.middle(), Yaw: 180 - 32, Pitch: 40, Distance: 10, FovY: dollhouseFov}
	b := s.around
	if r := s.content.active(); r != nil {
		if e := r.extent(); !e.empty() {
			b = e
		}
		o.Yaw = heading(o.Yaw + r.Yaw)
	}
	return s.fit(o, b.corners(), 1)
}

// Camera returns the camera in the frame of the level.
func (s *Stage) Camera() raster.Camera { return camera(s.view, s.around) }

// View returns the camera's state.
func (s *Stage) View() raster.Orbit { return s.view }

// SetView puts the camera somewhere at once, as when a window is opened again.
// A state that cannot be drawn is ignored.
func (s *Stage) SetView(o raster.Orbit) {
	if finite(o) {
		s.view, s.move, s.framed = o, nil, true
		s.painter.dirty()
	}
}

// SetBackground sets what is behind the level; see [Options].
func (s *Stage) SetBackground(c color.NRGBA) {
	s.opts.Background = c
	s.painter.dirty()
}

// Walls returns which walls are cut.
func (s *Stage) Walls() Walls { return s.walls }

// SetWalls says which walls are cut.
func (s *Stage) SetWalls(w Walls) {
	s.walls = w
	s.painter.dirty()
}

// SetSmooth says whether the still picture has light and shadows.
func (s *Stage) SetSmooth(on bool) {
	s.smooth = on
	s.painter.dirty()
}

// Smooth reports whether the still picture has light and shadows.
func (s *Stage) Smooth() bool { return s.smooth }

// SetOverlays says what is drawn over the room.
func (s *Stage) SetOverlays(o Overlays) {
	if o != s.overlay {
		s.overlay = o
		s.painter.dirty()
	}
}

// Overlays returns what is drawn over the room.
func (s *Stage) Overlays() Overlays { return s.overlay }

// Refresh draws the picture anew, as when a model has come in.
func (s *Stage) Refresh() { s.painter.dirty() }

// Project returns where a point of the active room is seen, and its depth, and
// false when it lies behind the camera.
func (s *Stage) Project(p scenes.Vec3) (x, y, depth float64, ok bool) {
	return s.Camera().Project(s.w, s.h, s.content.global(p))
}

// Ray returns the line of sight through a pixel coordinate in the active room.
// The direction advances one metre of depth.
func (s *Stage) Ray(x, y float64) (origin, direction scenes.Vec3) {
	o, d := s.Camera().Ray(s.w, s.h, x, y)
	a := s.content.local(o)
	return a, s.content.local(o.Add(d)).Sub(a)
}

// OnPlane returns where the line of sight meets the horizontal plane at height
// z of the active room, and false when it does not.
func (s *Stage) OnPlane(x, y, z float64) (scenes.Vec3, bool) {
	o, d := s.Ray(x, y)
	t := (z - o[2]) / d[2]
	if !(t > 0 && t < 1e4) {
		return scenes.Vec3{}, false
	}
	return o.Add(d.Mul(t)), true
}

// Metres returns how many metres of the active room one pixel spans at a point.
func (s *Stage) Metres(p scenes.Vec3) float64 {
	_, _, depth, ok := s.Project(p)
	if !ok {
		return 0
	}
	return tall(s.view, depth) / float64(s.h)
}
