package preference_test

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// TestGeneratedPreferences reads the wishes of generated rooms, each of which
// repeats a relation that the witness layout obeys, and checks them there.
func TestGeneratedPreferences(t *testing.T) {
	var clauses, understood, specs, held int
	for _, program := range roomgen.Programs() {
		for seed := range uint64(12) {
			task, layout, err := roomgen.Generate(roomgen.Options{Seed: seed, Program: program, Objects: 12})
			if err != nil {
				t.Fatal(err)
			}
			p := preference.Parse(task.Preference, task)
			clauses += len(p.Clauses)
			understood += len(p.Clauses) - len(p.NotUnderstood)
			w := world.New(task, layout, nil)
			for _, c := range p.Clauses {
				if !c.Understood {
					t.Logf("not understood: %q: %s", c.Text, c.Why)
				}
			}
			for _, r := range predicate.Compile(task, p.Specs).Evaluate(w) {
				specs++
				if r.Holds {
					held++
				} else {
					t.Logf("%s %d: %q: %s %s %v: %s %v", program, seed, r.Spec.Text, r.Spec.Predicate, r.Spec.Subject, r.Spec.Anchors, r.Unknown, r.Findings)
				}
			}
		}
	}
	t.Logf("%d clauses, %d understood; %d specs, %d hold", clauses, understood, specs, held)
	if understood*10 < clauses*7 || held*100 < specs*95 || specs < 300 {
		t.Errorf("of %d clauses %d are understood, of %d specs %d hold; want 0.7 and 0.95", clauses, understood, specs, held)
	}
}
