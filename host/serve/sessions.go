package serve

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"
)

// sessions counts the sessions and keeps those that no connection holds.
type sessions struct {
	s *Server

	mu     sync.Mutex
	active int
	// kept are the sessions of cookies and of MCP by their id.
	kept map[string]*kept
	// gone is closed and made anew whenever a session ends.
	gone chan struct{}
	// connections are those that hold a session, until closed lets no more in.
	connections sync.WaitGroup
	closed      bool
}

// kept is a session between two requests.
type kept struct {
	*episode
	used time.Time
	// busy counts the requests and connections that use it now; once dying it
	// ends with the last of them.
	busy  int
	dying bool
}

// spare is how long a session whose episode is over is kept when others want
// its place.
const spare = time.Minute

func newSessions(s *Server) *sessions {
	return &sessions{s: s, kept: map[string]*kept{}, gone: make(chan struct{})}
}

// open begins a session. It refuses when there are too many, or when the server
// ends.
func (m *sessions) open() (*episode, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.room(); err != nil {
		return nil, err
	}
	m.active++
	return &episode{s: m.s}, nil
}

// connect gives a connection a session of its own, or the kept one that it
// names by an id, until leave is called.
func (m *sessions) connect(id string) (e *episode, leave func(), err error) {
	end := func() { m.close(e) }
	if id == "" {
		e, err = m.open()
	} else if e, end = m.use(id); e == nil {
		err = &fault{code: codeSession, message: "there is no session of this session_id; it may have ended"}
	}
	if err != nil {
		return nil, nil, err
	}
	m.mu.Lock()
	closed := m.closed
	if !closed {
		m.connections.Add(1)
	}
	m.mu.Unlock()
	if closed {
		end()
		return nil, nil, errEnded
	}
	return e, func() {
		end()
		m.connections.Done()
	}, nil
}

// close ends a session that open began.
func (m *sessions) close(e *episode) {
	e.end()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drop()
}

func (m *sessions) drop() {
	m.active--
	close(m.gone)
	m.gone = make(chan struct{})
}

// room makes sure of a place for one more session. The lock is held.
func (m *sessions) room() error {
	if m.s.draining() {
		return &fault{code: codeSession, message: "the server is ending; connect to another"}
	}
	most := m.s.opts.MaxSessions
	if m.active >= most {
		m.expire(spare)
	}
	if m.active >= most {
		m.s.meters.refused.Inc()
		return &fault{code: codeCapacity, message: fmt.Sprintf("all %d sessions are taken; try again later, or start the server with more", most), active: m.active, max: most}
	}
	return nil
}

// expire ends kept sessions that nobody has used for long, and those whose
// episode is over after a shorter time. The lock is held.
func (m *sessions) expire(over time.Duration) {
	now := m.s.opts.Now()
	for id, k := range m.kept {
		idle := now.Sub(k.used)
		if k.busy == 0 && (idle >= m.s.opts.Idle || idle >= over && !k.running()) {
			m.remove(id, k)
		}
	}
}

// keep begins a session that outlives its request, which calls done at its end.
func (m *sessions) keep() (id string, e *episode, done func(), err error) {
	if e, err = m.open(); err != nil {
		return "", nil, nil, err
	}
	id = rand.Text()
	m.mu.Lock()
	defer m.mu.Unlock()
	k := &kept{episode: e}
	m.kept[id] = k
	return id, e, m.busy(id, k), nil
}

// use returns a kept session for the length of a request, or nil.
func (m *sessions) use(id string) (e *episode, done func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.kept[id]
	if k == nil || k.dying {
		return nil, func() {}
	}
	return k.episode, m.busy(id, k)
}

// busy marks a kept session as in use until done is called.
func (m *sessions) busy(id string, k *kept) (done func()) {
	k.busy++
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		k.busy--
		k.used = m.s.opts.Now()
		if k.dying && k.busy == 0 && m.kept[id] == k {
			m.remove(id, k)
		}
	}
}

// remove ends a kept session.
func (m *sessions) remove(id string, k *kept) {
	delete(m.kept, id)
	k.end()
	m.drop()
}

// forget ends a kept session, once nobody uses it any more. It reports whether
// there was one, and whether it has ended.
func (m *sessions) forget(id string) (known, ended bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.kept[id]
	if k == nil {
		return false, false
	}
	if k.dying = true; k.busy > 0 {
		return true, false
	}
	m.remove(id, k)
	return true, true
}

// count returns the number of sessions.
func (m *sessions) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.active
}

// rest ends the kept sessions without an episode under way and returns how many
// sessions remain.
func (m *sessions) rest() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expire(0)
	return m.active
}

// empty waits until there are no sessions or the context ends, which ends the
// kept ones.
func (m *sessions) empty(ctx context.Context) {
	for {
		m.mu.Lock()
		m.expire(0)
		n, gone := m.active, m.gone
		m.mu.Unlock()
		if n == 0 {
			return
		}
		select {
		case <-gone:
		case <-time.After(time.Second): // kept sessions end without a word
		case <-ctx.Done():
			return
		}
	}
}

// wait ends the kept sessions and waits for connections, which the end of the
// server's work has ended.
func (m *sessions) wait() {
	m.mu.Lock()
	m.closed = true
	m.mu.Unlock()
	m.connections.Wait()
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, k := range m.kept {
		m.remove(id, k)
	}
}

// tidy ends idle sessions until the context ends.
func (m *sessions) tidy(ctx context.Context) {
	tick := time.NewTicker(min(max(m.s.opts.Idle/10, 10*time.Millisecond), time.Second))
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			m.mu.Lock()
			m.expire(m.s.opts.Idle)
			m.mu.Unlock()
		case <-ctx.Done():
			return
		}
	}
}
