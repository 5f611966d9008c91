package supervisor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"

	"github.com/metaspatial/metaspatial/host/trace"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// Term returns the plugin as a reward term.
func (h *Handle) Term() (reward.Term, error) {
	if err := h.is(base.Reward); err != nil {
		return nil, err
	}
	return term{h}, nil
}

// Policy returns the plugin as a policy. It is a policy.Trainer as well if the
// plugin can be trained.
func (h *Handle) Policy() (policy.Policy, error) {
	if err := h.is(base.Policy); err != nil {
		return nil, err
	}
	if h.description.Trainable {
		return trainer{policyProxy{h}}, nil
	}
	return policyProxy{h}, nil
}

// Trainer returns the plugin as a policy that learns.
func (h *Handle) Trainer() (policy.Trainer, error) {
	p, err := h.Policy()
	if err != nil {
		return nil, err
	}
	t, ok := p.(policy.Trainer)
	if !ok {
		return nil, fmt.Errorf("plugin %s cannot be trained; choose a policy that can", h.description.ID)
	}
	return t, nil
}

// Renderer returns the plugin as a renderer.
func (h *Handle) Renderer() (render.Renderer, error) {
	if err := h.is(base.Render); err != nil {
		return nil, err
	}
	return renderer{h}, nil
}

func (h *Handle) is(k base.Kind) error {
	if h.description.Kind != k {
		return fmt.Errorf("plugin %s is a %s plugin; this place needs a %s plugin", h.description.ID, h.description.Kind, k)
	}
	return nil
}

// Configure gives the plugin new settings, which a restart will use as well if
// the plugin takes them.
func (h *Handle) Configure(ctx context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	req.Values = maps.Clone(req.Values)
	r, err := call(ctx, h, method{name: "Configure", pure: true}, func(ctx context.Context, p client.Plugin) (base.ConfigureResponse, error) {
		return h.supervisor.configure(ctx, p, req)
	})
	if err == nil && !r.Diagnostics.HasError() {
		h.mu.Lock()
		h.config, h.needs, h.pictures = req, r.Needs, r.Pictures
		h.mu.Unlock()
	}
	h.warn(r.Diagnostics)
	return r, err
}

// method is a call of a plugin.
type method struct {
	name string
	// pure calls change nothing: one is repeated once when the process ends
	// under it.
	pure bool
	// hedged ones may be asked of a second process too.
	hedged bool
	touch  touch
}

// call runs f against the present process, for no longer than the plugin's
// timeout. The wait for a process that is being started again, which has its own
// bounds, is not the call's.
func call[R any](ctx context.Context, h *Handle, m method, f func(context.Context, client.Plugin) (R, error)) (R, error) {
	ctx, traced := trace.Span(ctx, h.name()+" "+m.name)
	defer traced()
	for again := m.pure; ; again = false {
		r, died, err := try(ctx, h, m, f)
		if died == nil || !again || ctx.Err() != nil {
			return r, err
		}
	}
}

// try is one attempt of a call. When the process ended under it, it returns
// that too.
func try[R any](ctx context.Context, h *Handle, m method, f func(context.Context, client.Plugin) (R, error)) (r R, died *DiedError, err error) {
	i, err := h.live(ctx)
	if err != nil {
		return r, nil, err
	}
	if err := h.claim(i, m.touch); err != nil {
		i.calls.Done()
		return r, nil, err
	}
	limit := h.timeouts.of(h.description.Kind)
	bounded := ctx
	if h.entry.Attach == nil { // a debugger may hold it for as long as it likes
		var cancel context.CancelFunc
		bounded, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	if m.hedged && h.entry.Attach == nil {
		r, err = hedged(bounded, h, i, limit, f)
	} else {
		r, err = f(bounded, i.plugin)
	}
	i.calls.Done()
	if m.touch == sets {
		h.loaded(i)
	}
	switch {
	case err == nil:
		return r, nil, nil
	case bounded.Err() != nil && ctx.Err() == nil:
		hung := &HungError{Plugin: h.name(), Method: m.name, After: limit}
		i.end("it hung in " + m.name)
		return r, nil, h.bereaved(i, m.touch, hung)
	case !i.lost(ctx, err):
		return r, nil, decent(err)
	case h.ctx.Err() != nil:
		return r, nil, h.errClosed()
	}
	died = h.died(i, m.name)
	h.leave(i)
	return r, died, h.bereaved(i, m.touch, died)
}

// lost reports whether a call failed because the process has ended. A call that
// comes just then may find its connection closed on this side already.
func (i *instance) lost(ctx context.Context, err error) bool {
	return client.Gone(err) || i.process.ended() && ctx.Err() == nil && errors.Is(err, context.Canceled)
}

// leave waits until i is no longer the present process.
func (h *Handle) leave(i *instance) {
	for {
		h.mu.Lock()
		current, changed := h.current, h.changed
		h.mu.Unlock()
		if current != i {
			return
		}
		select {
		case <-changed:
		case <-h.ctx.Done():
			return
		}
	}
}

type term struct{ *Handle }

func (t term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	r, err := call(ctx, t.Handle, method{name: "Evaluate", pure: true, hedged: true}, func(ctx context.Context, p client.Plugin) (reward.EvaluateResponse, error) {
		return p.(reward.Term).Evaluate(ctx, req)
	})
	t.warn(r.Diagnostics)
	return r, err
}

type policyProxy struct{ *Handle }

func (t policyProxy) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	// Samples that are kept lie in the process that drew them.
	m := method{name: "Sample", pure: !req.Keep, touch: reads}
	if req.Keep {
		m.touch = writes
	}
	r, err := call(ctx, t.Handle, m, func(ctx context.Context, p client.Plugin) (policy.SampleResponse, error) {
		return p.(policy.Policy).Sample(ctx, req)
	})
	t.warn(r.Diagnostics)
	return r, err
}

type trainer struct{ policyProxy }

func (t trainer) Update(ctx context.Context, req policy.UpdateRequest) (policy.UpdateResponse, error) {
	r, err := call(ctx, t.Handle, method{name: "Update", touch: writes}, func(ctx context.Context, p client.Plugin) (policy.UpdateResponse, error) {
		return p.(policy.Trainer).Update(ctx, req)
	})
	t.warn(r.Diagnostics)
	return r, err
}

func (t trainer) Save(ctx context.Context, w io.Writer) error {
	_, err := call(ctx, t.Handle, method{name: "Save", touch: reads}, func(ctx context.Context, p client.Plugin) (struct{}, error) {
		return struct{}{}, p.(policy.Trainer).Save(ctx, w)
	})
	return err
}

func (t trainer) Load(ctx context.Context, r io.Reader) error {
	_, err := call(ctx, t.Handle, method{name: "Load", touch: sets}, func(ctx context.Context, p client.Plugin) (struct{}, error) {
		return struct{}{}, p.(policy.Trainer).Load(ctx, r)
	})
	return err
}

type renderer struct{ *Handle }

func (t renderer) Render(ctx context.Context, req render.RenderRequest) (render.RenderResponse, error) {
	r, err := call(ctx, t.Handle, method{name: "Render", pure: true, hedged: true}, func(ctx context.Context, p client.Plugin) (render.RenderResponse, error) {
		return p.(render.Renderer).Render(ctx, req)
	})
	t.warn(r.Diagnostics)
	return r, err
}

var (
	_ reward.Term     = term{}
	_ policy.Policy   = policyProxy{}
	_ policy.Trainer  = trainer{}
	_ render.Renderer = renderer{}
)
