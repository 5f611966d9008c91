// Command killer ends the processes of training runs at random moments, with
// signal 9, and checks that every run comes out as if nothing had happened: it
// goes on from where it was, no checkpoint is unreadable, its record has no gap
// and nothing twice, its weights are those of a run that was left alone, and
// neither a process nor a file of plugins stays behind.
//
//	go build -o metaspatial ./cmd/metaspatial
//	go run ./cmd/internal/killer -program ./metaspatial -kills 200
//
// It looks for processes in /proc and so runs on Linux only.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	var o options
	flag.StringVar(&o.program, "program", "metaspatial", "the metaspatial program")
	flag.IntVar(&o.kills, "kills", 200, "number of processes to end")
	flag.Uint64Var(&o.seed, "seed", 1, "decides whom and when")
	flag.DurationVar(&o.pause, "pause", 1500*time.Millisecond, "the longest time between two of them")
	flag.StringVar(&o.dir, "dir", "", "folder of the runs; empty makes one and removes it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "killer:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "k")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		o.dir = dir
	}
	err := os.MkdirAll(o.dir, 0o755)
	if err != nil {
		return err
	}
	if o.program, err = filepath.Abs(o.program); err != nil {
		return err
	}
	began := time.Now()
	k, err := newKiller(ctx, o)
	if err == nil {
		err = k.all(ctx)
	}
	if k != nil {
		fmt.Printf("%s in %v\n", k.tally(), time.Since(began).Round(time.Second))
	}
	return err
}
