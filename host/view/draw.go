package view

import (
	"fmt"
	"image"
	"image/color"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/vector"

	"github.com/metaspatial/metaspatial/host/session"
)

// areas are the parts of the window.
type areas struct {
	scale                               float64
	header, room, strip, findings, side rect
	charts                              rect
	thumbs                              int
}

// arrange divides a window of w by h pixels.
func arrange(w, h, s float64, thumbs int) areas {
	gap := 8 * s
	v := areas{scale: s, thumbs: thumbs}
	v.header = rect{0, 0, w, 48 * s}
	v.side = rect{w - 340*s, v.header.h, 340 * s, h - v.header.h}
	v.charts = v.side.inset(gap)
	mainW := v.side.x
	body := h - v.header.h
	strip := 0.0
	if thumbs > 1 {
		strip = min(150*s, body*0.22)
	}
	v.findings = rect{gap, h - 92*s, mainW - gap, 92*s - gap}
	v.strip = rect{gap, v.findings.y - strip - gap, mainW - gap, strip}
	v.room = rect{gap, v.header.h + gap, mainW - gap, v.strip.y - v.header.h - 2*gap}
	if strip == 0 {
		v.room.h = v.findings.y - v.room.y - gap
	}
	return v
}

// button returns the place of the i-th header button from the right.
func (v areas) button(i int) rect {
	w := 116 * v.scale
	return rect{v.header.w - float64(i+1)*(w+8*v.scale), 9 * v.scale, w, 30 * v.scale}
}

// thumb returns the place of the i-th room in the strip.
func (v areas) thumb(i int) rect {
	gap := 8 * v.scale
	n := float64(max(4, v.thumbs))
	w := (v.strip.w - gap*(n-1)) / n
	return rect{v.strip.x + float64(i)*(w+gap), v.strip.y, w, v.strip.h}
}

func (a *app) draw(screen *ebiten.Image) {
	b := screen.Bounds()
	a.pen.scale = a.scale
	a.view = arrange(float64(b.Dx()), float64(b.Dy()), a.scale, a.rooms())
	screen.Fill(paper)
	a.drawRoom(screen)
	a.drawStrip(screen)
	a.drawFindings(screen)
	a.drawCharts(screen)
	a.drawHeader(screen)
	if a.help {
		a.drawHelp(screen)
	}
	a.frames++
	if a.opts.Screenshot != "" && a.frames >= a.opts.Frames && a.shot == nil {
		img := image.NewRGBA(b)
		screen.ReadPixels(img.Pix)
		a.shot, a.done = img, true
	}
}

func (a *app) drawHeader(dst *ebiten.Image) {
	s := a.scale
	fill(dst, a.view.header, panel)
	x := 16 * s
	title := a.pen.fit(a.snap.Run, 320*s, style{size: 16, bold: true})
	a.pen.write(dst, title, x, 14*s, style{size: 16, bold: true, color: ink})
	x += a.pen.width(title, style{size: 16, bold: true}) + 16*s
	label, col := stateLabel(a.snap.State)
	w := a.pen.width(label, style{size: 12, bold: true}) + 18*s
	pill := rect{x, 13 * s, w, 22 * s}
	fill(dst, pill, raised)
	vector.FillRect(dst, float32(pill.x), float32(pill.y), float32(3*s), float32(pill.h), col, false)
	a.pen.write(dst, label, pill.x+10*s, pill.y+4*s, style{size: 12, bold: true, color: col})
	x += w + 16*s
	progress := fmt.Sprintf("iteration %d", a.snap.Iteration)
	if a.snap.Iterations > 0 {
		progress = fmt.Sprintf("iteration %d of %d", a.snap.Iteration, a.snap.Iterations)
	}
	progress += "   " + time.Duration(a.snap.Elapsed*float64(time.Second)).Round(time.Second).String()
	a.pen.write(dst, progress, x, 16*s, style{size: 13, color: soft})
	for i, b := range a.buttons() {
		r := a.view.button(i)
		c := raised
		if cx, cy := a.in.cursor(); r.has(cx, cy) {
			c = line
		}
		fill(dst, r, c)
		st := style{size: 12, bold: true, color: ink}
		a.pen.write(dst, b.label, r.x+(r.w-a.pen.width(b.label, st))/2, r.y+8*s, st)
	}
}

func (a *app) drawRoom(dst *ebiten.Image) {
	r := a.view.room
	fill(dst, r, panel)
	if a.rooms() == 0 {
		msg := "waiting for the first layouts…"
		if a.snap.State == session.Finished || a.snap.State == session.Failed {
			msg = "this run has recorded no layouts"
		}
		st := style{size: 14, color: soft}
		a.pen.write(dst, msg, r.x+(r.w-a.pen.width(msg, st))/2, r.y+r.h/2, st)
		return
	}
	blit(dst, a.big.rendered(int(r.w), int(r.h), a.drag != dragNone), r)
	sample := a.snap.Samples[a.focus]
	name := sample.Task.Program
	if name == "" {
		name = sample.Task.ID
	}
	head := fmt.Sprintf("%s   reward %.3f   iteration %d, turn %d", name, sample.Reward, sample.Iteration+1, sample.Turn+1)
	a.pen.write(dst, head, r.x+12*a.scale, r.y+10*a.scale, style{size: 13, bold: true, color: ink})
}

func (a *app) drawStrip(dst *ebiten.Image) {
	if a.rooms() < 2 {
		return
	}
	for i := range a.rooms() {
		r := a.view.thumb(i)
		fill(dst, r, panel)
		blit(dst, a.thumbs[i].rendered(int(r.w), int(r.h), false), r)
		sample := a.snap.Samples[i]
		mark, col := tally(sample.Findings)
		// The walls behind may be as bright as the words.
		wide := a.pen.width(mark, style{size: 12, bold: true}) + 10*a.scale
		fill(dst, rect{r.x + r.w - wide - 3*a.scale, r.y + 4*a.scale, wide, 19 * a.scale}, raised)
		a.pen.write(dst, fmt.Sprint(i+1), r.x+8*a.scale, r.y+6*a.scale, style{size: 12, bold: true, color: ink})
		a.pen.write(dst, mark, r.x+r.w-8*a.scale, r.y+6*a.scale, style{size: 12, bold: true, color: col, right: true})
		if i == a.focus {
			outline(dst, r, 2*a.scale, accent)
		}
	}
}

func (a *app) drawFindings(dst *ebiten.Image) {
	r := a.view.findings
	fill(dst, r, panel)
	in := r.inset(10 * a.scale)
	if a.rooms() == 0 {
		return
	}
	sample := a.snap.Samples[a.focus]
	wish := sample.Task.Preference
	if wish == "" {
		wish = fmt.Sprintf("%d objects", len(sample.Task.Objects))
	}
	a.pen.write(dst, a.pen.fit(wish, in.w, style{size: 13}), in.x, in.y, style{size: 13, color: ink})
	if len(sample.Findings) == 0 {
		a.pen.write(dst, "no faults found", in.x, in.y+22*a.scale, style{size: 12, color: good})
		return
	}
	const rows = 2
	for i, f := range listed(sample.Findings) {
		if i == rows {
			break
		}
		text, more, st := words(f), "", style{size: 12, color: soft}
		if n := len(sample.Findings) - rows; i == rows-1 && n > 0 {
			more = fmt.Sprintf("   and %d more", n)
		}
		y := in.y + float64(22+18*i)*a.scale
		fill(dst, rect{in.x, y + 2*a.scale, 3 * a.scale, 12 * a.scale}, colorOf(f.Rule))
		left := in.w - 10*a.scale - a.pen.width(more, st)
		a.pen.write(dst, a.pen.fit(text, left, st)+more, in.x+10*a.scale, y, st)
	}
}

func (a *app) drawCharts(dst *ebiten.Image) {
	r := a.view.charts
	clip := dst.SubImage(image.Rect(int(r.x), int(r.y), int(r.x+r.w), int(r.y+r.h))).(*ebiten.Image)
	h, gap := 104*a.scale, 8*a.scale
	total := float64(len(a.charts)) * (h + gap)
	a.scroll = max(0, min(a.scroll, total-r.h))
	for i, s := range a.charts {
		c := rect{r.x, r.y + float64(i)*(h+gap) - a.scroll, r.w, h}
		if c.y+c.h > r.y && c.y < r.y+r.h {
			s.draw(clip, a.pen, c, i)
		}
	}
	if len(a.charts) == 0 {
		a.pen.write(dst, "curves appear after the first iteration", r.x+8*a.scale, r.y+10*a.scale, style{size: 12, color: soft})
	}
	if a.message != "" {
		st := style{size: 12, color: warn}
		bar := rect{a.view.room.x, a.view.room.y + a.view.room.h - 28*a.scale, a.view.room.w, 28 * a.scale}
		fill(dst, bar, raised)
		a.pen.write(dst, a.pen.fit(a.message, bar.w-20*a.scale, st), bar.x+10*a.scale, bar.y+7*a.scale, st)
	}
}

// helpLines are all keys and what they do.
var helpLines = [][2]string{
	{"drag", "orbit"}, {"right drag, shift drag", "pan"}, {"wheel", "zoom; over the curves: scroll"},
	{"F", "see the whole room"}, {"T", "look straight down, north up"},
	{"1 … 6, Tab, arrows", "choose a room"}, {"space", "pause or resume the run"}, {"F1, H", "this help"},
}

func (a *app) drawHelp(dst *ebiten.Image) {
	s := a.scale
	w, h := 460*s, float64(len(helpLines))*24*s+56*s
	r := rect{a.view.room.x + (a.view.room.w-w)/2, a.view.room.y + 30*s, w, h}
	fill(dst, r, raised)
	outline(dst, r, 1, line)
	a.pen.write(dst, "Keys and mouse", r.x+18*s, r.y+14*s, style{size: 15, bold: true, color: ink})
	for i, l := range helpLines {
		y := r.y + float64(44+24*i)*s
		a.pen.write(dst, l[0], r.x+18*s, y, style{size: 13, bold: true, color: accent})
		a.pen.write(dst, l[1], r.x+200*s, y, style{size: 13, color: ink})
	}
}

func blit(dst, src *ebiten.Image, r rect) {
	if src == nil {
		return
	}
	op := &ebiten.DrawImageOptions{Filter: ebiten.FilterLinear}
	op.GeoM.Scale(r.w/float64(src.Bounds().Dx()), r.h/float64(src.Bounds().Dy()))
	op.GeoM.Translate(r.x, r.y)
	dst.DrawImage(src, op)
}

func stateLabel(s session.State) (string, color.NRGBA) {
	switch s {
	case session.Running:
		return "training", good
	case session.Paused:
		return "paused", warn
	case session.Failed:
		return "failed", bad
	case session.Finished:
		return "finished", accent
	}
	return "starting", soft
}
