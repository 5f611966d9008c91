//go:build linux

package main

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func TestTenKills(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the whole program")
	}
	program := filepath.Join(t.TempDir(), "metaspatial")
	if out, err := exec.Command("go", "build", "-o", program, "../../metaspatial").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	dir := t.TempDir()
	k, err := newKiller(t.Context(), options{program: program, dir: dir, kills: 10, seed: 3, pause: 1500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.all(t.Context()); err != nil {
		t.Fatal(err)
	}
	if k.total() < 10 || k.killed[itself] == 0 || k.resumed == 0 {
		t.Errorf("%s", k.tally())
	}
	t.Log(k.tally())
}
