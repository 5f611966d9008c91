package review

import (
	"image"
	"image/color"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// The heading, elevation and field of view of the corner view, in degrees.
const (
	cornerYaw   = 38
	cornerPitch = 24
	cornerFov   = 22
)

// reach is how far before the front the arrow ends, as a share of the asset's
// size.
const reach = 0.3

func (s *subject) corner() (*image.NRGBA, error) {
	ahead := float64(reach * max(s.size[0], s.size[1], 0.6*s.size[2]))
	// Perspective draws nothing nearer than some centimetres, so that all are
	// drawn as if they were of one size.
	s.zoom = 1 / max(s.size[0], s.size[1], s.size[2])
	// The room that is framed ends where the arrow does.
	w, d, h := s.size[0]*s.zoom, float64((s.size[1]+ahead)*s.zoom), s.size[2]*s.zoom
	room := scenes.Room{Floor: []scenes.Vec2{{0, 0}, {w, 0}, {w, d}, {0, d}}, Height: h}
	s.at = scenes.Vec3{s.size[0] / 2 * s.zoom, s.size[1] / 2 * s.zoom, 0}
	s.cam = raster.FrameRoom(&room, cornerYaw, cornerPitch, cornerFov, s.side, s.side)
	if err := s.render(); err != nil {
		return nil, err
	}
	if m := s.asset.Mount; m != scenes.OnWall && m != scenes.OnCeiling {
		s.shadow()
	}
	front := float64(s.size[1] / 2)
	s.arrow(scenes.Vec2{0, front + float64(ahead*0.12)}, scenes.Vec2{0, front + ahead}, s.bare)
	return s.img, nil
}

// shadow darkens the ground below the footprint, softer outwards, so that the
// asset is seen to stand.
func (s *subject) shadow() {
	for i := range 5 {
		s.path.Polygon(s.outline(1 + float64(0.035*float64(i)))...)
		s.fill(color.NRGBA{30, 36, 48, 16}, s.bare)
	}
}

// outline returns the footprint on the ground as it is seen, grown by a factor.
func (s *subject) outline(grow float64) []ink.Point {
	var out []ink.Point
	for _, q := range s.footprint() {
		out = append(out, s.px(q[0]*grow, q[1]*grow, 0))
	}
	return out
}

// maxOutline bounds the footprints that are drawn; they have a few dozen
// corners.
const maxOutline = 512

// footprint is the asset's, or its box where none is known.
func (s *subject) footprint() []scenes.Vec2 {
	if f := s.asset.Footprint; len(f) >= 3 && len(f) <= maxOutline {
		return f
	}
	x, y := s.size[0]/2, s.size[1]/2
	return []scenes.Vec2{{-x, -y}, {x, -y}, {x, y}, {-x, y}}
}
