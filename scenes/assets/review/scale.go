package review

import (
	"fmt"
	"image"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// What the scale view shows beside the asset, in metres.
const (
	personHeight = 1.75
	personWidth  = 0.56
	tableTop     = 0.75
	roomHeight   = 2.5
	eyeLevel     = 1.5
)

// scale draws the front beside a person, at one scale.
func (s *subject) scale() (*image.NRGBA, error) {
	s.at[2] = s.base()
	// What is seen, in metres, from the floor up and from left to right: the
	// person, a gap, the asset.
	top := max(personHeight, s.at[2]+s.size[2])
	gap := 0.15 + float64(0.1*s.size[0])
	wide := personWidth + gap + s.size[0]
	// The sides are left to the numbers.
	view := max(top*1.16, wide*1.34, 2.2)
	// Seen from the front, the asset's right is on the left.
	s.at[0] = -(personWidth + gap) / 2
	middle := float64(0.43 * view)
	s.cam = raster.Camera{
		Eye: scenes.Vec3{0, s.size[1] + 1, middle}, Target: scenes.Vec3{0, 0, middle}, Up: scenes.Vec3{0, 0, 1}, Ortho: view,
	}
	if err := s.render(); err != nil {
		return nil, err
	}
	s.rulers(view)
	s.person((gap + s.size[0]) / 2)
	s.heights(view)
	return s.img, nil
}

// base is the height at which the asset is shown above the floor: where it
// would hang or stand.
func (s *subject) base() float64 {
	h := s.size[2]
	switch s.asset.Mount {
	case scenes.OnWall:
		if h < roomHeight*0.8 {
			return max(0, eyeLevel-float64(h/2))
		}
	case scenes.OnCeiling:
		return max(0, roomHeight-h)
	case scenes.OnObject:
		return tableTop
	}
	return 0
}

// level draws a level line at a height above the floor behind the asset.
func (s *subject) level(z float64, dashed bool) float64 {
	_, y, _, _ := s.cam.Project(s.side, s.side, scenes.Vec3{0, 0, z})
	a, b := ink.Point{X: 0, Y: y}, ink.Point{X: float64(s.side), Y: y}
	if dashed {
		s.path.Dash(s.dots(0.9), s.dots(3), s.dots(3), a, b)
	} else {
		s.path.Stroke(s.dots(1.1), a, b)
	}
	s.fill(lineColor, s.bare)
	return y
}

// rulers draws the floor and lines every metre, or every ten where metres are
// too close, and what the asset stands on or hangs from.
func (s *subject) rulers(view float64) {
	metre := float64(s.side) / view
	step := 1.0
	for step*metre < s.dots(14) {
		step *= 10
	}
	s.level(0, false)
	for k := 1; k < 12; k++ {
		z := step * float64(k)
		if z > view {
			break
		}
		y := s.level(z, true)
		if k == 1 {
			s.pen.Write(s.img, ink.Regular, s.dots(smallSize), ink.Point{X: s.dots(2), Y: y - s.dots(2.5)}, fmt.Sprintf("%g m", z), inkColor)
		}
	}
	switch s.asset.Mount {
	case scenes.OnObject:
		a, b := s.px(float64(s.size[0]/2)+0.1, 0, 0), s.px(-float64(s.size[0]/2)-0.1, 0, 0)
		s.path.Stroke(s.dots(2), a, b)
		s.fill(lineColor, s.bare)
	case scenes.OnCeiling:
		s.level(s.at[2]+s.size[2], false)
	}
}

// heights marks what things can stand on, with the number where there is room.
func (s *subject) heights(view float64) {
	last := math.Inf(1)
	for i, h := range s.asset.SupportHeights {
		if i == 16 || !(h >= 0 && h <= s.size[2]*1.01) {
			break
		}
		a, b := s.px(s.size[0]/2, 0, h), s.px(-s.size[0]/2, 0, h)
		s.path.Stroke(s.dots(3.4), a, b)
		s.fill(casingColor, nil)
		s.path.Stroke(s.dots(1.8), a, b)
		s.fill(surfaceColor, nil)
		if last-a.Y > s.dots(captionSize) {
			text := fmt.Sprintf("%.2f", h)
			x := min(b.X+s.dots(3), float64(s.side)-ink.Measure(ink.Bold, s.dots(smallSize), text)-s.dots(2))
			s.write(ink.Bold, s.dots(smallSize), ink.Point{X: x, Y: a.Y - s.dots(2.5)}, text, surfaceColor)
			last = a.Y
		}
	}
}
