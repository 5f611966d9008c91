package stage

import (
	"sync"

	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Models reads models in the background, so that a level is seen at once, its
// furniture as boxes until their models are there. It may be used by several
// goroutines.
type Models struct {
	read func(asset string) (*mesh.Model, error)

	mu      sync.Mutex
	known   map[string]*mesh.Model
	asked   map[string]bool
	broken  map[string]error
	queue   []string
	wake    *sync.Cond
	version uint64
	closed  bool
	wg      sync.WaitGroup
}

// NewModels starts reading with as many goroutines, at least one. read must
// take calls from several goroutines.
func NewModels(read func(asset string) (*mesh.Model, error), workers int) *Models {
	m := &Models{read: read, known: map[string]*mesh.Model{}, asked: map[string]bool{}, broken: map[string]error{}}
	m.wake = sync.NewCond(&m.mu)
	for range max(1, workers) {
		m.wg.Go(m.work)
	}
	return m
}

// Model returns an asset's model, or nil as long as it is not read, and for
// those that cannot be.
func (m *Models) Model(asset string) *mesh.Model {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.asked[asset] && asset != "" && !m.closed {
		m.asked[asset] = true
		m.queue = append(m.queue, asset)
		m.wake.Signal()
	}
	return m.known[asset]
}

// Now returns an asset's model, which it reads where it must, and nil for those
// that cannot be read. It is for goroutines that may wait.
func (m *Models) Now(asset string) *mesh.Model {
	m.mu.Lock()
	model, err := m.known[asset], m.broken[asset]
	closed := m.closed
	m.mu.Unlock()
	if model != nil || err != nil || asset == "" || closed {
		return model
	}
	model, err = m.read(asset)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked[asset] = true
	m.note(asset, model, err)
	return m.known[asset]
}

// note takes in what was read; of two that read the same the first counts, so
// that a model is one pointer for everybody who draws it.
func (m *Models) note(asset string, model *mesh.Model, err error) {
	switch {
	case m.known[asset] != nil:
		return
	case err != nil || model == nil:
		m.broken[asset] = err
	default:
		m.known[asset] = model
	}
	m.version++
}

// Version changes whenever one more model has come or failed.
func (m *Models) Version() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.version
}

// Pending reports whether models are still being read.
func (m *Models) Pending() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.asked) > len(m.known)+len(m.broken)
}

// Err returns why an asset has no model, or nil.
func (m *Models) Err(asset string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.broken[asset]
}

// Forget reads an asset anew, as when its file has changed.
func (m *Models) Forget(asset string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known[asset] != nil || m.broken[asset] != nil {
		delete(m.known, asset)
		delete(m.broken, asset)
		delete(m.asked, asset)
		m.version++
	}
}

// Close ends the reading.
func (m *Models) Close() {
	m.mu.Lock()
	m.closed, m.queue = true, nil
	m.wake.Broadcast()
	m.mu.Unlock()
	m.wg.Wait()
}

func (m *Models) work() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for {
		for len(m.queue) == 0 && !m.closed {
			m.wake.Wait()
		}
		if m.closed {
			return
		}
		asset := m.queue[0]
		m.queue = m.queue[1:]
		m.mu.Unlock()
		model, err := m.read(asset)
		m.mu.Lock()
		m.note(asset, model, err)
	}
}
