package supervisor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

const (
	maxBackoff = 10 * time.Second
	// notice is how long the end of a process may take to be noticed after its
	// connection broke.
	notice = 2 * time.Second
)

// Handle is one plugin that the supervisor keeps running.
type Handle struct {
	supervisor  *Supervisor
	entry       catalog.Entry
	timeouts    Timeouts
	description base.Description
	warnings    diag.Diagnostics
	warned      warned
	ctx         context.Context // ends when the handle closes
	cancel      context.CancelFunc
	watched     chan struct{}  // closed when the watch has ended
	next        chan *instance // what Reload puts in place of the present one
	retiring    sync.WaitGroup // those that Reload has replaced, until they have ended
	closing     sync.Once
	closeErr    error

	mu       sync.Mutex
	config   base.ConfigureRequest
	needs    []base.Need // those that the settings add
	pictures []base.Picture
	reload   func(context.Context, policy.Trainer) error
	current  *instance
	failure  error         // why there will be no more instances
	changed  chan struct{} // closed at every change of the two above
	restarts int
	learned  learned
	hedging  sync.Mutex // held while a second process is asked
}

func newHandle(s *Supervisor, spec Spec) *Handle {
	h := &Handle{
		supervisor: s, entry: spec.Entry, timeouts: spec.Timeouts,
		config:  base.ConfigureRequest{Values: spec.Config, CacheDir: spec.CacheDir},
		changed: make(chan struct{}), watched: make(chan struct{}), next: make(chan *instance),
	}
	h.ctx, h.cancel = context.WithCancel(s.ctx)
	return h
}

// Describe returns what the plugin says of itself, with the needs that its
// settings add.
func (h *Handle) Describe() base.Description {
	h.mu.Lock()
	defer h.mu.Unlock()
	return settled(h.description, h.needs, h.pictures)
}

// settled is a description with what settings make the plugin read.
func settled(d base.Description, needs []base.Need, pictures []base.Picture) base.Description {
	if len(needs) > 0 {
		d.Needs = append(slices.Clone(d.Needs), needs...)
	}
	if len(pictures) > 0 {
		d.Pictures = pictures
	}
	return d
}

// Warnings are what the plugin said to its settings at the first start.
func (h *Handle) Warnings() diag.Diagnostics { return h.warnings }

// Validate checks settings without taking them.
func (h *Handle) Validate(ctx context.Context, config map[string]any) (diag.Diagnostics, error) {
	return call(ctx, h, method{name: "Validate", pure: true}, func(ctx context.Context, p client.Plugin) (diag.Diagnostics, error) {
		return p.Validate(ctx, config)
	})
}

// PID returns the id of the present process, or 0 while there is none.
func (h *Handle) PID() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.current == nil {
		return 0
	}
	return h.current.process.pid()
}

// Restarts returns how often the plugin has been started again.
func (h *Handle) Restarts() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.restarts
}

// SetReload sets what gives a restarted trainer the weights that it has now. It
// runs after the settings are in place and before any other call; it must use
// the trainer it is given. Once the policy has learned or loaded others, the end
// of its process is a [LostError].
func (h *Handle) SetReload(reload func(context.Context, policy.Trainer) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reload, h.learned.ahead = reload, false
}

// start brings up the first process.
func (h *Handle) start(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(h.ctx, cancel)()
	i, ds, err := h.up(ctx)
	if struck(err) && ctx.Err() == nil {
		i, ds, err = h.up(ctx)
	}
	if err != nil {
		h.cancel()
		return err
	}
	h.description, h.warnings = i.plugin.Describe(), ds
	h.current = i
	h.warn(ds)
	go h.watch(i)
	return nil
}

// up starts and configures a process.
func (h *Handle) up(ctx context.Context) (*instance, diag.Diagnostics, error) {
	h.mu.Lock()
	values := h.config.Values
	h.mu.Unlock()
	i, err := h.supervisor.launch(ctx, h.entry, values)
	if err != nil {
		return nil, nil, err
	}
	d := i.plugin.Describe()
	id, first := d.ID, h.description
	switch {
	case h.entry.Serves != "" && id != h.entry.Serves:
		err = fmt.Errorf("plugin %s: the program serves %s instead; write the same id in its plugin.json and in the program", h.entry.Serves, id)
	case first.ID != "" && (id != first.ID || d.Trainable != first.Trainable):
		err = fmt.Errorf("plugin %s: the program has changed and is now %s; start the run again to use it", first.ID, id)
	}
	if err != nil {
		i.kill()
		return nil, nil, err
	}
	h.mu.Lock()
	config, reload := h.config, h.reload
	h.mu.Unlock()
	limit := h.timeouts.of(d.Kind)
	bounded := ctx
	if h.entry.Attach == nil {
		var cancel context.CancelFunc
		bounded, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	r, err := h.supervisor.configure(bounded, i.plugin, config)
	if err == nil && r.Diagnostics.HasError() {
		err = &RefusedError{Plugin: id, Diagnostics: r.Diagnostics}
	}
	if t, ok := i.plugin.(policy.Trainer); ok && reload != nil && err == nil {
		if err = reload(bounded, t); err != nil {
			err = fmt.Errorf("plugin %s: give the restarted plugin its weights: %w", id, err)
		}
		h.reloaded(i)
	}
	switch {
	case client.Gone(err):
		err = h.died(i, "Configure")
	case err != nil && bounded.Err() != nil && ctx.Err() == nil:
		err = &HungError{Plugin: id, Method: "Configure", After: limit}
	}
	if err != nil {
		i.kill()
		return nil, nil, err
	}
	h.mu.Lock()
	h.needs, h.pictures = r.Needs, r.Pictures
	h.mu.Unlock()
	return i, r.Diagnostics, nil
}

// watch restarts the plugin whenever its process ends.
func (h *Handle) watch(i *instance) {
	defer close(h.watched)
	tries := 0
	for {
		began := time.Now()
		select {
		case <-h.ctx.Done():
			return
		case next := <-h.next:
			h.set(next, nil)
			old := i
			h.retiring.Go(func() { old.retire(h.ctx, h.supervisor.options.StopTimeout) })
			i = next
			continue
		case <-i.process.done:
		}
		h.set(nil, nil)
		i.kill() // what go-plugin keeps for it
		if time.Since(began) >= h.supervisor.options.RestartReset {
			tries = 0
		}
		var last error = h.died(i, "")
		for i = nil; i == nil; tries++ {
			if tries >= h.supervisor.options.MaxRestarts {
				h.set(nil, h.final(last))
				return
			}
			pause := min(h.supervisor.options.Backoff<<min(tries, 20), maxBackoff)
			fmt.Fprintf(h.supervisor.options.Output, "[%s] %v; starting it again in %v\n", h.name(), firstLine(last), pause)
			select {
			case <-h.ctx.Done():
				return
			case <-time.After(pause):
			}
			next, _, err := h.up(h.ctx)
			if err != nil {
				last = err
				continue
			}
			i = next
		}
		h.mu.Lock()
		h.restarts++
		h.mu.Unlock()
		h.set(i, nil)
	}
}

func (h *Handle) set(i *instance, failure error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.current, h.failure = i, failure
	close(h.changed)
	h.changed = make(chan struct{})
}

// live returns the present instance, with a call counted that the caller has to
// end; it waits for one that is being started.
func (h *Handle) live(ctx context.Context) (*instance, error) {
	for {
		h.mu.Lock()
		i, failure, changed := h.current, h.failure, h.changed
		if i != nil {
			i.calls.Add(1) // never after it was replaced, which happens under this lock
		}
		h.mu.Unlock()
		if i != nil || failure != nil {
			return i, failure
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("plugin %s is being restarted: %w", h.entry.ID, ctx.Err())
		case <-h.ctx.Done():
			return nil, h.errClosed()
		case <-changed:
		}
	}
}

func (h *Handle) errClosed() error {
	return fmt.Errorf("plugin %s has been stopped", h.entry.ID)
}

// died words the end of a process. One that is cut off but lives is ended, so
// that it is started again like any other.
func (h *Handle) died(i *instance, during string) *DiedError {
	select {
	case <-i.process.done:
	case <-time.After(notice):
		_ = i.process.Kill(context.Background())
		<-i.process.done
	}
	<-i.process.drained
	return &DiedError{Plugin: h.name(), During: during, State: i.process.state(), Output: i.output.tail()}
}

func (h *Handle) name() string {
	if h.description.ID != "" {
		return h.description.ID
	}
	return h.entry.ID
}

// final says that err was the last of too many.
func (h *Handle) final(err error) error {
	var d *DiedError
	if errors.As(err, &d) {
		c := *d
		c.Final = true
		return &c
	}
	return fmt.Errorf("plugin %s could not be started again: %w", h.name(), err)
}

func firstLine(err error) string {
	s := err.Error()
	var d *DiedError
	if errors.As(err, &d) {
		s = "the process ended (" + d.State + ")"
	}
	for i := range s {
		if s[i] == '\n' {
			return s[:i]
		}
	}
	return s
}

// Close stops the plugin: it gets its time to finish, then its process ends.
func (h *Handle) Close() error {
	h.closing.Do(func() {
		h.supervisor.forget(h)
		h.cancel()
		<-h.watched
		h.retiring.Wait()
		h.mu.Lock()
		i := h.current
		h.current, h.failure = nil, h.errClosed()
		h.mu.Unlock()
		if i != nil {
			h.closeErr = i.stop(h.supervisor.options.StopTimeout)
		}
	})
	return h.closeErr
}
