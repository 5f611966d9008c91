package policy

import (
	"context"
	"fmt"
	"runtime"
	"sync"
)

// Independent answers a request by calling respond for every response for itself,
// several at once, one on each processor: what policies do that neither learn nor
// look at other responses. The response is number n to the observation of index i,
// from 0; randomness that depends on these two and the request's seed gives the same
// answers every time. An observation whose task is missing or invalid is reported and
// not answered.
func Independent(ctx context.Context, req SampleRequest, respond func(o Observation, i, n int) string) (SampleResponse, error) {
	resp := SampleResponse{Samples: make([][]Sample, len(req.Observations))}
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, o := range req.Observations {
		samples := make([]Sample, max(1, req.N))
		resp.Samples[i] = samples
		if err := o.check(); err != nil {
			resp.Diagnostics.Errorf(fmt.Sprintf("observations[%d]", i), "%v", err)
			continue
		}
		for n := range samples {
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				if ctx.Err() == nil {
					samples[n].Response = respond(o, i, n)
				}
			})
		}
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return SampleResponse{}, err
	}
	return resp, nil
}

func (o *Observation) check() error {
	if o.Task == nil {
		return fmt.Errorf("there is no task; give every observation one")
	}
	return o.Task.Validate()
}
