package serve

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
)

// Name is the environment's name on the wire.
const Name = "metaspatial"

// Server answers trainers. Make one with [New]; it serves once.
type Server struct {
	opts   Options
	scale  *scale
	rooms  rooms
	shelf  *shelf // nil without a renderer
	meters *meters
	hub    *session.Hub
	notes  *recorder // nil without a record
	// viewers watch the hub by this server's address.
	viewers *viewers

	// seeing plays episodes with pictures for the policy, blind scores without.
	seeing, blind *env.Env
	steps, scores *batcher[move, moved]
	// empty draws rooms before the first turn; nil without pictures.
	empty *batcher[*scenes.Task, []byte]
	drawn cache[[sha256.Size]byte, []byte]

	sessions *sessions
	// scoring counts the responses that are being scored outside sessions.
	scoring atomic.Int64
	// ending is closed when no new episode may begin.
	ending  chan struct{}
	endOnce sync.Once
	routes  http.Handler
}

// New returns a server of the environment, or an error where the parts do not
// fit.
func New(o Options) (*Server, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	s := &Server{opts: o, rooms: rooms{splits: o.Splits}, ending: make(chan struct{}), viewers: newViewers()}
	s.drawn.most = maxRooms
	var err error
	if s.scale, err = newScale(o.Terms, o.Ranges); err != nil {
		return nil, err
	}
	var pictures []base.Picture
	seen := env.Options{Scorer: o.Terms, Turns: o.Turns}
	if o.Renderer != nil {
		s.shelf = newShelf(o.Renderer, o.CacheDir)
		seen.Renderer = s.shelf
	}
	if s.blind, err = env.New(seen); err != nil {
		return nil, err
	}
	if o.Picture != nil {
		pictures = []base.Picture{o.Picture.Complete()}
	}
	seen.Pictures = pictures
	if s.seeing, err = env.New(seen); err != nil {
		return nil, err
	}
	s.meters = newMeters(s)
	s.steps = newBatcher(o.Batch, o.Wait, s.player(s.seeing))
	s.steps.played = func(n int) { s.meters.batches.Observe(float64(n)) }
	s.scores = newBatcher(o.Batch, o.Wait, s.player(s.blind))
	if len(pictures) > 0 {
		s.empty = newBatcher(o.Batch, o.Wait, func(ctx context.Context, tasks []*scenes.Task) ([][]byte, error) {
			return s.shelf.rooms(ctx, pictures[0], tasks)
		})
	}
	s.sessions = newSessions(s)
	name := Name
	if o.Record != nil {
		name = o.Record.Dir
	}
	s.hub = session.NewHub(name)
	s.routes = s.handler()
	return s, nil
}

// Hub is the session that viewers attach to.
func (s *Server) Hub() *session.Hub { return s.hub }

// Serve answers on the listener, over TLS where certificates are given, until
// the context ends; then episodes under way may go on for [Options.Drain], and
// no new one begins. It closes the listener. The error is nil after a drain.
func (s *Server) Serve(ctx context.Context, l net.Listener, certificates *tls.Config) error {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var workers sync.WaitGroup
	defer workers.Wait()
	defer cancel()
	if err := s.begin(); err != nil {
		l.Close()
		return err
	}
	workers.Go(func() { s.steps.run(work, s.opts.Workers) })
	workers.Go(func() { s.scores.run(work, s.opts.Workers) })
	if s.empty != nil {
		workers.Go(func() { s.empty.run(work, s.opts.Workers) })
	}
	workers.Go(func() { s.sessions.tidy(work) })
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	workers.Go(func() { s.obey(work, stop) })
	if certificates != nil {
		l = tls.NewListener(l, certificates)
	}
	h := &http.Server{
		Handler: s.routes, MaxHeaderBytes: 64 << 10, IdleTimeout: 5 * time.Minute,
		// WebSockets are beyond these once they are accepted.
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 15 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return work },
		ErrorLog:    s.errorLog(),
	}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(l) }()
	var err error
	select {
	case err = <-failed:
		err = fmt.Errorf("serving the environment: %w", err)
	case <-ctx.Done():
		s.drain(h)
		cancel()
		h.Close()
		if e := <-failed; !errors.Is(e, http.ErrServerClosed) {
			err = fmt.Errorf("serving the environment: %w", e)
		}
	}
	cancel()
	s.sessions.wait()
	err = errors.Join(err, s.finish(err))
	s.viewers.release()
	return err
}

// drain lets what is under way end.
func (s *Server) drain(h *http.Server) {
	s.endOnce.Do(func() { close(s.ending) })
	if n := s.sessions.rest(); n > 0 {
		s.opts.Log(fmt.Sprintf("ending: %d sessions may go on for %v", n, s.opts.Drain))
	}
	late, cancel := context.WithTimeout(context.Background(), s.opts.Drain)
	defer cancel()
	s.sessions.empty(late)
	// Its error is that time is up, and then what is left is cut off.
	_ = h.Shutdown(late)
}

// draining reports whether no new episode may begin.
func (s *Server) draining() bool {
	select {
	case <-s.ending:
		return true
	default:
		return false
	}
}
