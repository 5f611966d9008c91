package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asProgram in the environment makes the test program the program itself.
const asProgram = "METASPATIAL_TEST_AS_PROGRAM"

// scratch is the folder for temporary files of every program under test. Its
// path is short, because sockets lie below it.
var scratch string

// The test program is also the program under test, and so every built-in
// plugin, which the program starts by starting itself.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" || len(os.Args) > 2 && os.Args[1] == "plugin" && os.Args[2] == "serve" {
		os.Exit(execute(os.Args[1:]))
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "mt"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(scratch)
	code := m.Run()
	// No command may leave sockets, caches or half-written files behind.
	left, err := filepath.Glob(filepath.Join(scratch, "*"))
	if code == 0 && (err != nil || len(left) > 0) {
		fmt.Fprintf(os.Stderr, "FAIL: left in the temporary folder: %v %v\n", left, err)
		return 1
	}
	return code
}

// result is what a program leaves.
type result struct {
	code        int
	out, stderr string
}

// limit ends a program that hangs.
const limit = 100 * time.Second

// command prepares the program in a folder, with the settings of a user of its
// own who trusts nothing yet.
func command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	return commandWithin(t, limit, dir, args...)
}

// commandWithin is command with another limit.
func commandWithin(t *testing.T, limit time.Duration, dir string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Dir = dir
	cmd.Env = []string{asProgram + "=1", "TMPDIR=" + scratch, "TEMP=" + scratch, "TMP=" + scratch, "GOMAXPROCS=2"}
	home := filepath.Join(dir, ".home")
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "APPDATA", "USERPROFILE", "LOCALAPPDATA"} {
		cmd.Env = append(cmd.Env, name+"="+home)
	}
	for _, name := range []string{"PATH", "SystemRoot", "GOCOVERDIR"} {
		if v, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	return cmd
}

// program runs a command line in a folder to its end.
func program(t *testing.T, dir string, in io.Reader, args ...string) result {
	t.Helper()
	cmd := command(t, dir, args...)
	var out, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &out, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("metaspatial %s: %v", strings.Join(args, " "), err)
	}
	r := result{cmd.ProcessState.ExitCode(), out.String(), stderr.String()}
	for _, text := range []string{r.out, r.stderr} {
		if strings.Contains(text, "goroutine ") || strings.Contains(text, "panic:") {
			t.Errorf("metaspatial %s shows a stack trace:\n%s", strings.Join(args, " "), text)
		}
	}
	return r
}

// done runs a command line that must succeed and returns what it printed.
func done(t *testing.T, dir string, args ...string) string {
	t.Helper()
	r := program(t, dir, nil, args...)
	if r.code != exitDone {
		t.Fatalf("metaspatial %s: exit code %d\n%s", strings.Join(args, " "), r.code, r.stderr)
	}
	return r.out
}

// lastLine is the last line, where a failed command says why.
func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func decode[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in\n%.500s", err, text)
	}
	return v
}

// tiny is a run file of a few small groups.
const tiny = `seed: 3
iterations: %d
out: %s
group_size: 2
turns: 2
tasks: {per_iteration: 1, objects_min: 3, objects_max: 4}
eval: {n: 2}
checkpoint: {every: 2}
recorder: {images: false, tensorboard: false}
`
