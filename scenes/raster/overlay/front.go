package overlay

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// fronts draws an arrow for every object but coverings.
func (s *sheet) fronts() {
	s.placed(func(_ int, o *scenes.Object, p scenes.Placement) {
		if !o.Flat {
			s.arrow(o, p)
		}
	})
}

// arrow lies on top of an object where that is seen from above, else at its
// foot before it.
func (s *sheet) arrow(o *scenes.Object, p scenes.Placement) {
	right, front := scenes.Axes(p.Yaw)
	// The lengths grow where a pixel is long, so that the arrow stays legible.
	m := s.metres(p.Position) * s.u
	shaft := min(max(0.045, 2.6*m), max(0.1, 1.6*m))
	head, long := float64(2.1*shaft), float64(3.2*shaft)
	deep, high := float64(o.Size[1]/2), float64(o.Size[2]/2)
	z, from := p.Position[2]+high+0.01, max(0, deep-max(0.4, 2*long))
	to := deep + min(0.3, max(0.12, float64(deep/2))) + float64(long/2)
	above := s.cam.Ortho > 0 && s.rays.d[2] < -0.2
	if s.cam.Ortho <= 0 {
		d := scenes.Vec3{p.Position[0], p.Position[1], z}.Sub(s.cam.Eye)
		above = -d[2] > 0.14*hypot(d[0], d[1])
	}
	if !above {
		z = p.Position[2] - high + overFloor
		from = deep + 0.02
		to = from + 0.18 + float64(1.6*long)
	}
	centre := p.Position.Vec2()
	at := func(ahead, aside float64) scenes.Vec3 {
		return raise(offset(offset(centre, front, ahead), right, aside), z)
	}
	points := s.lay(
		at(from, -shaft/2), at(to-long, -shaft/2), at(to-long, -head), at(to, 0),
		at(to-long, head), at(to-long, shaft/2), at(from, shaft/2),
	)
	if len(points) < 3 {
		return
	}
	s.plan.arrows = append(s.plan.arrows, s.at(at(to, 0)), s.at(at((from+to)/2, 0)))
	light := s.lit(level(z), 70)
	var path ink.Path
	path.Polygon(points...)
	path.StrokeClosed(2.6*s.u, points...)
	s.pen.Fill(s.img, &path, alpha(paper, 235), light)
	path.Reset()
	path.Polygon(points...)
	s.pen.Fill(s.img, &path, blue, light)
}
