package ui

import (
	"image"
	"image/color"
	"math"
	"slices"
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
)

// The layers of a frame, back to front. What lies on a higher layer takes the
// pointer from what is below it.
type layer int

const (
	layerBase layer = iota
	layerPopup
	layerModal
	layerMenu // popups that were opened from a modal
	layerTop  // tooltips, toasts, what is being dragged
	layers
)

// UI is the state of a window's widgets. It is used from one goroutine: Begin,
// the widgets, End, then Paint.
type UI struct {
	// Theme may be changed between frames.
	Theme *Theme
	// Clipboard of the machine; nil is one of the window's own.
	Clipboard Clipboard
	clipboard string
	// Spy, when set, is told of every widget that takes the pointer and where it
	// is, so that tests find what they click.
	Spy func(id string, r Rect)
	// Told, when set, is told of every widget that has a tooltip.
	Told func(id string)

	in, last  Input
	w, h      float64
	scale     float64
	frame     int
	shaper    *shaper
	painter   painter
	tiles     tiles
	ops       [layers][]op
	all       []op
	layer     layer
	clip      Rect
	clips     []Rect
	blockers  [layers][]Rect
	blocked   [layers][]Rect // of the frame before
	active    string
	focus     string
	focused   int // the frame in which it was given
	focusable []string
	order     []string // of the frame before
	keys      []Press
	text      string
	wheelX    float64
	wheelY    float64
	origin    [2]float64 // where the button went down
	moved     bool       // since then
	clickAt   time.Duration
	clickID   string
	drag      *carried
	veiled    bool
	cursor    Cursor
	caret     Rect
	wake      time.Duration
	fields    map[string]*fieldState
	scrolls   map[string]*scrollState
	tip       tipState
	popups    []popup
	grab      Response
	disabled  bool
	// pictures numbers those drawn.
	pictures     map[*image.RGBA]uint64
	pictureCount uint64
}

// New returns an empty window's widgets.
func New() *UI {
	return &UI{Theme: Dark(), scale: 1, shaper: newShaper(), fields: map[string]*fieldState{}, scrolls: map[string]*scrollState{}}
}

// Begin starts a frame of a window of w by h units on a display of the given
// scale (pixels per unit).
func (u *UI) Begin(in Input, w, h, scale float64) {
	if u.frame == 0 {
		u.last = in
		u.last.Down = [buttons]bool{}
	} else {
		u.last = u.in
	}
	u.in, u.w, u.h, u.scale = in, w, h, scale
	u.frame++
	u.keys, u.text = slices.Clone(in.Keys), in.Text
	u.wheelX, u.wheelY = in.WheelX, in.WheelY
	u.clip, u.layer, u.clips = Rect{0, 0, w, h}, layerBase, u.clips[:0]
	for i := range u.ops {
		u.ops[i] = u.ops[i][:0]
		u.blocked[i], u.blockers[i] = u.blockers[i], u.blocked[i][:0]
	}
	u.order, u.focusable = u.focusable, u.order[:0]
	u.cursor = Arrow
	u.wake = math.MaxInt64
	u.disabled = false
	if u.Pressed(LeftButton) || u.Pressed(RightButton) || u.Pressed(MiddleButton) {
		u.origin, u.moved = [2]float64{in.X, in.Y}, false
	}
	if math.Hypot(in.X-u.origin[0], in.Y-u.origin[1]) > 4 {
		u.moved = true
	}
	u.tip.asked = false
	u.traverse()
}

// End finishes the frame.
func (u *UI) End() {
	u.drawTip()
	u.drawCarried()
	if !u.in.Down[LeftButton] && !u.in.Down[MiddleButton] && !u.in.Down[RightButton] {
		u.active = ""
		u.drag = nil
	}
	// What gets the keyboard before it is first drawn keeps it until then.
	if u.focus != "" && !slices.Contains(u.focusable, u.focus) && u.frame > u.focused+1 {
		u.focus = ""
	}
	// A press on nothing takes the focus away.
	if u.Pressed(LeftButton) && u.active == "" {
		u.focus = ""
	}
	if u.tip.id != "" && !u.tip.asked {
		u.tip = tipState{}
	}
	u.all = u.all[:0]
	for i := range u.ops {
		u.all = append(u.all, u.ops[i]...)
	}
}

// Frames returns how many frames there were.
func (u *UI) Frames() int { return u.frame }

// Size returns the window's size in units.
func (u *UI) Size() (w, h float64) { return u.w, u.h }

// Scale returns the pixels per unit.
func (u *UI) Scale() float64 { return u.scale }

// Input returns what the person did in this frame.
func (u *UI) Input() Input { return u.in }

// Wake returns when the next frame is wanted although nobody does anything, by
// the clock of [Input.Time]; false where none is.
func (u *UI) Wake() (time.Duration, bool) { return u.wake, u.wake != math.MaxInt64 }

// WakeAfter asks for a frame after a while.
func (u *UI) WakeAfter(d time.Duration) { u.wake = min(u.wake, u.in.Time+d) }

// Cursor returns the shape that the pointer should have.
func (u *UI) Cursor() Cursor { return u.cursor }

// SetCursor sets it for this frame.
func (u *UI) SetCursor(c Cursor) { u.cursor = c }

// Redraw makes the next Paint draw everything.
func (u *UI) Redraw() { u.tiles.redraw = true }

// Paint brings the picture up to the last frame and returns what changed. The
// picture must be the one of the call before, or [UI.Redraw] was called; its
// size is the window's in pixels.
func (u *UI) Paint(dst *image.RGBA) []image.Rectangle {
	changed := u.tiles.compare(dst.Rect.Size(), u.all)
	for _, r := range changed {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			span(dst, y, r.Min.X, r.Max.X, u.Theme.Window)
		}
		for i := range u.all {
			u.painter.paint(dst, r, &u.all[i])
		}
	}
	return changed
}

// Pressed reports that a button went down in this frame.
func (u *UI) Pressed(button int) bool { return u.in.Down[button] && !u.last.Down[button] }

// Released reports that a button went up in this frame.
func (u *UI) Released(button int) bool { return !u.in.Down[button] && u.last.Down[button] }

// Over reports whether the pointer is over a place, visible here and under
// nothing.
func (u *UI) Over(r Rect) bool {
	if !r.Clip(u.clip).Has(u.in.X, u.in.Y) {
		return false
	}
	for l := u.layer + 1; l < layers; l++ {
		for _, b := range u.blocked[l] {
			if b.Has(u.in.X, u.in.Y) {
				return false
			}
		}
	}
	return true
}

// Block makes a place of the present layer take the pointer from those below.
func (u *UI) Block(r Rect) { u.blockers[u.layer] = append(u.blockers[u.layer], r) }

// Response is what the person does with a place.
type Response struct {
	// Over is set while the pointer is over it and not busy elsewhere, Held
	// while a button that went down on it is down.
	Over, Held bool
	// Pressed and Released are set in the one frame. Clicked is a release over
	// the place without having moved away; Double the second within 400 ms.
	Pressed, Released, Clicked, Double bool
	// Button is the one held, pressed or released.
	Button int
	// DX and DY are how far the pointer went since the last frame while held;
	// Moved is set when it has left where it was pressed.
	DX, DY float64
	Moved  bool
}

// Interact says what the person does with a place under an id that no other
// widget has.
func (u *UI) Interact(id string, r Rect) Response {
	if u.Spy != nil {
		u.Spy(id, r)
	}
	if u.disabled {
		return Response{}
	}
	var out Response
	over := u.Over(r)
	for b := range buttons {
		if over && u.active == "" && u.Pressed(b) {
			u.active, out.Pressed, out.Button = id, true, b
			u.grab = Response{Button: b}
			u.clickOn(id, b, &out)
		}
	}
	out.Over = over && (u.active == "" || u.active == id)
	if u.active != id {
		return out
	}
	out.Button = u.grab.Button
	out.Held, out.Moved = u.in.Down[out.Button], u.moved
	out.DX, out.DY = u.in.X-u.last.X, u.in.Y-u.last.Y
	if out.Pressed {
		out.DX, out.DY = 0, 0
	}
	if out.Moved {
		// What was dragged is not the first of two clicks.
		u.clickAt = 0
	}
	if u.Released(out.Button) {
		out.Released = true
		out.Clicked = over && !(u.moved && u.drag != nil)
	}
	return out
}

// clickOn recognises the second of two quick presses.
func (u *UI) clickOn(id string, button int, out *Response) {
	if button != LeftButton {
		return
	}
	out.Double = u.clickID == id && u.clickAt > 0 && u.in.Time-u.clickAt < 400*time.Millisecond
	u.clickID, u.clickAt = id, u.in.Time
	if out.Double {
		u.clickAt = 0
	}
}

// Active reports whether the widget has the pointer.
func (u *UI) Active(id string) bool { return u.active == id }

// Busy reports whether any widget has the pointer.
func (u *UI) Busy() bool { return u.active != "" }

// Focus gives a widget the keyboard; "" takes it from all.
func (u *UI) Focus(id string) {
	if u.focus != id {
		delete(u.fields, id)
	}
	u.focus, u.focused = id, u.frame
}

// Focused returns the widget that has the keyboard, or "".
func (u *UI) Focused() string { return u.focus }

// Typing reports whether a text field has the keyboard, so that letters are no
// commands.
func (u *UI) Typing() bool { return u.fields[u.focus] != nil && u.focus != "" }

// focusOn puts a widget into the order of the tab key and reports whether it
// has the keyboard.
func (u *UI) focusOn(id string) bool {
	if u.disabled {
		return false
	}
	u.focusable = append(u.focusable, id)
	return u.focus == id
}

// traverse moves the focus by the tab key, once something has it.
func (u *UI) traverse() {
	if u.focus == "" || len(u.order) == 0 {
		return
	}
	step := 0
	if u.TakeKey(command.Tab, 0) {
		step = 1
	} else if u.TakeKey(command.Tab, command.Shift) {
		step = -1
	}
	if step != 0 {
		at := slices.Index(u.order, u.focus)
		u.Focus(u.order[(at+step+len(u.order))%len(u.order)])
	}
}

// Keys returns the presses that nobody has taken yet.
func (u *UI) Keys() []Press { return u.keys }

// TakeKey reports whether the key was pressed with just these modifiers, and
// takes the press from others.
func (u *UI) TakeKey(k command.Key, m command.Mods) bool {
	for i, p := range u.keys {
		if p.Key == k && p.Mods == m {
			u.keys = slices.Delete(u.keys, i, i+1)
			return true
		}
	}
	return false
}

// TakeWheel returns the notches turned over a place, and takes them.
func (u *UI) TakeWheel(r Rect) (dx, dy float64) {
	if !u.Over(r) {
		return 0, 0
	}
	dx, dy = u.wheelX, u.wheelY
	u.wheelX, u.wheelY = 0, 0
	return dx, dy
}

// Clip draws f where it lies inside r only, and keeps the pointer from what is
// outside.
func (u *UI) Clip(r Rect, f func()) {
	u.clips = append(u.clips, u.clip)
	u.clip = u.clip.Clip(r)
	f()
	u.clip = u.clips[len(u.clips)-1]
	u.clips = u.clips[:len(u.clips)-1]
}

// Disable draws f faint and deaf where on is set.
func (u *UI) Disable(on bool, f func()) {
	before := u.disabled
	u.disabled = before || on
	f()
	u.disabled = before
}

// on draws f on another layer, unclipped.
func (u *UI) on(l layer, f func()) {
	before, clip := u.layer, u.clip
	u.layer, u.clip = l, Rect{0, 0, u.w, u.h}
	f()
	u.layer, u.clip = before, clip
}

func (u *UI) ink() color.NRGBA {
	if u.disabled {
		return u.Theme.Faint
	}
	return u.Theme.Ink
}
