package train

import (
	"context"
	"io"
	"sync"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// guarded lets one call at a time through to a trainer, so that somebody who
// asks for a layout during a run waits for one call, not for an iteration, and
// never meets weights that an update is just changing.
type guarded struct {
	mu      sync.Mutex
	trainer policy.Trainer
}

var _ policy.Trainer = (*guarded)(nil)

func (g *guarded) Describe() base.Description { return g.trainer.Describe() }

func (g *guarded) Configure(ctx context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.trainer.Configure(ctx, req)
}

func (g *guarded) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.trainer.Sample(ctx, req)
}

func (g *guarded) Update(ctx context.Context, req policy.UpdateRequest) (policy.UpdateResponse, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.trainer.Update(ctx, req)
}

func (g *guarded) Save(ctx context.Context, w io.Writer) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.trainer.Save(ctx, w)
}

func (g *guarded) Load(ctx context.Context, r io.Reader) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.trainer.Load(ctx, r)
}
