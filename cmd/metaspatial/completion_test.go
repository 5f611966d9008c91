package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestCompletionScripts asks the shells themselves, where they are here, whether the
// scripts are of their language.
func TestCompletionScripts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for shell, check := range map[string][]string{
		"bash": {"bash", "-n"}, "zsh": {"zsh", "-n"}, "fish": {"fish", "--no-execute"}, "powershell": nil,
	} {
		script := done(t, dir, "completion", shell)
		if !strings.Contains(script, "metaspatial") || !strings.Contains(script, "__complete") {
			t.Errorf("the completion of %s does not ask the program:\n%.200s", shell, script)
		}
		if len(check) == 0 {
			continue
		}
		if _, err := exec.LookPath(check[0]); err != nil {
			t.Logf("%s is not here", check[0])
			continue
		}
		write(t, dir, shell, script)
		if out, err := exec.Command(check[0], append(check[1:], filepath.Join(dir, shell))...).CombinedOutput(); err != nil {
			t.Errorf("%s refuses its completion: %v\n%s", shell, err, out)
		}
	}
	if r := program(t, dir, nil, "completion", "tcsh"); r.code != exitUsage {
		t.Errorf("of a shell that is not known: exit code %d, %s", r.code, r.stderr)
	}
}

func TestCompletes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for line, want := range map[string]string{
		"plugin ins":                "install",
		"eval --policy policy/s":    "policy/solver",
		"eval --suite ti":           "tight",
		"render x.json --quality b": "beauty",
		"score --mode r":            "reference",
		"train --log-level w":       "warn",
		"doctor --log-format j":     "json",
		"completion po":             "powershell",
	} {
		out := done(t, dir, append([]string{"__complete"}, strings.Fields(line)...)...)
		var offered []string
		for l := range strings.Lines(out) {
			word, _, _ := strings.Cut(strings.TrimSpace(l), "\t")
			offered = append(offered, word)
		}
		if !slices.Contains(offered, want) {
			t.Errorf("%q is offered %q, want %q among them", line, offered, want)
		}
	}
}
