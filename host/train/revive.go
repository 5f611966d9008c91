package train

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/sdk/policy"
)

// maxFalls is how often a run goes back to its last checkpoint because its
// policy's process has ended, without getting any farther in between.
const maxFalls = 3

// falls counts them.
type falls struct{ farthest, n int }

// bearable reports whether the run can go on after err: its policy has lost its
// weights, but a checkpoint has them.
func (f *falls) bearable(ctx context.Context, r *run, err error) bool {
	if ctx.Err() != nil || !errors.Is(err, policy.ErrLost) {
		return false
	}
	if r.iteration > f.farthest {
		*f = falls{farthest: r.iteration}
	}
	f.n++
	return f.n <= maxFalls
}

// revive begins again at the last checkpoint, as a run does that is resumed, so
// that it comes out the same as one whose policy never ended. Folder, lock and
// those who watch stay.
func (r *run) revive(ctx context.Context, lost error) (*run, error) {
	why, _, _ := strings.Cut(lost.Error(), "\n")
	if r.recorder != nil {
		if err := r.recorder.Close(); err != nil {
			return r, err
		}
		r.recorder = nil
	}
	o := r.o
	o.Resume, o.Hub = true, r.hub
	next, err := reopen(ctx, o, r.lock)
	if err == nil {
		next.log(fmt.Sprintf("iteration %d: %s; back to the checkpoint of iteration %d", r.iteration, why, next.iteration))
	}
	return next, err
}
