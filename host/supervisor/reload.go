package supervisor

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/metaspatial/metaspatial/sdk/base"
)

// Reload puts a new process of the plugin's program, as it is now, in place of
// the present one, with the same settings. Calls under way end with the old one;
// those that come later go to the new one. Where the new one does not come up,
// the old one stays and the error says why. A policy keeps what it has learned
// in its process, and is not reloaded.
func (h *Handle) Reload(ctx context.Context) error {
	if h.description.Kind == base.Policy {
		return fmt.Errorf("plugin %s is a policy, which keeps what it has learned in its process; start the run again with --resume to use the new program", h.name())
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(h.ctx, cancel)()
	h.mu.Lock()
	needs, pictures := h.needs, h.pictures
	h.mu.Unlock()
	i, _, err := h.up(ctx)
	if err != nil {
		return err
	}
	h.mu.Lock()
	before, after := settled(h.description, needs, pictures), settled(i.plugin.Describe(), h.needs, h.pictures)
	same := slices.Equal(before.Needs, after.Needs) && slices.Equal(before.Wanted(), after.Wanted())
	if !same {
		h.needs, h.pictures = needs, pictures
	}
	h.mu.Unlock()
	if !same { // who draws, and who gets what, was settled when the run began
		i.kill()
		return fmt.Errorf("plugin %s: the new program reads other things than the old; start the run again to use it", h.name())
	}
	if err := h.replace(i); err != nil {
		i.kill()
		return err
	}
	return nil
}

// replace makes i the present process; the old one is retired.
func (h *Handle) replace(i *instance) error {
	select {
	case h.next <- i:
		return nil
	case <-h.watched:
		return h.errClosed()
	}
}

// retire lets a replaced process finish its calls, unless the context ends
// first, and ends it.
func (i *instance) retire(ctx context.Context, timeout time.Duration) {
	idle := make(chan struct{})
	go func() { // it ends with the process at the latest
		i.calls.Wait()
		close(idle)
	}()
	select {
	case <-idle:
	case <-ctx.Done():
	}
	_ = i.stop(timeout) // nobody waits for what it says any more
}
