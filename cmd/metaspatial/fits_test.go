package main

import (
	"strings"
	"testing"
)

// A room without a valid layout is furnished all the same, with a note.
func TestWhatDoesNotFitIsNoted(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "large.json", strings.Replace(goodTask, "[2,0.9,0.8]", "[6,0.9,0.8]", 1))
	r := program(t, dir, nil, "generate", "--task", "large.json", "--policy", "policy/random")
	if want := "note: no layout can be valid: sofa_1 is 6.00 × 0.90 m and fits nowhere on the floor of 4.00 × 5.00 m; it is "; r.code != exitDone || !strings.Contains(r.stderr, want) || !strings.Contains(r.out, "sofa_1") {
		t.Errorf("exit code %d, printed %q and\n%s", r.code, r.out, r.stderr)
	}
}
