package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// itself is what the host is called among its family.
const itself = "host"

// patience is how long the orphans of a host may take to end, on a slow machine.
const patience = 2 * time.Minute

// host is a program that trains.
type host struct {
	cmd       *exec.Cmd
	out, temp string
	said      bytes.Buffer
	ended     chan struct{}
	err       error          // once ended
	seen      map[int]string // command lines of the family, by id
}

// start starts or resumes the run of a name.
func (k *killer) start(ctx context.Context, name string, resume bool) (*host, error) {
	h := &host{out: filepath.Join(k.dir, name), temp: filepath.Join(k.dir, "t"), ended: make(chan struct{}), seen: map[int]string{}}
	if err := os.MkdirAll(h.temp, 0o755); err != nil {
		return nil, err
	}
	args := []string{"train", "-c", k.file(), "--out", h.out}
	if resume {
		// A run that was killed before it had a folder has nothing to resume.
		if _, err := os.Stat(filepath.Join(h.out, "metrics.jsonl")); err == nil {
			args = append(args, "--resume")
		}
	}
	h.cmd = exec.CommandContext(ctx, k.program, args...)
	h.cmd.Env = append(os.Environ(), "TMPDIR="+h.temp)
	h.cmd.Stdout, h.cmd.Stderr = &h.said, &h.said
	if err := h.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		if err := h.cmd.Wait(); err != nil {
			said := h.said.String()
			h.err = fmt.Errorf("%w; it said last:\n%s", err, said[max(0, len(said)-2000):])
		}
		close(h.ended)
	}()
	return h, nil
}

func (h *host) wait() error {
	<-h.ended
	return h.err
}

func (h *host) kill() {
	_ = h.cmd.Process.Kill() // it may have ended
	<-h.ended
}

// family returns the ids of the host and of the processes that it has started,
// by what they are.
func (h *host) family() map[string]int {
	pid := h.cmd.Process.Pid
	out := map[string]int{itself: pid}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		child, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err != nil || parent(file) != pid {
			continue
		}
		line, err := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
		if err != nil || len(line) == 0 {
			continue
		}
		h.seen[child] = string(line)
		kind := "guard"
		if _, id, ok := strings.Cut(string(line), "\x00plugin\x00serve\x00"); ok {
			kind = strings.Trim(id, "\x00")
		}
		out[kind] = child
	}
	return out
}

// parent reads the parent's id out of a stat file, whose second field, the
// program's name, may hold anything within its parentheses.
func parent(file string) int {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	if len(fields) < 2 {
		return 0
	}
	id, _ := strconv.Atoi(fields[1])
	return id
}

// nothingLeft waits until the processes that a dead host has left are gone.
// Its folders the next host removes at the latest.
func (h *host) nothingLeft() error {
	for waited := time.Duration(0); ; waited += 20 * time.Millisecond {
		alive := 0
		for pid, line := range h.seen {
			// Its id may be another's by now.
			if now, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); err == nil && string(now) == line {
				alive = pid
			}
		}
		if alive == 0 {
			return nil
		}
		if waited > patience {
			return fmt.Errorf("process %d (%q) outlives its host", alive, h.seen[alive])
		}
		time.Sleep(20 * time.Millisecond)
	}
}
