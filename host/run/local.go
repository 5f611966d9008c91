package run

import (
	"context"
	"fmt"
	"sync"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// Local is a session without a run, for a viewer that watches none: the policy
// furnishes rooms, chosen by the rules as the command generate does, and layouts
// are scored by the terms. It starts beside its caller; calls that need the
// plugins wait for them.
type Local struct {
	*session.Hub
	ready  chan struct{}
	err    error // once ready is closed
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

var _ session.Client = (*Local)(nil)

// Local starts a session of the policy, the terms and the renderer of a run
// file; the file's turns are those of its episodes. Close ends it, and the
// plugins stay.
func (p *Plugins) Local(cfg *config.Run, lib *assets.Library) *Local {
	l := &Local{Hub: session.NewHub("this window"), ready: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	l.cancel = cancel
	l.wg.Go(func() {
		defer close(l.ready)
		if l.err = p.openLocal(ctx, l.Hub, cfg, lib); l.err != nil {
			l.err = fmt.Errorf("the policy at hand could not be started: %w", l.err)
			l.Hub.SetState(session.Failed, l.err)
		}
	})
	return l
}

func (p *Plugins) openLocal(ctx context.Context, hub *session.Hub, cfg *config.Run, lib *assets.Library) error {
	set, err := p.StartSet(ctx, cfg)
	if err != nil {
		return err
	}
	// Alternatives are chosen by their faults, not by what the terms weigh.
	generates, err := p.Service(&Set{Policy: set.Policy, Renderer: set.Renderer}, ServiceOptions{Turns: cfg.Turns, Rules: 1, Library: lib})
	if err != nil {
		return err
	}
	scores := generates
	var terms []session.Term
	if len(set.Terms) > 0 {
		if scores, err = p.Service(set, ServiceOptions{Turns: cfg.Turns, Library: lib}); err != nil {
			return err
		}
	}
	for _, t := range set.Terms {
		terms = append(terms, session.Term{Name: t.Name, Weight: t.Weight})
	}
	// The first answer of a policy takes the longest; nobody waits for this one.
	if _, err := generates.Generate(ctx, session.GenerateRequest{Task: smallest()}); err != nil {
		return err
	}
	hub.Begin(0, terms, nil, local{Service: scores, generates: generates})
	hub.SetState(session.Running, nil)
	return nil
}

// smallest is a room with hardly anything in it.
func smallest() *scenes.Task {
	return &scenes.Task{ID: "first", Room: scenes.RectRoom(3, 3, 2.5), Objects: []scenes.Object{
		{ID: "bed_1", Category: "bed", Size: scenes.Vec3{1, 2, 0.5}, Support: scenes.OnFloor},
	}}
}

// local generates by the rules and scores by the terms.
type local struct {
	session.Service // scores, and plays episodes
	generates       session.Service
}

func (l local) Generate(ctx context.Context, req session.GenerateRequest) (*session.Generation, error) {
	return l.generates.Generate(ctx, req)
}

func (l local) Refine(ctx context.Context, req session.RefineRequest) (*session.Generation, error) {
	return l.generates.Refine(ctx, req)
}

// Ready returns once the plugins have started, or could not be, or the context
// ends.
func (l *Local) Ready(ctx context.Context) error {
	select {
	case <-l.ready:
		return l.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Generate answers a task with the policy.
func (l *Local) Generate(ctx context.Context, req session.GenerateRequest) (*session.Generation, error) {
	if err := l.Ready(ctx); err != nil {
		return nil, err
	}
	return l.Hub.Generate(ctx, req)
}

// Refine takes further turns from a layout.
func (l *Local) Refine(ctx context.Context, req session.RefineRequest) (*session.Generation, error) {
	if err := l.Ready(ctx); err != nil {
		return nil, err
	}
	return l.Hub.Refine(ctx, req)
}

// Score evaluates a layout with the terms.
func (l *Local) Score(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (*session.Generated, error) {
	if err := l.Ready(ctx); err != nil {
		return nil, err
	}
	return l.Hub.Score(ctx, task, layout)
}

// Reset starts an episode.
func (l *Local) Reset(ctx context.Context, task *scenes.Task) (string, error) {
	if err := l.Ready(ctx); err != nil {
		return "", err
	}
	return l.Hub.Reset(ctx, task)
}

// Close ends the session. Its plugins end with [Plugins.Close].
func (l *Local) Close() error {
	l.cancel()
	l.wg.Wait()
	return nil
}
