package geom

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestAhead(t *testing.T) {
	room := ell() // the foot is 4 × 2 m, the leg 2 × 4 m
	s := NewSpace(&room)
	diagonal := scenes.Vec2{math.Sqrt2 / 2, math.Sqrt2 / 2}
	for name, c := range map[string]struct {
		from, way scenes.Vec2
		want      float64
	}{
		"up the leg":         {scenes.Vec2{1, 0}, scenes.Vec2{0, 1}, 4},
		"up the foot":        {scenes.Vec2{3, 0.5}, scenes.Vec2{0, 1}, 1.5},
		"along a wall":       {scenes.Vec2{0, 0}, scenes.Vec2{1, 0}, 4},
		"out of a wall":      {scenes.Vec2{0, 1}, scenes.Vec2{1, 0}, 4},
		"into the corner":    {scenes.Vec2{0.5, 0.5}, diagonal, 1.5 * math.Sqrt2}, // where two edges meet
		"past the corner":    {scenes.Vec2{1, 0.5}, diagonal, 1.5 * math.Sqrt2},
		"from outside, away": {scenes.Vec2{5, 5}, scenes.Vec2{1, 0}, math.Inf(1)},
	} {
		if got := s.Ahead(c.from, c.way); math.Abs(got-c.want) > near && got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
