package raster

import (
	"math"
	"sync"
)

// filmic is the display table of [Filmic].
var filmic = sync.OnceValue(func() *[one]uint8 {
	t := new([one]uint8)
	for i := range t {
		t[i] = uint8(math.Round(grid(filmicCurve((float64(i)+0.5)*4/one) * 255)))
	}
	return t
})

// filmicCurve maps scene-linear light to a display value: a sigmoid of the
// stops above and below middle grey.
func filmicCurve(v float64) float64 {
	stops := math.Log2(v / 0.18)
	x := 1 / (1 + math.Exp(-0.53*stops))
	return x
}
