package solve_test

import (
	"context"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/solve"
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
