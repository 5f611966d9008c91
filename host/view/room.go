package view

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// roomView draws one layout into an image, again only when something changed.
type roomView struct {
	models   func(string) *mesh.Model
	renderer raster.Renderer
	frame    raster.Frame
	image    *ebiten.Image

	sample session.SampleLayout
	orbit  raster.Orbit
	// framed is the room the orbit was fitted to.
	framed        *scenes.Task
	dirty, coarse bool
	quality       raster.Quality
}

// The limits of the orbit.
const (
	minPitch, maxPitch = 5, 89.9
	minDist, maxDist   = 1, 60
)

// show sets the layout; the camera stays while the room stays the same.
func (v *roomView) show(s session.SampleLayout) {
	if v.sample.Task == s.Task && v.sample.Layout == s.Layout {
		return
	}
	v.sample, v.dirty = s, true
}

// frameRoom returns the camera to where it sees the whole room.
func (v *roomView) frameRoom(w, h int) {
	v.framed, v.dirty = v.sample.Task, true
	cam, err := raster.Preset(raster.Dollhouse, &v.sample.Task.Room, w, h)
	if err == nil {
		v.orbit = raster.OrbitOf(cam)
	}
}

// turn orbits by pixels dragged.
func (v *roomView) turn(dx, dy float64) {
	v.orbit.Yaw += dx * 0.35
	v.orbit.Pitch = min(maxPitch, max(minPitch, v.orbit.Pitch+dy*0.35))
	v.dirty = true
}

// pan moves the target in the picture plane, over the floor.
func (v *roomView) pan(dx, dy float64, height float64) {
	perPixel := v.orbit.Distance * 0.9 / max(1, height)
	s, c := math.Sincos(v.orbit.Yaw * math.Pi / 180)
	right := scenes.Vec2{-c, s}
	back := scenes.Vec2{s, c}
	v.orbit.Target[0] += (-dx*right[0] - dy*back[0]) * perPixel
	v.orbit.Target[1] += (-dx*right[1] - dy*back[1]) * perPixel
	v.dirty = true
}

// zoom moves the camera by wheel notches towards the target.
func (v *roomView) zoom(notches float64) {
	v.orbit.Distance = min(maxDist, max(minDist, v.orbit.Distance*math.Pow(0.88, notches)))
	v.dirty = true
}

// plan looks straight down, north up.
func (v *roomView) plan() {
	v.orbit.Yaw, v.orbit.Pitch, v.dirty = 180, maxPitch, true
}

// rendered returns the picture at the given size; while the camera moves it is
// drawn at half resolution.
func (v *roomView) rendered(w, h int, moving bool) *ebiten.Image {
	if v.sample.Task == nil || w < 16 || h < 16 {
		return nil
	}
	if v.framed == nil || !sameRoom(v.framed, v.sample.Task) {
		v.frameRoom(w, h)
	}
	dw, dh := w, h
	if moving {
		dw, dh = w/2, h/2
	}
	size := v.image != nil && v.image.Bounds().Dx() == dw && v.image.Bounds().Dy() == dh
	if size && !v.dirty && v.coarse == moving {
		return v.image
	}
	scene := raster.Scene{Task: v.sample.Task, Layout: v.sample.Layout, Models: v.models, Highlight: faults(v.sample.Findings)}
	opts := raster.Options{Width: dw, Height: dh, Workers: 2, Quality: v.quality, Background: panel}
	v.renderer.Render(scene, v.orbit.Camera(), opts, &v.frame)
	if !size {
		if v.image != nil {
			v.image.Deallocate()
		}
		v.image = ebiten.NewImage(dw, dh)
	}
	v.image.WritePixels(v.frame.Color.Pix)
	v.dirty, v.coarse = false, moving
	return v.image
}

// sameRoom reports whether a camera fitted to one task suits the other.
func sameRoom(a, b *scenes.Task) bool {
	return a == b || a.Room.Extent() == b.Room.Extent()
}
