package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/catalog"
)

// pluginFolder builds the example plugin as somebody gets it, with a plugin.json.
func pluginFolder(t *testing.T, id string) string {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "clearance")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", program, "../../plugins/examples/clearance").CombinedOutput(); err != nil {
		t.Fatalf("build the example: %v\n%s", err, out)
	}
	write(t, dir, "plugin.json", `{"id":"`+id+`","version":"1.0.0","summary":"Scores free space.","program":"clearance","files":["LICENSE"],"protocols":[1]}`)
	write(t, dir, "LICENSE", "none")
	return dir
}

// TestPluginCatalog takes a plugin from its folder into a project, trains with
// it by its id, and takes it out again.
func TestPluginCatalog(t *testing.T) {
	t.Parallel()
	dir, source := t.TempDir(), pluginFolder(t, "reward/clearance")
	installed := filepath.Join(dir, ".metaspatial", "plugins", "reward-clearance")
	write(t, dir, "run.yaml", `iterations: 1
out: run
group_size: 2
turns: 1
tasks: {per_iteration: 1, objects_min: 3, objects_max: 4}
eval: {n: 0}
plugins: {memory_mb: 2048, open_files: 128}
terms:
  - {plugin: reward/clearance, weight: 0.3}
`)
	run := func(code int, wants []string, args ...string) string {
		t.Helper()
		r := program(t, dir, nil, args...)
		for _, w := range wants {
			if !strings.Contains(r.out+r.stderr, w) {
				t.Errorf("%v says\n%s%s\nwithout %q", args, r.out, r.stderr, w)
			}
		}
		if r.code != code {
			t.Fatalf("%v: exit code %d\n%s", args, r.code, r.stderr)
		}
		return r.out
	}
	// Without a terminal nobody is asked, and nothing is assumed.
	run(0, []string{"installed reward/clearance 1.0.0", "it does not run yet: plugin ", "is not trusted yet", "metaspatial plugin trust "}, "plugin", "install", source, "--project")
	run(exitBadInput, []string{"is not trusted yet", "if you know where it comes from, run: metaspatial plugin trust "}, "train", "-c", "run.yaml")
	run(0, []string{"reward/clearance   not trusted Scores free space."}, "plugin", "list")
	run(exitBadInput, []string{"not what you expect"}, "plugin", "trust", "reward/clearance", "--sha256", strings.Repeat("0", 64))
	run(0, []string{"  LICENSE\n", "  clearance", "  plugin.json\n", "digest  "}, "plugin", "trust", "reward/clearance")
	run(0, nil, "train", "-c", "run.yaml")
	if _, ok := learned(t, filepath.Join(dir, "run"))[0]["term/clearance"]; !ok {
		t.Error("the run has no term/clearance")
	}
	run(0, []string{"ok    "}, "plugin", "verify")
	list := decode[[]pluginJSON](t, run(0, nil, "plugin", "list", "--json"))
	if last := list[len(list)-1]; last.ID != "reward/clearance" || last.State != catalog.Trusted || last.Origin != "project" || len(last.Files) != 3 || last.Version != "1.0.0" {
		t.Errorf("%+v", last)
	}

	license := filepath.Join(installed, "LICENSE")
	if err := os.Chmod(license, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(license, []byte("some"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(exitBadInput, []string{"FAIL  ", "has changed since it was trusted (LICENSE has the SHA-256", "1 of 1 plugins are not what was trusted"}, "plugin", "verify")
	run(exitBadInput, []string{"has changed since it was trusted"}, "train", "-c", "run.yaml", "--out", "second")
	run(0, []string{"warning: plugin reward/clearance runs untrusted"}, "train", "-c", "run.yaml", "--out", "third", "--dev", "reward/clearance")

	digest := list[len(list)-1].SHA256
	run(0, []string{"replaced 1.0.0 by reward/clearance 1.0.0", "trusted; use it with --term clearance=reward/clearance, or in a run file"}, "plugin", "install", source, "--project", "--sha256", digest)
	run(0, nil, "train", "-c", "run.yaml", "--out", "fourth", "--term", "again=reward/clearance:0")
	run(0, []string{"removed "}, "plugin", "remove", "reward/clearance")
	run(0, []string{"no plugin is trusted"}, "plugin", "verify")
	run(exitBadInput, []string{`there is no plugin "reward/clearance"`}, "train", "-c", "run.yaml", "--out", "fifth")
	run(exitBadInput, []string{"is the id of a built-in plugin"}, "plugin", "install", pluginFolder(t, "reward/physics"))
}
