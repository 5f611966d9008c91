package view

import (
	"fmt"
	"image/color"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// broken are the rules without which a room cannot be built or used as it is;
// what is against another rule, a wish or a guideline, is shown milder.
var broken = []scenes.Rule{
	scenes.RuleFormat, scenes.RuleUnplaced, scenes.RuleCollision, scenes.RuleOutOfBounds,
	scenes.RuleSupport, scenes.RuleOpening, scenes.RuleClearance,
}

// colorOf is the colour of a rule's findings.
func colorOf(r scenes.Rule) color.NRGBA {
	if slices.Contains(broken, r) {
		return bad
	}
	return warn
}

// faults tints the objects that have findings. A finding without an object is
// about the room as a whole.
func faults(findings []scenes.Finding) map[string]color.NRGBA {
	var out map[string]color.NRGBA
	for _, f := range findings {
		if f.Object == "" {
			continue
		}
		c := colorOf(f.Rule)
		if c.A = 0x70; c.R == bad.R && c.G == bad.G {
			c.A = 0x90
		}
		if out == nil {
			out = make(map[string]color.NRGBA)
		}
		if old, ok := out[f.Object]; !ok || old.A < c.A {
			out[f.Object] = c
		}
	}
	return out
}

// tally is what a room's corner in the strip says of its findings.
func tally(findings []scenes.Finding) (string, color.NRGBA) {
	n, more, col := 0, "", warn
	for _, f := range scenes.Faults(findings) {
		if f.Rule == measure.RuleMore {
			more = "+"
			continue
		}
		if n++; colorOf(f.Rule) == bad {
			col = bad
		}
	}
	switch {
	case n == 0 && more == "":
		return "fits", good
	case n == 1 && more == "":
		return "1 fault", col
	}
	return fmt.Sprintf("%d%s faults", n, more), col
}

// listed is the findings in the order of the list: what is broken first, and
// last what says that there are more.
func listed(findings []scenes.Finding) []scenes.Finding {
	rank := func(f scenes.Finding) int {
		switch {
		case f.Rule == measure.RuleMore:
			return 2
		case colorOf(f.Rule) == bad:
			return 0
		}
		return 1
	}
	out := slices.Clone(findings)
	slices.SortStableFunc(out, func(a, b scenes.Finding) int { return rank(a) - rank(b) })
	return out
}

// words is the sentence of a finding. A term that gives none has at least its
// rule and whom it is about.
func words(f scenes.Finding) string {
	switch {
	case f.Message != "":
		return f.Message
	case f.Object == "":
		return string(f.Rule)
	case f.Other == "":
		return fmt.Sprintf("%s: %s", f.Object, f.Rule)
	}
	return fmt.Sprintf("%s: %s, %s", f.Object, f.Rule, f.Other)
}
