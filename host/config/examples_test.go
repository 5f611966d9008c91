package config_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/config"
)

const examples = "../../docs/examples"

func TestExamplesLoad(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(examples, "*.yaml"))
	if err != nil || len(files) < 2 {
		t.Fatalf("found the examples %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			if _, err := config.Load(file); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestExampleIsTheDefault holds the commented run file to its word.
func TestExampleIsTheDefault(t *testing.T) {
	got, err := config.Load(filepath.Join(examples, "run.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	want := config.Default()
	want.Minutes, want.Out = 3, filepath.Join(examples, "run")
	if err := want.Validate(); err != nil { // fills in the terms' names
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("docs/examples/run.yaml differs from the default (-want +got):\n%s", d)
	}
}
