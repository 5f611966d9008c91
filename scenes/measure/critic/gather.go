package critic

import (
	"image"

	"github.com/metaspatial/metaspatial/scenes/world"
)

// Gather measures a layout. Pictures of it are optional; of several the mean of
// their figures counts.
func Gather(w *world.World, images []image.Image) Measures {
	var m Measures
	physical(&m, w)
	grounding(&m, w)
	outlook(&m, w)
	return m
}
