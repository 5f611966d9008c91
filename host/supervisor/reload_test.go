//go:build unix

package supervisor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/sdk/client"
)

func TestReload(t *testing.T) {
	s := newSupervisor(t, Options{})
	h := start(t, s, "reward/echo", map[string]any{"radius": 2.5})
	before := h.PID()
	file := filepath.Join(t.TempDir(), "waiting")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	under := make(chan error, 1)
	go func() {
		_, err := tell(ctx, h, "wait "+file)
		under <- err
	}()
	eventually(t, "a call under way", func() bool {
		_, err := os.Stat(file)
		return os.IsNotExist(err)
	})
	if err := h.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "another process", func() bool { return h.PID() != before && h.PID() != 0 })
	if r, err := tell(t.Context(), h, "score"); err != nil || r.Value >= 2.5 {
		t.Errorf("the settings are gone: %v, %v", r.Value, err)
	}
	if err := exec.Command("kill", "-0", strconv.Itoa(before)).Run(); err != nil {
		t.Error("the old process has ended amid a call")
	}
	cancel()
	<-under
	eventually(t, "the end of the old process", func() bool { return exec.Command("kill", "-0", strconv.Itoa(before)).Run() != nil })
	if h.Restarts() != 0 {
		t.Errorf("it counts as %d crashes", h.Restarts())
	}
	if err := start(t, s, "policy/learner", nil).Reload(t.Context()); err == nil || !strings.Contains(err.Error(), "--resume") {
		t.Errorf("a policy: %v", err)
	}
}

// TestWatch has a plugin whose program is a script, rewritten as a build does.
func TestWatch(t *testing.T) {
	out := &buffer{}
	s := newSupervisor(t, Options{Output: out})
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "program")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path+".new", []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
	}
	write("exec '" + self + "' plugin reward/echo")
	h, err := s.Start(t.Context(), Spec{Entry: catalog.Entry{ID: path, Path: path, Dev: true}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		s.Watch(ctx)
		close(ended)
	}()
	first := h.PID()
	// One that is built before the first look is not noticed.
	built, looks := 0, 0
	eventually(t, "the word of a bad build", func() bool {
		if looks%300 == 0 {
			built++
			write(fmt.Sprintf("exit 3 # a build that does not work, and is the %dth", built))
		}
		looks++
		return strings.Contains(out.String(), "the one before stays at work")
	})
	if _, err := tell(t.Context(), h, "score"); err != nil || h.PID() != first {
		t.Errorf("the one before does not work: %v", err)
	}
	write("exec '" + self + "' plugin reward/echo # mended")
	eventually(t, "the word of a good build", func() bool { return strings.Contains(out.String(), "[reward/echo] was built anew and is at work") })
	if _, err := tell(t.Context(), h, "score"); err != nil || h.PID() == first {
		t.Errorf("the new one does not work: %v", err)
	}
	cancel()
	<-ended
}

func TestAttach(t *testing.T) {
	s := newSupervisor(t, Options{})
	at := func(a client.Attachment) error {
		_, err := s.Start(t.Context(), Spec{Entry: catalog.Entry{ID: "reward/echo", Dev: true, Attach: &a}})
		return err
	}
	if err := at(client.Attachment{Network: "unix", Address: "/nowhere/s", Protocol: client.Versions()[0]}); err == nil || !strings.Contains(err.Error(), "start it again with --debug") {
		t.Errorf("a plugin that is gone: %v", err)
	}
	if err := at(client.Attachment{Network: "unix", Address: "/nowhere/s", Protocol: 99}); err == nil || !strings.Contains(err.Error(), "99") {
		t.Errorf("another protocol: %v", err)
	}
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--debug")
	cmd.Env = append(os.Environ(), "TMPDIR="+shortTemp(t))
	lines := &buffer{}
	cmd.Stdout, cmd.Stderr = lines, lines
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	defer func() { _ = cmd.Process.Kill() }()
	eventually(t, "the plugin", func() bool { return strings.Contains(lines.String(), "PowerShell") })
	_, line, _ := strings.Cut(lines.String(), client.ReattachEnv+"='")
	line, _, _ = strings.Cut(line, "'\n")
	found, err := catalog.ParseAttachments(line)
	if err != nil {
		t.Fatal(err)
	}
	a := found["reward/echo"]
	h, err := s.Start(t.Context(), Spec{Entry: catalog.Entry{ID: "reward/echo", Dev: true, Attach: &a}, Config: map[string]any{"radius": 2.0}})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := tell(t.Context(), h, "score"); err != nil || len(r.Objects) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	// Its developer's process goes on without the host, and takes the next.
	if h, err = s.Start(t.Context(), Spec{Entry: catalog.Entry{ID: "reward/echo", Dev: true, Attach: &a}}); err != nil {
		t.Fatal("the second host: ", err)
	}
	_ = cmd.Process.Kill()
	<-exited
	if _, err := tell(t.Context(), h, "score"); err == nil {
		t.Error("a killed plugin answers")
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
}
