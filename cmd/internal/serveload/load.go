package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// tally is what came of the sessions.
type tally struct {
	mu       sync.Mutex
	took     map[string][]time.Duration
	pictures int
	errors   []error
}

func (t *tally) tell(kind string, took time.Duration, r *reply) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took[kind] = append(t.took[kind], took)
	if len(r.Data.Observation.Image) > 0 {
		t.pictures++
	}
}

// load plays episodes for a while and prints what it has measured.
func load(ctx context.Context, o *options) error {
	before, err := scrape(ctx, o)
	if err != nil {
		return err
	}
	t := &tally{took: map[string][]time.Duration{}}
	end, cancel := context.WithTimeout(ctx, o.time)
	defer cancel()
	began := time.Now()
	var wg sync.WaitGroup
	for i := range o.sessions {
		wg.Go(func() {
			if err := session(ctx, end, o, i, t); err != nil {
				t.mu.Lock()
				t.errors = append(t.errors, err)
				t.mu.Unlock()
			}
		})
	}
	wg.Wait()
	elapsed := time.Since(began)
	during, err := scrape(ctx, o)
	if err != nil {
		return err
	}
	time.Sleep(3 * time.Second) // the server sees its clients go
	after, err := scrape(ctx, o)
	if err != nil {
		return err
	}
	steps := len(t.took["step"])
	fmt.Printf("%d sessions for %.1f s: %d steps (%.0f a second), %d resets, %d pictures, %d errors\n",
		o.sessions, elapsed.Seconds(), steps, float64(steps)/elapsed.Seconds(), len(t.took["reset"]), t.pictures, len(t.errors))
	for _, kind := range []string{"step", "reset"} {
		d := t.took[kind]
		slices.Sort(d)
		if n := len(d); n > 0 {
			fmt.Printf("%s: p50 %v, p90 %v, p99 %v, longest %v\n", kind, ms(d[n/2]), ms(d[n*9/10]), ms(d[n*99/100]), ms(d[n-1]))
		}
	}
	for _, name := range []string{"metaspatial_sessions", "go_goroutines", "process_open_fds", "process_resident_memory_bytes", "go_memstats_heap_inuse_bytes"} {
		fmt.Printf("%s: before %.0f, at the end %.0f, after %.0f\n", name, before[name], during[name], after[name])
	}
	cpu := during["process_cpu_seconds_total"] - before["process_cpu_seconds_total"]
	fmt.Printf("the server's own process used %.2f processors; this machine has %d, load %s\n", cpu/elapsed.Seconds(), runtime.NumCPU(), machineLoad())
	if n := len(t.errors); n > 0 {
		return fmt.Errorf("%d sessions failed, the first of: %w", n, t.errors[0])
	}
	return leaks(before, after)
}

func ms(d time.Duration) time.Duration { return d.Round(100 * time.Microsecond) }

// session plays episode after episode until the time is up.
func session(ctx, end context.Context, o *options, i int, t *tally) error {
	c, err := dial(ctx, o, o.addr)
	if err != nil {
		return err
	}
	defer c.conn.CloseNow()
	for n := uint64(0); end.Err() == nil; n++ {
		if err := c.episode(ctx, o.seed<<32+uint64(i)<<16+n, t.tell); err != nil {
			return err
		}
	}
	return nil
}

// leaks reports what the server did not give back.
func leaks(before, after map[string]float64) error {
	const spare = 20 // pools and idle connections
	for _, name := range []string{"metaspatial_sessions", "go_goroutines", "process_open_fds"} {
		if after[name] > before[name]+spare {
			return fmt.Errorf("%s went from %.0f to %.0f", name, before[name], after[name])
		}
	}
	return nil
}

// scrape reads the server's metrics without labels.
func scrape(ctx context.Context, o *options) (map[string]float64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, o.addr+"/metrics", nil)
	if err != nil {
		return nil, err
	}
	if o.token != "" {
		req.Header.Set("Authorization", "Bearer "+o.token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New("the server's metrics: " + resp.Status)
	}
	out := map[string]float64{}
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			out[name] = v
		}
	}
	return out, nil
}

// machineLoad is what the machine has to do beside, where it can be known.
func machineLoad() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(data))[:3], " ")
}
