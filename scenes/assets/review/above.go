package review

import (
	"image"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// The sizes of letters in a picture of 160 pixels.
const (
	captionSize = 11
	smallSize   = 9.35
)

// above draws the plan, its front downwards.
func (s *subject) above() (*image.NRGBA, error) {
	// The arrow and its word take a fixed part of the picture.
	const arrow, margin = 0.17, 0.07
	side := float64(s.side)
	metre := min((1-2*margin)*side/s.size[0], (1-2*margin-arrow)*side/s.size[1])
	mid := -arrow / 2 * side / metre
	s.cam = raster.Camera{
		Eye: scenes.Vec3{0, -mid, s.size[2] + 1}, Target: scenes.Vec3{0, -mid, 0}, Up: scenes.Vec3{0, -1, 0}, Ortho: side / metre,
	}
	if err := s.render(); err != nil {
		return nil, err
	}
	s.tint()
	s.path.StrokeClosed(s.dots(3), s.outline(1)...)
	s.fill(casingColor, nil)
	s.path.StrokeClosed(s.dots(1.2), s.outline(1)...)
	s.fill(inkColor, nil)
	s.cross(s.px(s.asset.Pivot[0], s.asset.Pivot[1], 0))
	front, pixel := float64(s.size[1]/2), 1/metre
	s.arrow(scenes.Vec2{0, front - min(front, float64(0.1*side*pixel))}, scenes.Vec2{0, front + float64(arrow*side*pixel)}, nil)
	tip := s.px(0, front+float64(arrow*side*pixel), 0)
	s.write(ink.Bold, s.dots(captionSize), ink.Point{X: tip.X + s.dots(9), Y: tip.Y - s.dots(2)}, "front", frontColor)
	return s.img, nil
}

// cross marks a place.
func (s *subject) cross(at ink.Point) {
	// A pivot outside of the picture is shown at its edge.
	low, high := s.dots(6), float64(s.side)-s.dots(6)
	at = ink.Point{X: min(max(at.X, low), high), Y: min(max(at.Y, low), high)}
	arm := s.dots(4.5)
	bars := [2][2]ink.Point{
		{{X: at.X - arm, Y: at.Y - arm}, {X: at.X + arm, Y: at.Y + arm}},
		{{X: at.X - arm, Y: at.Y + arm}, {X: at.X + arm, Y: at.Y - arm}},
	}
	for _, b := range bars {
		s.path.Stroke(s.dots(4), b[:]...)
	}
	s.fill(casingColor, nil)
	for _, b := range bars {
		s.path.Stroke(s.dots(1.8), b[:]...)
	}
	s.fill(pivotColor, nil)
}
