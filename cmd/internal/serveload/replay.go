package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// replay starts servers one after the other and compares what they say.
func replay(ctx context.Context, o *options) error {
	var first [][]string
	for n := range o.replays {
		traces, err := one(ctx, o)
		if err != nil {
			return fmt.Errorf("server %d: %w", n+1, err)
		}
		if first == nil {
			first = traces
		}
		messages := 0
		for i := range traces {
			messages += len(traces[i])
			for k := range traces[i] {
				if k >= len(first[i]) || traces[i][k] != first[i][k] {
					return fmt.Errorf("server %d: message %d of episode %d is not that of the first server", n+1, k, i)
				}
			}
		}
		sum := sha256.Sum256([]byte(fmt.Sprint(traces)))
		fmt.Printf("server %d: %d episodes, %d messages, %s\n", n+1, len(traces), messages, hex.EncodeToString(sum[:8]))
	}
	fmt.Printf("%d of %d servers said the same\n", o.replays, o.replays)
	return nil
}

// one starts a server, plays the episodes side by side, and returns the hashes
// of every episode's messages.
func one(ctx context.Context, o *options) (traces [][]string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, o.program, "serve", "--listen", "127.0.0.1:0")
	said, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, cmd.Wait()) }()
	defer func() { err = errors.Join(err, cmd.Process.Signal(os.Interrupt)) }()
	addr := ""
	for lines := bufio.NewScanner(said); addr == "" && lines.Scan(); {
		_, addr, _ = strings.Cut(lines.Text(), "serving at ")
	}
	if addr == "" {
		return nil, errors.New("it did not say where it serves")
	}
	go io.Copy(io.Discard, said)
	traces = make([][]string, o.episodes)
	errs := make([]error, o.episodes)
	var wg sync.WaitGroup
	for i := range traces {
		wg.Go(func() {
			c, err := dial(ctx, o, addr)
			if err != nil {
				errs[i] = err
				return
			}
			defer c.conn.CloseNow()
			c.heard = func(data []byte) {
				sum := sha256.Sum256(data)
				traces[i] = append(traces[i], hex.EncodeToString(sum[:]))
			}
			errs[i] = c.episode(ctx, o.seed+uint64(i), func(string, time.Duration, *reply) {})
		})
	}
	wg.Wait()
	return traces, errors.Join(errs...)
}
