package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/sdk/schema"
)

// Condition compares a metric with a bound.
type Condition struct {
	Metric string
	// Above asks for more than Bound, otherwise for less.
	Above bool
	Bound float64
}

// ParseCondition reads a condition such as "term/format > 0.9".
func ParseCondition(text string) (Condition, error) {
	at := strings.IndexAny(text, "<>")
	if at < 0 {
		return Condition{}, fmt.Errorf("%q has no < or >; write it as \"term/format > 0.9\"", text)
	}
	c := Condition{Metric: strings.TrimSpace(text[:at]), Above: text[at] == '>'}
	bound, err := strconv.ParseFloat(strings.TrimSpace(text[at+1:]), 64)
	if err != nil || math.IsNaN(bound) || math.IsInf(bound, 0) || c.Metric == "" {
		return Condition{}, fmt.Errorf("%q is no condition; write it as \"term/format > 0.9\"", text)
	}
	c.Bound = bound
	return c, nil
}

// Holds reports whether the condition holds for a value.
func (c Condition) Holds(v float64) bool {
	if c.Above {
		return v > c.Bound
	}
	return v < c.Bound
}

func (s *Stage) validate(at string, terms []Term) error {
	for _, n := range []number{{at + ".from", s.From, 0, 1}, {at + ".over", s.Over, 0, 1}} {
		if !(n.v >= n.min && n.v <= n.max) {
			return bad(n.path, "is %v; it must be %s", n.v, bounds(n.min, n.max))
		}
	}
	if math.IsNaN(s.Weight) || math.IsInf(s.Weight, 0) {
		return bad(at+".weight", "is %v; it must be a finite number", s.Weight)
	}
	if s.When == "" {
		return nil
	}
	c, err := ParseCondition(s.When)
	if err != nil {
		return bad(at+".when", "%v", err)
	}
	rest, ok := strings.CutPrefix(c.Metric, "term/")
	if !ok {
		return nil
	}
	names := make([]string, len(terms))
	name, _, _ := strings.Cut(rest, "/")
	for i, t := range terms {
		if t.ID == name {
			return nil
		}
		names[i] = t.ID
	}
	if near := schema.Nearest(name, names); near != "" {
		return bad(at+".when", "waits for the term %q, which the run does not have; did you mean %q?", name, near)
	}
	return bad(at+".when", "waits for the term %q, which the run does not have; the terms are %s", name, strings.Join(names, ", "))
}
