package ui

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
)

// fieldState is a text field that has the keyboard.
type fieldState struct {
	text []rune
	// caret and mark are letters before them; what lies between is selected.
	caret, mark int
	shift       float64
	since       time.Duration
	undo        []fieldUndo
	last        string // the value the caller had
}

type fieldUndo struct {
	text        []rune
	caret, mark int
}

// Clipboard keeps what is cut and copied; the window may exchange it with that
// of the machine.
type Clipboard interface {
	Read() string
	Write(string)
}

// FieldOptions are how a text field looks. The zero value is a plain one.
type FieldOptions struct {
	// Placeholder is shown faint while it is empty.
	Placeholder string
	Icon        string
	// Live reports every keystroke; otherwise the text is taken over by Enter
	// and by leaving the field, and Escape takes it back.
	Live bool
	// Right aligns, Unit is shown faint behind.
	Right bool
	Unit  string
	Tip   string
	// Invalid draws it as wrong.
	Invalid bool
}

// Field draws a line of text that can be edited, in any script. It returns the
// text; changed is set when it differs from what was given, entered when the
// person pressed Enter.
func (u *UI) Field(id string, r Rect, value string, o FieldOptions) (text string, changed, entered bool) {
	res := u.Interact(id, r)
	focused := u.focusOn(id)
	if res.Over {
		u.cursor = Caret
	}
	if res.Pressed && !focused {
		u.Focus(id)
		focused = !u.disabled
	}
	s := u.fields[id]
	if focused && s == nil {
		s = &fieldState{text: []rune(value), since: u.in.Time, last: value}
		s.caret = len(s.text)
		u.fields[id] = s
	}
	text = value
	if s != nil && s.last != value {
		s.text, s.last = []rune(value), value
		s.caret, s.mark = min(s.caret, len(s.text)), min(s.mark, len(s.text))
	}
	in := u.drawField(r, focused, o)
	if s != nil {
		if focused {
			u.point(s, res, in, o)
			enter, escape := u.edit(s)
			switch {
			case escape:
				s.text = []rune(value)
				u.focus = ""
			case enter || o.Live:
				text = string(s.text)
				entered = enter
				if enter && !o.Live {
					u.focus = ""
				}
			}
		} else if !o.Live {
			text = string(s.text)
		}
		s.last = text
		if u.focus != id {
			delete(u.fields, id)
		}
	}
	u.fieldText(in, s, text, focused && u.focus == id, o)
	if o.Tip != "" {
		u.Tip(id, r, o.Tip)
	}
	return text, text != value, entered
}

func (u *UI) drawField(r Rect, focused bool, o FieldOptions) Rect {
	t := u.Theme
	u.FillRound(r, Radius, t.Window)
	edge := t.Line
	if o.Invalid {
		edge = t.Bad
	} else if focused {
		edge = t.Accent
	}
	u.Stroke(r, Radius, 1, edge)
	in := r.Pad(8, 0)
	if o.Icon != "" {
		u.Icon(in.CutLeft(16), o.Icon, 15, t.Soft)
		in.CutLeft(6)
	}
	if o.Unit != "" {
		f := Font{Size: Small, Color: t.Soft, Align: AlignRight}
		u.Text(in.CutRight(u.Width(o.Unit, f)+1), o.Unit, f)
		in.CutRight(4)
	}
	return in
}

// point puts the caret where the pointer presses and selects what it drags
// over.
func (u *UI) point(s *fieldState, res Response, in Rect, o FieldOptions) {
	if !res.Held && !res.Double {
		return
	}
	line, _ := u.run(string(s.text), Font{})
	x := u.in.X - u.fieldX(in, s, float64(line.width)/u.scale, o)
	at, near := 0, math.Inf(1)
	for i, e := range line.edges {
		if d := math.Abs(float64(e)/u.scale - x); d < near {
			at, near = i, d
		}
	}
	s.caret = at
	if res.Pressed {
		s.mark, s.since = at, u.in.Time
	}
	if res.Double {
		s.mark, s.caret = 0, len(s.text)
	}
}

func (u *UI) fieldX(in Rect, s *fieldState, width float64, o FieldOptions) float64 {
	if o.Right && width < in.W {
		return in.Right() - width
	}
	if s != nil {
		return in.X - s.shift
	}
	return in.X
}

func (u *UI) fieldText(in Rect, s *fieldState, text string, focused bool, o FieldOptions) {
	t := u.Theme
	if s == nil || !focused {
		f := Font{}
		if o.Right {
			f.Align = AlignRight
		}
		if text == "" {
			text, f.Color = o.Placeholder, t.Faint
		}
		u.Text(in, text, f)
		return
	}
	shown := string(s.text[:s.caret]) + u.in.Composing + string(s.text[s.caret:])
	line, size := u.run(shown, Font{})
	composing := len([]rune(u.in.Composing))
	at := func(i int) float64 { return float64(line.edges[min(i, len(line.edges)-1)]) / u.scale }
	caret := at(s.caret + composing)
	s.shift = max(0, min(s.shift, caret), caret-in.W+2)
	x := u.fieldX(in, s, float64(line.width)/u.scale, o)
	u.Clip(in.Inset(-2), func() {
		if a, b := min(s.caret, s.mark), max(s.caret, s.mark); a < b && composing == 0 {
			left, right := min(at(a), at(b)), max(at(a), at(b))
			u.Fill(Rect{x + left, in.Y + 4, right - left, in.H - 8}, t.Chosen)
		}
		if shown == "" {
			u.Text(in, o.Placeholder, Font{Color: t.Faint})
		} else {
			y := (in.Y+in.H/2)*u.scale + float64(line.ascent-line.descent)*0.5
			u.add(op{kind: opText, run: line, size: size, x: float32(math.Round(x*u.scale*subpixels) / subpixels), y: float32(math.Round(y)), color: t.Ink})
		}
		if composing > 0 {
			u.Fill(Rect{x + at(s.caret), in.Bottom() - 5, at(s.caret+composing) - at(s.caret), 1}, t.Accent)
		}
		u.caret = Rect{x + caret, in.Y + 5, 1.5, in.H - 10}
		const blink = 530 * time.Millisecond
		if phase := (u.in.Time - s.since) / blink; phase%2 == 0 {
			u.Fill(u.caret, t.Accent)
		}
		u.WakeAfter(blink - (u.in.Time-s.since)%blink)
	})
}

// edit applies the keys to a field.
func (u *UI) edit(s *fieldState) (enter, escape bool) {
	if u.text != "" {
		s.replace(strings.Map(printable, u.text))
		u.text, s.since = "", u.in.Time
	}
	var rest []Press
	for _, p := range u.keys {
		shift := p.Mods.Has(command.Shift)
		word := p.Mods.Has(command.Ctrl)
		switch {
		case p.Key == command.Enter || p.Key == command.NumEnter:
			enter = true
		case p.Key == command.Escape:
			escape = true
		case p.Key == command.Left:
			s.move(s.step(-1, word), shift)
		case p.Key == command.Right:
			s.move(s.step(1, word), shift)
		case p.Key == command.Home:
			s.move(0, shift)
		case p.Key == command.End:
			s.move(len(s.text), shift)
		case p.Key == command.Backspace || p.Key == command.Delete:
			if s.caret == s.mark {
				by := -1
				if p.Key == command.Delete {
					by = 1
				}
				s.mark = s.step(by, word)
			}
			s.replace("")
		case word && p.Key == "A":
			s.mark, s.caret = 0, len(s.text)
		case word && p.Key == "Z":
			s.back()
		case word && (p.Key == "C" || p.Key == "X"):
			u.Copy(string(s.text[min(s.caret, s.mark):max(s.caret, s.mark)]))
			if p.Key == "X" {
				s.replace("")
			}
		case word && p.Key == "V":
			s.replace(strings.Map(printable, strings.ReplaceAll(u.paste(), "\n", " ")))
		case p.Mods&^command.Shift == 0 && len(p.Key) == 1 || p.Key == command.Space || strings.HasPrefix(string(p.Key), "Num"):
			// These came as text.
		default:
			rest = append(rest, p)
			continue
		}
		s.since = u.in.Time
	}
	u.keys = rest
	return enter, escape
}

// maxField bounds a field's text, for what is pasted by mistake.
const maxField = 4000

func printable(r rune) rune {
	if r < ' ' || r == 0x7f || r == 0xfffd {
		return -1
	}
	return r
}

func (s *fieldState) replace(with string) {
	a, b := min(s.caret, s.mark), max(s.caret, s.mark)
	add := []rune(with)
	if a == b && len(add) == 0 {
		return
	}
	if room := maxField - len(s.text) + b - a; len(add) > room {
		add = add[:max(0, room)]
	}
	s.undo = append(s.undo, fieldUndo{slices.Clone(s.text), s.caret, s.mark})
	s.text = slices.Concat(s.text[:a], add, s.text[b:])
	s.caret = a + len(add)
	s.mark = s.caret
}

func (s *fieldState) back() {
	if n := len(s.undo); n > 0 {
		v := s.undo[n-1]
		s.text, s.caret, s.mark, s.undo = v.text, v.caret, v.mark, s.undo[:n-1]
	}
}

func (s *fieldState) move(to int, keep bool) {
	s.caret = to
	if !keep {
		s.mark = to
	}
}

// step returns the place one letter or word away.
func (s *fieldState) step(by int, word bool) int {
	at := s.caret
	for {
		at += by
		if at <= 0 || at >= len(s.text) {
			return max(0, min(len(s.text), at))
		}
		if !word || s.text[at-1] == ' ' && s.text[at] != ' ' {
			return at
		}
	}
}

// Caret returns where the caret of the field that has the keyboard was drawn, for
// input methods to open at.
func (u *UI) Caret() Rect { return u.caret }

// Copy puts a text into the clipboard.
func (u *UI) Copy(s string) {
	if s == "" {
		return
	}
	u.clipboard = s
	if u.Clipboard != nil {
		u.Clipboard.Write(s)
	}
}

// Pasted returns the text on the clipboard.
func (u *UI) Pasted() string { return u.paste() }

func (u *UI) paste() string {
	if u.Clipboard != nil {
		return u.Clipboard.Read()
	}
	return u.clipboard
}

// NumberOptions are how a number field counts.
type NumberOptions struct {
	Unit string
	// Digits after the point; Step is one notch of a drag or an arrow key, 0
	// means one of the last digit shown.
	Digits   int
	Step     float64
	Min, Max float64 // no bounds where both are 0
	Tip      string
}

// Number draws a number that can be typed, or changed by dragging sideways and
// by the wheel over it. It returns the new value; changed is set while it
// changes, done once when a drag or a typed value is final.
func (u *UI) Number(id string, r Rect, value float64, o NumberOptions) (v float64, changed, done bool) {
	if o.Step == 0 {
		o.Step = math.Pow(10, -float64(o.Digits))
	}
	v = value
	shown := strconv.FormatFloat(value, 'f', o.Digits, 64)
	if shown == "-"+strconv.FormatFloat(0, 'f', o.Digits, 64) {
		shown = shown[1:]
	}
	text, typed, _ := u.Field(id, r, shown, FieldOptions{Right: true, Unit: o.Unit, Tip: o.Tip})
	if typed {
		if parsed, err := parseNumber(text); err == nil {
			v, changed, done = parsed, true, true
		}
	}
	if s := u.fields[id]; s != nil && u.focus == id {
		by := 0.0
		if u.TakeKey(command.Up, 0) {
			by = o.Step
		} else if u.TakeKey(command.Down, 0) {
			by = -o.Step
		}
		if by != 0 {
			v, changed, done = value+by, true, true
		}
	}
	if o.Min != 0 || o.Max != 0 {
		v = max(o.Min, min(o.Max, v))
	}
	return v, changed && v != value, done
}

// parseNumber reads a number written with a point or a comma, also as a small
// sum such as "1.2+0.35".
func parseNumber(s string) (float64, error) {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(s), ",", "."), " ", "")
	for i := len(s) - 1; i > 0; i-- {
		if op := s[i]; (op == '+' || op == '-') && !strings.ContainsRune("+-eE", rune(s[i-1])) {
			a, err := parseNumber(s[:i])
			if err != nil {
				return 0, err
			}
			b, err := parseNumber(s[i+1:])
			if op == '-' {
				b = -b
			}
			return a + b, err
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
		return 0, strconv.ErrRange
	}
	return v, err
}
