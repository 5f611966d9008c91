package review

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// property is one thing that is known of an asset, with how much a doubt about
// it weighs.
type property struct {
	name   string
	weight float64
	of     func(*assets.Evidence) *assets.Reason
}

var properties = [...]property{
	{"category", 4, func(e *assets.Evidence) *assets.Reason { return &e.Category }},
	{"scale", 3, func(e *assets.Evidence) *assets.Reason { return &e.Scale }},
	{"front", 3, func(e *assets.Evidence) *assets.Reason { return &e.Front }},
	{"mount", 1, func(e *assets.Evidence) *assets.Reason { return &e.Mount }},
	{"up", 1, func(e *assets.Evidence) *assets.Reason { return &e.Up }},
	{"support", 0.5, func(e *assets.Evidence) *assets.Reason { return &e.Support }},
	{"sides", 0.5, func(e *assets.Evidence) *assets.Reason { return &e.Sides }},
	{"licence", 0.5, func(e *assets.Evidence) *assets.Reason { return &e.Licence }},
}

const (
	unknownWeight = 2
	warningWeight = 1
	maxWarnings   = 3
	undrawnWeight = 10
	// A confidence below doubtful in a property of at least this weight is a
	// reason to look.
	doubtful     = 0.5
	seriousFloor = 1
)

// doubt is how much speaks against an asset, and what.
type doubt struct {
	score float64
	// reasons are what to look at; none where the asset is probably right.
	reasons []string
}

// doubtOf weighs what is known of an asset; undrawn is why it has no picture. A
// scale that was found as the whole pack's was is a matter of the pack, and no
// reason to look at each of its assets.
func doubtOf(a *assets.Asset, undrawn error, whole *assets.Reason) doubt {
	var d doubt
	if undrawn != nil {
		d.score += undrawnWeight
		d.reasons = append(d.reasons, "cannot be drawn: "+undrawn.Error())
	}
	if !a.Known {
		d.score += unknownWeight
		d.reasons = append(d.reasons, fmt.Sprintf("%q is no known category", a.Category))
	}
	for _, p := range properties {
		r := p.of(&a.Evidence)
		if !stated(r) || p.name == "front" && !hasFront(a) {
			continue
		}
		c := confidence(r)
		d.score += float64(p.weight * (1 - c))
		// That an unknown category is a guess was said above.
		told := p.name == "category" && !a.Known || p.name == "scale" && whole != nil && r.Why == whole.Why
		if c < doubtful && p.weight >= seriousFloor && !told {
			d.reasons = append(d.reasons, p.name+" is a guess: "+r.Why)
		}
	}
	d.score += warningWeight * float64(min(len(a.Warnings), maxWarnings))
	d.reasons = append(d.reasons, a.Warnings...)
	return d
}

// stated reports whether something is known about how a property was found.
func stated(r *assets.Reason) bool { return r.Why != "" || r.Confidence != 0 }

// confidence is between 0 and 1 whatever a library says.
func confidence(r *assets.Reason) float64 {
	if !(r.Confidence > 0) {
		return 0
	}
	return min(r.Confidence, 1)
}

// hasFront reports whether it matters which way an asset faces. An asset of no
// known class may have a front.
func hasFront(a *assets.Asset) bool {
	if !a.Known {
		return true
	}
	c := taxonomy.Find(a.Category)
	return c == nil || c.Front
}

// trust is a step of confidence as the page marks it.
type trust struct{ Class, Word string }

var (
	unstated = trust{"none", "no evidence"}
	guessed  = trust{"guess", "a guess"}
	likely   = trust{"likely", "likely"}
	sure     = trust{"sure", "sure"}
	said     = trust{"said", "said by a person"}
)

// trustIn grades a reason.
func trustIn(r *assets.Reason) trust {
	switch c := confidence(r); {
	case !stated(r):
		return unstated
	case c >= 1:
		return said
	case c >= 0.8:
		return sure
	case c >= doubtful:
		return likely
	}
	return guessed
}
