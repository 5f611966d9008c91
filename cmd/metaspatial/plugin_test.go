package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPluginList(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	type entry struct {
		ID, Kind, Summary, Path, SHA256, Error string
		Builtin                                bool
	}
	var ids []string
	for _, e := range decode[[]entry](t, done(t, dir, "plugin", "list", "--json")) {
		ids = append(ids, e.ID)
		if !e.Builtin || e.Kind != strings.Split(e.ID, "/")[0] || e.Summary == "" || e.Path != "" || e.Error != "" {
			t.Errorf("%+v", e)
		}
	}
	if d := cmp.Diff([]string{"policy/anneal", "policy/compact", "policy/random", "policy/solver", "policy/vlm", "render/raster", "reward/critic", "reward/format", "reward/function", "reward/judge", "reward/physics", "reward/relations"}, ids); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestPluginDescribe asks every built-in, each in its own process.
func TestPluginDescribe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	type description struct {
		ID, Kind, Version, Summary string
		Schema                     []struct{ Name, Doc string }
	}
	for _, id := range builtinIDs() {
		d := decode[description](t, done(t, dir, "plugin", "describe", id, "--json"))
		if d.ID != id || d.Kind != strings.Split(id, "/")[0] || d.Version == "" || d.Summary == "" {
			t.Errorf("%+v", d)
		}
		text := done(t, dir, "plugin", "describe", id)
		for _, a := range d.Schema {
			if a.Doc == "" || !strings.Contains(text, "\n  "+a.Name+" (") || !strings.Contains(text, a.Doc) {
				t.Errorf("%s: setting %q is not described in\n%s", id, a.Name, text)
			}
		}
	}
}

// TestExternalPlugin builds a plugin as its author would, and trusts and
// trains with it.
func TestExternalPlugin(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := "clearance"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path := filepath.Join(dir, name)
	build := exec.Command("go", "build", "-o", path, "../../plugins/examples/clearance")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the example: %v\n%s", err, out)
	}
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "run.yaml", `seed: 2
iterations: 2
out: run
group_size: 2
turns: 1
tasks: {per_iteration: 1, objects_min: 3, objects_max: 4}
eval: {n: 0}
terms:
  - {plugin: reward/physics, weight: 1}
  - {plugin: `+name+`, weight: 0.3, config: {depth: 0.5}}
`)
	train := []string{"train", "-c", "run.yaml"}
	trust := []string{"plugin", "trust", path}

	r := program(t, dir, nil, train...)
	if want := "if you know where it comes from, run: metaspatial " + strings.Join(trust, " "); r.code != exitBadInput || !strings.HasSuffix(lastLine(r.stderr), want) {
		t.Fatalf("untrusted: exit code %d\n%s\nwant %s", r.code, r.stderr, want)
	}
	if _, err := os.Stat(filepath.Join(dir, "run")); err == nil {
		t.Error("the refused run has made its folder")
	}
	if out := done(t, dir, "plugin", "describe", "--dev", path); !strings.HasPrefix(out, "reward/clearance ") {
		t.Errorf("described as\n%s", out)
	}
	if out := done(t, dir, trust...); !strings.Contains(out, "sha256  ") {
		t.Errorf("trust printed %s", out)
	}
	if out := done(t, dir, "plugin", "list"); !strings.Contains(out, "\nreward/clearance   trusted") {
		t.Errorf("list does not show it:\n%s", out)
	}
	done(t, dir, train...)
	records := learned(t, filepath.Join(dir, "run"))
	if len(records) != 2 {
		t.Fatalf("%d iterations on record, want 2", len(records))
	}
	for i, m := range records {
		v, ok := m["term/clearance"]
		if w := m["term/clearance/weight"]; !ok || v > 0 || v < -1 || w != 0.3 {
			t.Errorf("iteration %d: term/clearance is %v (%t) with weight %v", i, v, ok, w)
		}
	}

	// It counts as another program as soon as its bytes change.
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\x00"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	r = program(t, dir, nil, append(train, "--out", "second")...)
	if r.code != exitBadInput || !strings.Contains(r.stderr, "has changed since it was trusted") || !strings.HasSuffix(lastLine(r.stderr), "metaspatial "+strings.Join(trust, " ")) {
		t.Errorf("changed: exit code %d\n%s", r.code, r.stderr)
	}
	done(t, dir, "train", "-c", "run.yaml", "--out", "third", "--dev", path)
	done(t, dir, "plugin", "untrust", path)
	if out := done(t, dir, "plugin", "list"); strings.Contains(out, path) {
		t.Errorf("it is still on the list:\n%s", out)
	}
	// By the flag, for its developer, with a weight.
	done(t, dir, "train", "-c", "run.yaml", "--out", "fourth", "--dev", name, "--term", "clearance=0")
	if w := learned(t, filepath.Join(dir, "fourth"))[0]["term/clearance/weight"]; w != 0 {
		t.Errorf("--term has set the weight to %v, want 0", w)
	}
}
