//go:build unix

package supervisor

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode"

	hostreward "github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// verdicts are what the host says of each hostile plugin, after its name; empty
// means that it is none the worse for it.
var verdicts = map[string]string{
	"says nothing":             "did not start: it was not ready in time",
	"exits at once":            "did not start: it ended before it was ready (exit status 0)",
	"exits with an error":      "did not start: it ended before it was ready (exit status 3)",
	"panics at once":           "did not start: it ended before it was ready (exit status 2)",
	"kills itself":             "did not start: it ended before it was ready (signal: killed)",
	"stops itself":             "did not start: it was not ready in time",
	"prints a line":            `did not start: it printed "Welcome to my plugin!" where the handshake belongs`,
	"prints without end":       `did not start: it printed "blub blub`,
	"prints a line of 1 MiB":   "did not start: it ",
	"closes its output":        "did not start: it ",
	"half a handshake":         `did not start: it printed "1|1|unix" where the handshake belongs`,
	"handshake byte by byte":   "did not start: it was not ready in time",
	"speaks net/rpc":           "did not start: ",
	"speaks protocol 99":       "did not start: it speaks protocol 99; this host speaks 1",
	"nobody listens":           "did not start: ",
	"listens and says nothing": "did not start: ",
	"prints errors first":      "",

	"hangs in Describe":         "did not start: it was not ready in time",
	"exits in Describe":         "did not start: ",
	"describes garbage":         "did not start: ",
	"has no id":                 "did not start: it says that its id is \"\"",
	"has an id of another kind": "did not start: it says that its id is \"policy/hostile\"",
	"is of no kind":             "of the kind \"tyrant\", which this host does not know",
	"writes escapes in its id":  "did not start: it says that its id is ",
	"has an id of 1 MiB":        "did not start: it says that its id is ",
	"describes at 80 MiB":       "did not start: ",

	"hangs in Configure":   "Configure has not answered within",
	"exits in Configure":   "its process ended during Configure (exit status 7)",
	"refuses its settings": "config: never",

	"hangs in Evaluate":            "Evaluate has not answered within",
	"exits in Evaluate":            "its process ended during Evaluate (exit status 7)",
	"stops itself in Evaluate":     "Evaluate has not answered within",
	"evaluates garbage":            "Evaluate: ",
	"returns no results":           "Evaluate: the plugin broke the contract: returned 0 results for 1 candidates",
	"returns too many results":     "returned 3 results for 1 candidates",
	"returns NaN":                  "candidate 0 has the value NaN",
	"returns infinity":             "candidate 0 has the value -Inf",
	"returns NaN for an object":    `candidate 0 has the value NaN for object "chair_0"`,
	"values objects there are not": "candidate 0 has values for 3 objects; the task has 1",
	"finds what is not there":      "finding 0 is about object -7",
	"has messages without end":     "4294967295 bytes, but only 0 are left",
	"evaluates at 80 MiB":          "Evaluate", // too large, or too slow for a busy machine
	"blames the host at length":    "Evaluate: it is your fault",
	"speaks of a cancellation":     "Evaluate: you said so",
	"prints while it evaluates":    "",
	"forks while it evaluates":     "",
	"forks daemons":                "",
	"fills its folder":             "",
	"hangs in Stop":                "",
	"exits in Stop":                "",
}

// TestHostilePlugins lets every hostile plugin do its worst: the host lives,
// waits no longer than its timeouts, names who it was in one line, and leaves
// neither a process nor a file behind.
func TestHostilePlugins(t *testing.T) {
	modes := slices.Sorted(maps.Keys(verdicts))
	if n := len(before) + len(during); n != len(modes) || n < 25 {
		t.Fatalf("%d modes and %d verdicts; every mode needs one, and 25 are wanted", n, len(modes))
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	slots := make(chan struct{}, 12) // they mostly wait
	for _, mode := range modes {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			t.Run(mode, func(t *testing.T) {
				unhurried(t, 6*time.Second, func(timeout time.Duration) error { return judge(t, mode, timeout) })
			})
		})
	}
}

// judge has a hostile plugin do its worst, with that long for a call and longer
// for its start. It returns an error where the plugin was too slow to come to it.
func judge(t *testing.T, mode string, timeout time.Duration) error {
	const stopTimeout = 300 * time.Millisecond
	temp, out := shortTemp(t), &buffer{}
	s, err := New(Options{TempDir: temp, Output: out, StartTimeout: timeout * 5 / 3, StopTimeout: stopTimeout, Backoff: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = provoke(t, s, mode, Timeouts{Call: timeout})
	want := verdicts[mode]
	switch right := err == nil && want == "" || err != nil && want != "" && strings.Contains(err.Error(), want); {
	case !right && late(err):
		return err
	case !right:
		t.Errorf("got %.300v, want %q", err, want)
	case err != nil:
		line, _, _ := strings.Cut(err.Error(), "\n")
		if !strings.Contains(line, "hostile") {
			t.Errorf("%.300q names nobody", line)
		}
		if len(line) > maxLine+1<<10 || strings.ContainsFunc(line, unicode.IsControl) {
			t.Errorf("%.300q is nothing to show somebody", line)
		}
	}
	if n := len(out.String()); n > 4<<20 {
		t.Errorf("%d bytes of its output were shown", n)
	}
	began := time.Now()
	_ = s.Close() // that a plugin did not stop in order is no news here
	if took := time.Since(began); took > patience {
		t.Errorf("closing took %v", took)
	}
	eventually(t, "end of its processes", func() bool { return len(processes(temp)) == 0 })
	if left, err := os.ReadDir(temp); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
	return nil
}

// late reports that a plugin had too little time.
func late(err error) bool {
	var hung *HungError
	var start *StartError
	return errors.As(err, &hung) || errors.As(err, &start) && start.Reason == notReady || errors.Is(err, context.DeadlineExceeded)
}

// provoke starts a hostile plugin, has it score a candidate, and returns what is
// said of it.
func provoke(t *testing.T, s *Supervisor, mode string, timeouts Timeouts) error {
	ctx, cancel := context.WithTimeout(t.Context(), 5*timeouts.Call) // the start has its own timeout, the call comes twice
	defer cancel()
	h, err := s.Start(ctx, Spec{Entry: self("hostile/" + mode), Timeouts: timeouts})
	if err != nil {
		return err
	}
	term, err := h.Term()
	if err != nil {
		return err
	}
	m, err := hostreward.New([]hostreward.Term{{Name: "hostile", Weight: 1, Plugin: term}})
	if err != nil {
		return err
	}
	scores, err := m.Evaluate(ctx, room(1), []reward.Candidate{{Response: "score", Layout: row(1)}})
	if err == nil && scores.Candidates[0].Total != 1 {
		return fmt.Errorf("scored %v", scores.Candidates[0].Total)
	}
	return err
}

// TestGuard kills a host whose plugin would live on, with children that have
// left its process group.
func TestGuard(t *testing.T) {
	t.Parallel()
	temp := shortTemp(t)
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	host := exec.Command(path, "host", temp, "hostile/forks daemons")
	stdout, err := host.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := host.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if _, perr := strconv.Atoi(strings.TrimSpace(line)); perr != nil {
		t.Fatalf("host said %q: %v", line, err)
	}
	if n := len(processes(temp)); n < 4 && runtime.GOOS == "linux" {
		t.Fatalf("%d processes live, want the plugin and its three children", n)
	}
	// Another guard takes the place of one that is killed.
	if guard := processes("METASPATIAL_GUARD_OF=" + temp); len(guard) == 1 {
		pid, _ := strconv.Atoi(guard[0])
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		eventually(t, "another guard", func() bool {
			now := processes("METASPATIAL_GUARD_OF=" + temp)
			return len(now) == 1 && now[0] != guard[0]
		})
	} else if runtime.GOOS == "linux" {
		t.Errorf("the guards are %v", guard)
	}
	if err := host.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = host.Wait()
	eventually(t, "end of everybody", func() bool {
		left, err := os.ReadDir(temp)
		return len(processes(temp)) == 0 && len(left) == 0 && err == nil
	})
}

// TestFlood holds that a plugin that prints without end fills nobody's disk, and
// that it is told what was left out.
func TestFlood(t *testing.T) {
	o, now := &output{name: "x"}, time.Unix(1, 0)
	shown := 0
	line := "[x] " + strings.Repeat("y", 100) + "\n"
	for range 100 << 10 {
		shown += len(o.afford(line, now))
	}
	if shown < burst || shown > burst+4<<10 {
		t.Errorf("%d bytes shown at once", shown)
	}
	if got := o.afford(line, now.Add(-time.Hour)); got != "" {
		t.Errorf("a clock that was put back shows %q", got)
	}
	now = now.Add(burst / allowance * time.Second)
	if got := o.afford(line, now); !strings.HasPrefix(got, "[x] ") || !strings.HasSuffix(got, " lines are not shown\n"+line) {
		t.Errorf("afterwards: %q", got)
	}
	if got := o.afford(line, now); got != line {
		t.Errorf("then: %q", got)
	}
}
