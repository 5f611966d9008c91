// Package session is how everything outside the training loop talks to it: the
// viewer, the command line and remote clients hold a [Client], whether the run
// is in this process, on this machine or elsewhere.
package session

import (
	"context"

	"github.com/metaspatial/metaspatial/scenes"
)

// State is the state of a run.
type State string

// The states of a run.
const (
	Starting State = "starting"
	Running  State = "running"
	Paused   State = "paused"
	Finished State = "finished"
	Failed   State = "failed"
)

// Snapshot is the present state of a run.
type Snapshot struct {
	Run       string `json:"run"`
	State     State  `json:"state"`
	Error     string `json:"error,omitempty"`
	Iteration int    `json:"iteration"`
	// Iterations is the planned number, or 0 when the clock ends the run.
	Iterations int     `json:"iterations,omitempty"`
	Elapsed    float64 `json:"elapsed_s"`
	Terms      []Term  `json:"terms"`
	// History has one record per iteration, oldest first; Watch sends only new
	// ones.
	History []Record `json:"history"`
	// Samples are the newest layouts of a few tasks.
	Samples []SampleLayout `json:"samples"`
}

// Term is one reward term of the run.
type Term struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
}

// Record is the metrics of one iteration.
type Record struct {
	Iteration int     `json:"iteration"`
	Elapsed   float64 `json:"elapsed_s"`
	// Metrics by name, such as "reward/mean" and "term/physics".
	Metrics map[string]float64 `json:"metrics"`
}

// SampleLayout is a layout the policy has just made.
type SampleLayout struct {
	Iteration int              `json:"iteration"`
	Turn      int              `json:"turn"`
	Task      *scenes.Task     `json:"task"`
	Layout    *scenes.Layout   `json:"layout"`
	Reward    float64          `json:"reward"`
	Findings  []scenes.Finding `json:"findings,omitempty"`
}

// Event is one message of a Watch stream: whichever fields are set have
// changed.
type Event struct {
	State   State          `json:"state,omitempty"`
	Error   string         `json:"error,omitempty"`
	Record  *Record        `json:"record,omitempty"`
	Samples []SampleLayout `json:"samples,omitempty"`
	Terms   []Term         `json:"terms,omitempty"`
}

// Generated is one answer to Generate or Refine, best first.
type Generated struct {
	Response string           `json:"response"`
	Layout   *scenes.Layout   `json:"layout"`
	Reward   float64          `json:"reward"`
	Findings []scenes.Finding `json:"findings,omitempty"`
}

// Client is the session interface. All methods may be called from several
// goroutines.
type Client interface {
	// Snapshot returns the whole present state.
	Snapshot(ctx context.Context) (*Snapshot, error)
	// Watch streams events until the context ends or the run does; a slow
	// reader misses samples, never records.
	Watch(ctx context.Context) (<-chan Event, error)
	// Pause takes effect at the end of the present iteration.
	Pause(ctx context.Context) error
	Resume(ctx context.Context) error
	// Stop ends the run after the present iteration, with a checkpoint.
	Stop(ctx context.Context) error
	// SetWeight changes a term's weight from the next iteration on.
	SetWeight(ctx context.Context, term string, weight float64) error
	// Generate answers a task k times with the run's present policy.
	Generate(ctx context.Context, task *scenes.Task, k int, seed uint64) ([]Generated, error)
	// Refine takes one more turn from a layout.
	Refine(ctx context.Context, task *scenes.Task, layout *scenes.Layout, seed uint64) (*Generated, error)
	// Score evaluates a layout with the run's terms.
	Score(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (*Generated, error)
	// Reset starts an episode and Step answers it, for engines that train
	// their own policy against this environment.
	Reset(ctx context.Context, task *scenes.Task) (episode string, err error)
	Step(ctx context.Context, episode, response string) (*StepResult, error)
	Close() error
}

// StepResult is the outcome of one turn of an episode.
type StepResult struct {
	Turn     int              `json:"turn"`
	Reward   float64          `json:"reward"`
	Done     bool             `json:"done"`
	Findings []scenes.Finding `json:"findings,omitempty"`
	// Values are the raw values per term.
	Values []Value `json:"values"`
}

// Value is the raw value of one term.
type Value struct {
	Term  string  `json:"term"`
	Value float64 `json:"value"`
}
