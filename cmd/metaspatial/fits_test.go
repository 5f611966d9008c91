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

// An evaluation says of rooms that are not valid which object lacks how much.
func TestEvalNamesTheWorstFault(t *testing.T) {
	dir := t.TempDir()
	out := done(t, dir, "eval", "--policy", "policy/random", "--suite", "normal", "--n", "14")
	if !strings.Contains(out, "not valid   worst fault") || !strings.Contains(out, "\nnormal_000  ") || !strings.HasSuffix(out, "and 2 more; --json lists all\n") {
		t.Errorf("printed\n%s", out)
	}
	if out := done(t, dir, "eval", "--policy", "policy/random", "--suite", "normal", "--n", "1", "--json"); !strings.Contains(out, `"worst":{"object":`) && !strings.Contains(out, `"worst": {`) {
		t.Errorf("printed\n%s", out)
	}
	if out := done(t, dir, "eval", "--policy", "policy/solver", "--suite", "normal", "--n", "1"); strings.Contains(out, "worst fault") {
		t.Errorf("a valid room has a fault:\n%s", out)
	}
}
