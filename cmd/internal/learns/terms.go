package main

import (
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/near"
)

// term is an example plugin with how it is trained and shown.
type term struct {
	// name is the folder below plugins/examples.
	name string
	// weight of the term beside the default ones: high enough to matter where
	// the rules leave a choice, low enough that no fault pays.
	weight float64
	// overlay is what its pictures show beside the room.
	overlay string
}

var terms = []term{
	{name: "facing", weight: 0.5, overlay: "fronts"},
	{name: "material", weight: 0.2, overlay: "ids"},
	{name: "corridor", weight: 0.5},
	{name: "symmetry", weight: 0.2},
}

func termNames() string {
	var out []string
	for _, t := range terms {
		out = append(out, t.name)
	}
	return strings.Join(out, ",")
}

func findTerm(name string) (term, error) {
	for _, t := range terms {
		if t.name == name {
			return t, nil
		}
	}
	if hint := near.Nearest(name, strings.Split(termNames(), ",")); hint != "" {
		return term{}, fmt.Errorf("there is no term %q; did you mean %q?", name, hint)
	}
	return term{}, fmt.Errorf("there is no term %q; use some of %s", name, termNames())
}
