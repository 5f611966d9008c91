// Command soak trains for very many iterations on tiny rooms and watches what
// the host and its plugins take: memory and open files must not grow.
//
//	go build -o metaspatial ./cmd/metaspatial
//	go run ./cmd/internal/soak -program ./metaspatial -iterations 100000
//
// It prints a line a minute, and at the end by how much each process has grown
// in a thousand iterations. What it looks at is in /proc, so it runs on Linux
// only.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/metaspatial/metaspatial/host/metrics"
)

// runFile is a run of the smallest iterations, as long as the flag says.
const runFile = `
iterations: %d
tasks: {objects_min: 1, objects_max: 2, per_iteration: 1}
group_size: 2
turns: 1
terms:
  - {plugin: reward/format, weight: 0.5}
  - {plugin: reward/physics, weight: 1}
eval: {n: 0}
checkpoint: {every: 500}
recorder: {samples: 1, samples_every: 1000, images: true, tensorboard: false}
divergence: {grad_norm: 0, kl: 0, entropy: 0, collapse: 0}
`

func main() {
	program := flag.String("program", "metaspatial", "the metaspatial program")
	iterations := flag.Int("iterations", 100000, "length of the run")
	every := flag.Duration("every", 10*time.Second, "time between two looks")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := soak(ctx, *program, *iterations, *every); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func soak(ctx context.Context, program string, iterations int, every time.Duration) error {
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file, out := filepath.Join(dir, "run.yaml"), filepath.Join(dir, "run")
	if err := os.WriteFile(file, fmt.Appendf(nil, runFile, iterations), 0o644); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, "train", "-c", file, "--out", out)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var looks []look
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for n := 0; ; n++ {
		select {
		case err := <-ended:
			report(looks)
			return err
		case <-ticker.C:
		}
		done, err := count(filepath.Join(out, metrics.MetricsFile))
		if err != nil {
			continue // it has only just begun
		}
		looks = append(looks, look{done, family(cmd.Process.Pid)})
		if n%6 == 0 {
			fmt.Println(looks[len(looks)-1])
		}
	}
}
