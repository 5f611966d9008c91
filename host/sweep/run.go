package sweep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/train"
)

// RunOptions say how a plan is carried out. Train is required.
type RunOptions struct {
	// Parallel is the number of runs side by side; 0 means 1.
	Parallel int
	// Train carries out one run, and goes on with what its folder holds where
	// resume says so. It is called from several goroutines when Parallel is
	// more than 1.
	Train func(ctx context.Context, r *Run, resume bool) (*train.Result, error)
	// Begin is called before each run that is not finished yet, and End after
	// every run, also one that was finished before; both may be nil, and neither
	// is called by two goroutines at once.
	Begin func(r *Run, resume bool)
	End   func(o Outcome)
}

// Outcome is a run that is over: Result is nil exactly when Err is not.
type Outcome struct {
	Run    *Run
	Result *Result
	Err    error
	// Earlier is set when the run was finished before this sweep began.
	Earlier bool
}

// Run carries out every run that is not finished, in the plan's order. A run
// that fails does not keep the others from being tried; its outcome says why.
// When the context ends, the runs under way are saved as far as they have come,
// and the context's error is returned.
func (p *Plan) Run(ctx context.Context, o RunOptions) ([]Outcome, error) {
	lock, err := metrics.AcquireLock(p.Dir)
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	if held, err := metrics.History(p.Dir); err != nil || len(held) > 0 {
		return nil, cmp.Or(err, fmt.Errorf("folder %s holds a run itself; name another folder for the sweep", p.Dir))
	}
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex // of Begin and End
		next = make(chan int)
		out  = make([]Outcome, len(p.Runs))
	)
	for range max(1, min(o.Parallel, len(p.Runs))) {
		wg.Go(func() {
			for i := range next {
				out[i] = p.one(ctx, p.Runs[i], &o, &mu)
			}
		})
	}
feed:
	for i := range p.Runs {
		select {
		case next <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// one carries out one run, unless it is finished.
func (p *Plan) one(ctx context.Context, r *Run, o *RunOptions, mu *sync.Mutex) Outcome {
	out := Outcome{Run: r}
	out.Result, out.Err = r.finished()
	out.Earlier = out.Result != nil
	if out.Result == nil && out.Err == nil {
		out.Result, out.Err = r.carryOut(ctx, o, mu)
	}
	if errors.Is(out.Err, context.Canceled) && ctx.Err() != nil {
		return out
	}
	if o.End != nil {
		mu.Lock()
		defer mu.Unlock()
		o.End(out)
	}
	return out
}

func (r *Run) carryOut(ctx context.Context, o *RunOptions, mu *sync.Mutex) (*Result, error) {
	begun, err := r.begun()
	if err != nil {
		return nil, err
	}
	if o.Begin != nil {
		mu.Lock()
		o.Begin(r, begun)
		mu.Unlock()
	}
	// Of a longer run by the same settings the old result is none.
	if err := os.Remove(filepath.Join(r.Config.Out, ResultFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	res, err := o.Train(ctx, r, begun)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Name, err)
	}
	return r.finish(res)
}

// begun reports whether the run's folder holds something to go on with.
func (r *Run) begun() (bool, error) {
	history, err := metrics.History(r.Config.Out)
	if err != nil || len(history) > 0 {
		return len(history) > 0, err
	}
	c, err := (&checkpoint.Store{Dir: filepath.Join(r.Config.Out, train.CheckpointDir)}).Latest()
	return c != nil, err
}
