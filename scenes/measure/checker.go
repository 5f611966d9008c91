package measure

import (
	"math"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
)

// Options change what a [Checker] reads. The zero value takes every object for
// its box.
type Options struct {
	// Meshes returns the prepared mesh of an asset, or nil where there is none.
	// Then two objects collide only where their meshes do, and things rest on
	// the surface below them. It is called once per object of the task.
	Meshes func(asset string) *trimesh.Mesh
}

// Checker checks many layouts of one task. It may be used by many goroutines.
type Checker struct {
	task    *scenes.Task
	space   *geom.Space
	index   map[string]int
	items   []item
	doors   []door
	windows []window
	// rules is the number of relations of all objects.
	rules int
	// broken says why the room is none, and is empty for every usable one.
	broken string
	// pool keeps the scratch memory of checks that are over.
	pool sync.Pool
}

// item is an object with the ids it names resolved once.
type item struct {
	o      *scenes.Object
	parent int
	rules  []rule
	facing target
	mesh   *trimesh.Mesh
	scale  scenes.Vec3
	// unfit says that the size is none.
	unfit bool
	// veil marks what hangs before windows on purpose.
	veil bool
	// lock is where the object must stay, or nil.
	lock *scenes.Placement
	// clearance is what the object declares, and reach how far that goes.
	clearance scenes.Clearance
	reach     float64
}

// rule is a relation whose target is an object's index or, when object is
// negative, a layout element.
type rule struct {
	scenes.Relation
	object  int
	element bool
}

// target is what an object faces.
type target struct {
	kind   targetKind
	yaw    float64
	point  scenes.Vec2
	object int
}

type targetKind uint8

const (
	facesNothing targetKind = iota
	facesWall
	facesPoint
	facesObject
	facesUnknown
)

// NewChecker prepares the task, which must not change while the checker is
// used. A relation to an object that the task does not have never holds.
func NewChecker(t *scenes.Task) *Checker { return NewCheckerWith(t, Options{}) }

// NewCheckerWith is [NewChecker] with options.
func NewCheckerWith(t *scenes.Task, opts Options) *Checker {
	c := &Checker{
		task:   t,
		index:  make(map[string]int, len(t.Objects)),
		items:  make([]item, len(t.Objects)),
		broken: brokenRoom(&t.Room),
	}
	for i := range t.Objects {
		if _, taken := c.index[t.Objects[i].ID]; !taken {
			c.index[t.Objects[i].ID] = i
		}
	}
	if c.broken != "" {
		for i := range t.Objects {
			c.items[i] = item{o: &t.Objects[i], parent: -1}
		}
		return c
	}
	c.space = geom.NewSpace(&t.Room)
	c.open()
	for i := range t.Objects {
		c.items[i] = c.resolve(&t.Objects[i], opts.Meshes)
		c.rules += len(t.Objects[i].Relations)
	}
	return c
}

// brokenRoom returns what keeps a room from being one.
func brokenRoom(room *scenes.Room) string {
	if len(room.Floor) < 3 {
		return "has a floor of fewer than 3 corners; give it a floor polygon"
	}
	area := 0.0
	for i, p := range room.Floor {
		q := room.Floor[(i+1)%len(room.Floor)]
		if !(math.Abs(p[0]) <= far && math.Abs(p[1]) <= far) {
			return "has a floor corner that is no point on the ground; give its corners in metres"
		}
		area += p[0]*q[1] - q[0]*p[1]
	}
	switch {
	case area == 0:
		return "has a floor without area; list its corners counter-clockwise"
	case !(room.Height > 0 && room.Height <= far):
		return "has no height; give it in metres"
	}
	return ""
}

func (c *Checker) find(id string) int {
	if i, ok := c.index[id]; ok {
		return i
	}
	return -1
}

func (c *Checker) resolve(o *scenes.Object, meshes func(string) *trimesh.Mesh) item {
	it := item{o: o, parent: c.find(o.Parent)}
	for _, s := range o.Size {
		it.unfit = it.unfit || !(s >= 0 && s <= far)
	}
	if len(o.Relations) > 0 {
		it.rules = make([]rule, len(o.Relations))
	}
	for k, r := range o.Relations {
		it.rules[k] = rule{r, c.find(r.Target), scenes.IsLayoutElement(r.Target)}
	}
	it.facing = c.faces(o)
	if len(c.task.Locked) > 0 {
		it.lock = c.task.Lock(o.ID)
	}
	it.clearance = usual(o.Clearance)
	it.reach = reach(it.clearance)
	it.veil = len(c.windows) > 0 && isVeil(o)
	if meshes != nil && o.Asset != "" && !it.unfit {
		if it.mesh = meshes(o.Asset); it.mesh != nil {
			it.scale = it.mesh.ScaleTo(o.Size)
		}
	}
	return it
}

func (c *Checker) faces(o *scenes.Object) target {
	switch yaw, wall := scenes.WallYaw(o.Facing); {
	case o.Facing == "" || o.Facing == scenes.Ceiling:
		return target{}
	case wall:
		return target{kind: facesWall, yaw: yaw}
	case o.Facing == scenes.Middle:
		e := c.space.Extent
		return target{kind: facesPoint, point: scenes.Vec2{e[0] / 2, e[1] / 2}}
	}
	if i := c.find(o.Facing); i >= 0 {
		return target{kind: facesObject, object: i}
	}
	return target{kind: facesUnknown}
}

// Check reports everything that is wrong with the layout, with findings.
// Placements of objects that the task does not have are ignored; of several
// placements of one object the first counts.
func (c *Checker) Check(l *scenes.Layout) Report { return c.run(l, true) }

// Measure is [Checker.Check] without findings.
func (c *Checker) Measure(l *scenes.Layout) Report { return c.run(l, false) }

// Check checks one layout; for many layouts of one task use a [Checker].
func Check(t *scenes.Task, l *scenes.Layout) Report { return NewChecker(t).Check(l) }
