//go:build linux

package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// answering runs a command line on a terminal where somebody types a line once
// there is a question, and returns all that the terminal showed.
func answering(t *testing.T, dir, line string, args ...string) string {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	defer master.Close()
	cmd := command(t, dir, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	timer := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	var shown bytes.Buffer
	buf, typed := make([]byte, 4096), false
	for {
		n, err := master.Read(buf)
		shown.Write(buf[:n])
		if !typed && bytes.Contains(shown.Bytes(), []byte("Type yes or no: ")) {
			typed = true
			if _, err := io.WriteString(master, line+"\n"); err != nil {
				t.Fatal(err)
			}
		}
		if err != nil { // the terminal ends with an error when nobody has it any more
			break
		}
	}
	_ = cmd.Wait() // what it said is what is looked at
	return shown.String()
}

// TestTrustOnFirstUse asks on a terminal, once, and takes nothing but a yes for
// a yes.
func TestTrustOnFirstUse(t *testing.T) {
	t.Parallel()
	dir, source := t.TempDir(), pluginFolder(t, "reward/clearance")
	for _, line := range []string{"", "y", "no", "\x04"} {
		shown := answering(t, dir, line, "plugin", "describe", source)
		for _, want := range []string{`reward/clearance 1.0.0 is not trusted here. It calls itself "Scores free space."`, "digest ", `"LICENSE"`, "A plugin can do whatever you can", "was not trusted, so it does not run"} {
			if !strings.Contains(shown, want) {
				t.Errorf("after %q the terminal shows\n%s\nwithout %q", line, shown, want)
			}
		}
	}
	if shown := answering(t, dir, "yes", "plugin", "describe", source); !strings.Contains(shown, "How much space there should be") {
		t.Errorf("after a yes the terminal shows\n%s", shown)
	}
	if shown := answering(t, dir, "", "plugin", "describe", source); strings.Contains(shown, "never run here") || !strings.Contains(shown, "How much space there should be") {
		t.Errorf("asked again:\n%s", shown)
	}
}
