package view

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/metaspatial/metaspatial/host/session"
)

// feed keeps the newest state of a session and sends it commands without ever
// making the window wait.
type feed struct {
	client session.Client
	cancel context.CancelFunc
	ctx    context.Context
	wg     sync.WaitGroup

	mu      sync.Mutex
	snap    session.Snapshot
	version int
	message string
}

// commandTimeout bounds what a button may take.
const commandTimeout = 5 * time.Second

func watch(ctx context.Context, client session.Client) (*feed, error) {
	ctx, cancel := context.WithCancel(ctx)
	f := &feed{client: client, ctx: ctx, cancel: cancel}
	events, err := client.Watch(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	snap, err := client.Snapshot(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	f.snap = *snap
	f.wg.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e, ok := <-events:
				if !ok {
					f.lost()
					return
				}
				f.apply(e)
			}
		}
	})
	return f, nil
}

func (f *feed) apply(e session.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.version++
	if e.State != "" {
		f.snap.State = e.State
	}
	if e.Error != "" {
		f.snap.Error = e.Error
	}
	if e.Samples != nil {
		f.snap.Samples = e.Samples
	}
	if e.Terms != nil {
		f.snap.Terms = e.Terms
	}
	// Watch starts before Snapshot, so that no record is missed; one may come
	// twice.
	if r := e.Record; r != nil {
		if n := len(f.snap.History); n == 0 || f.snap.History[n-1].Iteration < r.Iteration {
			f.snap.History = append(slices.Clip(f.snap.History), *r)
		}
		f.snap.Iteration, f.snap.Elapsed = max(f.snap.Iteration, r.Iteration+1), max(f.snap.Elapsed, r.Elapsed)
	}
}

// lost marks the end of a stream that was not ours to end.
func (f *feed) lost() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.version++
	if f.snap.State == session.Running || f.snap.State == session.Paused {
		f.message = "the connection to the run was lost; what you see is its last state"
	}
}

// state returns the newest state; its slices are read only.
func (f *feed) state() session.Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.snap
}

// latest returns a number that changes with the state, and the message line.
func (f *feed) latest() (version int, message string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.version, f.message
}

// send runs a command in the background and reports its failure.
func (f *feed) send(what string, command func(context.Context) error) {
	f.wg.Go(func() {
		ctx, cancel := context.WithTimeout(f.ctx, commandTimeout)
		defer cancel()
		err := command(ctx)
		f.mu.Lock()
		defer f.mu.Unlock()
		f.version++
		f.message = ""
		if err != nil && f.ctx.Err() == nil {
			f.message = "cannot " + what + ": " + err.Error()
		}
	})
}

func (f *feed) close() {
	f.cancel()
	f.wg.Wait()
}

// chartOrder is the order of the charts: the reward, its terms, what the
// layouts are like, the held-out rooms, the policy. Other metrics stay in the
// log.
var chartOrder = []string{"reward/mean", "term/", "layout/fully_valid", "layout/collision_free", "layout/violating_2cm", "eval/", "policy/entropy", "policy/loss", "time/iteration_s"}

// metricOrder lists the metrics that get a chart: those of [chartOrder] that
// have more than one value. The finer statistics of a term have none.
func metricOrder(history []session.Record) []string {
	count := map[string]int{}
	for _, r := range history {
		for name := range r.Metrics {
			count[name]++
		}
	}
	rank := func(name string) int {
		return slices.IndexFunc(chartOrder, func(p string) bool {
			return name == p || strings.HasSuffix(p, "/") && strings.HasPrefix(name, p)
		})
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(count)) {
		fine := strings.HasPrefix(name, "term/") && strings.Count(name, "/") > 1
		if rank(name) >= 0 && !fine && (count[name] > 1 || len(history) == 1) {
			out = append(out, name)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return rank(a) - rank(b) })
	return out
}
