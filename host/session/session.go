// Package session is how everything outside the training loop talks to it: the
// viewer, the command line and remote clients hold a [Client], whether the run
// is in this process, on this machine or elsewhere.
package session

import (
	"context"
	"time"

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
	// History has one record per iteration, oldest first, as [Thin] leaves them;
	// the run's folder has them all. Watch sends only new ones.
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
	// Values are the raw values per term.
	Values []Value `json:"values,omitempty"`
	// Earlier are the turns of the episode before this one, the first first.
	Earlier []TurnLayout `json:"earlier,omitempty"`
}

// TurnLayout is what one turn of an episode led to. Layout is nil where the
// answer could not be read.
type TurnLayout struct {
	Turn     int              `json:"turn"`
	Layout   *scenes.Layout   `json:"layout,omitempty"`
	Reward   float64          `json:"reward"`
	Findings []scenes.Finding `json:"findings,omitempty"`
	Values   []Value          `json:"values,omitempty"`
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

// GenerateRequest asks for furnished rooms: of K tries the best. Only Task is
// needed.
type GenerateRequest struct {
	Task *scenes.Task
	// K is how many episodes are played; 0 means 1. With a Budget it does not
	// count.
	K int
	// Best is how many of them are returned; 0 means 1.
	Best int
	// Budget is how long to go on beginning episodes; 0 plays K. One is always
	// played. Asking again for the K that it came to, with the same seed, gives
	// the same.
	Budget time.Duration
	// Seed decides everything random: episode i depends on it and on i only.
	// Episode 0 is greedy, the others are sampled.
	Seed uint64
}

// RefineRequest asks for something better than a layout.
type RefineRequest struct {
	GenerateRequest
	// Layout is shown to the policy as its own answer of the turn before, with
	// its findings.
	Layout *scenes.Layout
	// Turns is how many answers follow it; 0 means 1.
	Turns int
}

// Generation is the answer to Generate and Refine.
type Generation struct {
	// Tried is the number of episodes played.
	Tried int `json:"tried"`
	// Layouts are the best of them, the best first.
	Layouts []Generated `json:"layouts"`
	// Better says of a Refine that something better than the given layout was
	// found; otherwise that layout is the first of Layouts.
	Better bool `json:"better,omitempty"`
}

// Generated is one answer of a policy with what the host says of it.
type Generated struct {
	// Response is the policy's text; empty for a layout that was given.
	Response string           `json:"response"`
	Layout   *scenes.Layout   `json:"layout"`
	Reward   float64          `json:"reward"`
	Findings []scenes.Finding `json:"findings,omitempty"`
	// Episode is the number of the try, from 0; -1 for a layout that was given.
	Episode int `json:"episode"`
	// LeftOut counts the optional objects that are not placed, Wishes what holds
	// of the specs and the preference of the task.
	LeftOut int `json:"left_out,omitempty"`
	Wishes  int `json:"wishes,omitempty"`
	// Critic is the offline judge's score without a picture, 0.1 to 1; 0 without
	// a layout.
	Critic float64 `json:"critic,omitempty"`
	// Terms say what each reward term makes of it, in the order of the run's.
	Terms []TermScore `json:"terms,omitempty"`
}

// TermScore is what one reward term says of a layout.
type TermScore struct {
	Term   string  `json:"term"`
	Weight float64 `json:"weight"`
	// Value is the raw value before the weight; Invalid says that the term could
	// not score the layout, and Lost that it has failed and takes no part.
	Value   float64 `json:"value"`
	Invalid bool    `json:"invalid,omitempty"`
	Lost    bool    `json:"lost,omitempty"`
	// Objects are the raw values per object in the task's order, where the term
	// tells objects apart.
	Objects []float64 `json:"objects,omitempty"`
	Parts   []Part    `json:"parts,omitempty"`
}

// Part is one of the numbers behind a term's value.
type Part struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
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
	// Generate answers a task with the run's present policy and returns the best
	// of its tries.
	Generate(ctx context.Context, req GenerateRequest) (*Generation, error)
	// Refine takes further turns from a layout and returns the best of its
	// tries, never anything worse than the layout.
	Refine(ctx context.Context, req RefineRequest) (*Generation, error)
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
