package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/measure/critic/faults"
)

// The table has a line for every kind, counts every pair once, and does not
// depend on how the work is split.
func TestTable(t *testing.T) {
	var out [2]bytes.Buffer
	for i := range out {
		tried := try(600_000, 11)
		if tried.rooms != 11 || len(tried.skipped) > 0 || len(tried.pairs) < 22 {
			t.Fatalf("%d rooms, %d pairs, left out %v", tried.rooms, len(tried.pairs), tried.skipped)
		}
		if err := write(&out[i], &tried, 600_000, 11); err != nil {
			t.Fatal(err)
		}
	}
	if out[0].String() != out[1].String() {
		t.Error("two runs differ")
	}
	for _, k := range faults.Kinds() {
		if !strings.Contains(out[0].String(), "| "+k.Name+" |") {
			t.Errorf("no line for %q in\n%s", k.Name, out[0].String())
		}
	}
}

func TestPictures(t *testing.T) {
	dir := t.TempDir()
	if err := draw(600_000, 1, dir); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) == 0 {
		t.Errorf("%d pictures, %v", len(files), err)
	}
}
