package main

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDoctor(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	checks := decode[[]check](t, done(t, dir, "doctor", "--json"))
	var names []string
	for _, c := range checks {
		names = append(names, c.Name)
		if !c.OK && !c.Optional || c.Detail == "" || !c.OK && c.Remedy == "" || strings.Contains(c.Detail, "\n") {
			t.Errorf("%+v", c)
		}
	}
	want := []string{
		"build", "clock", "temp", "folder", "settings", "caches", "disk", "memory", "limits", "catalog", "trust",
		"plugins", "drawing", "isolation", "ports", "window", "opengl", "python", "blender", "go",
	}
	if d := cmp.Diff(want, names); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	left, err := os.ReadDir(dir)
	for _, f := range left {
		if f.Name() != ".home" { // where the compiler that it asks keeps notes
			t.Errorf("doctor leaves %s", f.Name())
		}
	}
	if err != nil {
		t.Error(err)
	}
}

// TestDoctorFinds makes a machine ill in the ways that a folder can, and holds that
// doctor names each, with a remedy.
func TestDoctorFinds(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the folders have modes of Unix")
	}
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, ".home/metaspatial/plugins.lock", "{")
	write(t, dir, ".metaspatial/plugins/mine/plugin.json", "{}")
	write(t, dir, "bin/python3", "#!/bin/sh\necho No module named grpc >&2; exit 1\n")
	if err := os.Chmod(filepath.Join(dir, "bin", "python3"), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, dir, "doctor")
	cmd.Env = append(cmd.Env, "PATH="+filepath.Join(dir, "bin"), "DISPLAY=:4711", "WAYLAND_DISPLAY=")
	out, err := cmd.Output()
	if cmd.ProcessState.ExitCode() != exitFailed {
		t.Errorf("exit code %d, %v", cmd.ProcessState.ExitCode(), err)
	}
	for _, want := range []string{"FAIL  trust", "plugins.lock, and trust your plugins anew", "FAIL  plugins", "No module named grpc", "no Go on the PATH"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	if runtime.GOOS == "linux" && !strings.Contains(string(out), "the display :4711 does not answer") {
		t.Errorf("it does not see that there is no display:\n%s", out)
	}

	if err := os.Remove(filepath.Join(dir, ".home", "metaspatial", "plugins.lock")); err != nil {
		t.Fatal(err)
	}
	found := func() check {
		for _, c := range decode[[]check](t, done(t, dir, "doctor", "--json")) {
			if c.Name == "catalog" {
				return c
			}
		}
		return check{}
	}
	if c := found(); c.OK || !strings.Contains(c.Detail, "plugin.json") || !strings.Contains(c.Remedy, "plugin remove") {
		t.Errorf("of a broken plugin it says %+v", c)
	}
	if err := os.Chmod(filepath.Join(dir, ".metaspatial", "plugins"), 0o777); err != nil {
		t.Fatal(err)
	}
	if c := found(); c.OK || !strings.Contains(c.Remedy, "chmod o-w") {
		t.Errorf("of a folder that is open to all it says %+v", c)
	}
}

// TestDoctorMeasures gives the checks numbers that a test machine does not have.
func TestDoctorMeasures(t *testing.T) {
	number := func(n uint64, err error) func() (uint64, error) { return func() (uint64, error) { return n, err } }
	space := func(n uint64, err error) func(string) (uint64, error) {
		return func(string) (uint64, error) { return n, err }
	}
	unsupported := errors.ErrUnsupported
	for name, c := range map[string]struct {
		got          check
		ok, optional bool
		says         string
	}{
		"disk":              {examineDisk([]string{"a", "b"}, space(8<<30, nil)), true, false, "a has 8.0 GiB left, b has 8.0 GiB left"},
		"small disk":        {examineDisk([]string{"a"}, space(1<<30, nil)), false, true, "a has 1.0 GiB left"},
		"full disk":         {examineDisk([]string{"a"}, space(1<<20, nil)), false, false, "a has 1 MiB left"},
		"no disk":           {examineDisk([]string{"a"}, space(0, errors.New("gone"))), false, true, "gone"},
		"unknown disk":      {examineDisk([]string{"a"}, space(0, unsupported)), true, false, "not measured"},
		"memory":            {examineMemory(number(4<<30, nil)), true, true, "4.0 GiB are free"},
		"little memory":     {examineMemory(number(300<<20, nil)), false, true, "300 MiB are free"},
		"unknown memory":    {examineMemory(number(0, unsupported)), true, true, "not measured"},
		"files":             {examineLimits(number(1<<62, nil)), true, true, "any number of files"},
		"few files":         {examineLimits(number(256, nil)), false, true, "256 files open"},
		"no limits":         {examineLimits(number(0, unsupported)), true, true, "none"},
		"clock":             {examineClock(time.Time{}), true, false, "Z"},
		"clock of long ago": {examineClock(time.Now().Add(48 * time.Hour)), false, false, "was built of a commit of"},
		"no folder":         {examineFolder(filepath.Join(t.TempDir(), "none")), false, true, "no such file"},
	} {
		if c.got.OK != c.ok || c.got.Optional != c.optional || !strings.Contains(c.got.Detail, c.says) || c.got.OK != (c.got.Remedy == "") {
			t.Errorf("%s: %+v", name, c.got)
		}
	}
}

func TestDoctorPorts(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if c := examinePorts(address); c.OK || !c.Optional || !strings.Contains(c.Remedy, "--listen 127.0.0.1:0") {
		t.Errorf("of a port that is taken it says %+v", c)
	}
	l.Close()
	if c := examinePorts("127.0.0.1:0"); !c.OK {
		t.Errorf("of a free port it says %+v", c)
	}
}

func TestDoctorGo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the compiler of this test is a shell script")
	}
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	for says, ok := range map[string]bool{"go1.24.3": false, "go1.26": true, "go1.26.8": true, "devel go1.27-0123abc": true} {
		write(t, dir, "go", "#!/bin/sh\necho "+says+"\n")
		if err := os.Chmod(filepath.Join(dir, "go"), 0o755); err != nil {
			t.Fatal(err)
		}
		if c := examineGo(t.Context()); c.OK != ok || !c.Optional || !strings.Contains(c.Detail, says) || !ok && !strings.Contains(c.Remedy, "install Go 1.26") {
			t.Errorf("of %s it says %+v", says, c)
		}
	}
}

func TestDoctorDisplay(t *testing.T) {
	for env, want := range map[string]string{
		":0": "unix /tmp/.X11-unix/X0", "unix:1.0": "unix /tmp/.X11-unix/X1", "far:10.0": "tcp far:6010", ":.": " ", "host:x": " ", "none": " ",
	} {
		network, address, err := display(func(k string) string { return map[string]string{"DISPLAY": env}[k] })
		if got := network + " " + address; got != want || (err == nil) != (want != " ") {
			t.Errorf("the display %q is at %q, %v; want %q", env, got, err, want)
		}
	}
	if runtime.GOOS != "linux" {
		return
	}
	nobody := func(string) string { return "" }
	if c := examineDisplay(nobody); c.OK || !strings.Contains(c.Remedy, "xvfb-run") {
		t.Errorf("without a display it says %+v", c)
	}
	wayland := func(k string) string { return map[string]string{"WAYLAND_DISPLAY": "wayland-0"}[k] }
	if c := examineDisplay(wayland); c.OK || !strings.Contains(c.Remedy, "XWayland") {
		t.Errorf("with Wayland only it says %+v", c)
	}
	asked := []string{}
	c := examineOpenGL(func(names ...string) error {
		asked = append(asked, names[0])
		if len(asked) == 2 {
			return errors.New(names[0] + " cannot be loaded")
		}
		return nil
	})
	if c.OK || !c.Optional || !strings.Contains(c.Remedy, "libgl1") || len(asked) != 2 {
		t.Errorf("without OpenGL it says %+v", c)
	}
	if err := loadLibrary("libof-nobody.so", "libof-nobody.so.1"); err == nil {
		t.Error("a library that is not there is loaded")
	}
}
