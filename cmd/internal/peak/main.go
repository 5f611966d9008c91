// Command peak runs a command and prints the greatest memory that it and all
// its children held at one time, in MiB: resident pages, each counted once for
// every process that maps it (rss), and shared pages counted by share (pss).
// It reads /proc and so works on Linux.
//
//	go run ./cmd/internal/peak metaspatial demo --minutes 3
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// interval is how often memory is looked at.
const interval = 100 * time.Millisecond

func main() {
	code, err := watch(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "peak:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

func watch(args []string) (int, error) {
	if len(args) == 0 {
		return 0, errors.New("name the command to run")
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var rss, pss, processes int
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				return 0, err
			}
			fmt.Fprintf(os.Stderr, "peak: rss %d MiB, pss %d MiB, %d processes\n", rss>>10, pss>>10, processes)
			return cmd.ProcessState.ExitCode(), nil
		case <-tick.C:
			tree := family(cmd.Process.Pid)
			r, p := 0, 0
			for _, pid := range tree {
				pr, pp := memory(pid)
				r, p = r+pr, p+pp
			}
			rss, pss, processes = max(rss, r), max(pss, p), max(processes, len(tree))
		}
	}
}

// family returns a process and all that descend from it.
func family(root int) []int {
	children := map[int][]int{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		// The name in parentheses may hold anything.
		line := string(data)
		fields := strings.Fields(line[strings.LastIndexByte(line, ')')+1:])
		if len(fields) < 2 {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		parent, _ := strconv.Atoi(fields[1])
		children[parent] = append(children[parent], pid)
	}
	out := []int{root}
	for i := 0; i < len(out); i++ {
		out = append(out, children[out[i]]...)
	}
	return out
}

// memory returns a process's resident and proportional size in KiB.
func memory(pid int) (rss, pss int) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, 0
	}
	for _, line := range strings.Split(string(data), "\n") {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		n, _ := strconv.Atoi(f[1])
		switch f[0] {
		case "Rss:":
			rss = n
		case "Pss:":
			pss = n
		}
	}
	return rss, pss
}
