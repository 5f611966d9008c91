package scenestate

import (
	"cmp"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// Places is what can be said of objects of unknown size: where their models'
// origins are.
type Places struct {
	// Inside of the Of objects have their origin over the floor; Outside are the
	// others.
	Inside  int      `json:"inside"`
	Of      int      `json:"of"`
	Outside []string `json:"outside,omitempty"`
	// Below and Above are those whose origin is more than 1 cm under the floor or
	// over the ceiling.
	Below []string `json:"below,omitempty"`
	Above []string `json:"above,omitempty"`
	// Same lists pairs whose origins are within 1 cm of each other, at most
	// [MaxSame]: two objects in one place.
	Same [][2]string `json:"same,omitempty"`
}

// MaxSame bounds the pairs that [Places] lists.
const MaxSame = 100

// near is how close, in metres, two origins are one place.
const near = 0.01

// Places tells where the objects of unknown size are.
func (s *State) Places() Places {
	p := Places{Of: len(s.Unsized)}
	height := s.Task.Room.Height
	for _, u := range s.Unsized {
		if u.Inside {
			p.Inside++
		} else {
			p.Outside = append(p.Outside, u.ID)
		}
		switch z := u.Position[2]; {
		case z < -near:
			p.Below = append(p.Below, u.ID)
		case z > height+near:
			p.Above = append(p.Above, u.ID)
		}
	}
	order := make([]int, len(s.Unsized))
	for i := range order {
		order[i] = i
	}
	at := func(i int) scenes.Vec3 { return s.Unsized[i].Position }
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(at(i)[0], at(j)[0]), i-j) })
	for k, i := range order {
		for _, j := range order[k+1:] {
			if at(j)[0]-at(i)[0] > near || len(p.Same) >= MaxSame {
				break
			}
			if at(i).Sub(at(j)).Len() <= near {
				p.Same = append(p.Same, [2]string{s.Unsized[min(i, j)].ID, s.Unsized[max(i, j)].ID})
			}
		}
	}
	slices.SortFunc(p.Same, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return p
}
