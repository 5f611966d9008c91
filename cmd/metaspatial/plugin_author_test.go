package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/probe"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/conformance"
)

// TestAuthorsMistakes is what whoever writes a plugin is told; the tutorial's
// test follows the way on which nothing goes wrong.
func TestAuthorsMistakes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "full/file", "mine")
	write(t, dir, "run.yaml", "iterations: 1\n")
	write(t, dir, "missing.yaml", "iterations: 1\nterms: [{plugin: ./missing, weight: 1}]\n")
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"plugin new reward", exitUsage, "name the kind of plugin"},
		{"plugin new term x", exitUsage, "use reward, policy or render"},
		{"plugin new reward Caps", exitUsage, "use small letters"},
		{"plugin new reward physics", exitUsage, "reward/physics is the id of a built-in plugin; choose another name"},
		{"plugin new reward x --lang python --module example.org/x", exitUsage, "--module is for plugins in Go"},
		{"plugin new reward full --sdk .", exitUsage, "is no checkout of metaspatial"},
		{"plugin new reward full --sdk " + checkoutDir(t), exitBadInput, "is not empty"},
		{"plugin new reward x --lang rust", exitUsage, "use go or python"},
		{"plugin run full", exitUsage, "give --debug"},
		{"plugin run --debug reward/physics", exitBadInput, "part of this program"},
		{"plugin check nothing", exitBadInput, "there is no plugin"},
		{"plugin check reward/physics --patience 0s", exitUsage, "must be a positive time"},
		{"train -c run.yaml --watch", exitUsage, "--dev"},
		{"train -c missing.yaml --dev ./mising", exitBadInput, "warning: --dev ./mising names no plugin of this run"},
	} {
		if r := program(t, dir, nil, strings.Fields(c.args)...); r.code != c.code || !strings.Contains(r.stderr, c.want) {
			t.Errorf("%s: exit code %d, %s\nwant %d with %q", c.args, r.code, r.stderr, c.code, c.want)
		}
	}
}

func checkoutDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestPluginCheck(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := program(t, dir, nil, "plugin", "check", "reward/physics", "--json")
	report := decode[probe.Report](t, r.out)
	if r.code != exitDone || report.Plugin != "reward/physics" || len(report.Results) < 15 {
		t.Errorf("exit code %d, %+v\n%s", r.code, report, r.stderr)
	}
	for _, c := range report.Results {
		if c.Status == conformance.Failed || c.Status == conformance.Skipped {
			t.Errorf("%+v", c)
		}
	}
	if runtime.GOOS == "windows" {
		t.Skip("the other program is a shell script")
	}
	write(t, dir, "noisy", "#!/bin/sh\necho hello\nsleep 5\n")
	if err := os.Chmod(filepath.Join(dir, "noisy"), 0o755); err != nil {
		t.Fatal(err)
	}
	r = program(t, dir, nil, "plugin", "check", "./noisy")
	if r.code != exitFailed || !strings.Contains(r.out, `it printed "hello" where the handshake belongs`) || !strings.Contains(r.out, "\n             → a plugin in Go calls sdk.Main first") {
		t.Errorf("exit code %d\n%s%s", r.code, r.out, r.stderr)
	}
}

func TestReattachLine(t *testing.T) {
	for line, want := range map[string]string{
		"reward/physics": "paste the line",
		`{"reward/nothing":{"network":"unix","address":"/nowhere/s","pid":7,"protocol":1}}`: "is not at /nowhere/s any more; start it again with --debug",
	} {
		dir := t.TempDir()
		write(t, dir, "run.yaml", "iterations: 1\neval: {n: 0}\nterms: [{plugin: reward/nothing, weight: 1}]\n")
		cmd := command(t, dir, "train", "-c", "run.yaml")
		cmd.Env = append(cmd.Env, client.ReattachEnv+"="+line)
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v\n%s", line, err, out)
		}
		if strings.HasPrefix(line, "{") && !strings.Contains(string(out), "warning: reward/nothing is the process 7") {
			t.Errorf("nothing warns:\n%s", out)
		}
	}
}
