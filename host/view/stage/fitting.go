package stage

import (
	"image"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// Fitting says how the picture fits into a window. The zero value is that of a
// picture by itself.
type Fitting struct {
	// Text is the size of letters in pixels; 0 makes it follow from that of the
	// picture.
	Text float64
	// Left and Right are how many pixels at those edges lie under buttons: what
	// is framed keeps clear of them.
	Left, Right int
	// Covered are the places that lie under anything: labels keep out of them.
	Covered []image.Rectangle
}

// Fit says how the picture fits into its window.
func (s *Stage) Fit(f Fitting) {
	g := &s.fitting
	if g.Text != f.Text || !slices.Equal(g.Covered, f.Covered) {
		s.painter.dirty()
	}
	*g = f
}

// fit returns the state that shows the points clear of what lies on the edges,
// from the same direction, room times as far away as need be.
func (s *Stage) fit(o raster.Orbit, points []scenes.Vec3, room float64) raster.Orbit {
	left, right := min(max(s.fitting.Left, 0), s.w/3), min(max(s.fitting.Right, 0), s.w/3)
	o = frame(o, points, s.w-left-right, s.h)
	o.Distance = min(farthest, o.Distance*room)
	return pan(o, float64(left-right)/2, 0, o.Distance, float64(s.h))
}

// scaled is the fitting of a picture that is divided by scale.
func (f Fitting) scaled(scale int) Fitting {
	f.Text /= float64(scale)
	covered := make([]image.Rectangle, len(f.Covered))
	for i, r := range f.Covered {
		covered[i] = image.Rectangle{Min: r.Min.Div(scale), Max: r.Max.Div(scale)}
	}
	f.Covered = covered
	return f
}
