package solve_test

import (
	"context"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/solve"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// TestGeneratedSuites solves generated rooms, each of which has at least one
// valid layout.
func TestGeneratedSuites(t *testing.T) {
	for _, name := range roomgen.Suites() {
		t.Run(name, func(t *testing.T) {
			tasks, err := roomgen.Suite(name, 20, 99, nil)
			if err != nil {
				t.Fatal(err)
			}
			unsolved := 0
			for _, task := range tasks {
				if l, ok := solve.Solve(context.Background(), task, solve.Options{}); !ok {
					unsolved++
					t.Logf("%s: %d findings left", task.ID, len(measure.Check(task, l).Findings))
				}
			}
			if unsolved > len(tasks)/20 {
				t.Errorf("%d of %d are unsolved", unsolved, len(tasks))
			}
		})
	}
}

// TestWishes solves rooms that ask by their preference: nearly all wishes come
// true, where layouts that are only valid fulfil about a quarter.
func TestWishes(t *testing.T) {
	tasks, err := roomgen.Suite("prompts", 20, 99, nil)
	if err != nil {
		t.Fatal(err)
	}
	held := func(wishes bool) (share float64) {
		n, all := 0, 0
		for _, task := range tasks {
			l, ok := solve.Solve(context.Background(), task, solve.Options{Wishes: wishes})
			if !ok {
				t.Errorf("%s is unsolved", task.ID)
			}
			specs := preference.Parse(task.Preference, task).Specs
			for _, r := range predicate.Compile(task, specs).Evaluate(world.New(task, l, nil)) {
				if all++; r.Holds {
					n++
				}
			}
		}
		return float64(n) / float64(all)
	}
	without, with := held(false), held(true)
	t.Logf("wishes fulfilled: %.1f %% without asking, %.1f %% with", 100*without, 100*with)
	if with < 0.9 || without > 0.5 {
		t.Errorf("wishes fulfilled: %.1f %% without asking, %.1f %% with", 100*without, 100*with)
	}
}
