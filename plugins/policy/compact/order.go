package compact

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// The ranks of objects in the placing order: the fewer places an object has, the
// sooner it is placed, and of equals the larger first.
const (
	rankBeside = 0   // right beside something placed
	rankCorner = 1   // at two walls
	rankGroup  = 1.5 // with things to stand around it, which need space too
	rankWall   = 2   // at one wall
	rankRefers = 3   // somewhere about something placed
	rankAsked  = 4   // with another relation
	rankFree   = 5   // anywhere
	rankHangs  = 20  // on a wall or the ceiling
	rankOnTop  = 21  // on another object

	// What a clause of the preference is about comes after what it names, what refers
	// to an object after that object, and what was at fault before all else.
	laterBySaying    = 10
	laterByReference = 100
	soonerByFault    = 50
)

// A turn is an object's place in the order in the making.
type turn struct {
	rank float64
	// refers are the objects that it refers to, said those that the clauses about its
	// kind name.
	refers, said []int
	urgent       bool
}

// placingOrder returns the indices of the task's objects in the order in which they
// are placed: locked ones first, then always the one whose turn it is by rank. Objects
// that were at fault in the turn before come first, with what they refer to: they
// found no place among those that had been placed by then. Circles of references are
// cut at the object of the least rank.
func placingOrder(t *scenes.Task, words *text, faulty map[string]bool) []int {
	n := len(t.Objects)
	turns := turnsOf(t, words, faulty)
	placed := make([]bool, n)
	order := make([]int, 0, n)
	put := func(i int) {
		placed[i] = true
		order = append(order, i)
	}
	for i := range t.Objects {
		if t.Lock(t.Objects[i].ID) != nil {
			put(i)
		}
	}
	missing := func(j int) bool { return !placed[j] }
	for len(order) < n {
		best, least := -1, 0.0
		for i := range turns {
			if placed[i] {
				continue
			}
			key := turns[i].rank
			if slices.ContainsFunc(turns[i].said, missing) {
				key += laterBySaying
			}
			if slices.ContainsFunc(turns[i].refers, missing) {
				key += laterByReference
			}
			if turns[i].urgent {
				key -= soonerByFault
			}
			if best < 0 || key < least {
				best, least = i, key
			}
		}
		put(best)
	}
	return order
}

func turnsOf(t *scenes.Task, words *text, faulty map[string]bool) []turn {
	turns := make([]turn, len(t.Objects))
	index := make(map[string]int, len(t.Objects))
	for i := range t.Objects {
		index[t.Objects[i].ID] = i
	}
	children := make([]int, len(t.Objects))
	for i := range t.Objects {
		o := &t.Objects[i]
		refer := func(id string) bool {
			j, ok := index[id]
			if ok = ok && j != i; ok {
				turns[i].refers = append(turns[i].refers, j)
			}
			return ok
		}
		for _, r := range o.Relations {
			if refer(r.Target) && o.Support == scenes.OnFloor && !o.Flat {
				children[index[r.Target]]++
			}
		}
		refer(o.Facing)
		if o.Support == scenes.OnObject {
			refer(o.Parent)
		}
		turns[i].said = words.after(t, o.Category)
	}
	for i := range turns {
		if turns[i].rank = rankOf(&t.Objects[i]); children[i] > 1 && turns[i].rank > rankGroup && turns[i].rank < rankHangs {
			turns[i].rank = rankGroup
		}
		if faulty[t.Objects[i].ID] {
			hurry(turns, i)
		}
	}
	return turns
}

// hurry makes an object urgent and, in turn, what it refers to.
func hurry(turns []turn, i int) {
	if turns[i].urgent {
		return
	}
	turns[i].urgent = true
	for _, j := range turns[i].refers {
		hurry(turns, j)
	}
}

func rankOf(o *scenes.Object) float64 {
	walls, beside, refers := 0, false, o.Facing != "" && !scenes.IsLayoutElement(o.Facing)
	for _, r := range o.Relations {
		if _, ok := scenes.WallYaw(r.Target); ok {
			walls++
		} else if !scenes.IsLayoutElement(r.Target) {
			refers, beside = true, beside || r.Adjacent
		}
	}
	const most = 9 // metres, and square metres
	area := min(o.Size[0]*o.Size[1], most) / 10
	switch {
	case o.Support == scenes.OnObject:
		return rankOnTop
	case o.Support == scenes.OnWall || o.Support == scenes.OnCeiling:
		return rankHangs
	case beside:
		return rankBeside - area
	case walls > 1:
		return rankCorner
	case walls == 1:
		return rankWall - min(o.Size[0], most)/10
	case refers:
		return rankRefers - area
	case len(o.Relations) > 0:
		return rankAsked - area
	}
	return rankFree - area
}

// faultyIn returns the objects that findings are against.
func faultyIn(findings []scenes.Finding) map[string]bool {
	if len(findings) == 0 {
		return nil
	}
	faulty := make(map[string]bool, len(findings))
	for _, f := range findings {
		faulty[f.Object] = true
		if f.Rule == scenes.RuleCollision {
			faulty[f.Other] = true
		}
	}
	return faulty
}
