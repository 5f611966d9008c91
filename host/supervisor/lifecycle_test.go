//go:build unix

package supervisor

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

func TestStartErrors(t *testing.T) {
	t.Parallel()
	noExec := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(noExec, []byte("not a program"), 0o700); err != nil {
		t.Fatal(err)
	}
	untrusted := self("reward/echo")
	untrusted.Dev = false
	wrong := self("reward/echo")
	wrong.Serves = "reward/other"
	for name, c := range map[string]struct {
		entry   catalog.Entry
		config  map[string]any
		options Options
		want    []string
	}{
		"early print":  {entry: self("reward/early"), want: []string{`it printed "hello before the handshake" where the handshake belongs`, "sdk.Main first"}},
		"crash":        {entry: self("reward/crash"), want: []string{"plugin reward/crash did not start: it ended before it was ready (exit status 2)", "| panic: no luck today"}},
		"hang":         {entry: self("reward/hang"), options: Options{StartTimeout: 200 * time.Millisecond}, want: []string{"not ready in time"}},
		"no program":   {entry: catalog.Entry{ID: "x", Path: noExec, Dev: true}, want: []string{"built for another system or processor"}},
		"no plugin":    {entry: catalog.Entry{ID: "true", Path: "/bin/true", Dev: true}, want: []string{"plugin true did not start: it ended before it was ready (exit status 0)"}},
		"untrusted":    {entry: untrusted, want: []string{"is not trusted yet", "metaspatial plugin trust " + untrusted.Path}},
		"wrong id":     {entry: wrong, want: []string{"plugin reward/other: the program serves reward/echo instead"}},
		"bad setting":  {entry: self("reward/echo"), config: map[string]any{"radius": -1, "radios": 2}, want: []string{"plugin reward/echo: config.radius: is -1, outside 0 to ∞", `did you mean "radius"?`}},
		"refused":      {entry: self("reward/echo"), config: map[string]any{"mood": "bad"}, want: []string{"plugin reward/echo: config.mood: is bad"}},
		"strange type": {entry: self("reward/echo"), config: map[string]any{"mood": time.Now()}, want: []string{"config.mood: is a time.Time; use a number"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSupervisor(t, c.options)
			_, err := s.Start(context.Background(), Spec{Entry: c.entry, Config: c.config})
			if err == nil {
				t.Fatal("it started")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q\nlacks %q", err, want)
				}
			}
		})
	}
}

func TestStartCanBeCancelled(t *testing.T) {
	t.Parallel()
	s := newSupervisor(t, Options{})
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if _, err := s.Start(ctx, Spec{Entry: self("reward/hang")}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}

func TestStartAllLeavesNothingBehindOnFailure(t *testing.T) {
	t.Parallel()
	s := newSupervisor(t, Options{})
	hs, err := s.StartAll(context.Background(), []Spec{{Entry: self("reward/echo")}, {Entry: self("reward/crash")}})
	if err == nil || hs != nil {
		t.Fatalf("handles %v, error %v", hs, err)
	}
	if n := len(s.handles); n != 0 {
		t.Errorf("%d plugins still run", n)
	}
}

func TestKilledPluginIsRestarted(t *testing.T) {
	t.Parallel()
	var out buffer
	h := start(t, newSupervisor(t, Options{Output: &out}), "reward/echo", map[string]any{"radius": 3})
	for i := 1; i <= 2; i++ {
		if err := syscall.Kill(h.PID(), syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		eventually(t, "restart", func() bool { return h.Restarts() == i })
		r, err := tell(context.Background(), h, "panic")
		if err == nil {
			t.Fatalf("result %v", r)
		}
		if r, err = tell(context.Background(), h, "env"); err != nil || r.Value != 3 {
			t.Errorf("after restart %d: radius %v, error %v; want the settings back", i, r.Value, err)
		}
	}
	if want := "[reward/echo] the process ended (signal: killed); starting it again in 10ms"; !strings.Contains(out.String(), want) {
		t.Errorf("output %q lacks %q", out.String(), want)
	}
}

func TestPureCallIsRetriedOnce(t *testing.T) {
	t.Parallel()
	h := start(t, newSupervisor(t, Options{}), "reward/echo", nil)
	file := filepath.Join(t.TempDir(), "die")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := tell(context.Background(), h, "die "+file); err != nil {
		t.Errorf("a term that died once: %v", err)
	}
	_, err := tell(context.Background(), h, "die")
	var died *DiedError
	if !errors.As(err, &died) || died.During != "Evaluate" || died.State != "signal: killed" {
		t.Errorf("a term that dies each time: %v", err)
	}
}

func TestCrashOutsideACallShowsWhatWasPrinted(t *testing.T) {
	t.Parallel()
	h := start(t, newSupervisor(t, Options{}), "reward/echo", nil)
	_, err := tell(context.Background(), h, "fatal")
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"plugin reward/echo: its process ended during Evaluate (exit status 2)", "| panic: in the background", "Evaluate.func"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error %q\nlacks %q", err, want)
		}
	}
}

func TestRestartsEnd(t *testing.T) {
	t.Parallel()
	h := start(t, newSupervisor(t, Options{MaxRestarts: 2}), "reward/echo", nil)
	var err error
	for range 3 {
		if _, err = tell(context.Background(), h, "die"); err == nil {
			t.Fatal("no error")
		}
	}
	if want := "restarted too often"; !strings.Contains(err.Error(), want) {
		t.Errorf("error %q lacks %q", err, want)
	}
	if h.Restarts() != 2 || h.PID() != 0 {
		t.Errorf("%d restarts, process %d", h.Restarts(), h.PID())
	}
}

func TestTrainerGetsItsWeightsBack(t *testing.T) {
	t.Parallel()
	h := start(t, newSupervisor(t, Options{}), "policy/learner", nil)
	h.SetReload(func(ctx context.Context, p policy.Trainer) error { return p.Load(ctx, strings.NewReader("weights")) })
	if err := syscall.Kill(h.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "restart", func() bool { return h.Restarts() == 1 })
	p, err := h.Policy()
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Sample(context.Background(), policy.SampleRequest{Observations: []policy.Observation{{Task: room(1)}}})
	if err != nil || r.Samples[0][0].Response != "7" {
		t.Errorf("samples %v, error %v; want 7 bytes of weights", r.Samples, err)
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	t.Parallel()
	temp := shortTemp(t)
	s := newSupervisor(t, Options{TempDir: temp, StopTimeout: 100 * time.Millisecond})
	var pids []int
	for range 2 {
		pids = append(pids, start(t, s, "reward/echo", nil).PID())
	}
	// A suspended plugin can neither stop nor answer.
	if err := syscall.Kill(pids[1], syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	eventually(t, "suspension", func() bool {
		state, err := exec.Command("ps", "-o", "state=", "-p", fmt.Sprint(pids[1])).Output()
		if errors.Is(err, exec.ErrNotFound) {
			t.Skip("no ps here to see whether a process is suspended")
		}
		return err == nil && strings.HasPrefix(string(state), "T")
	})
	if err := s.Close(); err == nil || !strings.Contains(err.Error(), "reward/echo: Stop: context deadline exceeded") {
		t.Errorf("error %v, want that the suspended plugin did not stop", err)
	}
	for _, pid := range pids {
		eventually(t, "end of the process", func() bool { return gone(pid) })
	}
	if left, _ := os.ReadDir(temp); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	if _, err := s.Start(context.Background(), Spec{Entry: self("reward/echo")}); err == nil {
		t.Error("a closed supervisor started a plugin")
	}
}

// TestCloseDuringAStart leaves no process that was about to become a plugin.
func TestCloseDuringAStart(t *testing.T) {
	t.Parallel()
	temp := shortTemp(t)
	s := newSupervisor(t, Options{TempDir: temp})
	const n = 10
	started := make(chan error, n)
	for range n {
		go func() {
			_, err := s.Start(t.Context(), Spec{Entry: self("reward/hang")})
			started <- err
		}()
	}
	eventually(t, "the first folder of a process", func() bool {
		dirs, _ := filepath.Glob(filepath.Join(s.Dir(), "p*"))
		return len(dirs) > 0
	})
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if left := processes(temp); len(left) != 0 {
		t.Errorf("the processes %v live", left)
	}
	if left, err := os.ReadDir(temp); len(left) != 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
	for range n {
		if err := <-started; err == nil {
			t.Error("one started")
		}
	}
}

func gone(pid int) bool { return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

func TestKilledHost(t *testing.T) {
	t.Parallel()
	temp := shortTemp(t)
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	host := exec.Command(path, "host", temp)
	stdout, err := host.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := host.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if _, err2 := fmt.Sscan(line, &pid); err != nil || err2 != nil {
		t.Fatalf("host said %q: %v, %v", line, err, err2)
	}
	if left, _ := filepath.Glob(filepath.Join(temp, "ms-*", "plugin-dir*", "plugin*")); len(left) != 1 {
		t.Fatalf("sockets of a living host: %v", left)
	}
	sweep(temp)
	if left, _ := filepath.Glob(filepath.Join(temp, "ms-*")); len(left) != 1 {
		t.Fatal("the folder of a living host was swept")
	}
	if err := host.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = host.Wait()
	eventually(t, "end of the orphan", func() bool { return gone(pid) })
	eventually(t, "removal of its folder", func() bool { // by the guard, or else by the next host
		sweep(temp)
		left, err := os.ReadDir(temp)
		return len(left) == 0 && err == nil
	})
}

func TestSocketPathTooLong(t *testing.T) {
	long := filepath.Join(shortTemp(t), strings.Repeat("d", 80))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Options{TempDir: long}); err == nil || !strings.Contains(err.Error(), "set TMPDIR to a shorter one") {
		t.Errorf("error %v", err)
	}
	if left, _ := os.ReadDir(long); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
