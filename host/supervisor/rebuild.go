package supervisor

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/metaspatial/metaspatial/sdk/base"
)

// settle is how often programs are looked at. One that differs is used as soon
// as it has been the same for one more look, so that half a file is not.
const settle = 300 * time.Millisecond

// Watch reloads the developer's plugins, see [Handle.Reload], whenever their
// programs have been built anew, until the context ends. What comes of it is
// written to the output. A program that does not come up leaves the one before
// it at work, and is tried again when it changes again.
func (s *Supervisor) Watch(ctx context.Context) {
	seen := map[*Handle]*sight{}
	tick := time.NewTicker(settle)
	defer tick.Stop()
	for {
		for _, h := range s.developed() {
			if seen[h] == nil {
				now := look(h.entry.Path)
				seen[h] = &sight{used: now, last: now}
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
		for _, h := range s.developed() {
			if w := seen[h]; w != nil && w.changed(look(h.entry.Path)) {
				s.rebuilt(ctx, h)
			}
		}
	}
}

// developed are the plugins whose programs may change, in no particular order.
func (s *Supervisor) developed() []*Handle {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*Handle
	for h := range s.handles {
		if h.entry.Dev && h.entry.Attach == nil && !h.entry.Builtin {
			out = append(out, h)
		}
	}
	return out
}

// rebuilt puts a plugin's new program to work and says so.
func (s *Supervisor) rebuilt(ctx context.Context, h *Handle) {
	text := "was built anew and is at work"
	if err := h.Reload(ctx); err != nil {
		if ctx.Err() != nil || h.ctx.Err() != nil {
			return
		}
		text = fmt.Sprintf("was built anew, but the one before stays at work: %v", err)
		if h.description.Kind == base.Policy {
			text = err.Error()
		}
	}
	// An output that cannot be written has nobody to tell.
	fmt.Fprintf(s.options.Output, "[%s] %s\n", h.name(), text)
}

// program is what a file looks like from outside.
type program struct {
	size     int64
	modified time.Time
}

// look returns the zero value for a file that is not there, as while it is built.
func look(path string) program {
	info, err := os.Stat(path)
	if err != nil {
		return program{}
	}
	return program{info.Size(), info.ModTime()}
}

// sight is what was seen of a program: the one at work, and at the last look.
type sight struct{ used, last program }

// changed reports a program other than the one at work that has settled.
func (w *sight) changed(now program) bool {
	settled := now == w.last
	w.last = now
	if !settled || now == w.used || now == (program{}) {
		return false
	}
	w.used = now
	return true
}
