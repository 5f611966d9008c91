package overlay

import (
	"fmt"
	"image/color"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// Field is a number for every cell of a grid on the floor, such as how good a
// place is for an object.
type Field struct {
	// Origin is the south-western corner of the first cell; Cell is the side of
	// one, in metres.
	Origin scenes.Vec2
	Cell   float64
	// W and H count the cells to the east and to the north.
	W, H int
	// Values go row by row from south to north, 0 bad to 1 good; NaN leaves the
	// floor as it is.
	Values []float32
}

func (f *Field) check() error {
	switch {
	case f.W < 1 || f.H < 1 || f.W > freespace.MaxSide || f.H > freespace.MaxSide || len(f.Values) != f.W*f.H:
		return fmt.Errorf("overlay: a field of %d×%d cells has %d values; use 1 to %d cells each way and a value for each", f.W, f.H, len(f.Values), freespace.MaxSide)
	case !(f.Cell > 0) || !finite(f.Cell, f.Origin[0], f.Origin[1]):
		return fmt.Errorf("overlay: a field of cells of %g m at %v cannot be drawn", f.Cell, f.Origin)
	}
	return nil
}

// ramp are the colours of bad to good: five of the map "cividis" (Nuñez,
// Anderton and Renslow, Optimizing colormaps with consideration for color vision
// deficiency, 2018), whose lightness rises evenly.
var ramp = [...]color.NRGBA{{0, 32, 77, 255}, {65, 77, 107, 255}, {124, 123, 120, 255}, {187, 173, 108, 255}, {255, 234, 70, 255}}

// fieldOpacity is of 255.
const fieldOpacity = 150

// Shade returns the colour of a value, 0 for bad and 1 for good, as on the floor
// before it is mixed with what lies there.
func Shade(v float64) color.NRGBA {
	v = float64(min(1, max(0, v)) * float64(len(ramp)-1))
	i := min(int(v), len(ramp)-2)
	k := v - float64(i)
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + float64((float64(b)-float64(a))*k) + 0.5) }
	a, b := ramp[i], ramp[i+1]
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
}

// at returns the value at a point of the floor, bilinear between the middles of
// those cells round it that have one.
func (f *Field) at(p scenes.Vec3) (float64, bool) {
	u, v := (p[0]-f.Origin[0])/f.Cell, (p[1]-f.Origin[1])/f.Cell
	own := func(i, j int) (float64, bool) {
		if i < 0 || j < 0 || i >= f.W || j >= f.H {
			return 0, false
		}
		x := float64(f.Values[j*f.W+i])
		return x, !math.IsNaN(x)
	}
	if _, ok := own(int(math.Floor(u)), int(math.Floor(v))); !ok {
		return 0, false
	}
	u, v = u-0.5, v-0.5
	i, j := int(math.Floor(u)), int(math.Floor(v))
	fx, fy := u-float64(i), v-float64(j)
	sum, weight := 0.0, 0.0
	for k, w := range [4]float64{float64((1 - fx) * (1 - fy)), float64(fx * (1 - fy)), float64((1 - fx) * fy), float64(fx * fy)} {
		if x, ok := own(i+k&1, j+k>>1); ok {
			sum, weight = sum+float64(x*w), weight+w
		}
	}
	return sum / weight, weight > 0
}

// field tints the floor.
func (s *sheet) field(f *Field) {
	for y := range s.f.H {
		for x := range s.f.W {
			p, ok := s.floor(x, y)
			if !ok {
				continue
			}
			if v, ok := f.at(p); ok {
				q := s.img.PixOffset(x, y)
				ink.Blend(s.img.Pix[q:q+4], Shade(v), fieldOpacity)
			}
		}
	}
}
