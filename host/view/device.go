package view

import (
	"image"
	"image/color"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/exp/textinput"
	"github.com/hajimehoshi/ebiten/v2/inpututil"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// device is the real mouse and keyboard.
type device struct {
	keys  map[ebiten.Key]command.Key
	runes []rune
	now   []ebiten.Key
	shape ui.Cursor
	// method is the machine's input method, which has the keys while a text field
	// has the keyboard: what it has committed and what it is still composing.
	method               textinput.Composer
	writing              bool
	committed, composing string
}

func newDevice() *device {
	d := &device{keys: map[ebiten.Key]command.Key{
		ebiten.KeySpace: command.Space, ebiten.KeyEnter: command.Enter, ebiten.KeyEscape: command.Escape, ebiten.KeyTab: command.Tab,
		ebiten.KeyBackspace: command.Backspace, ebiten.KeyDelete: command.Delete, ebiten.KeyInsert: command.Insert,
		ebiten.KeyArrowLeft: command.Left, ebiten.KeyArrowRight: command.Right, ebiten.KeyArrowUp: command.Up, ebiten.KeyArrowDown: command.Down,
		ebiten.KeyHome: command.Home, ebiten.KeyEnd: command.End, ebiten.KeyPageUp: command.PageUp, ebiten.KeyPageDown: command.PageDown,
		ebiten.KeyComma: command.Comma, ebiten.KeyPeriod: command.Period, ebiten.KeySlash: command.Slash, ebiten.KeyMinus: command.Minus,
		ebiten.KeyEqual: command.Equal, ebiten.KeyBracketLeft: command.BracketL, ebiten.KeyBracketRight: command.BracketR,
		ebiten.KeySemicolon: command.Semicolon, ebiten.KeyQuote: command.Quote, ebiten.KeyBackquote: command.Backquote, ebiten.KeyBackslash: command.Backslash,
		ebiten.KeyNumpadDecimal: command.NumPeriod, ebiten.KeyNumpadDivide: command.NumSlash, ebiten.KeyNumpadAdd: command.NumPlus,
		ebiten.KeyNumpadSubtract: command.NumMinus, ebiten.KeyNumpadMultiply: command.NumTimes, ebiten.KeyNumpadEnter: command.NumEnter,
	}}
	for i := range 26 {
		d.keys[ebiten.KeyA+ebiten.Key(i)] = command.Key(rune('A' + i))
	}
	for i := range 10 {
		d.keys[ebiten.KeyDigit0+ebiten.Key(i)] = command.Key(rune('0' + i))
		d.keys[ebiten.KeyNumpad0+ebiten.Key(i)] = command.Key("Num" + string(rune('0'+i)))
	}
	for i := range 12 {
		d.keys[ebiten.KeyF1+ebiten.Key(i)] = command.Key("F" + strings.TrimLeft(string([]rune{rune('0' + (i+1)/10), rune('0' + (i+1)%10)}), "0"))
	}
	d.keys[ebiten.KeyF10] = "F10"
	d.method.OnCommit = func(c *textinput.Commit) { d.committed += c.Text() }
	d.method.OnComposition = func(c *textinput.Composition) { d.composing = c.Text() }
	return d
}

// write takes in what was typed. While a text field has the keyboard it comes
// from the input method, whose candidates open at the caret, in pixels; keys that
// the method takes for itself are no keys of the window. Where there is no input
// method the typed letters themselves come.
func (d *device) write(in *ui.Input, typing bool, caret image.Rectangle) {
	d.runes = ebiten.AppendInputChars(d.runes[:0])
	in.Text = string(d.runes)
	if !typing {
		if d.writing {
			d.method.Cancel()
			d.writing = false
		}
		return
	}
	composed := d.composing != ""
	d.writing, d.committed = true, ""
	d.method.OnNewSession = func() *textinput.SessionOptions { return &textinput.SessionOptions{CaretBounds: caret} }
	handled, err := d.method.Update()
	switch {
	case err != nil:
		// The letters that came without it are as good as there are.
	case d.composing != "":
		in.Text, in.Composing, in.Keys = d.committed, d.composing, nil
	case d.committed != "":
		in.Text = d.committed
		if composed && handled {
			// The key that ended the composition.
			in.Keys = nil
		}
	}
}

// read returns what the person did since the last frame, in a window that has
// been shown by u.
func (d *device) read(now time.Duration, scale float64, u *ui.UI) ui.Input {
	x, y := ebiten.CursorPosition()
	in := ui.Input{X: float64(x) / scale, Y: float64(y) / scale, Time: now}
	for i, b := range []ebiten.MouseButton{ui.LeftButton: ebiten.MouseButtonLeft, ui.MiddleButton: ebiten.MouseButtonMiddle, ui.RightButton: ebiten.MouseButtonRight} {
		in.Down[i] = ebiten.IsMouseButtonPressed(b)
	}
	in.WheelX, in.WheelY = ebiten.Wheel()
	for k, m := range map[ebiten.Key]command.Mods{ebiten.KeyControl: command.Ctrl, ebiten.KeyMeta: command.Ctrl, ebiten.KeyShift: command.Shift, ebiten.KeyAlt: command.Alt} {
		if ebiten.IsKeyPressed(k) {
			in.Mods |= m
		}
	}
	d.now = inpututil.AppendPressedKeys(d.now[:0])
	for _, k := range d.now {
		name, ok := d.keys[k]
		if !ok {
			continue
		}
		in.Held = append(in.Held, name)
		held := inpututil.KeyPressDuration(k)
		// A key that is held repeats after half a second, at some 30 a second. One
		// that went down and up again between two frames has no duration.
		if inpututil.IsKeyJustPressed(k) || held > 30 && held%2 == 0 {
			in.Keys = append(in.Keys, ui.Press{Chord: command.Chord{Mods: in.Mods, Key: name}, Repeat: held > 1})
		}
	}
	c := u.Caret()
	d.write(&in, u.Typing(), image.Rect(int(c.X*scale), int(c.Y*scale), int(c.Right()*scale), int(c.Bottom()*scale)))
	return in
}

// point gives the pointer its shape.
func (d *device) point(c ui.Cursor) {
	if c == d.shape {
		return
	}
	d.shape = c
	ebiten.SetCursorShape(map[ui.Cursor]ebiten.CursorShapeType{
		ui.Arrow: ebiten.CursorShapeDefault, ui.Hand: ebiten.CursorShapePointer, ui.Caret: ebiten.CursorShapeText,
		ui.SplitX: ebiten.CursorShapeEWResize, ui.SplitY: ebiten.CursorShapeNSResize, ui.Cross: ebiten.CursorShapeCrosshair, ui.Grab: ebiten.CursorShapeMove,
	}[c])
}

// icons draws the application's icon: a room seen from above with a sofa.
func icons() []image.Image {
	var out []image.Image
	for _, n := range []int{16, 32, 48, 128} {
		u := ui.New()
		img := image.NewRGBA(image.Rect(0, 0, n, n))
		k := float64(n) / 32
		u.Begin(ui.Input{}, 32, 32, k)
		u.Fill(ui.R(0, 0, 32, 32), color.NRGBA{0x1d, 0x20, 0x26, 0xff})
		u.Stroke(ui.R(3, 3, 26, 26), 4, 2.5, u.Theme.Accent)
		u.FillRound(ui.R(8, 8, 16, 7), 2, u.Theme.Series[1])
		u.FillRound(ui.R(12, 18, 8, 6), 1.5, u.Theme.Ink)
		u.End()
		u.Paint(img)
		for i := 3; i < len(img.Pix); i += 4 {
			img.Pix[i] = 0xff
		}
		out = append(out, img)
	}
	return out
}
