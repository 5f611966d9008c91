package taxonomy

import "sync"

// memory keeps what phrases were found to mean. It is bounded: a process that
// meets many names looks the later ones up every time.
type memory struct {
	mu sync.RWMutex
	of map[string]int
}

const (
	maxRemembered = 4096
	maxNameLength = 64
)

// remembered is lookup, once for each phrase.
func (x *index) remembered(words string) int {
	if len(words) > maxNameLength {
		return x.lookup(words)
	}
	x.memory.mu.RLock()
	i, ok := x.memory.of[words]
	x.memory.mu.RUnlock()
	if ok {
		return i
	}
	i = x.lookup(words)
	x.memory.mu.Lock()
	defer x.memory.mu.Unlock()
	if x.memory.of == nil {
		x.memory.of = map[string]int{}
	}
	if len(x.memory.of) < maxRemembered {
		x.memory.of[words] = i
	}
	return i
}
