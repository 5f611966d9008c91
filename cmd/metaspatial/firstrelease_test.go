//go:build unix

package main

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/supervisor"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// firstRelease builds a plugin with the contract as it was first released. A
// checkout without its history, and a module cache without its modules, skip the
// test: nothing can install them there.
func firstRelease(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clearance")
	build := exec.Command("sh", "../../sdk/proto/first-release.sh", path)
	build.Env = append(build.Environ(), "GOFLAGS=-mod=mod -buildvcs=false", "GOPROXY=off")
	out, err := build.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == 3:
		t.Skip("the history of this repository is not here; fetch it with: git fetch --unshallow")
	case err != nil && strings.Contains(string(out), "GOPROXY=off"):
		t.Skipf("the modules of the first release are not here: %s", lastLine(string(out)))
	case err != nil:
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// TestFirstReleasedPlugin holds that a plugin that was built when version 1 of
// the contract was first released works with this host: by itself with all that
// has come to tasks since, and in a training.
func TestFirstReleasedPlugin(t *testing.T) {
	t.Parallel()
	path := firstRelease(t)
	s, err := supervisor.New(supervisor.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	h, err := s.Start(t.Context(), supervisor.Spec{Entry: catalog.Entry{ID: path, Path: path, Dev: true}, Config: map[string]any{"depth": 0.5}})
	if err != nil {
		t.Fatal(err)
	}
	term, err := h.Term()
	if err != nil {
		t.Fatal(err)
	}
	task, layout := windowed()
	task.Room.Openings[1].Swing = "left"
	task.Objects[0].Optional, task.Objects[1].AnyYaw = true, true
	task.Locked = []scenes.Placement{layout.Placements[2]}
	blocked := &scenes.Layout{Placements: append([]scenes.Placement(nil), layout.Placements...)}
	blocked.Placements[0].Position = scenes.Vec3{2, 1.3, 0.25} // before the wardrobe
	r, err := term.Evaluate(t.Context(), reward.EvaluateRequest{Task: task, Candidates: []reward.Candidate{{Layout: layout}, {Layout: blocked}, {ParseError: "no JSON"}}})
	if err != nil {
		t.Fatal(err)
	}
	free, bad := r.Results[0], r.Results[1]
	if len(r.Results) != 3 || len(bad.Objects) != len(task.Objects) || !r.Results[2].Invalid {
		t.Fatalf("%+v", r.Results)
	}
	if bad.Value >= free.Value || len(bad.Findings) == 0 || bad.Findings[0].Object != "wardrobe_1" || bad.Findings[0].Other != "bed_1" || bad.Findings[0].Message == "" {
		t.Errorf("free: %+v\nblocked: %+v", free, bad)
	}

	dir := t.TempDir()
	write(t, dir, "run.yaml", `iterations: 2
out: run
group_size: 2
turns: 2
tasks: {per_iteration: 1, objects_min: 3, objects_max: 4, locked: 1, optional: 1}
eval: {n: 0}
terms:
  - {plugin: reward/physics, weight: 1}
  - {plugin: `+path+`, weight: 0.3}
`)
	done(t, dir, "plugin", "trust", path)
	done(t, dir, "train", "-c", "run.yaml")
	for i, m := range learned(t, filepath.Join(dir, "run")) {
		if _, ok := m["term/clearance"]; !ok {
			t.Errorf("iteration %d: no term/clearance", i)
		}
	}
}
