package env

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls f for 0 to n-1 on as many goroutines as there are cores. Of
// several errors it returns the one with the smallest index, so that the same
// fault always reads the same; what follows it may not have been called.
func parallel(ctx context.Context, n int, f func(i int) error) error {
	errs := make([]error, n)
	var next, failed atomic.Int64
	failed.Store(int64(n))
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for {
				i := next.Add(1) - 1
				if i >= failed.Load() || ctx.Err() != nil {
					return
				}
				if errs[i] = f(int(i)); errs[i] == nil {
					continue
				}
				for old := failed.Load(); i < old && !failed.CompareAndSwap(old, i); {
					old = failed.Load()
				}
			}
		})
	}
	wg.Wait()
	if i := failed.Load(); i < int64(n) {
		return errs[i]
	}
	return ctx.Err()
}
