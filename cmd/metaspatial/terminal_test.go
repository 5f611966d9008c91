//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// onTerminal runs a command line with its errors going to a terminal of a size,
// and returns what it printed, there and to its output. Of what is drawn again
// only the changes come.
func onTerminal(t *testing.T, dir string, rows, columns uint16, env string, args ...string) (drawn, out string) {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	defer master.Close()
	if err := pty.Setsize(slave, &pty.Winsize{Rows: rows, Cols: columns}); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, dir, args...)
	cmd.Env = append(cmd.Env, env)
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, slave
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	all, _ := io.ReadAll(master) // ends with an error when nobody writes any more
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, all)
	}
	return string(all), printed.String()
}

func TestLiveTable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 4, "run"))
	drawn, out := onTerminal(t, dir, 24, 80, "TERM=xterm-256color", "train", "-c", "run.yaml", "--json")
	text := ansi.Strip(drawn)
	for _, want := range []string{"iteration 0", " of 4", "100.0 %", "physics", "fully valid (held out)", "entropy", "KL", "to watch it learn: metaspatial view --attach run\r\n", "active reward terms"} {
		if !strings.Contains(text, want) {
			t.Errorf("the screen never showed %q:\n%s", want, text)
		}
	}
	if !strings.HasSuffix(drawn, "\x1b[?25h") && strings.LastIndex(drawn, "\x1b[?25h") < strings.LastIndex(drawn, "\x1b[?25l") {
		t.Error("the cursor stays hidden")
	}
	if r := decode[trained](t, out); r.Iterations != 4 || strings.Contains(out, "\x1b") {
		t.Errorf("printed\n%s", out)
	}
	// A resumed run shows the whole of its course.
	drawn, _ = onTerminal(t, dir, 24, 80, "TERM=xterm-256color", "train", "-c", "run/run.yaml", "--resume", "--iterations", "5")
	if text := ansi.Strip(drawn); !strings.Contains(text, "5 of 5") || !regexp.MustCompile("[▁-█]{5}").MatchString(text) {
		t.Errorf("resumed:\n%s", text)
	}
}

func TestNoLiveTable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 2, "run"))
	if drawn, _ := onTerminal(t, dir, 24, 80, "TERM=dumb", "train", "-c", "run.yaml"); strings.Contains(drawn, "\x1b") || !strings.Contains(drawn, "active reward terms") {
		t.Errorf("a terminal that cannot move its cursor got %q", drawn)
	}
	if err := os.RemoveAll(filepath.Join(dir, "run")); err != nil {
		t.Fatal(err)
	}
	r := program(t, dir, nil, "train", "-c", "run.yaml")
	if r.code != exitDone || strings.Contains(r.stderr+r.out, "\x1b") {
		t.Errorf("no terminal got %q", r.stderr)
	}
}

func TestBarOnTerminal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 3, "run"))
	drawn, out := onTerminal(t, dir, 24, 80, "TERM=xterm-256color", "sweep", "-c", "run.yaml", "--seeds", "1,2", "--parallel", "2")
	if text := ansi.Strip(drawn); !strings.Contains(text, "2 of 2: seed-") || !strings.Contains(out, "seed 2") {
		t.Errorf("the screen showed\n%s\nprinted\n%s", text, out)
	}
}
