package disk

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/gofrs/flock" // a lock that two processes respect, on every system

	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/host/view/document"
)

// Sessions tell the windows apart that keep copies of unsaved work in one
// folder. A window holds a lock there, which the system takes from it when its
// process ends, however it ends. Sessions may be used by several goroutines.
type Sessions struct {
	dir string

	mu   sync.Mutex
	lock *flock.Flock
	name string
}

// NewSessions returns the sessions of a folder, which need not be there.
func NewSessions(dir string) *Sessions { return &Sessions{dir: dir} }

// mostSessions bounds the windows and the copies that nobody wanted back.
const mostSessions = 1000

// Claim makes the folder, which only its owner may read, and gives this window
// the first name that neither a window has that is open nor a copy that was
// left behind. A second call returns the same name.
func (s *Sessions) Claim() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lock != nil {
		return s.name, nil
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return "", durable.Explain(err, s.dir)
	}
	for n := 1; n <= mostSessions; n++ {
		name := strconv.Itoa(n)
		lock := flock.New(s.file(name))
		ok, err := lock.TryLock()
		if err != nil {
			return "", durable.Explain(err, s.file(name))
		}
		if !ok {
			continue
		}
		if _, err := os.Lstat(document.CopyPath(s.dir, name)); err == nil {
			_ = lock.Close()
			continue
		}
		s.lock, s.name = lock, name
		s.sweep()
		return name, nil
	}
	return "", fmt.Errorf("%s holds %d copies of unsaved work; restore or remove some", s.dir, mostSessions)
}

// sweep removes what a window of this name was writing when it was killed.
func (s *Sessions) sweep() {
	path := document.CopyPath(s.dir, s.name)
	halves, _ := filepath.Glob(filepath.Join(s.dir, "."+filepath.Base(path)+"-*")) // the pattern has no mistake
	for _, h := range halves {
		_ = os.Remove(h) // it does no harm where it stays
	}
}

// Open reports whether the window of a session is still open.
func (s *Sessions) Open(session string) bool {
	s.mu.Lock()
	mine := s.lock != nil && session == s.name
	s.mu.Unlock()
	if mine {
		return true
	}
	if _, err := os.Stat(s.file(session)); err != nil {
		return false
	}
	// Others who look at the same time share the lock.
	look := flock.New(s.file(session), flock.SetFlag(os.O_RDONLY))
	ok, err := look.TryRLock()
	_ = look.Close()
	return err == nil && !ok
}

// Close gives the name back.
func (s *Sessions) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lock == nil {
		return nil
	}
	err := s.lock.Close()
	s.lock = nil
	return err
}

func (s *Sessions) file(session string) string { return filepath.Join(s.dir, session+".lock") }
