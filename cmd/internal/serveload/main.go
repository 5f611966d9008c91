// Command serveload measures a server of the environment: how many steps a
// second it answers to many sessions at a time, whether it gives everything
// back that they took, and whether fresh servers say the same to the same
// answers, pictures included.
//
//	serveload -addr http://127.0.0.1:8000 -sessions 256 -time 2m
//	serveload -program ./metaspatial -replays 3
//
// The first plays episodes on a server that runs; the second starts servers of
// its own and compares what they say message by message. Answers are layouts
// drawn at random within the rooms, one in eight of them unreadable; they and
// the rooms depend on -seed only. A token is read from $METASPATIAL_TOKEN.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	var o options
	flag.StringVar(&o.addr, "addr", "http://127.0.0.1:8000", "the server")
	flag.IntVar(&o.sessions, "sessions", 256, "sessions at a time")
	flag.DurationVar(&o.time, "time", 2*time.Minute, "how long to play")
	flag.Uint64Var(&o.seed, "seed", 1, "decides rooms and answers")
	flag.StringVar(&o.program, "program", "", "start servers of this program and compare them, instead")
	flag.IntVar(&o.replays, "replays", 3, "servers to compare")
	flag.IntVar(&o.episodes, "episodes", 8, "episodes that each of them plays, at a time")
	flag.Parse()
	o.token = os.Getenv("METASPATIAL_TOKEN")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	run := load
	if o.program != "" {
		run = replay
	}
	if err := run(ctx, &o); err != nil {
		fmt.Fprintln(os.Stderr, "serveload:", err)
		os.Exit(1)
	}
}

type options struct {
	addr, token, program        string
	sessions, replays, episodes int
	time                        time.Duration
	seed                        uint64
}
