package train_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/train"
)

// diskEnv is the folder on which a copy of this test program mounts a small
// disk, where only it sees it.
const diskEnv = "METASPATIAL_TEST_DISK"

// onSmallDisk runs the test in a copy of this program whose folder of the run is
// a disk of its own, with the given options.
func onSmallDisk(t *testing.T, options string, f func(t *testing.T, disk string)) {
	t.Helper()
	if disk := os.Getenv(diskEnv); disk != "" {
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, options); err != nil {
			t.Skipf("no disk can be mounted here: %v", err)
		}
		f(t, disk)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), diskEnv+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	switch {
	case errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSPC):
		t.Skipf("no namespace can be made here: %v", err)
	case err != nil:
		t.Fatalf("%v\n%s", err, out)
	case strings.Contains(string(out), "--- SKIP"):
		t.Skipf("%s", out)
	}
}

// A run whose disk is full ends with a sentence that says so, and goes on as if
// nothing had been once there is space.
func TestDiskIsFull(t *testing.T) {
	onSmallDisk(t, "size=256k", func(t *testing.T, disk string) {
		whole := options(t, 40)
		if _, err := train.Run(t.Context(), whole); err != nil {
			t.Fatal(err)
		}
		ballast := filepath.Join(disk, "ballast")
		if err := os.WriteFile(ballast, make([]byte, 160<<10), 0o644); err != nil {
			t.Fatal(err)
		}
		o := options(t, 40)
		o.Config.Out = filepath.Join(disk, "run")
		o.Config.Recorder.SamplesEvery = 1
		_, err := train.Run(t.Context(), o)
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "the disk is full while writing "+o.Config.Out) || strings.Contains(err.Error(), "\n") {
			t.Fatalf("got %v", err)
		}
		n := len(history(t, o.Config.Out))
		if n == 0 || n == 40 {
			t.Fatalf("%d iterations are on record", n)
		}
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		o.Config.Recorder.SamplesEvery = 0
		o.Policy, o.Resume = &toy.Policy{}, true
		if _, err := train.Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(timeless(history(t, whole.Config.Out)), timeless(history(t, o.Config.Out))); d != "" {
			t.Errorf("(-whole +resumed):\n%s", d)
		}
	})
}

// A disk that can only be read is told before anything is computed.
func TestDiskIsReadOnly(t *testing.T) {
	onSmallDisk(t, "ro", func(t *testing.T, disk string) {
		o := options(t, 4)
		o.Config.Out = filepath.Join(disk, "run")
		_, err := train.Run(t.Context(), o)
		if want := "the disk of " + o.Config.Out + " can only be read; name a folder elsewhere"; err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want %s", err, want)
		}
	})
}
