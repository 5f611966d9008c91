package scenestate

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// furthest bounds coordinates in metres.
const furthest = 1e6

// room reads the floor, the height and the openings.
func (s *State) room(sc *scene) error {
	scale := sc.Arch.ScaleToMeters
	if scale == 0 {
		scale = 1
	}
	if !(scale > 0) || math.IsInf(scale, 0) {
		return fmt.Errorf("has scaleToMeters %v; it must be positive", scale)
	}
	floor, z, err := s.floor(sc.Arch.Elements, scale)
	if err != nil {
		return err
	}
	height, err := s.height(sc.Arch.Elements, scale, z)
	if err != nil {
		return err
	}
	lo := floor[0]
	for _, p := range floor {
		lo = scenes.Vec2{min(lo[0], p[0]), min(lo[1], p[1])}
	}
	s.Shift = scenes.Vec3{lo[0], lo[1], z}
	room := &s.Task.Room
	room.Height = snap(height)
	for _, p := range floor {
		room.Floor = append(room.Floor, scenes.Vec2{snap(p[0] - lo[0]), snap(p[1] - lo[1])})
	}
	if sc.Record != nil {
		room.Holes = sc.Record.Holes
	}
	s.openings(sc, scale)
	return nil
}

// point reads a point on the floor and its height.
func point(p []float64, scale float64) (scenes.Vec2, float64, bool) {
	if len(p) < 2 {
		return scenes.Vec2{}, 0, false
	}
	z := 0.0
	if len(p) > 2 {
		z = p[2] * scale
	}
	v := scenes.Vec2{p[0] * scale, p[1] * scale}
	return v, z, math.Abs(v[0]) <= furthest && math.Abs(v[1]) <= furthest && math.Abs(z) <= furthest
}

// floor returns the largest floor counter-clockwise and its height; without
// one, the loop that the walls make.
func (s *State) floor(elements []element, scale float64) ([]scenes.Vec2, float64, error) {
	var best []scenes.Vec2
	var bestArea, bestZ float64
	floors, bestID := 0, ""
	for i, e := range elements {
		if !strings.EqualFold(e.Type, "Floor") {
			continue
		}
		floors++
		poly, z, err := polygon(e.Points, scale)
		if err != nil {
			return nil, 0, fmt.Errorf("floor %s (element %d) %w", text(e.ID), i, err)
		}
		a := signedArea(poly)
		if a < 0 {
			slices.Reverse(poly)
			a = -a
		}
		if a > bestArea {
			best, bestArea, bestZ, bestID = poly, a, z, text(e.RoomID)
		}
	}
	switch {
	case floors == 0:
		poly, z, err := loop(elements, scale)
		if err != nil {
			return nil, 0, err
		}
		s.miss("floor: the file has none; it is the loop that the walls make")
		return poly, z, nil
	case best == nil:
		return nil, 0, errors.New("has a floor without area; give its corners in order")
	case floors > 1:
		s.miss("room: the file has %d floors; only the largest, %q, is read, and what is over the others counts as outside", floors, bestID)
	}
	return best, bestZ, nil
}

// polygon reads corners, without those that repeat, and their mean height.
func polygon(points [][]float64, scale float64) ([]scenes.Vec2, float64, error) {
	var out []scenes.Vec2
	sum := 0.0
	for k, q := range points {
		p, z, ok := point(q, scale)
		if !ok {
			return nil, 0, fmt.Errorf("has the corner %d at %v, which is no place within %g m", k, q, furthest)
		}
		sum += z
		if n := len(out); n == 0 || p.Sub(out[n-1]).Len() > same {
			out = append(out, p)
		}
	}
	if n := len(out); n > 1 && out[0].Sub(out[n-1]).Len() <= same {
		out = out[:n-1]
	}
	if len(out) < 3 {
		return nil, 0, fmt.Errorf("has %d corners; a floor needs at least 3", len(out))
	}
	return out, sum / float64(len(points)), nil
}

// same is how near, in metres, points are one.
const same = 1e-4

// joint is how near, in metres, the ends of two walls meet.
const joint = 0.02

// loop follows the walls from end to end.
func loop(elements []element, scale float64) ([]scenes.Vec2, float64, error) {
	type wall struct{ a, b scenes.Vec2 }
	var walls []wall
	z := 0.0
	for _, e := range elements {
		if !strings.EqualFold(e.Type, "Wall") || len(e.Points) != 2 {
			continue
		}
		a, za, ok := point(e.Points[0], scale)
		b, _, also := point(e.Points[1], scale)
		if ok && also && a.Sub(b).Len() > same {
			walls = append(walls, wall{a, b})
			z = za
		}
	}
	if len(walls) < 3 || len(walls) > 1000 {
		return nil, 0, fmt.Errorf("has no floor, and its %d walls make no room; add an element of type Floor", len(walls))
	}
	var out []scenes.Vec2
	at := walls[0].a
	for len(walls) > 0 {
		next := slices.IndexFunc(walls, func(w wall) bool { return w.a.Sub(at).Len() <= joint || w.b.Sub(at).Len() <= joint })
		if next < 0 {
			break
		}
		w := walls[next]
		walls = slices.Delete(walls, next, next+1)
		out = append(out, at)
		if w.a.Sub(at).Len() <= joint {
			at = w.b
		} else {
			at = w.a
		}
	}
	if len(out) < 3 || len(walls) > 0 || at.Sub(out[0]).Len() > joint {
		return nil, 0, errors.New("has no floor, and its walls do not make one closed loop; add an element of type Floor")
	}
	switch a := signedArea(out); {
	case a == 0:
		return nil, 0, errors.New("has no floor, and its walls enclose no area; add an element of type Floor")
	case a < 0:
		slices.Reverse(out)
	}
	return out, z, nil
}

func signedArea(p []scenes.Vec2) float64 {
	a := 0.0
	for i := range p {
		q := p[(i+1)%len(p)]
		a += p[i][0]*q[1] - p[i][1]*q[0]
	}
	return a / 2
}

// height is that of the highest wall, as in SceneEval, or of the ceiling.
func (s *State) height(elements []element, scale, z float64) (float64, error) {
	h := 0.0
	for _, e := range elements {
		switch {
		case strings.EqualFold(e.Type, "Wall"):
			h = max(h, e.Height*scale)
		case strings.EqualFold(e.Type, "Ceiling") && h == 0:
			for _, p := range e.Points {
				if len(p) > 2 {
					h = max(h, p[2]*scale-z)
				}
			}
		}
	}
	if !(h > 0) || h > furthest {
		return 0, errors.New("does not say how high the room is: no wall has a height and there is no ceiling")
	}
	return h, nil
}
