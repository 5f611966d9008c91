package judge

import "sync"

// mostSkipped is the most groups that pass between two tries of a judge that is
// down.
const mostSkipped = 63

// patience decides when a judge that was down is asked again, so that a dead
// server does not cost its time limits at every group: after the k-th failure
// in a row 2^k − 1 groups pass it by, at most [mostSkipped]. It counts groups
// and not seconds.
type patience struct {
	mu     sync.Mutex
	failed int
	skip   int
}

// ready reports whether a group may ask.
func (p *patience) ready() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.skip > 0 {
		p.skip--
		return false
	}
	return true
}

// tell takes how asking went.
func (p *patience) tell(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !down {
		p.failed, p.skip = 0, 0
		return
	}
	p.failed++
	p.skip = min(1<<min(p.failed, 30)-1, mostSkipped)
}
