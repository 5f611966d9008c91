package guideline

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// align measures mutual and wall alignment.
//
// The sum of cos 4(θ_f − θ_g) over all pairs is (|Σu|² − n)/2 with the unit
// vectors u = (cos 4θ, sin 4θ), and each object's part Σ_g u_f·u_g, so that the
// cost is linear in the objects.
func (s *scratch) align() {
	var sum scenes.Vec2
	n := 0
	for i := range s.pieces {
		if p := &s.pieces[i]; p.headed {
			sum = sum.Add(p.fourfold())
			n++
		}
	}
	for i := range s.pieces {
		p := &s.pieces[i]
		if !p.headed {
			continue
		}
		u := p.fourfold()
		if n > 1 {
			with := u.Dot(sum.Sub(u))
			mean := min(1, max(-1, with/float64(n-1)))
			// Each pair is in the sums of both its pieces.
			s.add(term{kind: MutualAlignment, a: int32(i), b: -1, value: -with / 2, loss: (1 - mean) / 2, weight: 1, at: askew(mean)})
		}
		if w, ok := s.nearestWall(p.at); ok {
			c := min(1, max(-1, u.Dot(fourfold(w))))
			s.add(term{kind: WallAlignment, a: int32(i), b: -1, value: -c, loss: (1 - c) / 2, weight: 1, at: askew(c)})
		}
	}
}

// askew is the angle θ in degrees, 0 to 45, of a cosine of 4θ.
func askew(c float64) float64 { return degrees(c) / 4 }

// nearestWall returns the direction of the wall nearest to a point. Of walls
// equally near, the longest counts.
func (s *scratch) nearestWall(p scenes.Vec2) (scenes.Vec2, bool) {
	best, length := math.Inf(1), 0.0
	var along scenes.Vec2
	walls(s.world.Task.Room.Floor, func(a, _, u scenes.Vec2, n float64) {
		d := segmentDistance(p, a, u, n)
		if d < best-1e-9 || d < best+1e-9 && n > length {
			best, length, along = d, n, u
		}
	})
	return along, length > 0
}
