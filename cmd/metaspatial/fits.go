package main

import (
	"errors"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/feasible"
)

// fits says what keeps every layout of a task from being valid, as far as that
// is known, object by object: no policy can do anything about it.
func fits(t *scenes.Task) error {
	obstacles := feasible.Check(t)
	if len(obstacles) == 0 {
		return nil
	}
	var says []string
	for _, o := range obstacles {
		says = append(says, o.Sentence)
	}
	return errors.New("no layout can be valid: " + strings.Join(says, "; "))
}
