//go:build unix

package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// interrupt starts a command line in a process group of its own, waits for the
// moment that ready tells from its folder, and sends the signal as a terminal
// does, to the whole group.
func interrupt(t *testing.T, dir string, sig syscall.Signal, ready func() bool, args ...string) result {
	t.Helper()
	cmd := command(t, dir, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var out, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &stderr
	in, err := cmd.StdinPipe() // like a terminal: nothing comes, and no end
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() {
		_ = cmd.Wait() // the exit code says it
		close(over)
	}()
	for !ready() {
		select {
		case <-over:
			t.Fatalf("it ended too early:\n%s", stderr.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
	plugins := children(t, cmd.Process.Pid)
	if err := syscall.Kill(-cmd.Process.Pid, sig); err != nil {
		t.Fatal(err)
	}
	<-over
	ended := time.Now()
	for len(plugins) > 0 {
		if alive(plugins[0]) {
			// Plugins end half a second after their host, their guard with the last of
			// them or three seconds later; the rest is for busy machines.
			if time.Since(ended) > 15*time.Second {
				t.Errorf("plugin process %d lives on", plugins[0])
				return result{cmd.ProcessState.ExitCode(), out.String(), stderr.String()}
			}
			time.Sleep(5 * time.Millisecond)
			continue
		}
		plugins = plugins[1:]
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), stderr.String()}
}

// alive reports whether a process that is no child of ours runs.
func alive(pid int) bool {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(data), ") Z ")
}

// children lists the processes that a program has started, where the system
// tells.
func children(t *testing.T, pid int) []int {
	t.Helper()
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	var out []int
	for _, f := range files {
		data, _ := os.ReadFile(f)
		for _, field := range strings.Fields(string(data)) {
			if n, err := strconv.Atoi(field); err == nil {
				out = append(out, n)
			}
		}
	}
	return out
}

// recorded reports, when called, whether a run has recorded so many iterations.
func recorded(dir string, iterations int) func() bool {
	return func() bool {
		f, err := os.Open(filepath.Join(dir, "metrics.jsonl"))
		if err != nil {
			return false
		}
		defer f.Close()
		n := 0
		for lines := bufio.NewScanner(f); lines.Scan(); {
			n++
		}
		return n >= iterations
	}
}

func TestInterruptedTrainingResumes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const iterations = 12
	write(t, dir, "whole.yaml", fmt.Sprintf(tiny, iterations, "whole"))
	write(t, dir, "broken.yaml", fmt.Sprintf(tiny, iterations, "broken"))
	done(t, dir, "train", "-c", "whole.yaml")
	run := filepath.Join(dir, "broken")
	r := interrupt(t, dir, syscall.SIGINT, recorded(run, 3), "train", "-c", "broken.yaml")
	resume := "metaspatial train -c broken/run.yaml --resume"
	if r.code != exitInterrupted || lastLine(r.stderr) != "interrupted; the run goes on with: "+resume {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	if n := len(learned(t, run)); n < 3 || n >= iterations {
		t.Fatalf("%d iterations were kept", n)
	}
	done(t, dir, strings.Fields(resume)[1:]...)
	if d := cmp.Diff(learned(t, filepath.Join(dir, "whole")), learned(t, run)); d != "" {
		t.Errorf("(-uninterrupted +resumed):\n%s", d)
	}
}

func TestKilledTrainingResumes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const iterations = 12
	write(t, dir, "whole.yaml", fmt.Sprintf(tiny, iterations, "whole"))
	write(t, dir, "killed.yaml", fmt.Sprintf(tiny, iterations, "killed"))
	done(t, dir, "train", "-c", "whole.yaml")
	run := filepath.Join(dir, "killed")
	if r := interrupt(t, dir, syscall.SIGKILL, recorded(run, 3), "train", "-c", "killed.yaml"); r.code != -1 {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	// Starting again also sweeps up what the killed one left.
	done(t, dir, "train", "-c", filepath.Join("killed", "run.yaml"), "--resume")
	if d := cmp.Diff(learned(t, filepath.Join(dir, "whole")), learned(t, run)); d != "" {
		t.Errorf("(-uninterrupted +resumed):\n%s", d)
	}
}

func TestTwoRunsInOneFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 100000, "run"))
	run := filepath.Join(dir, "run")
	first := func() bool {
		if !recorded(run, 1)() {
			return false
		}
		before, err := os.ReadFile(filepath.Join(run, "session.json"))
		if err != nil {
			t.Errorf("the first run's address: %v", err)
		}
		for _, args := range [][]string{{"train", "-c", "run.yaml"}, {"train", "-c", "run.yaml", "--resume"}} {
			r := program(t, dir, nil, args...)
			if r.code != exitBadInput || !strings.Contains(lastLine(r.stderr), "folder run is in use by a run of process ") {
				t.Errorf("exit code %d\n%s", r.code, r.stderr)
			}
		}
		if after, err := os.ReadFile(filepath.Join(run, "session.json")); err != nil || string(after) != string(before) {
			t.Errorf("the refused runs have touched the first one's address: %v", err)
		}
		return true
	}
	if r := interrupt(t, dir, syscall.SIGTERM, first, "train", "-c", "run.yaml"); r.code != exitInterrupted {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
	if _, err := os.Stat(filepath.Join(run, "session.json")); err == nil {
		t.Error("the ended run still names an address")
	}
}

func TestInterruptedElsewhere(t *testing.T) {
	after := func(d time.Duration) func() bool {
		begin := time.Now()
		return func() bool { return time.Since(begin) > d }
	}
	for line, when := range map[string]time.Duration{
		"score":                                 200 * time.Millisecond,
		"score --mode reference":                200 * time.Millisecond,
		"generate --task -":                     200 * time.Millisecond,
		"eval --policy policy/random --tasks -": 200 * time.Millisecond,
		"eval --policy policy/compact --suite twelve --n 5000": 1500 * time.Millisecond,
		"eval --policy policy/random --suite large --n 100000": 300 * time.Millisecond,
		"demo --out early --minutes 5 --rooms 10000":           400 * time.Millisecond,
		"demo --out measuring --minutes 5 --rooms 2000":        2500 * time.Millisecond,
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			r := interrupt(t, dir, syscall.SIGINT, after(when), strings.Fields(line)...)
			for wait := 2 * when; r.code == -1 && wait < limit; wait *= 2 {
				// A slow machine: the signal came before the program began.
				r = interrupt(t, dir, syscall.SIGINT, after(wait), strings.Fields(line)...)
			}
			if r.code != exitInterrupted || r.out != "" || !strings.HasPrefix(lastLine(r.stderr), "interrupted") {
				t.Errorf("exit code %d, printed %q and\n%s", r.code, r.out, r.stderr)
			}
			left, err := os.ReadDir(dir)
			for _, e := range left {
				if e.Name() != ".home" {
					t.Errorf("left %s behind (%v)", e.Name(), err)
				}
			}
		})
	}
}

func TestInterruptedSweepGoesOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 12, "run"))
	args := []string{"sweep", "-c", "run.yaml", "--seeds", "3,4"}
	second := filepath.Join(dir, "run-sweep", "seed-4")
	r := interrupt(t, dir, syscall.SIGINT, recorded(second, 3), args...)
	if r.code != exitInterrupted || lastLine(r.stderr) != "interrupted; the same command goes on with the sweep" || r.out != "" {
		t.Fatalf("exit code %d\n%s%s", r.code, r.out, r.stderr)
	}
	if n := len(learned(t, second)); n < 3 || n >= 12 {
		t.Fatalf("%d iterations were kept", n)
	}
	r = program(t, dir, nil, args...)
	if r.code != exitDone || !strings.Contains(r.stderr, "1 of 2: seed-3 was finished before") || !strings.Contains(r.stderr, "seed-4 goes on") {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	done(t, dir, append(args, "--out", "whole")...)
	if d := cmp.Diff(learned(t, filepath.Join(dir, "whole", "seed-4")), learned(t, second)); d != "" {
		t.Errorf("(-uninterrupted +in parts):\n%s", d)
	}
}
