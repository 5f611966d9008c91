package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/config"
)

func TestPortable(t *testing.T) {
	base := t.TempDir()
	t.Chdir(base)
	other := filepath.Join(t.TempDir(), "clearance")
	r := config.Default()
	r.Iterations = 1
	r.Out = filepath.Join("demo", "run")
	r.Tasks.Assets = filepath.Join("demo", "library")
	r.Policy.Checkpoint = filepath.Join(base, "demo", "run", "checkpoints", "step-000001", "policy")
	r.Terms = append(r.Terms, config.Term{Plugin: config.Plugin{Name: other}, ID: "clearance", Weight: 1})
	if err := r.Validate(); err != nil { // which names the terms
		t.Fatal(err)
	}

	p := r.Portable()
	got := []string{p.Out, p.Tasks.Assets, p.Policy.Checkpoint, p.Terms[2].Name, p.Renderer.Name}
	want := []string{".", "../library", "checkpoints/step-000001/policy", other, "render/raster"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if r.Terms[2].Name != other || r.Out != filepath.Join("demo", "run") {
		t.Error("the run itself was changed")
	}

	// Written down and moved, it still finds everything.
	moved := filepath.Join(t.TempDir(), "moved", "run")
	if err := os.MkdirAll(moved, 0o755); err != nil {
		t.Fatal(err)
	}
	data, err := yaml.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(moved, "run.yaml")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	loaded, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Out != moved || loaded.Tasks.Assets != filepath.Join(filepath.Dir(moved), "library") {
		t.Errorf("loaded as out %s, assets %s", loaded.Out, loaded.Tasks.Assets)
	}
	if d := cmp.Diff(p, loaded.Portable()); d != "" {
		t.Errorf("not the same when read again (-want +got):\n%s", d)
	}
}
