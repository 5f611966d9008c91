package overlay

import (
	"image/color"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// overFloor keeps zones off the floor that they lie on, in metres.
const overFloor = 0.012

// swings draws the zones of doors and the clearances of objects on the floor.
func (s *sheet) swings() {
	for _, o := range s.task.Room.Openings {
		if o.Kind != scenes.Door || o.Wall < 0 || o.Wall >= len(s.task.Room.Floor) || !finite(o.Offset, o.Width, o.Height) {
			continue
		}
		for _, z := range geom.SwingZones(&s.task.Room, o) {
			s.zone(z.Polygon(nil), overFloor, yellow, false)
		}
	}
	s.placed(func(_ int, o *scenes.Object, p scenes.Placement) {
		boxes, asked := geom.ClearanceBoxes(geom.BoxOf(o, p), o.Clearance)
		for i, b := range boxes {
			if asked[i] {
				c := b.Corners()
				s.zone(c[:], max(overFloor, b.Bottom()+overFloor), yellow, true)
			}
		}
	})
}

// zone draws a polygon at a height, its outline broken or not.
func (s *sheet) zone(polygon []scenes.Vec2, z float64, c color.NRGBA, broken bool) {
	points := make([]scenes.Vec3, len(polygon))
	for i, p := range polygon {
		points[i] = raise(p, z)
	}
	outline := s.lay(points...)
	if len(outline) < 3 {
		return
	}
	light := s.lit(level(z), 36)
	var p ink.Path
	p.Polygon(outline...)
	s.pen.Fill(s.img, &p, alpha(c, 120), s.lit(level(z), 0))
	for _, l := range []struct {
		width float64
		c     color.NRGBA
	}{{3.4 * s.u, alpha(paper, 130)}, {1.7 * s.u, deep(c)}} {
		p.Reset()
		if closed := append(outline, outline[0]); broken {
			p.Dash(l.width, 6*s.u, 4*s.u, closed...)
		} else {
			p.StrokeClosed(l.width, outline...)
		}
		s.pen.Fill(s.img, &p, l.c, light)
	}
}

// deep is the darker colour of outlines.
func deep(c color.NRGBA) color.NRGBA {
	return color.NRGBA{uint8(int(c.R) * 11 / 20), uint8(int(c.G) * 11 / 20), uint8(int(c.B) * 11 / 20), 255}
}
