package supervisor

import (
	"fmt"

	"github.com/metaspatial/metaspatial/sdk/policy"
)

// touch says what a call has to do with what a policy has learned, which lies in
// its process alone.
type touch int

const (
	nothing touch = iota
	reads         // needs the process that has learned
	writes        // changes it, so that what [Handle.SetReload] loads is no longer the same
	sets          // gives the process all that it needs, from elsewhere
)

// learned is where a policy's weights are.
type learned struct {
	owner *instance // the process that has them; nil while every new one has the same
	ahead bool      // they are not those that [Handle.SetReload] loads
}

// LostError is a policy whose process has ended, and with it what it had learned
// since its weights were loaded. It is a [policy.ErrLost].
type LostError struct {
	Plugin string
	// Err is how the process ended, where that was noticed in this call.
	Err error
}

// Error says what is lost.
func (e *LostError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("plugin %s: its process has ended and was started again; what it had learned is lost with it", e.Plugin)
	}
	return fmt.Sprintf("what the policy had learned is lost: %v", e.Err)
}

// Unwrap returns how the process ended.
func (e *LostError) Unwrap() error { return e.Err }

// Is makes every LostError a policy.ErrLost.
func (e *LostError) Is(target error) bool { return target == policy.ErrLost }

// claim checks before a call that process i has what the call needs.
func (h *Handle) claim(i *instance, t touch) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t == nothing || t == sets {
		return nil
	}
	if h.learned.owner != nil && h.learned.owner != i {
		return &LostError{Plugin: h.name()}
	}
	if t == writes {
		h.learned = learned{owner: i, ahead: true}
	}
	return nil
}

// loaded notes that process i has just got its weights.
func (h *Handle) loaded(i *instance) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.learned = learned{owner: i, ahead: true}
}

// reloaded notes that a new process has got those of [Handle.SetReload], which
// are as good as the old ones' unless these have changed.
func (h *Handle) reloaded(i *instance) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.learned.ahead {
		h.learned.owner = i
	}
}

// bereaved adds to the error of a call what is lost with process i.
func (h *Handle) bereaved(i *instance, t touch, err error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t == nothing || h.learned.owner != i {
		return err
	}
	return &LostError{Plugin: h.name(), Err: err}
}
