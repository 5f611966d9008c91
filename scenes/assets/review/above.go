package review

import (
	"image"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// captionSize is that of letters in a picture of 160 pixels.
const captionSize = 11

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
	s.path.StrokeClosed(3*s.u, s.outline(1)...)
	s.fill(casingColor, nil)
	s.path.StrokeClosed(1.2*s.u, s.outline(1)...)
	s.fill(inkColor, nil)
	s.cross(s.px(s.asset.Pivot[0], s.asset.Pivot[1], 0))
	front := s.size[1] / 2
	s.arrow(scenes.Vec2{0, front - min(front, 0.1*side/metre)}, scenes.Vec2{0, front + arrow*side/metre}, nil)
	tip := s.px(0, front+arrow*side/metre, 0)
	s.write(ink.Bold, captionSize*s.u, ink.Point{X: tip.X + 9*s.u, Y: tip.Y - 2*s.u}, "front", frontColor)
	return s.img, nil
}

// cross marks a place.
func (s *subject) cross(at ink.Point) {
	// A pivot outside of the picture is shown at its edge.
	low, high := 6*s.u, float64(s.side)-6*s.u
	at = ink.Point{X: min(max(at.X, low), high), Y: min(max(at.Y, low), high)}
	arm := 4.5 * s.u
	bars := [2][2]ink.Point{
		{{X: at.X - arm, Y: at.Y - arm}, {X: at.X + arm, Y: at.Y + arm}},
		{{X: at.X - arm, Y: at.Y + arm}, {X: at.X + arm, Y: at.Y - arm}},
	}
	for _, b := range bars {
		s.path.Stroke(4*s.u, b[:]...)
	}
	s.fill(casingColor, nil)
	for _, b := range bars {
		s.path.Stroke(1.8*s.u, b[:]...)
	}
	s.fill(pivotColor, nil)
}
