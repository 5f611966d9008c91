package roomgen

import (
	"fmt"
	"math"
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

// Ask is what a [Finder] is asked for.
type Ask struct {
	// Words are the phrase without its count and its place: "round table".
	Words string
	// Category is the class of scenes/taxonomy that the words mean; empty where
	// they name none.
	Category string
	// Support is what the place asked for would have carry the thing; empty
	// where any will do.
	Support scenes.Support
	// Top says that something else is to stand on the thing.
	Top bool
}

// Finder finds the item of a library that words speak of. Its error is one
// sentence that names the words.
type Finder func(Ask) (Item, error)

// TaskFromRequest makes a task of a room given in metres (x, y, height) and a
// list of objects in words, such as "2 chairs, round table, lamp on the
// nightstand". What is said about a place is kept; otherwise beds and the like
// go to a wall, chairs face a table, rugs lie in the middle. The task is known
// to have a solution. Each phrase is one thing that find finds, whatever its
// count; without a finder objects have the usual size of their class and no
// model.
func TaskFromRequest(room [3]float64, objects, prefer string, find Finder, seed uint64) (*scenes.Task, error) {
	for k, side := range [3]string{"length", "width", "height"} {
		if v := room[k]; !(v > 0) || math.IsInf(v, 0) || v > 100 {
			return nil, fmt.Errorf("the room's %s is %v m; give metres above 0 and up to 100", side, v)
		}
	}
	asks, err := parse(objects)
	if err != nil {
		return nil, err
	}
	wish, err := wishList(asks, find)
	if err != nil {
		return nil, err
	}
	if err := roomFor(room, wish); err != nil {
		return nil, err
	}
	var stuck []int
	for k := range requestAttempts {
		b := newBuilder(requestProgram, invented, source(seed, "request", uint64(k+1)), Options{}, len(wish))
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

// wishList finds a thing for every object asked for and decides how to place
// it.
func wishList(asks []ask, find Finder) ([]wishes, error) {
	things := make([]thing, len(asks))
	// What words mean that are no class, the library decides.
	for i := range asks {
		if a := &asks[i]; a.unknown != nil {
			if find == nil {
				return nil, a.unknown
			}
			var err error
			if things[i], err = a.find(find); err != nil {
				return nil, err
			}
			a.class = things[i].class
		}
	}
	for i := range asks {
		if a := &asks[i]; a.how != nil && a.how.target && !settleTarget(asks, i) {
			return nil, fmt.Errorf("%q is to go %s a %s, but the list has no %s; add one", a.words, a.how.words, a.target.Words(), a.target.Words())
		}
	}
	var out []wishes
	for i := range asks {
		a := &asks[i]
		if t := &things[i]; a.unknown == nil {
			var err error
			if *t, err = a.find(find); err != nil {
				return nil, err
			}
		}
		slots, err := slotsFor(a, &things[i], asks)
		if err != nil {
			return nil, err
		}
		for range a.count {
			out = append(out, wishes{thing: things[i], size: things[i].size, slots: slots, said: a.how != nil})
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
				asks[k].top = asks[k].top || a.how.put == onTop
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

// find asks for the thing that the words speak of; without a finder it is of the
// usual size of its class.
func (a *ask) find(find Finder) (thing, error) {
	if find == nil {
		item := Item{Category: a.class.Name, Size: round(a.class.Typical())}
		return item.found(a)
	}
	what := Ask{Words: a.words, Category: a.class.Name, Top: a.top}
	if a.how != nil {
		if s := a.how.put.support(); s != scenes.OnFloor {
			what.Support = s
		}
	}
	item, err := find(what)
	if err != nil {
		return thing{}, err
	}
	return item.found(a)
}

// found is the thing that an item is, which may be of no known class.
func (it *Item) found(a *ask) (thing, error) {
	for k := range it.Size {
		if s := it.Size[k]; !(s > 0) || math.IsInf(s, 0) {
			return thing{}, fmt.Errorf("%q is found as %q, whose size is %v; sizes must be positive metres", a.words, it.label(), it.Size)
		}
	}
	if t, ok := it.thing(); ok {
		return t, nil
	}
	name := strings.Join(taxonomy.Words(it.Category), "_")
	if name == "" {
		name = "object"
	}
	t := thing{class: taxonomy.Class{Name: name, Mount: it.Support, SurfaceOK: !it.NoTop}, asset: it.Asset, size: it.Size, support: it.Support, flat: it.Flat, top: !it.NoTop}
	if t.support == "" {
		t.support = scenes.OnFloor
	}
	return t, nil
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
