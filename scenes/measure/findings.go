package measure

import (
	"math"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// The sentences are put together by hand: in training they are the larger part
// of the time a bad layout takes, and package fmt would double it.

func (r *run) add(rule scenes.Rule, i int, other string, depth float64, dir scenes.Vec2, message string) {
	id := r.items[i].o.ID
	if r.Findings == nil {
		r.Findings = make([]scenes.Finding, 0, len(r.items))
	}
	r.Findings = append(r.Findings, scenes.Finding{
		Rule: rule, Object: id, Other: other, Depth: depth, Direction: dir, Message: id + " " + message,
	})
}

func (r *run) unplaced(i int, l *scenes.Layout) {
	if !r.explain {
		return
	}
	message := "is not placed; give it a position"
	if l != nil && l.Find(r.items[i].o.ID) != nil {
		message = "has a position or heading that is not a finite number; give it one in metres and degrees"
	}
	r.add(scenes.RuleUnplaced, i, "", 0, scenes.Vec2{}, message)
}

func (r *run) outside(i int, depth float64, dir scenes.Vec2) {
	r.add(scenes.RuleOutOfBounds, i, "", depth, dir,
		"reaches "+length(depth)+" beyond the floor; move it "+compass(dir))
}

func (r *run) beyond(i int, depth float64, what, mend string) {
	r.add(scenes.RuleOutOfBounds, i, "", depth, scenes.Vec2{},
		"reaches "+length(depth)+" through "+what+"; "+mend+" it")
}

func (r *run) wrongHeight(i int, gap float64, on string) {
	other := ""
	if r.items[i].o.Support == scenes.OnObject {
		other = on
	}
	place, mend := "above", "lower"
	switch hangs := r.items[i].o.Support == scenes.OnCeiling; {
	case hangs && gap < 0:
		place, mend = "below", "raise"
	case hangs:
		place, mend = "above", "lower"
	case gap < 0:
		place, mend = "too deep in", "raise"
	}
	z := r.bodies[i].box.Center[2] - gap
	r.add(scenes.RuleSupport, i, other, math.Abs(gap), scenes.Vec2{},
		"is "+length(math.Abs(gap))+" "+place+" "+on+"; "+mend+" its centre to "+decimals(z, 2)+" m")
}

func (r *run) offWall(i int) {
	r.add(scenes.RuleSupport, i, "", 0, scenes.Vec2{}, "hangs in the air; put a side of it against a wall")
}

func (r *run) noCarrier(i int) {
	parent := r.items[i].o.Parent
	r.add(scenes.RuleSupport, i, parent, 0, scenes.Vec2{},
		"should rest on "+parent+", which is not placed")
}

func (r *run) notOver(i int, carrier *geom.Box) {
	way := carrier.Center.Vec2().Sub(r.bodies[i].box.Center.Vec2())
	dir := unit(way)
	parent := r.items[i].o.Parent
	r.add(scenes.RuleSupport, i, parent, way.Len(), dir,
		"is not over "+parent+", which should carry it; move it "+compass(dir))
}

func (r *run) blocks(i int, door string, depth float64, dir scenes.Vec2) {
	r.add(scenes.RuleOpening, i, door, depth, dir,
		"blocks "+door+" by "+length(depth)+"; "+moveIt(dir))
}

// collide blames the smaller of the two, which is easier to move.
func (r *run) collide(i, j int, depth float64, dir scenes.Vec2) {
	a, b := r.items[i].o, r.items[j].o
	if b.Size[0]*b.Size[1] < a.Size[0]*a.Size[1] || b.Support == scenes.OnObject && b.Parent == a.ID {
		i, a, b, dir = j, b, a, scenes.Vec2{0 - dir[0], 0 - dir[1]}
	}
	mend := moveIt(dir)
	if dir == (scenes.Vec2{}) && a.Support == scenes.OnObject && a.Parent == b.ID {
		mend = "raise it onto " + b.ID
	}
	r.add(scenes.RuleCollision, i, b.ID, depth, dir, "overlaps "+b.ID+" by "+length(depth)+"; "+mend)
}

func (r *run) noTarget(i int, rule *rule) {
	r.add(scenes.RuleRelation, i, rule.Target, 0, scenes.Vec2{},
		"cannot be "+phrase(rule.Relation)+", which is not placed")
}

func (r *run) offRange(i int, rule *rule, allowed geom.Range, d float64) {
	c := r.bodies[i].box.Center
	way := allowed.Clamp(c).Sub(c)
	if rule.object < 0 && r.Objects[i].OutOfBounds && reaches(rule.Target, way) {
		// The way back onto the floor is told already.
		return
	}
	r.add(scenes.RuleRelation, i, rule.Target, d, unit(way.Vec2()),
		"is not "+phrase(rule.Relation)+"; move it "+steps(way))
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
	facing := r.items[i].o.Facing
	r.add(scenes.RuleFacing, i, facing, 0, scenes.Vec2{},
		"cannot face "+facing+", which is not placed")
}

func (r *run) turned(i int) {
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
	facing := r.items[i].o.Facing
	r.add(scenes.RuleFacing, i, facing, r.Objects[i].Facing, scenes.Vec2{},
		"does not face "+name(facing)+", by "+decimals(r.Objects[i].Facing, 0)+"°; turn it to "+decimals(yaw, 0)+"°")
}

// name gives layout elements an article.
func name(id string) string {
	if scenes.IsLayoutElement(id) {
		return "the " + strings.ReplaceAll(id, "_", " ")
	}
	return id
}

// phrase words a relation, as in "directly to the right of bed_1".
func phrase(r scenes.Relation) string {
	what := string(r.Kind)
	if _, wall := scenes.WallYaw(r.Target); wall {
		return "against " + name(r.Target)
	}
	switch r.Kind {
	case scenes.InFront:
		what = "in front of"
	case scenes.InCorner:
		what = "at the corner of"
	case scenes.LeftOf, scenes.RightOf:
		what = "to the " + what
	case scenes.On:
		if r.Target == scenes.Middle {
			what = "in"
		}
	}
	switch r.Kind {
	case scenes.InFront, scenes.Behind, scenes.LeftOf, scenes.RightOf:
		if r.Adjacent {
			what = "directly " + what
		}
	}
	return what + " " + name(r.Target)
}

// length words a distance in whole centimetres, or metres from one metre on.
func length(m float64) string {
	if m < 0.995 {
		return decimals(max(1, m*100), 0) + " cm"
	}
	return decimals(m, 2) + " m"
}

func decimals(v float64, digits int) string { return strconv.FormatFloat(v, 'f', digits, 64) }

func moveIt(dir scenes.Vec2) string {
	if dir == (scenes.Vec2{}) {
		return "move one of them up or down"
	}
	return "move it " + compass(dir)
}

// compass names the nearest of the eight directions.
func compass(dir scenes.Vec2) string {
	names := [8]string{"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"}
	bearing, ok := geom.Bearing(scenes.Vec2{}, dir)
	if !ok {
		return "away"
	}
	return names[int(math.Round(bearing/45))%8]
}

// steps words a way along the axes: "34 cm east and 5 cm south".
func steps(way scenes.Vec3) string {
	words := [3][2]string{{"west", "east"}, {"south", "north"}, {"down", "up"}}
	said := ""
	for k, d := range way {
		if math.Abs(d) <= geom.Tolerance/2 {
			continue
		}
		if said != "" {
			said += " and "
		}
		side := 0
		if d > 0 {
			side = 1
		}
		said += length(math.Abs(d)) + " " + words[k][side]
	}
	return said
}

func unit(v scenes.Vec2) scenes.Vec2 {
	n := v.Len()
	if n < rounding {
		return scenes.Vec2{}
	}
	return v.Mul(1 / n)
}
