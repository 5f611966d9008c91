//go:build linux

package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/document/disk"
)

// ownDisplay starts a display for the programs of a test and returns its name.
func ownDisplay(t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(tool); err != nil {
			lacking(t, "there is no %s", tool)
		}
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1000x700x24", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Process.Kill(); _ = x.Wait() })
	w.Close()
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		lacking(t, "Xvfb starts no display: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

// press presses keys in whatever window is below the pointer.
func press(on string, keys ...string) {
	tool := exec.Command("xdotool", append([]string{"mousemove", "500", "300", "key", "--delay", "60"}, keys...)...)
	tool.Env = append(os.Environ(), "DISPLAY="+on)
	_ = tool.Run() // it is looked whether they had an effect
}

// inWindow opens a file in a window and sends the signal once it is ready.
func inWindow(t *testing.T, dir, on string, sig syscall.Signal, ready func() bool) {
	t.Helper()
	cmd := command(t, dir, "view", "room.json")
	cmd.Env = append(cmd.Env, "DISPLAY="+on)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() {
		_ = cmd.Wait() // the signal ends it
		close(over)
	}()
	for !ready() {
		select {
		case <-over:
			if strings.Contains(stderr.String(), "graphics failed") {
				lacking(t, "no window opens here: %s", stderr.String())
			}
			t.Fatalf("it ended too early:\n%s", stderr.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
	_ = cmd.Process.Signal(sig)
	<-over
}

// A window that is killed by the system while something is unsaved offers it
// when its file is opened again, and saves it there.
func TestKilledWindowLosesNothing(t *testing.T) {
	on, dir := ownDisplay(t), t.TempDir()
	write(t, dir, "room.json", exportedLayout)
	room := filepath.Join(dir, "room.json")
	copies := filepath.Join(dir, ".home", "metaspatial", "unsaved")
	before, err := os.ReadFile(room)
	if err != nil {
		t.Fatal(err)
	}

	lost := func() []document.Lost {
		list, err := document.FindLost(disk.Files{}, copies)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	inWindow(t, dir, on, syscall.SIGKILL, func() bool {
		press(on, "ctrl+a", "period")
		return len(lost()) == 1
	})
	// A killed program cannot tidy up after itself. No other program is running: this
	// test is not parallel.
	left, _ := filepath.Glob(filepath.Join(scratch, "*"))
	for _, l := range left {
		os.RemoveAll(l)
	}
	if now, _ := os.ReadFile(room); string(now) != string(before) {
		t.Error("the file was changed though nobody saved it")
	}
	l := lost()[0]
	if l.File != room || disk.NewSessions(copies).Open(l.Session) {
		t.Fatalf("left behind: %+v", l)
	}
	back, err := document.Recover(disk.Files{}, copies, l.Session)
	if err != nil {
		t.Fatal(err)
	}
	turned := fmt.Sprint(back.State().Level.Rooms[0].Layout.Placements)

	// Enter restores it, Ctrl+S saves it.
	inWindow(t, dir, on, syscall.SIGTERM, func() bool {
		press(on, "Return", "ctrl+s")
		now, _ := os.ReadFile(room)
		return string(now) != string(before)
	})
	d, _, err := document.Open(t.Context(), room, document.OpenOptions{Files: disk.Files{}})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(d.State().Level.Rooms[0].Layout.Placements); got != turned {
		t.Errorf("saved %s, want %s", got, turned)
	}
	if len(lost()) != 0 {
		t.Errorf("left behind: %+v", lost())
	}
}
