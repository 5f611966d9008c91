// Package feasible says of a task that cannot be met which object does not fit,
// and by how much.
//
// [Check] tries necessary conditions, each with a sentence that says what is
// wrong:
//
//   - heights: an object, or a stack of them, against the ceiling;
//   - places: each object alone on the floor, whatever its outline and holes, at
//     every heading that its facing leaves; then with the doors' zones, its own
//     clearances, the walls it must touch and the objects that are locked;
//   - relations: where each object may be, given where the others may be, until
//     nothing changes (arc consistency, Mackworth 1977, on intervals);
//   - sums: what must stand along one wall, on one carrier or on the floor.
//
// It is sound and incomplete. "Never" is judged by the rules of package measure
// and all their tolerances, between the four headings too: a task that has a
// fully valid layout has no obstacle. A task without obstacles may still be
// impossible; [Search] then says how near one comes.
//
// Objects are boxes, as they are for package measure without meshes. Objects
// that may be left out are taken to be left out.
package feasible

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// Obstacle is a reason why no layout of a task can be valid.
type Obstacle struct {
	// Object is the object that does not fit.
	Object string `json:"object"`
	// Others are the objects and doors that take part, in the task's order.
	Others []string `json:"others,omitempty"`
	// By is how many metres are missing, or square metres for a sum of areas,
	// with the sizes as they are: tolerances decide whether something is an
	// obstacle, not how large it is. 0 means that no size would help.
	By float64 `json:"by"`
	// Sentence says it for people.
	Sentence string `json:"sentence"`
}

// slack is the tolerance of package measure with its rounding, and a little
// more, so that arithmetic never makes an obstacle of what just fits.
const slack = geom.Tolerance + 1e-6

// The tolerances of locks (package measure): metres along an axis, and degrees.
const (
	lockSlack = geom.Tolerance/2 + 1e-6
	lockTurn  = 0.5 + 1e-6
)

// crowd is up to how many objects everything is compared with everything; of more
// only what relations and supports link, and up to as many locks count.
const crowd = 60

// Check returns the obstacles of a task, at most one per object, in the task's
// order; none for a task that may be possible, and none for one that is
// malformed ([scenes.Task.Validate]) or whose floor crosses itself. It takes 2 to
// 15 ms for a room of the suites, ten times as long for one with obstacles, and is
// bounded by a budget of work for every task.
func Check(t *scenes.Task) []Obstacle {
	if t == nil || t.Validate() != nil || geom.CheckFloor(&t.Room) != nil || !usual(t) {
		return nil
	}
	c := newCheck(t)
	for _, step := range []func(){c.heights, c.places, c.relations, c.rest, c.walls, c.carriers, c.floor} {
		step()
	}
	return c.found()
}

// far bounds the numbers that are taken for metres, as in package measure.
const far = 1e6

// usual reports whether all lengths are such that sums of them mean something.
func usual(t *scenes.Task) bool {
	e := t.Room.Extent()
	if max(e[0], e[1], e[2]) > far {
		return false
	}
	for i := range t.Objects {
		if s := t.Objects[i].Size; max(s[0], s[1], s[2]) > far {
			return false
		}
	}
	for _, p := range t.Locked {
		if q := p.Position; max(q[0], q[1], q[2], p.Yaw) > far || min(q[0], q[1], q[2], p.Yaw) < -far {
			return false
		}
	}
	return true
}

// check is one call of [Check].
type check struct {
	task  *scenes.Task
	space *geom.Space
	items []item
	zones []zone
	// convex says that the floor has no reflex corner.
	convex bool
	// cells is what is left of the budget for places.
	cells     int
	obstacles map[int]Obstacle
}

// item is an object with the ids it names resolved.
type item struct {
	o *scenes.Object
	// skip marks what may be left out.
	skip   bool
	parent int
	rules  []rule
	lock   *scenes.Placement
	// yaw is the heading of the wall that the object faces, if any.
	yaw  float64
	wall bool
}

// rule is a relation to an object, or to a layout element where object is -1.
type rule struct {
	scenes.Relation
	object int
}

// zone is what a door keeps free.
type zone struct {
	door string
	geom.Zone
}

func newCheck(t *scenes.Task) *check {
	c := &check{task: t, space: geom.NewSpace(&t.Room), items: make([]item, len(t.Objects)),
		convex: convex(t.Room.Floor), cells: allCells, obstacles: map[int]Obstacle{}}
	index := make(map[string]int, len(t.Objects))
	for i := range t.Objects {
		index[t.Objects[i].ID] = i
	}
	for i := range t.Objects {
		o := &t.Objects[i]
		it := item{o: o, skip: o.Optional, parent: -1}
		if len(t.Locked) > 0 {
			it.lock = t.Lock(o.ID)
		}
		if o.Support == scenes.OnObject {
			it.parent = index[o.Parent]
		}
		for _, r := range o.Relations {
			k, known := index[r.Target]
			if !known {
				k = -1
			}
			it.rules = append(it.rules, rule{r, k})
		}
		it.yaw, it.wall = scenes.WallYaw(o.Facing)
		c.items[i] = it
	}
	for _, o := range t.Room.Openings {
		if o.Kind == scenes.Door {
			for _, z := range geom.SwingZones(&t.Room, o) {
				c.zones = append(c.zones, zone{o.ID, z})
			}
		}
	}
	return c
}

// convex reports whether a simple counter-clockwise polygon only turns left.
func convex(floor []scenes.Vec2) bool {
	n := len(floor)
	for i, p := range floor {
		u, v := floor[(i+1)%n].Sub(p), floor[(i+2)%n].Sub(floor[(i+1)%n])
		if u[0]*v[1]-u[1]*v[0] < 0 {
			return false
		}
	}
	return true
}

// obstacle notes an obstacle of an object unless one is known.
func (c *check) obstacle(i int, by float64, sentence string, others ...string) {
	if _, known := c.obstacles[i]; !known {
		c.obstacles[i] = Obstacle{Object: c.items[i].o.ID, Others: others, By: by, Sentence: sentence}
	}
}

func (c *check) found() []Obstacle {
	var out []Obstacle
	for i := range c.items {
		if o, ok := c.obstacles[i]; ok {
			out = append(out, o)
		}
	}
	return out
}

// stands reports whether an object stands on the floor and is solid, so that no
// two of them can be in one place.
func (it *item) stands() bool {
	return !it.skip && !it.o.Flat && it.o.Support == scenes.OnFloor && it.o.Size[2] > 4*slack
}
