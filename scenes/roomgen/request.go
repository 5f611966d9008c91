package roomgen

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// requestProgram lends its words to rooms that people ask for.
var requestProgram = &program{name: "", styles: []string{""}, woods: []string{""}, bare: true}

// requestAttempts is how often a request is tried before it counts as not
// fitting.
const requestAttempts = 120

// TaskFromRequest makes a task of a room given in metres (x, y, height) and a
// list of objects in words, such as "2 chairs, round table, lamp on the
// nightstand". What is said about a place is kept; otherwise beds and the like
// go to a wall, chairs face a table, rugs lie in the middle. The task is known
// to have a solution. Items work as in [Options].
func TaskFromRequest(room [3]float64, objects, prefer string, items []Item, seed uint64) (*scenes.Task, error) {
	for k, side := range [3]string{"length", "width", "height"} {
		if v := room[k]; !(v > 0) || math.IsInf(v, 0) || v > 100 {
			return nil, fmt.Errorf("the room's %s is %v m; give metres above 0 and up to 100", side, v)
		}
	}
	asks, err := parse(objects)
	if err != nil {
		return nil, err
	}
	cat, err := catalogueOf(items)
	if err != nil {
		return nil, err
	}
	wish, err := wishList(asks, cat, source(seed, "request"))
	if err != nil {
		return nil, err
	}
	if err := roomFor(room, wish); err != nil {
		return nil, err
	}
	var stuck []int
	for k := range requestAttempts {
		b := newBuilder(requestProgram, cat, source(seed, "request", uint64(k+1)), Options{}, len(wish))
		b.task.ID, b.task.Preference = fmt.Sprintf("request_%d", seed), prefer
		b.task.Room = scenes.RectRoom(room[0], room[1], room[2])
		b.space = geom.NewSpace(&b.task.Room)
		b.roomy = k < requestAttempts/2
		i := b.answer(wish)
		if i < 0 && measure.NewChecker(&b.task).Measure(&b.layout).FullyValid() {
			for o := range b.task.Objects {
				b.task.Objects[o].Style, b.task.Objects[o].Material = "", ""
			}
			return &b.task, nil
		}
		stuck = append(stuck, max(i, 0))
	}
	return nil, noFit(room, wish, stuck)
}

// wishes is a planned object with the slots to try, in order.
type wishes struct {
	thing thing
	size  scenes.Vec3
	slots []*slot
	said  bool
}

// wishList picks a thing for every object asked for and decides how to place
// it.
func wishList(asks []ask, cat *catalogue, g *rand.Rand) ([]wishes, error) {
	var out []wishes
	for i := range asks {
		a := &asks[i]
		if a.how != nil && a.how.target && !settleTarget(asks, i) {
			return nil, fmt.Errorf("%q is to go %s a %s, but the list has no %s; add one", a.words, a.how.words, a.target.Words(), a.target.Words())
		}
		t, err := cat.match(a, g)
		if err != nil {
			return nil, err
		}
		slots, err := slotsFor(a, &t, asks)
		if err != nil {
			return nil, err
		}
		for range a.count {
			w := wishes{thing: t, size: t.size, slots: slots, said: a.how != nil}
			if w.size[0] == 0 {
				w.size = round(t.class.Typical())
			}
			out = append(out, w)
		}
	}
	// Anchors first, large before small; then what relates to them.
	sort.SliceStable(out, func(i, j int) bool {
		a, b := &out[i], &out[j]
		if ra, rb := rank(a.slots[0]), rank(b.slots[0]); ra != rb {
			return ra < rb
		}
		return a.size[0]*a.size[1] > b.size[0]*b.size[1]+1e-9
	})
	return anchorsFirst(out), nil
}

// settleTarget finds what the i-th ask is to go to among the others: the class
// that was said or, since "the table" may be the round table of the list, one
// of which it is the head noun.
func settleTarget(asks []ask, i int) bool {
	a := &asks[i]
	for _, fits := range [...]func(name string) bool{
		func(name string) bool { return name == a.target.Name },
		func(name string) bool { return strings.HasSuffix(name, "_"+a.target.Name) },
	} {
		for k := range asks {
			if k != i && fits(asks[k].class.Name) {
				a.target = asks[k].class
				return true
			}
		}
	}
	return false
}

// anchorsFirst keeps the order except that nothing comes before what it
// relates to. A circle of relations is cut at its first member.
func anchorsFirst(wish []wishes) []wishes {
	out := make([]wishes, 0, len(wish))
	waits := func(w *wishes) bool {
		return slices.ContainsFunc(wish, func(v wishes) bool {
			return v.slots[0].key != w.slots[0].key && slices.Contains(w.slots[0].ofs, v.slots[0].key)
		})
	}
	for len(wish) > 0 {
		i := slices.IndexFunc(wish, func(w wishes) bool { return !waits(&w) })
		i = max(i, 0)
		out = append(out, wish[i])
		wish = slices.Delete(wish, i, i+1)
	}
	return out
}

func round(s scenes.Vec3) scenes.Vec3 {
	for k := range s {
		s[k] = max(math.Round(s[k]*100)/100, 0.01)
	}
	return s
}

func rank(s *slot) int {
	r := 2 * supportRank(s.put.support())
	if s.of != "" {
		r++
	}
	return r
}

// match finds the thing of the catalogue that the words speak of: of the
// class, else of its roles, the most specific first. Among several models the
// one whose name shares most words wins.
func (c *catalogue) match(a *ask, g *rand.Rand) (thing, error) {
	names := []string{a.class.Name}
	for _, r := range a.class.Roles {
		names = append(names, "@"+string(r))
	}
	words := taxonomy.Words(a.words)
	for _, name := range names {
		best, most, seen := -1, -1, 0
		for _, i := range c.by[name] {
			n := 0
			for _, w := range taxonomy.Words(c.things[i].asset) {
				if slices.Contains(words, w) {
					n += 2
				}
			}
			// A bare top is worth less than a word, but more than chance.
			if c.things[i].top == c.things[i].class.SurfaceOK {
				n++
			}
			switch {
			case n > most:
				best, most, seen = i, n, 1
			case n == most:
				if seen++; g.IntN(seen) == 0 {
					best = i
				}
			}
		}
		if best >= 0 {
			return c.things[best], nil
		}
	}
	return thing{}, fmt.Errorf("the library has no %q and nothing used like one; leave it out or import a pack that has it", a.words)
}

// roomFor refuses a room that cannot hold the objects whatever their places.
func roomFor(room [3]float64, wish []wishes) error {
	for i := range wish {
		w := &wish[i]
		big, small := max(w.size[0], w.size[1]), min(w.size[0], w.size[1])
		if over := max(big-max(room[0], room[1]), small-min(room[0], room[1])); over > 1e-9 {
			return fmt.Errorf("the room is too small for the %s: it is %.2f × %.2f m, the room %.2f × %.2f m, short by %.2f m; use a larger room",
				w.thing.class.Words(), w.size[0], w.size[1], room[0], room[1], over)
		}
		if over := w.size[2] - room[2]; over > 1e-9 {
			return fmt.Errorf("the room is too low for the %s: it is %.2f m high, the room %.2f m, short by %.2f m; use a higher room",
				w.thing.class.Words(), w.size[2], room[2], over)
		}
	}
	if area, floor := footprint(wish), room[0]*room[1]; area > floor {
		return fmt.Errorf("the room is too small for its objects: they cover %.1f m², the floor has %.1f m², short by %.1f m²; use a larger room or fewer objects",
			area, floor, area-floor)
	}
	return nil
}

func footprint(wish []wishes) float64 {
	a := 0.0
	for i := range wish {
		if w := &wish[i]; w.slots[0].put.support() == scenes.OnFloor && !w.thing.flat {
			a += w.size[0] * w.size[1]
		}
	}
	return a
}

// answer places every wish, or returns the one that could not be placed.
func (b *builder) answer(wish []wishes) int {
	for i := range wish {
		w := &wish[i]
		if !slices.ContainsFunc(w.slots, func(s *slot) bool {
			return b.place(&planned{slot: s, thing: w.thing, size: w.size})
		}) {
			return i
		}
	}
	return -1
}

// noFit says what did not fit, after many tries.
func noFit(room [3]float64, wish []wishes, stuck []int) error {
	times := make([]int, len(wish))
	worst := 0
	for _, i := range stuck {
		if times[i]++; times[i] > times[worst] {
			worst = i
		}
	}
	w := &wish[worst]
	where := ""
	if w.said {
		where = " where it was asked for"
	}
	area, floor := footprint(wish), room[0]*room[1]
	return fmt.Errorf("the objects do not fit: no place was found for the %s%s (the objects cover %.1f of %.1f m² of floor, %.0f %%); use a larger room, fewer objects or other places",
		strings.TrimSpace(w.thing.class.Words()), where, area, floor, 100*area/floor)
}
