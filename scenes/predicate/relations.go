package predicate

import (
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// relationPrefix marks the predicates that are a task's own relations.
const relationPrefix = "idesign_"

const (
	adjacentSuffix = "_adjacent"
	facingRelation = relationPrefix + "facing"
)

// relations are I-Design's prepositions with the ranges of package geom, so
// that they hold exactly when a layout obeys the task.
func relations() []Predicate {
	var out []Predicate
	for _, k := range scenes.RelationKinds {
		for _, adjacent := range [2]bool{false, true} {
			words := string(k)
			switch k {
			case scenes.LeftOf, scenes.RightOf:
				words = "to the " + words
			case scenes.InFront:
				words += " of"
			case scenes.InCorner:
				words += " of"
			}
			if adjacent {
				words = "right " + words
			}
			out = append(out, Predicate{Name: relationName(k, adjacent), Subjects: 1, Anchors: 1, Kinds: Object | Wall | Room | Ceiling, Phrase: words,
				Doc:   "The task's relation: 0.02 m by 0.02 m plus the greatest distance on any axis to the range of allowed centres.",
				score: func(a *args) Outcome { return inRange(a, k, adjacent) }})
		}
	}
	return append(out, Predicate{Name: facingRelation, Subjects: 1, Anchors: 1, Kinds: Object | Wall | Room | Ceiling, Phrase: "facing",
		Doc: "The task's facing: 5° by 5° plus the angle by which it is missed.", score: scoreTaskFacing})
}

func relationName(k scenes.RelationKind, adjacent bool) string {
	name := relationPrefix + strings.ReplaceAll(string(k), " ", "_")
	if adjacent {
		name += adjacentSuffix
	}
	return name
}

// OfRelation is the spec of one relation of a task's object.
func OfRelation(o *scenes.Object, r scenes.Relation) scenes.Spec {
	return scenes.Spec{Predicate: relationName(r.Kind, r.Adjacent), Compare: scenes.GreaterEqual, Count: 1, Subject: o.ID, Anchors: []string{r.Target}}
}

// OfFacing is the spec of an object's facing, and false when it has none.
func OfFacing(o *scenes.Object) (scenes.Spec, bool) {
	if o.Facing == "" || o.Facing == scenes.Ceiling {
		return scenes.Spec{}, false
	}
	return scenes.Spec{Predicate: facingRelation, Compare: scenes.GreaterEqual, Count: 1, Subject: o.ID, Anchors: []string{o.Facing}}, true
}

// Explicit lists the specs of all relations and facings of a task, in the
// objects' order.
func Explicit(t *scenes.Task) []scenes.Spec {
	var out []scenes.Spec
	for i := range t.Objects {
		o := &t.Objects[i]
		for _, r := range o.Relations {
			out = append(out, OfRelation(o, r))
		}
		if s, ok := OfFacing(o); ok {
			out = append(out, s)
		}
	}
	return out
}

func inRange(a *args, k scenes.RelationKind, adjacent bool) Outcome {
	b, p := a.subject(), &a.anchors[0][0]
	var r geom.Range
	if p.kind == Object {
		r = a.w.Space.ObjectRange(b.Extents(), k, adjacent, p.box)
	} else {
		r = a.w.Space.ElementRange(b.Extents(), p.id)
	}
	d := r.Distance(b.Center)
	move := r.Clamp(b.Center).Sub(b.Center)
	return Outcome{Score: soft(d, geom.Tolerance), Metres: d, Direction: unit(move.Vec2())}
}

func scoreTaskFacing(a *args) Outcome {
	s, p := a.subjects[0], &a.anchors[0][0]
	at := scenes.Placement{Position: s.Box.Center, Yaw: s.Box.Yaw}
	var miss, turn float64
	switch {
	case p.kind == Wall:
		yaw, _ := scenes.WallYaw(p.id)
		miss, turn = geom.AngleBetween(at.Yaw, yaw), yaw-at.Yaw
	case p.kind == Ceiling:
		return Outcome{Score: 1}
	case p.kind == Room:
		miss = geom.PointFacingError(at, a.room.middle)
		turn = bearing(at, a.room.middle)
	default:
		miss = geom.PointFacingError(at, p.box.Center.Vec2())
		turn = bearing(at, p.box.Center.Vec2())
	}
	return Outcome{Score: soft(miss, geom.AngleTolerance), Degrees: shortTurn(turn)}
}

func bearing(at scenes.Placement, to scenes.Vec2) float64 {
	b, apart := geom.Bearing(at.Position.Vec2(), to)
	if !apart {
		return 0
	}
	return b - at.Yaw
}
