package dataset

import (
	"cmp"
	"context"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/metaspatial/metaspatial/host/rollout"
)

// each calls f for every item on so many goroutines, or, for 0, on as many as
// there are processors. Of several errors it returns that of the first item.
func each[T any](ctx context.Context, workers int, items []T, f func(T) error) error {
	errs := make([]error, len(items))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(len(items), cmp.Or(workers, runtime.GOMAXPROCS(0))) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(items) {
					return
				}
				errs[i] = f(items[i])
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// source is the stream of random numbers of a seed and a purpose.
func source(seed, purpose uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, purpose)) }

// seed is that of the task drawn at a place.
func (b *builder) seed(place int) uint64 {
	return rollout.Derive(rollout.Derive(b.Seed, rowStream), uint64(place))
}
