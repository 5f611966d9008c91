package document

import (
	"errors"
	"slices"
)

// Document is a level being edited. The zero value is not ready; [New] and
// [Open] make one.
type Document struct {
	state   *State
	saved   *State
	file    File
	history []step
	// done is how many steps of the history the state contains.
	done      int
	selection []Ref
	gesture   *Gesture
	watchers  []*watcher
	version   uint64
}

// step is one entry of the history.
type step struct {
	title         string
	before, after moment
}

// moment is a state with what was selected in it.
type moment struct {
	state     *State
	selection []Ref
}

type watcher struct{ call func(Event) }

// Event says what became different in a document. It is sent as soon as it has,
// on the goroutine that did it.
type Event struct {
	// Before and Now are the states; they are the same pointer when the level
	// did not change.
	Before, Now *State
	// Selected says that the selection changed, Filed that the file, or whether
	// the level differs from it, did.
	Selected, Filed bool
	// Moving says that a gesture is under way: more will follow.
	Moving bool
}

// New returns a document with the given level, which must be as [State] says
// and must not be changed any more. It has no file and no history.
func New(s *State) *Document { return &Document{state: s, saved: s} }

// State returns the present state.
func (d *Document) State() *State { return d.state }

// Version grows with everything that an [Event] tells of.
func (d *Document) Version() uint64 { return d.version }

// Changed reports whether there is anything that Save would write.
func (d *Document) Changed() bool { return d.state != d.saved }

// Watch calls f after every change until stop is called.
func (d *Document) Watch(f func(Event)) (stop func()) {
	w := &watcher{f}
	d.watchers = append(d.watchers, w)
	return func() {
		d.watchers = slices.DeleteFunc(slices.Clone(d.watchers), func(o *watcher) bool { return o == w })
	}
}

// tell sends an event about what is different from before.
func (d *Document) tell(before moment, filed bool) {
	e := Event{Before: before.state, Now: d.state, Selected: !slices.Equal(before.selection, d.selection), Moving: d.gesture != nil}
	e.Filed = filed || (before.state != d.saved) != (d.state != d.saved)
	if e.Before == e.Now && !e.Selected && !e.Filed {
		return
	}
	d.version++
	for _, w := range d.watchers {
		w.call(e)
	}
}

func (d *Document) now() moment { return moment{d.state, d.selection} }

// Do makes a change as one step of the history. A change that changes nothing
// leaves no step. A gesture under way is ended first.
func (d *Document) Do(c Change) error {
	d.endGesture()
	before := d.now()
	after, err := c.from(before)
	if err != nil {
		return err
	}
	if same(before.state, after.state) {
		after.state = before.state
	}
	d.state, d.selection = after.state, after.selection
	if after.state != before.state {
		d.record(step{c.Title, before, after})
	}
	d.tell(before, false)
	return nil
}

// record adds a step and forgets what was undone.
func (d *Document) record(s step) {
	clear(d.history[d.done:])
	d.history = append(d.history[:d.done], s)
	d.done = len(d.history)
}

// ErrNothing is returned by Undo and Redo when there is no step to take.
var ErrNothing = errors.New("there is nothing to undo or redo")

// Undo takes the last step back, or cancels a gesture that is under way.
func (d *Document) Undo() error {
	if d.gesture != nil {
		d.gesture.Cancel()
		return nil
	}
	if d.done == 0 {
		return ErrNothing
	}
	d.Goto(d.done - 1)
	return nil
}

// Redo takes the step again that was taken back last.
func (d *Document) Redo() error {
	if d.done == len(d.history) {
		return ErrNothing
	}
	d.Goto(d.done + 1)
	return nil
}

// Goto brings the state after the first n steps back; n is bounded by the
// history. A gesture under way is cancelled.
func (d *Document) Goto(n int) {
	if d.gesture != nil {
		d.gesture.Cancel()
	}
	n = min(max(n, 0), len(d.history))
	if n == d.done {
		return
	}
	before := d.now()
	// The selection is that which belongs to the nearest step on the way.
	to := moment{}
	if n < d.done {
		to = d.history[n].before
	} else {
		to = d.history[n-1].after
	}
	d.state, d.selection, d.done = to.state, to.selection, n
	d.tell(before, false)
}

// Steps returns the titles of all steps, oldest first, and how many of them are
// part of the present state.
func (d *Document) Steps() (titles []string, done int) {
	for _, s := range d.history {
		titles = append(titles, s.title)
	}
	return titles, d.done
}

// UndoTitle and RedoTitle return the titles of the steps that Undo and Redo
// would take, empty for none.
func (d *Document) UndoTitle() string {
	if d.done == 0 {
		return ""
	}
	return d.history[d.done-1].title
}

// RedoTitle returns the title of the step that Redo would take, or "".
func (d *Document) RedoTitle() string {
	if d.done == len(d.history) {
		return ""
	}
	return d.history[d.done].title
}
