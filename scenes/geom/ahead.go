package geom

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// grazing is the cosine below which a direction counts as along an edge, and the
// share of an edge's length by which a point may miss its end.
const grazing = 1e-9

// Ahead returns how far it is, in metres, from a point on the floor straight in
// the direction way, which has the length 1, to the first outer edge that looks
// towards the point; edges nearer than [Tolerance] are those that the point lies
// on. It is +Inf where there is none.
func (s *Space) Ahead(from, way scenes.Vec2) float64 {
	nearest := math.Inf(1)
	for _, w := range s.edges {
		along := way.Dot(w.Inward)
		if along > -grazing {
			continue
		}
		d := w.From.Sub(from).Dot(w.Inward) / along
		side := w.To.Sub(w.From)
		at := from.Add(way.Mul(d)).Sub(w.From).Dot(side) / (w.Length * w.Length)
		if d > Tolerance && at >= -grazing && at <= 1+grazing {
			nearest = min(nearest, d)
		}
	}
	return nearest
}
