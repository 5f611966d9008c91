package serve

import "sync"

// cache keeps the newest values by their keys: at least most of them, at most
// twice as many.
type cache[K comparable, V any] struct {
	most int
	mu   sync.Mutex
	// A value that is asked for moves from the older ones to the newer.
	newer, older map[K]V
}

func (c *cache[K, V]) get(k K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.newer[k]
	if !ok {
		if v, ok = c.older[k]; ok {
			c.keep(k, v)
		}
	}
	return v, ok
}

func (c *cache[K, V]) put(k K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(k, v)
}

func (c *cache[K, V]) keep(k K, v V) {
	if c.newer == nil || len(c.newer) >= c.most {
		c.older, c.newer = c.newer, make(map[K]V, c.most)
	}
	c.newer[k] = v
}
