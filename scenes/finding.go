package scenes

import "slices"

// Rule names what a [Finding] is a fault against.
type Rule string

// The rules of the built-in terms. Terms of plugins may use further ones.
const (
	RuleFormat      Rule = "format"
	RuleUnplaced    Rule = "unplaced"
	RuleCollision   Rule = "collision"
	RuleOutOfBounds Rule = "out_of_bounds"
	RuleSupport     Rule = "support"
	RuleOpening     Rule = "opening"
	RuleClearance   Rule = "clearance"
	RuleRelation    Rule = "relation"
	RuleFacing      Rule = "facing"
	RuleLocked      Rule = "locked"
)

// RuleNote is the rule of findings that are no faults of the layout: a word of a
// term about its own scoring, for people. Policies are not told.
const RuleNote Rule = "note"

// Finding is one concrete fault of a layout: who, with whom, how deep and
// where. It is shown in the viewer, fed back to the policy and used for
// credit to single objects.
type Finding struct {
	Rule Rule `json:"rule"`
	// Object is the object at fault.
	Object string `json:"object"`
	// Other is the second object or layout element, if any.
	Other string `json:"other,omitempty"`
	// Depth is how far the layout is from obeying the rule: metres, or degrees
	// for facings.
	Depth float64 `json:"depth,omitempty"`
	// Direction is the unit vector along which moving Object mends the fault,
	// or zero when unknown.
	Direction Vec2 `json:"direction,omitempty"`
	// Message is one sentence for people.
	Message string `json:"message"`
}

// Faults returns the findings without notes.
func Faults(findings []Finding) []Finding {
	isNote := func(f Finding) bool { return f.Rule == RuleNote }
	if !slices.ContainsFunc(findings, isNote) {
		return findings
	}
	return slices.DeleteFunc(slices.Clone(findings), isNote)
}
