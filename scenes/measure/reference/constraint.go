package reference

import "github.com/metaspatial/metaspatial/scenes"

// layoutCount is how many trailing entries the original takes for layout
// elements, whatever they are.
const layoutCount = 6

// facings are the yaws of objects without a rotation, by what they face.
var facings = map[string]float64{
	scenes.WestWall: 270, scenes.EastWall: 90, scenes.NorthWall: 0, scenes.SouthWall: 180,
	scenes.Middle: 0, scenes.Ceiling: 0,
}

// checker counts violated constraints in one graph. Rotations that the
// original derives it also writes back; here they lie beside the graph.
type checker struct {
	entries   []value
	derived   []*value
	room      [3]float64
	plain     bool
	violating []string
	ranges    []ObjectRanges
}

func newChecker(entries []value, room [3]float64) *checker {
	c := &checker{entries: entries, derived: make([]*value, len(entries)), room: room, plain: true}
	for i := range entries {
		c.plain = c.plain && entries[i].kind == kindDict
	}
	return c
}

// run examines all but the last six entries. An object is satisfied as soon as
// one of its ranges holds its point.
func (c *checker) run() (float64, *Error) {
	count := len(c.entries) - layoutCount
	for i := range max(count, 0) {
		o := &c.entries[i]
		if ok, err := o.contains("position"); err != nil {
			return 0, err
		} else if !ok {
			continue
		}
		id, err := o.index("new_object_id")
		if err != nil {
			return 0, err
		}
		ranges, err := c.possible(id)
		if err != nil {
			return 0, err
		}
		c.ranges = append(c.ranges, ObjectRanges{ID: id.name(), Ranges: ranges})
		ok, err := satisfied(o, ranges)
		if err != nil {
			return 0, err
		}
		if !ok {
			c.violating = append(c.violating, id.name())
		}
	}
	if count <= 0 {
		return 0, nil
	}
	return float64(len(c.violating)) / float64(count), nil
}

func satisfied(o *value, ranges []Range) (bool, *Error) {
	if len(ranges) == 0 {
		return false, nil
	}
	pos, err := o.index("position")
	if err != nil {
		return false, err
	}
	var at [3]*value
	for k, axis := range [3]string{"x", "y", "z"} {
		if at[k], err = pos.index(axis); err != nil {
			return false, err
		}
	}
	for _, r := range ranges {
		lo, hi := [3]float64{r.XMin, r.YMin, r.ZMin}, [3]float64{r.XMax, r.YMax, r.ZMax}
		inside := true
		for k := 0; k < 3 && inside; k++ {
			// A comparison, unlike a sum, takes integers of any size.
			if !at[k].numeric() {
				return false, fail(WrongType, "a coordinate is %s, not a number", kindNames[at[k].kind])
			}
			inside = lo[k] <= at[k].num && at[k].num <= hi[k]
		}
		if inside {
			return true, nil
		}
	}
	return false, nil
}

// find returns the first entry with the given id.
func (c *checker) find(id *value) (int, *Error) {
	var missing value
	for i := range c.entries {
		have := c.entries[i].get("new_object_id")
		if have == nil {
			have = &missing
		}
		if c.plain && have.equal(id) {
			return i, nil
		}
	}
	if !c.plain {
		return 0, fail(NotAnObject, "an entry of the scene graph is not an object")
	}
	return 0, fail(UnknownObject, "no entry of the scene graph has the id %s", id.appendJSON(nil))
}

// yaw reads the rotation of entry i, derived ones included.
func (c *checker) yaw(i int) (*value, *Error) {
	if c.derived[i] != nil {
		return c.derived[i], nil
	}
	return yawOf(&c.entries[i])
}

// possible returns one range per usable constraint of the first object with
// the given id.
func (c *checker) possible(id *value) ([]Range, *Error) {
	i, err := c.find(id)
	if err != nil {
		return nil, err
	}
	o := &c.entries[i]
	placement, err := o.index("placement")
	if err != nil {
		return nil, err
	}
	if c.derived[i], err = c.rotation(i, 0); err != nil {
		return nil, err
	}
	constraints, err := joined(placement)
	if err != nil {
		return nil, err
	}
	var out []Range
	for k := range constraints {
		r, usable, err := c.constraint(i, constraints[k])
		if err != nil {
			return nil, err
		}
		if usable {
			out = append(out, r)
		}
	}
	return out, nil
}

// joined is the original's sum of the two lists of constraints.
func joined(placement *value) ([]*value, *Error) {
	var e eval
	parts := [2]*value{e.load(placement, "room_layout_elements"), e.load(placement, "objects_in_room")}
	if e.err != nil {
		return nil, e.err
	}
	if a, b := parts[0], parts[1]; a.kind == kindString && b.kind == kindString && a.str+b.str == "" {
		return nil, nil
	}
	var out []*value
	for _, p := range parts {
		if p.kind != kindList {
			return nil, fail(WrongType, "the constraints are %s, not a list", kindNames[p.kind])
		}
		for i := range p.items {
			out = append(out, &p.items[i])
		}
	}
	return out, nil
}

// constraint returns the range of one constraint of entry i, and false when
// its target has no position.
func (c *checker) constraint(i int, rule *value) (Range, bool, *Error) {
	var e eval
	preposition := e.load(rule, "preposition")
	if e.err != nil {
		return Range{}, false, e.err
	}
	adjacent := rule.get("is_adjacent")
	if adjacent == nil {
		adjacent = &value{kind: kindBool, num: 1}
	}
	floor := e.load(&c.entries[i], "is_on_the_floor")
	key := "object_id"
	if rule.get("layout_element_id") != nil {
		key = "layout_element_id"
	}
	target := e.load(rule, key)
	if e.err != nil {
		return Range{}, false, e.err
	}
	j, err := c.find(target)
	if err != nil {
		return Range{}, false, err
	}
	if c.entries[j].get("position") == nil {
		return Range{}, false, nil
	}
	if !preposition.hashable() {
		return Range{}, false, fail(WrongType, "a preposition is %s, not text", kindNames[preposition.kind])
	}
	if preposition.kind != kindString {
		return Range{}, false, fail(UnknownPreposition, "a preposition is %s, not text", kindNames[preposition.kind])
	}
	r, err := c.span(i, j, scenes.RelationKind(preposition.str), adjacent, floor.truth())
	return r, true, err
}

// rotation derives the yaw of entry i: its own, that of what it faces, that of
// a layout element, or its first parent's.
func (c *checker) rotation(i, depth int) (*value, *Error) {
	if depth > len(c.entries) {
		return nil, fail(ParentCycle, "objects without a rotation are each other's parents")
	}
	o := &c.entries[i]
	if c.derived[i] != nil || o.get("rotation") != nil {
		return c.yaw(i)
	}
	if facing := o.get("facing"); facing != nil {
		if yaw, ok, err := facingYaw(facing); ok || err != nil {
			return yaw, err
		}
	}
	id, err := o.index("new_object_id")
	if err != nil {
		return nil, err
	}
	if yaw, ok, err := facingYaw(id); ok || err != nil {
		return yaw, err
	}
	first, err := c.firstParent(o)
	if err != nil {
		return nil, err
	}
	if first < 0 {
		zero := floating(0)
		return &zero, nil
	}
	return c.rotation(first, depth+1)
}

func facingYaw(id *value) (*value, bool, *Error) {
	if !id.hashable() {
		return nil, false, fail(WrongType, "an id is %s, not text", kindNames[id.kind])
	}
	yaw, ok := facings[id.str]
	if !ok || id.kind != kindString {
		return nil, false, nil
	}
	v := floating(yaw)
	return &v, true, nil
}

// firstParent resolves every object parent, as the original does, and returns
// the first, or -1 when there is none.
func (c *checker) firstParent(o *value) (int, *Error) {
	var e eval
	parents := e.load(o, "placement")
	parents = e.load(parents, "objects_in_room")
	if e.err != nil {
		return 0, e.err
	}
	items := parents.items
	switch parents.kind {
	case kindList:
	case kindString, kindDict:
		// Iterating these yields text, which has no object_id.
		if parents.truth() {
			return 0, fail(WrongType, "objects_in_room is %s, not a list", kindNames[parents.kind])
		}
		items = nil
	default:
		return 0, fail(WrongType, "objects_in_room is %s, not a list", kindNames[parents.kind])
	}
	first := -1
	for k := range items {
		id, err := items[k].index("object_id")
		if err != nil {
			return 0, err
		}
		at, err := c.find(id)
		if err != nil {
			return 0, fail(UnknownParent, "the parent %s is not in the scene graph", id.appendJSON(nil))
		}
		if first < 0 {
			first = at
		}
	}
	return first, nil
}
