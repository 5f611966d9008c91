package view

import (
	"fmt"
	"image/color"

	"github.com/metaspatial/metaspatial/host/view/edit"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// The colours of what is drawn over the room: those of Okabe and Ito for the
// axes, which carry their names besides, and for guides; measures are white on a
// dark rim, which shows on every floor.
var (
	axisColors   = [...]color.NRGBA{edit.East: {213, 94, 0, 255}, edit.North: {0, 158, 115, 255}, edit.Up: {0, 114, 178, 255}}
	turnColor    = color.NRGBA{240, 228, 66, 255}
	guideColor   = color.NRGBA{204, 121, 167, 255}
	measureColor = color.NRGBA{255, 255, 255, 255}
	measureShade = color.NRGBA{20, 24, 30, 170}
)

// sketch is what is drawn over the room while somebody works in it.
type sketch struct {
	marks  []stage.Mark
	labels []label
}

// label is a number or a word at a place of the active room.
type label struct {
	at   scenes.Vec3
	text string
}

func (k *sketch) line(c color.NRGBA, width float64, dashed bool, points ...scenes.Vec3) {
	k.marks = append(k.marks, stage.Mark{Points: points, Color: c, Width: width, Dashed: dashed})
}

func (k *sketch) dot(c color.NRGBA, width float64, at scenes.Vec3) {
	k.marks = append(k.marks, stage.Mark{Points: []scenes.Vec3{at}, Color: c, Width: width})
}

// spans draws measured stretches with their lengths.
func (k *sketch) spans(list []edit.Span) {
	for _, g := range list {
		if g.Length < 0.005 {
			continue
		}
		k.span(g, false)
	}
}

// span draws one measured stretch, with dots at its ends where it stays.
func (k *sketch) span(g edit.Span, stays bool) {
	k.line(measureShade, 4, false, g.From, g.To)
	k.line(measureColor, 1.5, false, g.From, g.To)
	if stays {
		k.dot(measureColor, 6, g.From)
		k.dot(measureColor, 6, g.To)
	}
	k.labels = append(k.labels, label{g.From.Add(g.To).Mul(0.5), fmt.Sprintf("%.2f m", g.Length)})
}

// drawTool draws what the tools show over the picture of the room.
func (s *shell) drawTool(r ui.Rect) {
	u := s.u
	var k sketch
	if h := s.tool.hand; h != nil {
		k = h.draw(s)
	} else {
		k = s.handles()
	}
	s.outlineOpenings(&k)
	drawStrokes(u, r, s.stage.Strokes(k.marks))
	var taken []ui.Rect
	for _, l := range k.labels {
		x, y, _, ok := s.stage.Project(l.at)
		if !ok {
			continue
		}
		s.plate(r.X+x/u.Scale(), r.Y+y/u.Scale(), l.text, &taken)
	}
	s.drawSaid(r)
}

// plate writes a text in the middle of a place, on a ground of its own; where
// another one is already, below it.
func (s *shell) plate(x, y float64, text string, taken *[]ui.Rect) {
	u := s.u
	f := ui.Font{Size: ui.Small, Align: ui.AlignCenter}
	w := u.Width(text, f) + 12
	at := ui.R(x-w/2, y-10, w, 20)
	for _, o := range *taken {
		if c := at.Clip(o); !c.Empty() {
			at.Y = o.Bottom() + 2
		}
	}
	*taken = append(*taken, at)
	u.FillRound(at, 4, ui.Alpha(u.Theme.Panel, 0.92))
	u.Text(at, text, f)
}

// drawSaid writes beside the pointer how far things have gone, or why they do
// not go.
func (s *shell) drawSaid(r ui.Rect) {
	u := s.u
	text, c := "", u.Theme.Ink
	if h := s.tool.hand; h != nil {
		text = h.said()
	}
	if s.tool.fault != "" {
		text, c = s.tool.fault, u.Theme.Bad
	}
	if text == "" || !s.tool.pressed && s.tool.hand == nil {
		return
	}
	in := u.Input()
	f := ui.Font{Size: ui.Small + 0.5, Bold: true, Color: c}
	w := min(340, u.Width(text, f)+1)
	h := u.ParagraphHeight(text, w, f)
	at := ui.R(in.X+20, in.Y+22, w+16, h+8)
	at.X, at.Y = max(r.X, min(at.X, r.Right()-at.W)), max(r.Y, min(at.Y, r.Bottom()-at.H))
	u.FillRound(at, 4, ui.Alpha(u.Theme.Panel, 0.95))
	u.Stroke(at, 4, 1, u.Theme.Line)
	u.Paragraph(at.Pad(8, 4), text, f)
}
