package supervisor

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// raced is whether these tests look for races, for which the runtime needs more
// memory than TestLimits leaves it.
var raced bool

// TestLimits lets a plugin go over each of its limits: it fails, or dies and is
// started again, and the host goes on.
func TestLimits(t *testing.T) {
	t.Parallel()
	l := Limits{Memory: 512 << 20, OpenFiles: 64, FileSize: 4 << 20, CPUs: 1}
	if raced {
		l.Memory = 0
	}
	h := start(t, newSupervisor(t, Options{Limits: l}), "reward/cell", nil)
	limits := said(t, h, "status limits")
	for what, want := range map[string]string{
		"Max open files": "64 +64", "Max file size": "4194304 +4194304", "Max core file size": "0 +0",
	} {
		if !regexp.MustCompile(what + " +" + want).MatchString(limits) {
			t.Errorf("%s is not %s in\n%s", what, want, limits)
		}
	}
	if list := regexp.MustCompile(`Cpus_allowed_list:\s*(\S+)`).FindStringSubmatch(said(t, h, "status status")); runtime.NumCPU() > 1 && (len(list) < 2 || strings.ContainsAny(list[1], ",-")) {
		t.Errorf("it runs on the processors %v, not on one", list)
	}
	if got := said(t, h, "open 100"); !strings.Contains(got, "too many open files") {
		t.Errorf("100 files open: %s", got)
	}
	if got := said(t, h, "allocate 100"); got != "allocated" {
		t.Errorf("100 MiB: %s", got)
	}
	var died *DiedError
	if _, err := tell(t.Context(), h, "allocate 1000"); !raced && !errors.As(err, &died) {
		t.Errorf("1000 MiB: %v", err)
	}
	if got, err := tell(t.Context(), h, "write 8"); err == nil && !strings.Contains(got.Reason, "file too large") || err != nil && !errors.As(err, &died) {
		t.Errorf("a file of 8 MiB: %v, %v", got, err)
	}
	if got := said(t, h, "write 2"); got != "written" {
		t.Errorf("a file of 2 MiB after that: %s", got)
	}
}

// TestOffline takes the network from a plugin, whose socket to the host goes on
// working, and leaves it to another.
func TestOffline(t *testing.T) {
	t.Parallel()
	if err := tryOffline(); err != nil {
		t.Skipf("this system makes no network namespaces: %v", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := newSupervisor(t, Options{Limits: Limits{Offline: true, Online: []string{"reward/seeing"}}})
	for id, want := range map[string]string{"reward/cell": "network is unreachable", "reward/seeing": "connected"} {
		h := start(t, s, id, nil)
		for range 2 { // before and after a restart
			if got := said(t, h, "dial "+l.Addr().String()); !strings.Contains(got, want) {
				t.Errorf("%s: %s, want %s", id, got, want)
			}
			before := h.Restarts()
			if err := syscall.Kill(h.PID(), syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			eventually(t, "restart", func() bool { return h.Restarts() > before })
		}
	}
}

func tryOffline() error {
	cmd := exec.Command("true")
	isolate(cmd)
	c, err := tryStarts(cmd, Limits{Offline: true}, nil)
	if err != nil {
		return err
	}
	return c.Wait()
}

// TestForbiddenWays starts a process although the better ways of starting it
// fail, as in containers.
func TestForbiddenWays(t *testing.T) {
	t.Parallel()
	noGroup, err := os.Open(t.TempDir()) // a folder, but of no control group
	if err != nil {
		t.Fatal(err)
	}
	defer noGroup.Close()
	cmd := exec.Command("sh", "-c", "ulimit -n")
	isolate(cmd)
	var out strings.Builder
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd.Stdout = w
	c, err := startConfined(cmd, 1, Limits{OpenFiles: 77}, &cgroup{folder: noGroup})
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 100)
	n, _ := r.Read(buf)
	out.Write(buf[:n])
	if err := c.Wait(); err != nil || strings.TrimSpace(out.String()) != "77" {
		t.Errorf("it has %q open files, %v", out.String(), err)
	}
	// A program that is not there fails as it always did, at once.
	missing := exec.Command(filepath.Join(t.TempDir(), "nothing"))
	isolate(missing)
	if _, err := startConfined(missing, 0, Limits{OpenFiles: 77}, nil); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// TestHeldProcessThatIsKilled leaves its end to the one who waits for it.
func TestHeldProcessThatIsKilled(t *testing.T) {
	t.Parallel()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := exec.Command("sleep", "60")
	isolate(cmd)
	w := manner{held: true}
	c := w.command(cmd, nil)
	if err := c.Start(); forbidden(err) {
		t.Skip("nothing is held here:", err)
	} else if err != nil {
		t.Fatal(err)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for !strings.Contains(state(c.Process.Pid), "Z") {
	}
	if err := confine(c.Process.Pid, Limits{OpenFiles: 10}, w); err != nil {
		t.Error(err)
	}
	if err := c.Wait(); err == nil || err.Error() != "signal: killed" {
		t.Error(err)
	}
}

// state is the state of a process, such as "Z (zombie)".
func state(pid int) string {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, after, _ := strings.Cut(string(data), "State:")
	line, _, _ := strings.Cut(after, "\n")
	return line
}

// TestCgroups makes groups in a folder as the kernel shows it.
func TestCgroups(t *testing.T) {
	t.Parallel()
	proc, mount := t.TempDir(), t.TempDir()
	write := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(proc, "cgroup"), "4:memory:/old\n0::/user.slice/app.scope\n")
	write(filepath.Join(proc, "mountinfo"), "30 23 0:26 / /sys rw - sysfs sysfs rw\n31 30 0:27 /user.slice "+mount+" rw,nosuid shared:4 - cgroup2 cgroup2 rw\n")
	own, err := ownCgroup(proc)
	if err != nil || own != filepath.Join(mount, "app.scope") {
		t.Fatalf("%s, %v", own, err)
	}
	write(filepath.Join(own, "cgroup.procs"), "")
	c := cgroups{parent: own}
	g, err := c.make("1", Limits{Memory: 5, CPUs: 1.5, Processes: 7})
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"memory.max": "5", "cpu.max": "150000 100000", "pids.max": "7", "memory.oom.group": "1"} {
		if got, err := os.ReadFile(filepath.Join(g.path, file)); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v", file, got, err)
		}
	}
	if _, err := c.make("1", Limits{}); err == nil {
		t.Error("two groups of one name")
	}
	// Those of hosts that are gone are removed, and no others.
	for _, name := range []string{"metaspatial-999999999-3", "metaspatial-x", "other-999999999-3", fmt.Sprintf("metaspatial-%d-9", os.Getpid())} {
		if err := os.Mkdir(filepath.Join(own, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	c.sweep()
	left, _ := filepath.Glob(filepath.Join(own, "*-*"))
	if len(left) != 4 {
		t.Errorf("left: %v", left)
	}
	if _, err := ownCgroup(t.TempDir()); err == nil {
		t.Error("a process without any group has one")
	}
}
