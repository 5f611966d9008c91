package preference

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
)

// chain reads relation after relation of the same subjects. A relation after an
// object ("a lamp on a table in the corner") may be of either and is not
// guessed; after a wall, a door, a window or a spot it is the subjects'.
func (p *parser) chain(subjects []noun, cs []chunk, s *state) (specs []scenes.Spec, why string) {
	clear := true
	for i := 0; i < len(cs); {
		switch c := &cs[i]; c.kind {
		case isVerb, isModal:
			i++
			continue
		case isRelation:
			var anchor *noun
			next := i + 1
			if next < len(cs) && cs[next].kind == isNoun {
				anchor, next = &cs[next].noun, next+1
			} else if c.rel.words == "side by side" {
				anchor = &noun{reciprocal: true}
			} else {
				return specs, fmt.Sprintf("it does not say %s what", c.rel.words)
			}
			if !clear {
				return specs, fmt.Sprintf("%q may speak of either thing before it", p.text[c.start:cs[next-1].end])
			}
			more, w := p.relate(subjects, c, anchor, s)
			if specs = append(specs, more...); w != "" {
				return specs, w
			}
			clear = !anchor.object() || anchor.reciprocal
			i = next
		case isUnknown:
			return specs, fmt.Sprintf("%q is not understood", c.word)
		default:
			return specs, fmt.Sprintf("%q does not fit in", p.text[c.start:c.end])
		}
	}
	return specs, ""
}

// relate writes the specs of subjects in a relation to an anchor.
func (p *parser) relate(subjects []noun, c *chunk, anchor *noun, s *state) ([]scenes.Spec, string) {
	if anchor.pronoun {
		if s.seen == nil {
			return nil, "it is not clear what \"it\" is"
		}
		anchor = s.seen
	}
	if anchor.why != "" {
		return nil, anchor.why
	}
	if len(subjects) > maxTogether {
		return nil, "it is said of too many things at once"
	}
	for i := range subjects {
		if subjects[i].pronoun && s.seen != nil && s.seen.object() {
			subjects[i] = *s.seen
		}
		switch n := &subjects[i]; {
		case n.why != "":
			return nil, n.why
		case n.pronoun:
			return nil, "it is not clear what \"it\" is"
		case !n.object() && !c.rel.inverse:
			return nil, fmt.Sprintf("%s is not a thing to place", p.text[n.start:n.end])
		}
	}
	if anchor.reciprocal {
		return p.mutual(subjects, c.rel.name)
	}
	var out []scenes.Spec
	for i := range subjects {
		subject, to := &subjects[i], anchor
		if c.rel.inverse {
			subject, to = anchor, &subjects[i]
		}
		if !subject.object() {
			return out, fmt.Sprintf("%s is not a thing to place", p.text[subject.start:subject.end])
		}
		specs, why := p.one(subject, c, to)
		if why != "" {
			return out, why
		}
		out = append(out, specs...)
	}
	return out, ""
}

// one writes the specs of one subject and one anchor.
func (p *parser) one(subject *noun, c *chunk, anchor *noun) ([]scenes.Spec, string) {
	if anchor.object() && anchor.name == subject.name && subject.count(p.words.size(subject.name)) < 2 && p.words.size(subject.name) < 2 {
		return nil, fmt.Sprintf("a %s cannot stand in relation to itself", spaced(subject.name))
	}
	size := p.words.size(subject.name)
	if subject.each && size == 0 {
		return nil, fmt.Sprintf("how many %s there are is not known", spaced(subject.name))
	}
	n := subject.count(size)
	base := scenes.Spec{Compare: compareOf(subject), Count: n, Subject: subject.name, Distance: c.distance}
	with := func(name string, anchors ...string) []scenes.Spec {
		s := base
		s.Predicate, s.Anchors = name, anchors
		return []scenes.Spec{s}
	}
	if anchor.spot != nowhere {
		return p.atSpot(c.rel, anchor, with)
	}
	if anchor.kind == predicate.Room {
		switch c.rel.name {
		case "in", "at":
			return nil, ""
		case "center":
			return with("middle_of_room", predicate.RoomName), ""
		}
		return nil, fmt.Sprintf("%q cannot be said of a room", c.rel.words)
	}
	switch c.rel.name {
	case "around":
		if subject.compare != "" || !anchor.object() {
			return nil, fmt.Sprintf("%q cannot be said so", c.rel.words)
		}
		base.Compare, base.Count = scenes.GreaterEqual, 1
		if subject.n > 1 {
			base.Subject = fmt.Sprintf("%s*%d", subject.name, subject.n)
		}
		return p.everyAnchor(with("around", anchor.name), anchor)
	case "flank":
		if !anchor.object() || subject.compare != "" {
			return nil, "only objects have two sides"
		}
		if c.rel.inverse && n == 1 && !subject.each {
			return nil, "it does not say which side"
		}
		if n <= 2 {
			base.Count = 1
		}
		return p.everyAnchor(append(with("left_in_plan", anchor.name), with("right_in_plan", anchor.name)...), anchor)
	case "between":
		second := anchor.name
		if anchor.of != nil {
			if anchor.of.why != "" || anchor.of.pronoun {
				return nil, anchor.of.why + " (between needs two things)"
			}
			second = anchor.of.name
		} else if !anchor.plural {
			return nil, "between needs two things"
		}
		return with("between", anchor.name, second), ""
	}
	name := choose(c.rel.name, anchor.kind)
	if row, ok := predicate.ByName(name); !ok || row.Kinds&kindOf(anchor) == 0 {
		return nil, fmt.Sprintf("%q cannot be said of %s", c.rel.words, p.text[anchor.start:anchor.end])
	}
	return p.everyAnchor(with(name, anchor.name), anchor)
}

// everyAnchor repeats specs for "each nightstand".
func (p *parser) everyAnchor(specs []scenes.Spec, anchor *noun) ([]scenes.Spec, string) {
	if !anchor.each {
		return specs, ""
	}
	if !anchor.object() || p.words.task == nil {
		return nil, fmt.Sprintf("how many %s there are is not known", spaced(anchor.name))
	}
	var out []scenes.Spec
	for _, i := range predicate.Match(p.words.task, anchor.name) {
		for _, s := range specs {
			s.Anchors = []string{p.words.task.Objects[i].ID}
			out = append(out, s)
		}
		if len(out) > maxCount {
			break
		}
	}
	return out, ""
}

func kindOf(n *noun) predicate.Kind {
	if n.kind == 0 {
		return predicate.Object
	}
	return n.kind
}

// atSpot is in a corner or in the middle of something.
func (p *parser) atSpot(r relation, n *noun, with func(string, ...string) []scenes.Spec) ([]scenes.Spec, string) {
	if r.name != "in" && r.name != "at" && r.name != "on" && !(r.name == "near" && n.spot == corner) {
		return nil, fmt.Sprintf("%q cannot be said of %s", r.words, p.text[n.start:n.end])
	}
	switch {
	case n.each:
		return nil, "how many corners there are is not known"
	case n.spot == corner && n.of != nil:
		return nil, "only rooms have corners"
	case n.walls != nil:
		return append(with("against_wall", n.walls[0]), with("against_wall", n.walls[1])...), ""
	case n.spot == corner:
		return with("corner_of_room", predicate.RoomName), ""
	case n.of == nil:
		return with("middle_of_room", predicate.RoomName), ""
	case n.of.why != "":
		return nil, n.of.why
	case !n.of.object():
		return nil, fmt.Sprintf("it has no middle: %s", p.text[n.of.start:n.of.end])
	}
	return with("middle_of", n.of.name), ""
}

// choose is the predicate of a relation's name with a kind of anchor.
func choose(name string, kind predicate.Kind) string {
	on := map[predicate.Kind]string{0: "on_top", predicate.Wall: "on_wall", predicate.Ceiling: "hang_from_ceiling", predicate.Floor: "on_floor"}
	switch name {
	case "next":
		return "next_to"
	case "near":
		return "close_to"
	case "at":
		return "next_to"
	case "far":
		return "away_from"
	case "front":
		return "front_in_plan"
	case "behind":
		return "behind_in_plan"
	case "left":
		return "left_in_plan"
	case "right":
		return "right_in_plan"
	case "on":
		return on[kind]
	case "from":
		if kind == predicate.Ceiling {
			return "hang_from_ceiling"
		}
	case "in":
		if kind == 0 {
			return "inside_of"
		}
	case "center":
		if kind == 0 {
			return "middle_of"
		}
	case "outside":
		return "outside_of"
	case "above", "under", "opposite":
		return name
	case "against":
		if kind == predicate.Wall {
			return "against_wall"
		}
		return "next_to"
	case "face":
		return "facing"
	case "long":
		return "long_side"
	case "short":
		return "short_side"
	case "within":
		return "within_distance"
	case "beyond":
		return "at_least_distance"
	}
	return ""
}

// mutual is what "each other" means.
func (p *parser) mutual(subjects []noun, name string) ([]scenes.Spec, string) {
	pred := choose(name, 0)
	row, ok := predicate.ByName(pred)
	if !ok || pred != "facing" && pred != "opposite" && !row.Symmetric {
		return nil, "each other cannot be said so"
	}
	ordered := !row.Symmetric
	spec := scenes.Spec{Predicate: pred, Compare: scenes.GreaterEqual, Count: 1}
	if len(subjects) == 1 {
		n := subjects[0].count(p.words.size(subjects[0].name))
		if subjects[0].compare != "" || n < 2 {
			return nil, "each other needs two or more"
		}
		spec.Subject, spec.Anchors = subjects[0].name, []string{subjects[0].name}
		if spec.Count = n * (n - 1) / 2; ordered {
			spec.Count = n
		}
		return []scenes.Spec{spec}, ""
	}
	if len(subjects) > maxTogether || ordered && len(subjects) > 2 {
		return nil, "each other of so many things is not understood"
	}
	var out []scenes.Spec
	for i := range subjects {
		for k := range subjects {
			if i < k || ordered && i != k {
				spec.Subject, spec.Anchors = subjects[i].name, []string{subjects[k].name}
				out = append(out, spec)
			}
		}
	}
	return out, ""
}

// space reads "keep the middle free", "nothing within 60 cm of the door".
func (p *parser) space(cs []chunk) ([]scenes.Spec, string) {
	var at *noun
	var rel *relation
	spec := scenes.Spec{Compare: scenes.GreaterEqual, Count: 1}
	for i := range cs {
		switch c := &cs[i]; c.kind {
		case isNoun:
			if at != nil {
				return nil, fmt.Sprintf("%q does not fit in", p.text[c.start:c.end])
			}
			at = &c.noun
		case isRelation:
			if rel != nil {
				return nil, fmt.Sprintf("%q does not fit in", c.rel.words)
			}
			rel = &c.rel
			spec.Distance = max(spec.Distance, c.distance)
		case isUnknown:
			if c.distance == 0 {
				return nil, fmt.Sprintf("%q is not understood", c.word)
			}
			spec.Distance = c.distance
		}
	}
	switch {
	case at == nil:
		return nil, "it does not say what is to be free"
	case at.why != "":
		return nil, at.why
	case at.pronoun || at.reciprocal || at.each:
		return nil, "it is not clear what is to be free"
	case at.spot == middle && at.of == nil && (rel == nil || rel.name == "in" || rel.name == "at"):
		spec.Predicate, spec.Anchors = "free_middle", []string{predicate.RoomName}
		return []scenes.Spec{spec}, ""
	case at.spot != nowhere || at.kind&(predicate.Room|predicate.Floor|predicate.Ceiling|predicate.Wall) != 0:
		return nil, fmt.Sprintf("%s cannot be kept free", p.text[at.start:at.end])
	}
	if rel != nil && rel.name == "on" && at.object() {
		return []scenes.Spec{{Predicate: "on_top", Compare: scenes.LessEqual, Subject: predicate.Everything, Anchors: []string{at.name}}}, ""
	}
	if rel != nil && !clearing[rel.name] {
		return nil, fmt.Sprintf("%q cannot be said of free space", rel.words)
	}
	if at.object() && rel == nil {
		return nil, fmt.Sprintf("it does not say where %s is to be free", spaced(at.name))
	}
	spec.Predicate, spec.Anchors = "clear_of", []string{at.name}
	return []scenes.Spec{spec}, ""
}

// clearing are the relations that free space may have to its anchor.
var clearing = set("near next within front around at beyond against")
