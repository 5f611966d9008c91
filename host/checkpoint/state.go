package checkpoint

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Version is the version of the format this program writes and reads.
const Version = 1

// PolicyFile and StateFile are the files of a checkpoint folder.
const (
	PolicyFile = "policy"
	StateFile  = "state.json"
)

// State is what the host remembers between two iterations.
type State struct {
	Version int `json:"version"`
	// Iteration is the number of finished iterations, and so the next one.
	Iteration int `json:"iteration"`
	// Seed of the run; those of iterations are derived from it.
	Seed uint64 `json:"seed"`
	// Config is the hash of the settings that decide the run.
	Config string `json:"config"`
	// Policy is the id of the policy plugin.
	Policy string `json:"policy"`
	// Planned is the planned number of iterations that schedules refer to, 0
	// while it is not known.
	Planned int `json:"planned"`
	// Weights are the terms' weights at this point.
	Weights []Weight `json:"weights"`
	// Elapsed is the training time spent so far, in seconds.
	Elapsed float64 `json:"elapsed_s"`
	// Best is the best rank up to here, of this checkpoint or an earlier one; nil
	// where none was ranked.
	Best *Rank `json:"best_rank,omitempty"`
	// Size and SHA256 are those of the policy file.
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Weight is the weight of a reward term.
type Weight struct {
	Term   string  `json:"term"`
	Weight float64 `json:"weight"`
	// Manual is set for a weight that was set by hand, against its schedule.
	Manual bool `json:"manual,omitempty"`
	// Lost is set for a term that has failed and takes no part any more.
	Lost bool `json:"lost,omitempty"`
}

// Rank is how good the policy of a checkpoint is.
type Rank struct {
	// Iteration is the checkpoint's number of finished iterations.
	Iteration int `json:"iteration"`
	// Held is set where held-out rooms were measured; FullyValid is the share of
	// them without a fault, and Reward the mean reward on them. Otherwise Reward
	// is that of the training rooms and FullyValid is 0.
	Held       bool    `json:"held_out"`
	FullyValid float64 `json:"fully_valid"`
	Reward     float64 `json:"reward"`
}

// Above reports whether r is better than o: what was measured on held-out rooms
// comes before what was not, then the rooms without a fault count, then the
// reward. Nothing is better than its like, so that the earliest of several stays
// the best.
func (r Rank) Above(o *Rank) bool {
	switch {
	case o == nil:
		return true
	case r.Held != o.Held:
		return r.Held
	case r.FullyValid != o.FullyValid:
		return r.FullyValid > o.FullyValid
	}
	return r.Reward > o.Reward
}

// String says what the rank was measured by.
func (r Rank) String() string {
	if r.Held {
		return fmt.Sprintf("iteration %d, with %.1f %% of the held-out rooms fully valid and a reward of %.3f on them", r.Iteration, 100*r.FullyValid, r.Reward)
	}
	return fmt.Sprintf("iteration %d, with a reward of %.3f in training", r.Iteration, r.Reward)
}

// Checkpoint is a checkpoint on disk.
type Checkpoint struct {
	// Dir is its folder.
	Dir   string
	State State
}

// PolicyPath is the file to give to a policy.
func (c *Checkpoint) PolicyPath() string { return filepath.Join(c.Dir, PolicyFile) }

// Open opens the policy file for reading.
func (c *Checkpoint) Open() (*os.File, error) {
	f, err := os.Open(c.PolicyPath())
	if err != nil {
		return nil, fmt.Errorf("cannot read the weights of checkpoint %s: %w", c.Dir, err)
	}
	return f, nil
}

// DamagedError is a checkpoint that cannot be used any more.
type DamagedError struct {
	// Dir is its folder.
	Dir string
	Err error
}

// Error says what is wrong with it, and what to do.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("checkpoint %s is damaged: %v; remove that folder to go on from the checkpoint before it", e.Dir, e.Err)
}

// Unwrap returns what is wrong with it.
func (e *DamagedError) Unwrap() error { return e.Err }

// errNoState is a folder without the file that makes it a checkpoint.
var errNoState = errors.New("it has no " + StateFile)

// Read reads the checkpoint in the given folder and checks that it is whole.
func Read(dir string) (*Checkpoint, error) {
	file := filepath.Join(dir, StateFile)
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is not a checkpoint: %w", dir, errNoState)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the checkpoint: %w", err)
	}
	c := &Checkpoint{Dir: dir}
	// The version is read first: a later one may mean its fields differently.
	var version struct{ Version int }
	if err := json.Unmarshal(data, &version); err != nil {
		return nil, &DamagedError{dir, fmt.Errorf("its %s holds no state (%w)", StateFile, err)}
	}
	if version.Version != Version {
		return nil, fmt.Errorf("checkpoint %s has format version %d, this program reads version %d; use the program that wrote it", dir, version.Version, Version)
	}
	if err := json.Unmarshal(data, &c.State); err != nil {
		return nil, &DamagedError{dir, fmt.Errorf("its %s holds no state (%w)", StateFile, err)}
	}
	size, sum, err := hashFile(c.PolicyPath())
	if err != nil {
		return nil, &DamagedError{dir, err}
	}
	if size != c.State.Size || sum != c.State.SHA256 {
		return nil, &DamagedError{dir, fmt.Errorf("its file %s is not the one that was saved (%d bytes of %d)", PolicyFile, size, c.State.Size)}
	}
	return c, nil
}
