package critic

import (
	"image"

	"github.com/metaspatial/metaspatial/scenes/world"
)

// Gather measures a layout. Pictures of it are optional; of several the mean of
// their figures counts. Models count where the world's bodies have them.
func Gather(w *world.World, images []image.Image) Measures {
	var m Measures
	physical(&m, w)
	wishes(&m, w)
	access(&m, w)
	use(&m, w)
	guidelines(&m, w)
	grounding(&m, w)
	outlook(&m, w)
	company(&m, w)
	hung(&m, w)
	overhang(&m, w)
	style(&m, w)
	look(&m, images)
	return m
}

// look adds what the pictures show.
func look(m *Measures, images []image.Image) {
	n := 0.0
	var sum Look
	for _, img := range images {
		l, ok := See(img)
		if !ok {
			continue
		}
		n++
		sum.Discord += l.Discord
		sum.Colourfulness += l.Colourfulness
		sum.Imbalance += l.Imbalance
		sum.Clutter += l.Clutter
		sum.Light += l.Light
		sum.Contrast += l.Contrast
	}
	if n == 0 {
		return
	}
	m.Set(Discord, sum.Discord/n)
	m.Set(Tint, outside(sum.Colourfulness/n, 20, 60))
	m.Set(Clutter, sum.Clutter/n)
	m.Set(Exposure, outside(sum.Light/n, 0.45, 0.75))
	m.Set(Contrast, sum.Contrast/n)
	m.Set(Lopsided, sum.Imbalance/n)
}

// outside is the distance from v to the interval.
func outside(v, low, high float64) float64 { return max(low-v, v-high, 0) }
