package review

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// figure is a standing person of 1.75 m as rounded boxes: left, low, right, high
// and the radius of the corners, in metres from the middle of the feet.
var figure = [...][5]float64{
	{-0.105, 1.5, 0.105, 1.75, 0.105},  // head
	{-0.05, 1.4, 0.05, 1.55, 0},        // neck
	{-0.2, 0.84, 0.2, 1.45, 0.09},      // trunk
	{-0.275, 0.8, -0.185, 1.43, 0.045}, // arms
	{0.185, 0.8, 0.275, 1.43, 0.045},
	{-0.17, 0, -0.015, 0.95, 0.04}, // legs
	{0.015, 0, 0.17, 0.95, 0.04},
}

// person draws the person whose middle is at x, as the scale view sees it from
// the front.
func (s *subject) person(x float64) {
	at := func(x, z float64) ink.Point {
		h, v, _, _ := s.cam.Project(s.side, s.side, scenes.Vec3{x, 0, z})
		return ink.Point{X: h, Y: v}
	}
	foot, metre := at(x, 0), at(x, 0).Y-at(x, 1).Y
	for _, b := range figure {
		s.path.Rect(foot.X+float64(b[0]*metre), foot.Y-float64(b[3]*metre),
			foot.X+float64(b[2]*metre), foot.Y-float64(b[1]*metre), b[4]*metre)
	}
	s.fill(personColor, s.bare)
}
