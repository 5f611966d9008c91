package reference

import (
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// prepared is a graph in which nothing can fail, reduced to numbers. Its
// scores are those of the graph's values, bit for bit: the same sums in the
// same order, without looking keys up by name. Most graphs can be prepared;
// the others are scored from their values, which finds the error and its stage.
type prepared struct {
	entries []entry
	rules   []rule
	// index is the entry of each id.
	index map[string]int
	// upright is set when no size is negative, so that every box's lower
	// bounds lie below its upper ones.
	upright bool
}

// entry is one object or layout element.
type entry struct {
	id string
	// half are the halves of length, width and height.
	half         [3]float64
	size         [3]float64
	thin         bool
	placed       bool
	turned       bool
	position     [3]float64
	yaw          float64
	floor        bool
	wall         *[4][2]float64
	ceiling      bool
	rules, after int
}

// rule is one constraint.
type rule struct {
	kind     scenes.RelationKind
	parent   int
	adjacent bool
	// factor is is_adjacent as a number, which the original multiplies by.
	factor float64
	sides  *[4]side
}

// prepare returns nil for a graph whose score could need more than numbers.
func prepare(root *value) *prepared {
	if root.kind != kindList {
		return nil
	}
	p := &prepared{entries: make([]entry, len(root.items)), index: make(map[string]int, len(root.items)), upright: true}
	for i := range root.items {
		if !p.read(i, &root.items[i]) {
			return nil
		}
	}
	for i := range max(len(root.items)-layoutCount, 0) {
		if !p.constraints(&p.entries[i], &root.items[i]) {
			return nil
		}
	}
	return p
}

// plain returns a number that arithmetic accepts.
func plain(v *value) (float64, bool) {
	if v == nil {
		return 0, false
	}
	f, err := v.number()
	return f, err == nil
}

func plainAll(v *value, keys [3]string) (out [3]float64, ok bool) {
	for k, key := range keys {
		if out[k], ok = plain(v.get(key)); !ok {
			return out, false
		}
	}
	return out, true
}

func (p *prepared) read(i int, o *value) bool {
	e := &p.entries[i]
	id, size := o.get("new_object_id"), o.get("size_in_meters")
	if id == nil || id.kind != kindString || size == nil {
		return false
	}
	e.id = id.str
	if _, taken := p.index[e.id]; taken {
		return false
	}
	p.index[e.id] = i
	var ok bool
	if e.size, ok = plainAll(size, [3]string{"length", "width", "height"}); !ok {
		return false
	}
	for k, s := range e.size {
		e.half[k] = s / 2
		p.upright = p.upright && s >= 0
	}
	var err *Error
	if e.thin, err = thin(size); err != nil {
		return false
	}
	if pos := o.get("position"); pos != nil {
		if e.position, ok = plainAll(pos, axisNames); !ok {
			return false
		}
		e.placed = true
	}
	if rot := o.get("rotation"); rot != nil {
		if e.yaw, ok = plain(rot.get("z_angle")); !ok {
			return false
		}
		e.turned = true
	}
	if signs, ok := wallSigns[e.id]; ok {
		e.wall = &signs
	}
	e.ceiling = e.id == scenes.Ceiling
	return true
}

func (p *prepared) constraints(e *entry, o *value) bool {
	placement := o.get("placement")
	if placement == nil {
		return false
	}
	e.rules = len(p.rules)
	for _, key := range [2]string{"room_layout_elements", "objects_in_room"} {
		list := placement.get(key)
		if list == nil || list.kind != kindList {
			return false
		}
		for k := range list.items {
			if !p.constraint(&list.items[k]) {
				return false
			}
		}
	}
	if e.after = len(p.rules); e.after > e.rules {
		floor := o.get("is_on_the_floor")
		if floor == nil {
			return false
		}
		e.floor = floor.truth()
	}
	return true
}

func (p *prepared) constraint(v *value) bool {
	preposition, target := v.get("preposition"), v.get("layout_element_id")
	if target == nil {
		target = v.get("object_id")
	}
	if preposition == nil || preposition.kind != kindString || target == nil || target.kind != kindString {
		return false
	}
	r := rule{kind: scenes.RelationKind(preposition.str), adjacent: true, factor: 1}
	if !slices.Contains(scenes.RelationKinds, r.kind) {
		return false
	}
	var known bool
	if r.parent, known = p.index[target.str]; !known {
		return false
	}
	if s, beside := sides[r.kind]; beside {
		r.sides = &s
		if adjacent := v.get("is_adjacent"); adjacent != nil {
			if r.factor, known = plain(adjacent); !known {
				return false
			}
			r.adjacent = adjacent.truth()
		}
	}
	p.rules = append(p.rules, r)
	return true
}
