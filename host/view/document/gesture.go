package document

import "errors"

// Gesture is a change in the making, such as a drag: it is shown as it goes and
// becomes one step of the history, or none.
type Gesture struct {
	d     *Document
	from  moment
	title string
}

// ErrOver is returned by a gesture that has ended, by itself or because
// something else was done to the document.
var ErrOver = errors.New("this gesture is over")

// Begin starts a gesture. One that is under way is ended.
func (d *Document) Begin() *Gesture {
	d.endGesture()
	d.gesture = &Gesture{d: d, from: d.now()}
	return d.gesture
}

// From returns the state in which the gesture began.
func (g *Gesture) From() *State { return g.from.state }

// Update shows what the change makes of the state in which the gesture began,
// whatever was shown before. On an error what was shown last stays.
func (g *Gesture) Update(c Change) error {
	if g.d.gesture != g {
		return ErrOver
	}
	after, err := c.from(g.from)
	if err != nil {
		return err
	}
	before := g.d.now()
	g.title = c.Title
	g.d.state, g.d.selection = after.state, after.selection
	g.d.tell(before, false)
	return nil
}

// End makes what is shown a step, unless it is what there was before.
func (g *Gesture) End() {
	d := g.d
	if d.gesture != g {
		return
	}
	d.gesture = nil
	shown := d.now()
	if same(g.from.state, d.state) {
		d.state = g.from.state
	} else {
		d.record(step{g.title, g.from, shown})
	}
	// Watchers hear that nothing moves any more even where nothing changed.
	d.tell(shown, true)
}

// Cancel brings back what there was before.
func (g *Gesture) Cancel() {
	d := g.d
	if d.gesture != g {
		return
	}
	d.gesture = nil
	shown := d.now()
	d.state, d.selection = g.from.state, g.from.selection
	d.tell(shown, true)
}

func (d *Document) endGesture() {
	if d.gesture != nil {
		d.gesture.End()
	}
}

// Moving reports whether a gesture is under way.
func (d *Document) Moving() bool { return d.gesture != nil }
