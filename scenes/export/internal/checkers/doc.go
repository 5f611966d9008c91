// Package checkers asks other people's programs what they make of a file: the
// Khronos validator, Blender, Godot 3 and OpenUSD. It is for tests.
//
// Each Find function skips the test by name where its program is not installed.
// With METASPATIAL_CHECKERS=required in the environment it fails instead, so
// that a machine that should have them cannot pass without.
package checkers

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// limit ends a program that hangs.
const limit = 3 * time.Minute

// absent skips the test, or fails it where every checker must be there.
func absent(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("METASPATIAL_CHECKERS") == "required" {
		t.Fatalf("METASPATIAL_CHECKERS=required, but "+format, args...)
	}
	t.Skipf(format, args...)
}

// program finds a program on the path.
func program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		absent(t, "%s is not installed", name)
	}
	return path
}

// script writes a script into a folder of its own and returns its path.
func script(t testing.TB, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// command prepares a program with a home of its own, so that nothing a person
// has set changes what it does.
func command(t testing.TB, name string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, name, args...)
	home := t.TempDir()
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home)
	return cmd
}

// run runs a prepared program to its end and returns what it printed.
func run(t testing.TB, cmd *exec.Cmd) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s\n%s", cmd.Path, err, tail(errs.Bytes()), tail(out.Bytes()))
	}
	return out.Bytes()
}

// tail is the end of what a program printed.
func tail(b []byte) string {
	const most = 4000
	if len(b) > most {
		return fmt.Sprintf("…%s", b[len(b)-most:])
	}
	return string(b)
}
