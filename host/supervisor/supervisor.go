// Package supervisor runs plugins as processes: it starts them, shows what they
// print, notices when they end, starts them again, and leaves neither a process
// nor a socket behind.
//
// A [Handle] stays valid when its process does not: the interfaces it hands out
// always speak to the process of the moment.
package supervisor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/supervisor/guard"
	"github.com/metaspatial/metaspatial/sdk/client"
)

// Options of a supervisor. The zero value is good.
type Options struct {
	// Output gets every line that a plugin prints, and every warning that it
	// returns once, under the plugin's name; nil keeps only the last lines
	// printed, for the errors.
	Output io.Writer
	// StartTimeout bounds how long a plugin may take to be ready; 0 means 30 s.
	StartTimeout time.Duration
	// StopTimeout is how long a plugin may finish its work before it is
	// killed; 0 means 5 s.
	StopTimeout time.Duration
	// MaxRestarts in a row are tried before a plugin counts as broken; 0 means
	// 5, negative means none. A plugin that ran for RestartReset, 0 meaning a
	// minute, starts afresh.
	MaxRestarts  int
	RestartReset time.Duration
	// Backoff is the pause before the first restart; it doubles up to 10 s. 0
	// means 100 ms.
	Backoff time.Duration
	// GOMAXPROCS bounds the processors of each plugin, where positive. Nice is
	// added to the host's own nice value, where positive and the system can.
	GOMAXPROCS int
	Nice       int
	// Limits are what each process of a plugin may use.
	Limits Limits
	// Protocols are the versions of the contract that plugins may speak; nil means
	// [client.Protocols].
	Protocols []client.Protocol
	// Env is added to the few variables that plugins inherit, as NAME=value.
	Env []string
	// TempDir is where the folder for sockets is made; empty means the
	// system's.
	TempDir string
}

func (o Options) withDefaults() Options {
	set := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	set(&o.StartTimeout, 30*time.Second)
	set(&o.StopTimeout, 5*time.Second)
	set(&o.RestartReset, time.Minute)
	set(&o.Backoff, 100*time.Millisecond)
	if o.MaxRestarts == 0 {
		o.MaxRestarts = 5
	}
	if o.Output == nil {
		o.Output = io.Discard
	}
	if o.Protocols == nil {
		o.Protocols = client.Protocols()
	}
	o.Output = &lockedWriter{w: o.Output}
	return o
}

// Supervisor runs any number of plugins.
type Supervisor struct {
	options Options
	sockets *socketDir
	groups  cgroups
	places  atomic.Int64    // how many have been made
	ctx     context.Context // ends when the supervisor closes
	cancel  context.CancelFunc

	mu       sync.Mutex
	closed   bool
	handles  map[*Handle]struct{}
	starting sync.WaitGroup // starts under way
	closing  sync.WaitGroup // the first Close

	guarding sync.Once
	guard    *guard.Guard

	// ballast only counts as live: it is never touched, and so takes up addresses
	// but no memory. Calls leave garbage, which a small host would collect hundreds
	// of times a second; the plugins' side has the same (sdk.Serve).
	ballast []byte
}

// ballast is the size of [Supervisor]'s, in bytes.
const ballast = 32 << 20

// New returns a supervisor without plugins. It removes what supervisors that
// were killed have left in the temporary folder.
func New(o Options) (*Supervisor, error) {
	sockets, err := newSocketDir(o.TempDir)
	if err != nil {
		return nil, err
	}
	s := &Supervisor{options: o.withDefaults(), sockets: sockets, handles: make(map[*Handle]struct{}), ballast: make([]byte, ballast)}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.groups = findCgroups(o.Limits)
	if text := o.Limits.unheld(s.groups != cgroups{}); text != "" {
		fmt.Fprintf(s.options.Output, "note: %s\n", text)
	}
	return s, nil
}

// Dir is a private folder for the files of this supervisor's time: it goes with
// the supervisor, and what a killed one leaves behind the next one sweeps up.
func (s *Supervisor) Dir() string { return s.sockets.path }

// Spec is a plugin to start.
type Spec struct {
	Entry catalog.Entry
	// Config are the settings that the user wrote; the plugin's defaults
	// complete them.
	Config   map[string]any
	CacheDir string
	Timeouts Timeouts
}

// Start starts a plugin and configures it. Many starts may run at once.
func (s *Supervisor) Start(ctx context.Context, spec Spec) (*Handle, error) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil, errors.New("the supervisor is closed")
	}
	s.starting.Add(1)
	s.mu.Unlock()
	defer s.starting.Done()

	h := newHandle(s, spec)
	if err := h.start(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	closed := s.closed
	if !closed {
		s.handles[h] = struct{}{}
	}
	s.mu.Unlock()
	if closed {
		return nil, errors.Join(errors.New("the supervisor is closed"), h.Close())
	}
	return h, nil
}

// StartAll starts many plugins at once and returns their handles in the same
// order. If one fails, none is left.
func (s *Supervisor) StartAll(ctx context.Context, specs []Spec) ([]*Handle, error) {
	handles, errs := make([]*Handle, len(specs)), make([]error, len(specs))
	var wg sync.WaitGroup
	for i, spec := range specs {
		wg.Go(func() { handles[i], errs[i] = s.Start(ctx, spec) })
	}
	wg.Wait()
	err := errors.Join(errs...)
	if err == nil {
		return handles, nil
	}
	for _, h := range handles {
		if h != nil {
			wg.Go(func() { _ = h.Close() }) // the failed start is the news
		}
	}
	wg.Wait()
	return nil, err
}

// Close stops every plugin, each with its time to finish, and removes the
// sockets. It may be called again.
func (s *Supervisor) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		s.closing.Wait()
		return nil
	}
	s.closed = true
	handles := make([]*Handle, 0, len(s.handles))
	for h := range s.handles {
		handles = append(handles, h)
	}
	s.closing.Add(1)
	defer s.closing.Done()
	s.mu.Unlock()

	s.cancel()        // starts under way give up
	s.starting.Wait() // and end what they have started, while it is watched and has its folder
	errs := make([]error, len(handles))
	var wg sync.WaitGroup
	for i, h := range handles {
		wg.Go(func() { errs[i] = h.Close() })
	}
	wg.Wait()
	s.guarding.Do(func() {}) // no guard any more
	if err := s.guard.Close(); err != nil {
		errs = append(errs, fmt.Errorf("end the guard of the plugins: %w", err))
	}
	if err := s.sockets.remove(); err != nil {
		errs = append(errs, fmt.Errorf("remove the plugins' sockets: %w", err))
	}
	return errors.Join(errs...)
}

// watched starts the guard before the first plugin.
func (s *Supervisor) watched() *guard.Guard {
	s.guarding.Do(func() {
		var err error
		if s.guard, err = guard.Start(s.sockets.path); err != nil {
			fmt.Fprintf(s.options.Output, "note: %v; should this program be killed, look for plugins that live on\n", err)
		}
	})
	return s.guard
}

func (s *Supervisor) forget(h *Handle) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.handles, h)
}

// lockedWriter keeps the lines of several plugins apart.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
