package compact

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// placingOrder returns the indices of the task's objects in the order in which
// they are placed: locked ones first, then carriers and anchors before what refers to them; among
// equals corners, then long things on walls, then large ones in the middle,
// then what may go anywhere. Circles of references are cut.
func placingOrder(t *scenes.Task) []int {
	n := len(t.Objects)
	index := make(map[string]int, n)
	for i, o := range t.Objects {
		index[o.ID] = i
	}
	depth := make([]int, n)
	for round := 0; round < n; round++ {
		changed := false
		for i := range t.Objects {
			o := &t.Objects[i]
			raise := func(id string) {
				if j, ok := index[id]; ok && j != i && depth[j] >= depth[i] && depth[j] < n {
					depth[i], changed = depth[j]+1, true
				}
			}
			for _, r := range o.Relations {
				raise(r.Target)
			}
			raise(o.Facing)
			if o.Support == scenes.OnObject {
				raise(o.Parent)
			}
		}
		if !changed {
			break
		}
	}
	order, keys := make([]int, n), make([]float64, n)
	for i := range order {
		order[i] = i
		keys[i] = 10*float64(depth[i]) + rankWithin(&t.Objects[i])
		if t.Lock(t.Objects[i].ID) != nil {
			keys[i] = -1
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case keys[a] < keys[b]:
			return -1
		case keys[a] > keys[b]:
			return 1
		}
		return 0
	})
	return order
}

// rankWithin orders objects of the same depth: the fewer places an object has,
// the sooner it is placed, and the larger before the smaller.
func rankWithin(o *scenes.Object) float64 {
	walls, near := 0, false
	for _, r := range o.Relations {
		if _, ok := scenes.WallYaw(r.Target); ok {
			walls++
		} else if !scenes.IsLayoutElement(r.Target) && r.Adjacent {
			near = true
		}
	}
	switch {
	case o.Support == scenes.OnWall || o.Support == scenes.OnCeiling:
		return 6
	case walls > 1:
		return 0
	case near:
		return 1 - min(o.Size[0]*o.Size[1], 9)/10
	case walls == 1:
		return 2 - min(o.Size[0], 9)/10
	case len(o.Relations) > 0:
		return 3 - min(o.Size[0]*o.Size[1], 9)/10
	}
	return 4 - min(o.Size[0]*o.Size[1], 9)/10
}
