package measure

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

var nowhere scenes.Vec2

// noRoom is the one finding of a room in which nothing can stand.
func (r *run) noRoom() {
	if !r.explain {
		return
	}
	r.found = append(r.found, scenes.Finding{Rule: scenes.RuleUnplaced})
	r.say("the room ", r.broken)
	r.close()
}

func (r *run) unplaced(i int) {
	if !r.open(scenes.RuleUnplaced, i, "", 0, nowhere) {
		return
	}
	switch r.bodies[i].odd {
	case noNumber:
		r.say(" has a position or heading that is not a finite number; give it one in metres and degrees")
	case outOfReach:
		r.say(" is more than 1000 km away, or turned by a million degrees; give it a place in the room")
	case noSize:
		r.say(" has a size that is no length; give it one in metres")
	case tooLarge:
		r.say(" is larger than any room holds; give its size in metres")
	default:
		r.say(" is not placed; give it a position")
	}
	r.close()
}

func (r *run) outside(i int, depth float64, dir scenes.Vec2) {
	if !r.open(scenes.RuleOutOfBounds, i, "", depth, dir) {
		return
	}
	r.say(" reaches ")
	r.length(depth)
	r.say(" beyond the floor")
	r.move(depth, dir)
	r.close()
}

func (r *run) beyond(i int, depth float64, what, mend string) {
	if !r.open(scenes.RuleOutOfBounds, i, "", depth, nowhere) {
		return
	}
	r.say(" reaches ")
	r.length(depth)
	r.say(" through ", what, "; ", mend, " it ")
	r.length(depth)
	r.close()
}

func (r *run) wrongHeight(i int, gap float64, on string) {
	other := ""
	if r.items[i].o.Support == scenes.OnObject {
		other = on
	}
	if !r.open(scenes.RuleSupport, i, other, math.Abs(gap), nowhere) {
		return
	}
	mend := "; lower"
	if gap > 0 {
		r.say(" floats ")
		r.length(gap)
		r.say(" above ", on)
	} else {
		r.say(" is sunk ")
		r.length(-gap)
		r.say(" into ", on)
		mend = "; raise"
	}
	r.height(mend, r.bodies[i].box.Center[2]-gap)
}

func (r *run) offCeiling(i int) {
	gap := r.Objects[i].Gap
	if !r.open(scenes.RuleSupport, i, "", math.Abs(gap), nowhere) {
		return
	}
	mend := "; raise"
	if gap > 0 {
		r.say(" hangs ")
		r.length(gap)
		r.say(" below the ceiling without touching it")
	} else {
		r.say(" reaches ")
		r.length(-gap)
		r.say(" into the ceiling")
		mend = "; lower"
	}
	r.height(mend, r.bodies[i].box.Center[2]+gap)
}

func (r *run) height(mend string, z float64) {
	r.say(mend, " its centre to ")
	r.number(z, 2)
	r.say(" m")
	r.close()
}

func (r *run) offWall(i int) {
	if r.open(scenes.RuleSupport, i, "", 0, nowhere) {
		r.say(" hangs in the air; put a side of it against a wall")
		r.close()
	}
}

func (r *run) noCarrier(i int) {
	parent := r.items[i].o.Parent
	if r.open(scenes.RuleSupport, i, parent, 0, nowhere) {
		r.say(" should rest on ", parent, r.absence(r.items[i].parent))
		r.close()
	}
}

// absence says why an object is not there.
func (r *run) absence(object int) string {
	if object < 0 {
		return ", which the task does not have"
	}
	return ", which is not placed"
}

func (r *run) notOver(i int, way scenes.Vec2) {
	parent := r.items[i].o.Parent
	// A relation that asks for more says how far to go for both.
	if r.explain {
		if allowed, ok := r.onto(i); ok {
			c := r.bodies[i].box.Center
			if to := allowed.Clamp(c).Sub(c).Vec2(); to.Len() > way.Len() {
				way = to
			}
		}
	}
	over := r.Objects[i].Overhang
	if !r.open(scenes.RuleSupport, i, parent, over, unit(way)) {
		return
	}
	if r.Objects[i].Tips {
		r.say(" would tip off ", parent, ": the middle of its base is ")
		r.length(over)
		r.say(" off what carries it")
	} else {
		r.say(" is not over ", parent, ", which should carry it")
	}
	if r.say("; move it "); way.Len() <= metres {
		r.say("over a surface")
	} else {
		r.steps(way.Vec3(0))
	}
	r.close()
}

// onto returns the range of the relation by which i is on its own carrier.
func (r *run) onto(i int) (geom.Range, bool) {
	it := &r.items[i]
	for k := range it.rules {
		if rule := &it.rules[k]; rule.object == it.parent && rule.Kind == scenes.On {
			return r.space.ObjectRange(r.bodies[i].extent, rule.Kind, rule.Adjacent, r.bodies[it.parent].box), true
		}
	}
	return geom.Range{}, false
}

func (r *run) blocks(i int, door string, depth float64, dir scenes.Vec2) {
	if !r.open(scenes.RuleOpening, i, door, depth, dir) {
		return
	}
	r.say(" blocks ", door, " by ")
	r.length(depth)
	r.move(depth, dir)
	r.close()
}

func (r *run) hides(i int, w *window, share, shift float64) {
	dir := w.along
	if shift < 0 {
		dir = scenes.Vec2{0 - dir[0], 0 - dir[1]}
	}
	if !r.open(scenes.RuleOpening, i, w.id, math.Abs(shift), dir) {
		return
	}
	r.say(" hides ")
	r.number(share*100, 0)
	r.say(" % of ", w.id)
	r.move(math.Abs(shift), dir)
	r.close()
}

// inClearance blames the object that stands where another needs room.
func (r *run) inClearance(h *hit) {
	owner := r.items[h.i].o
	if !r.open(scenes.RuleClearance, h.j, owner.ID, h.depth, h.dir) {
		return
	}
	r.say(" stands in the ")
	r.length(depths(r.items[h.i].clearance)[h.side-1])
	r.say(" that ", owner.ID, " needs free ", sideWords[h.side-1])
	r.move(h.depth, h.dir)
	r.close()
}

func (r *run) narrow(i, side int, depth float64, dir scenes.Vec2) {
	if !r.open(scenes.RuleClearance, i, "", depth, dir) {
		return
	}
	r.say(" needs ")
	want := depths(r.items[i].clearance)[side]
	r.length(want)
	r.say(" free ", sideWords[side], ", ")
	r.length(depth)
	r.say(" of which are beyond the floor")
	r.move(depth, dir)
	r.close()
}

// collide blames the one of the two that is easier to move: what the other
// carries, else what hangs where the shortest way out is up or down, else the
// smaller one.
func (r *run) collide(i, j int, depth float64, dir scenes.Vec2) {
	if r.steadier(i, j, dir) {
		i, j, dir = j, i, scenes.Vec2{0 - dir[0], 0 - dir[1]}
	}
	a, b := r.items[i].o, r.items[j].o
	way, high := depth, dir == nowhere
	if high && standing(a) {
		// What stands cannot leave up or down.
		way, dir = geom.FloorPenetration(r.bodies[i].box, r.bodies[j].box)
	}
	if !r.open(scenes.RuleCollision, i, b.ID, way, dir) {
		return
	}
	r.say(" overlaps ", b.ID, " by ")
	r.length(depth)
	switch above := r.bodies[i].box.Center[2] >= r.bodies[j].box.Center[2]; {
	case dir != nowhere && high:
		r.say(" in height")
		r.move(way, dir)
	case dir != nowhere:
		r.say(" to the ", geom.Compass(dir.Mul(-1)))
		r.move(way, dir)
	case above:
		r.say(" from above; raise it ")
		r.length(depth)
	default:
		r.say(" from below; lower it ")
		r.length(depth)
	}
	r.close()
}

// standing reports whether an object stands on the floor, as one does of which
// nothing is said.
func standing(o *scenes.Object) bool {
	return o.Support != scenes.OnObject && o.Support != scenes.OnWall && o.Support != scenes.OnCeiling
}

// steadier reports whether j should move rather than i.
func (r *run) steadier(i, j int, dir scenes.Vec2) bool {
	a, b := r.items[i].o, r.items[j].o
	switch {
	case b.Support == scenes.OnObject && b.Parent == a.ID:
		return true
	case a.Support == scenes.OnObject && a.Parent == b.ID:
		return false
	}
	if stands := standing(a); dir == nowhere && stands != standing(b) {
		return stands
	}
	return b.Size[0]*b.Size[1] < a.Size[0]*a.Size[1]
}

func (r *run) noTarget(i int, rule *rule) {
	if !r.open(scenes.RuleRelation, i, rule.Target, 0, nowhere) {
		return
	}
	r.say(" cannot be ")
	r.phrase(&rule.Relation)
	r.say(r.absence(rule.object))
	r.close()
}

func (r *run) offRange(i int, rule *rule, allowed geom.Range, d float64) {
	c := r.bodies[i].box.Center
	way := allowed.Clamp(c).Sub(c)
	switch o := &r.Objects[i]; {
	case rule.object < 0 && o.OutOfBounds && (reaches(rule.Target, way) || short(way.Sub(r.back.Vec3(0)))):
		// The way back onto the floor is told already.
		return
	case rule.object >= 0 && r.parted(i, rule.object, way):
		// So is the way out of the object.
		return
	case rule.Kind == scenes.On && o.Overhang > metres && rule.object == r.items[i].parent:
		// So is the way onto the carrier.
		return
	}
	if !r.open(scenes.RuleRelation, i, rule.Target, d, unit(way.Vec2())) {
		return
	}
	r.say(" is not ")
	r.phrase(&rule.Relation)
	r.say("; move it ")
	r.steps(way)
	r.close()
}

// reaches reports whether only the bounds of the room, not the layout element
// itself, keep an object from obeying a relation to the element.
func reaches(element string, way scenes.Vec3) bool {
	yaw, wall := scenes.WallYaw(element)
	if !wall {
		return true
	}
	_, front := scenes.Axes(yaw)
	return math.Abs(way.Vec2().Dot(front)) <= metres
}

func (r *run) noFace(i int) {
	it := &r.items[i]
	if !r.open(scenes.RuleFacing, i, it.o.Facing, 0, nowhere) {
		return
	}
	target := -1
	if it.facing.kind == facesObject {
		target = it.facing.object
	}
	r.say(" cannot face ", it.o.Facing, r.absence(target))
	r.close()
}

func (r *run) turned(i int) {
	off := r.Objects[i].Facing
	if !r.open(scenes.RuleFacing, i, r.items[i].o.Facing, off, nowhere) {
		return
	}
	f, b := &r.items[i].facing, &r.bodies[i].box
	yaw := f.yaw
	if f.kind != facesWall {
		to := f.point
		if f.kind == facesObject {
			to = r.bodies[f.object].box.Center.Vec2()
		}
		bearing, _ := geom.Bearing(b.Center.Vec2(), to)
		yaw = math.Mod(math.Round(bearing/90)*90, 360)
	}
	r.say(" does not face ", name(r.items[i].o.Facing), ", by ")
	r.number(off, 0)
	r.say("°; turn it to ")
	r.number(yaw, 0)
	r.say("°")
	r.close()
}
