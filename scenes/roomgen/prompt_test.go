package roomgen

import (
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Every wish of the suite is understood and true of the witness; objects placed
// at random, other than those that chose the wishes, fulfil few of them.
func TestPromptsAreTrueAndNotTrivial(t *testing.T) {
	const rooms = 60
	tasks, layouts, err := Witnessed("prompts", rooms, 5, nil)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	wishes, lucky, layoutsTried, allByLuck := 0, 0, 0, 0
	for i, task := range tasks {
		valid(t, task, layouts[i])
		for _, o := range task.Objects {
			if len(o.Relations) > 0 || o.Facing != "" {
				t.Errorf("%s: %s has relations", task.ID, o.ID)
			}
		}
		p := preference.Parse(task.Preference, task)
		if len(p.NotUnderstood) > 0 || len(p.Specs) < leastWishes {
			t.Errorf("%s: %q is not understood: %q", task.ID, task.Preference, p.NotUnderstood)
		}
		if n := len(p.Clauses); n < leastWishes || n > mostWishes {
			t.Errorf("%s: %q has %d wishes", task.ID, task.Preference, n)
		}
		set := predicate.Compile(task, p.Specs)
		for k, r := range set.Evaluate(world.New(task, layouts[i], nil)) {
			if !r.Holds {
				t.Errorf("%s: %q is not true of the witness: %q", task.ID, task.Preference, p.Clauses[min(k, len(p.Clauses)-1)].Text)
			}
			kinds[r.Spec.Predicate] = true
		}
		g, space := source(uint64(i), "other scatterings"), geom.NewSpace(&task.Room)
		for range 4 {
			all := true
			for _, r := range set.Evaluate(world.New(task, scatter(task, space, g), nil)) {
				wishes++
				if all = all && r.Holds; r.Holds {
					lucky++
				}
			}
			if layoutsTried++; all {
				allByLuck++
			}
		}
	}
	t.Logf("%d kinds of predicate; by luck %d of %d wishes, all wishes of %d of %d layouts", len(kinds), lucky, wishes, allByLuck, layoutsTried)
	if len(kinds) < 14 {
		t.Errorf("only %d kinds of predicate: %v", len(kinds), kinds)
	}
	if lucky*4 > wishes || allByLuck*20 > layoutsTried {
		t.Errorf("the wishes come true too easily")
	}
}

// Scattered objects rest on what carries them, inside the room.
func TestScatterRests(t *testing.T) {
	for seed := range uint64(30) {
		task, _, err := Generate(Options{Seed: seed, Program: rooms[seed%11], Free: true})
		if err != nil {
			t.Fatal(err)
		}
		l := scatter(task, geom.NewSpace(&task.Room), source(seed, "scatter"))
		r := measure.Check(task, l)
		if r.OutOfBounds() > 0 || r.Unsupported() > 0 {
			t.Errorf("%s: %v", task.ID, r.Findings)
		}
	}
}

func TestPromptRefusesShapes(t *testing.T) {
	_, _, err := Generate(Options{Program: "bedroom", Prompt: true, Shape: LShape})
	if err == nil || !strings.Contains(err.Error(), "is a rectangle") {
		t.Errorf("got %v", err)
	}
}

// Every sentence that the clauses can make is understood, so that which wishes
// a room is asked does not hang on the grammar's growth.
func TestEverySentenceIsUnderstood(t *testing.T) {
	for seed := range uint64(11) {
		task, _, err := Generate(Options{Program: rooms[seed], Seed: seed, Free: true})
		if err != nil {
			t.Fatal(err)
		}
		a := asker{task: task, g: source(seed, "sentences")}
		for _, c := range clauses(task) {
			sentence := a.sentence(&c)
			if specs, ok := a.understood(sentence); !ok {
				t.Errorf("%q is not understood; specs %v", sentence, specs)
			}
		}
	}
}
