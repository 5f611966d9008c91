package session

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
)

// Service is what a run offers beside its progress: the working half of
// [Client].
type Service interface {
	Generate(ctx context.Context, req GenerateRequest) (*Generation, error)
	Refine(ctx context.Context, req RefineRequest) (*Generation, error)
	Score(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (*Generated, error)
	Reset(ctx context.Context, task *scenes.Task) (episode string, err error)
	Step(ctx context.Context, episode, response string) (*StepResult, error)
}

// ErrNotReady is returned while the run's plugins are still starting.
var ErrNotReady = errors.New("the run is still starting; try again in a moment")

// ErrEnded is returned for a control action on a run that has ended.
var ErrEnded = errors.New("the run has ended")

// Hub joins a run and those who watch it within one process. The trainer
// publishes and obeys; everybody else holds the hub as a [Client]. Publishing
// never waits for a reader.
type Hub struct {
	mu       sync.Mutex
	snap     Snapshot
	service  Service
	archive  Archive
	watchers map[*watcher]struct{}
	// wake is closed and replaced when a control action comes in.
	wake    chan struct{}
	paused  bool
	stop    bool
	actions []Action
}

var _ Client = (*Hub)(nil)

// Action is a control action on its way to the trainer.
type Action struct {
	Kind   ActionKind
	Term   string
	Weight float64
}

// ActionKind is the kind of an [Action].
type ActionKind string

// The kinds of action.
const (
	ActionPause  ActionKind = "pause"
	ActionResume ActionKind = "resume"
	ActionStop   ActionKind = "stop"
	ActionWeight ActionKind = "weight"
)

// NewHub returns the hub of a run that is starting.
func NewHub(run string) *Hub {
	return &Hub{
		snap:     Snapshot{Run: run, State: Starting},
		watchers: map[*watcher]struct{}{},
		wake:     make(chan struct{}),
	}
}

// Begin makes the run known: its terms, the planned number of iterations (0
// when the clock ends it), what an earlier part of it recorded, and who
// answers requests.
func (h *Hub) Begin(iterations int, terms []Term, history []Record, s Service) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.snap.Iterations, h.snap.Terms = iterations, slices.Clone(terms)
	h.snap.History = Thin(slices.Clone(history))
	if n := len(history); n > 0 {
		h.snap.Iteration, h.snap.Elapsed = history[n-1].Iteration+1, history[n-1].Elapsed
	}
	h.service = s
	h.publish(Event{Terms: terms})
}

// SetState changes the state; err explains Failed.
func (h *Hub) SetState(s State, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := Event{State: s}
	if err != nil {
		e.Error = err.Error()
	}
	h.snap.State, h.snap.Error = s, e.Error
	h.publish(e)
	if s == Finished || s == Failed {
		for w := range h.watchers {
			w.finish()
		}
	}
}

// Publish adds what an iteration has brought.
func (h *Hub) Publish(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if e.Record != nil {
		h.snap.History = Thin(append(h.snap.History, *e.Record))
		h.snap.Iteration, h.snap.Elapsed = e.Record.Iteration+1, e.Record.Elapsed
	}
	if e.Samples != nil {
		h.snap.Samples = e.Samples
	}
	if e.Terms != nil {
		h.snap.Terms = slices.Clone(e.Terms)
	}
	h.publish(e)
}

func (h *Hub) publish(e Event) {
	for w := range h.watchers {
		w.push(e)
	}
}

// Actions is called by the trainer between iterations: it returns what came in
// since the last call and whether the run shall now wait.
func (h *Hub) Actions() (actions []Action, paused, stop bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	actions, h.actions = h.actions, nil
	return actions, h.paused && !h.stop, h.stop
}

// Wait returns when a control action has come in or the context ends.
func (h *Hub) Wait(ctx context.Context) error {
	h.mu.Lock()
	wake, waiting := h.wake, len(h.actions) > 0
	h.mu.Unlock()
	if waiting {
		return ctx.Err()
	}
	select {
	case <-wake:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *Hub) act(a Action, change func()) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.snap.State == Finished || h.snap.State == Failed {
		return ErrEnded
	}
	change()
	h.actions = append(h.actions, a)
	close(h.wake)
	h.wake = make(chan struct{})
	return nil
}

// Snapshot returns the whole present state.
func (h *Hub) Snapshot(context.Context) (*Snapshot, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.snap
	// History grows at its end or is made anew, so a clipped view of it is safe to
	// share.
	s.History = slices.Clip(s.History)
	s.Terms = slices.Clone(s.Terms)
	return &s, nil
}

// Watch streams events until the context ends or the run does. Whoever also
// wants the state so far calls Watch first and then Snapshot: nothing between
// the two is missed, though a record may come twice.
func (h *Hub) Watch(ctx context.Context) (<-chan Event, error) {
	w := newWatcher()
	h.mu.Lock()
	if h.snap.State == Finished || h.snap.State == Failed {
		w.push(Event{State: h.snap.State, Error: h.snap.Error})
		w.finish()
	} else {
		h.watchers[w] = struct{}{}
	}
	h.mu.Unlock()
	go func() {
		w.run(ctx)
		h.mu.Lock()
		delete(h.watchers, w)
		h.mu.Unlock()
	}()
	return w.out, nil
}

// Pause takes effect at the end of the present iteration.
func (h *Hub) Pause(context.Context) error {
	return h.act(Action{Kind: ActionPause}, func() { h.paused = true })
}

// Resume ends a pause.
func (h *Hub) Resume(context.Context) error {
	return h.act(Action{Kind: ActionResume}, func() { h.paused = false })
}

// Stop ends the run after the present iteration.
func (h *Hub) Stop(context.Context) error {
	return h.act(Action{Kind: ActionStop}, func() { h.stop = true })
}

// SetWeight changes a term's weight from the next iteration on.
func (h *Hub) SetWeight(_ context.Context, term string, weight float64) error {
	h.mu.Lock()
	terms, ready := h.snap.Terms, h.service != nil
	h.mu.Unlock()
	if !ready {
		return ErrNotReady
	}
	if !slices.ContainsFunc(terms, func(t Term) bool { return t.Name == term }) {
		names := make([]string, len(terms))
		for i, t := range terms {
			names[i] = t.Name
		}
		return fmt.Errorf("no reward term %q; the terms are %v", term, names)
	}
	if math.IsNaN(weight) || math.IsInf(weight, 0) {
		return fmt.Errorf("the weight of reward term %q is %v; it must be a finite number", term, weight)
	}
	return h.act(Action{Kind: ActionWeight, Term: term, Weight: weight}, func() {})
}

func (h *Hub) working() (Service, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.service == nil {
		return nil, ErrNotReady
	}
	return h.service, nil
}

// Generate answers a task with the run's present policy.
func (h *Hub) Generate(ctx context.Context, req GenerateRequest) (*Generation, error) {
	s, err := h.working()
	if err != nil {
		return nil, err
	}
	return s.Generate(ctx, req)
}

// Refine takes further turns from a layout.
func (h *Hub) Refine(ctx context.Context, req RefineRequest) (*Generation, error) {
	s, err := h.working()
	if err != nil {
		return nil, err
	}
	return s.Refine(ctx, req)
}

// Score evaluates a layout with the run's terms.
func (h *Hub) Score(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (*Generated, error) {
	s, err := h.working()
	if err != nil {
		return nil, err
	}
	return s.Score(ctx, task, layout)
}

// Reset starts an episode.
func (h *Hub) Reset(ctx context.Context, task *scenes.Task) (string, error) {
	s, err := h.working()
	if err != nil {
		return "", err
	}
	return s.Reset(ctx, task)
}

// Step answers an episode.
func (h *Hub) Step(ctx context.Context, episode, response string) (*StepResult, error) {
	s, err := h.working()
	if err != nil {
		return nil, err
	}
	return s.Step(ctx, episode, response)
}

// Close does nothing: the run belongs to the trainer.
func (h *Hub) Close() error { return nil }
