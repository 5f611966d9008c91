package view

import (
	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// finder is the command palette.
type finder struct {
	query string
	at    int
}

func (s *shell) openPalette() {
	s.palette = finder{}
	s.u.Open("palette")
	s.u.Focus("palette/query")
}

// modals draws whatever dialog is open.
func (s *shell) modals(whole ui.Rect) {
	s.drawPalette(whole)
	s.drawKeys(whole)
	s.furnishDialog()
	s.levelDialog()
	s.fileDialog()
	s.attachDialog()
	s.drawMissing()
	s.drawTold()
	s.drawQuestion()
}

func (s *shell) drawPalette(whole ui.Rect) {
	u := s.u
	u.Modal("palette", 560, 420, func(r ui.Rect) {
		matches := s.reg.Search(s.palette.query)
		s.palette.at = u.Choose(s.palette.at, len(matches), 10)
		q, changed, entered := u.Field("palette/query", r.CutTop(34), s.palette.query, ui.FieldOptions{Placeholder: "What do you want to do?", Icon: "search", Live: true})
		if changed {
			s.palette = finder{query: q}
			matches = s.reg.Search(q)
		}
		r.CutTop(8)
		if len(matches) == 0 {
			u.Empty(r, "search", "No such command", "Try fewer letters, or another word for it.")
			return
		}
		u.Show("palette/list", float64(s.palette.at)*ui.Row, ui.Row, r.H)
		clicked, _ := u.List("palette/list", r, len(matches), ui.Row, func(i int) bool { return i == s.palette.at }, func(i int, line ui.Rect) {
			s.commandLine(matches[i].Action, line.Pad(10, 0))
		})
		if entered {
			clicked = s.palette.at
		}
		if clicked >= 0 {
			u.Close("palette")
			s.run(matches[clicked].Action.ID)
		}
	})
}

func (s *shell) commandLine(a *command.Action, line ui.Rect) {
	u := s.u
	f := ui.Font{}
	if a.Why() != "" {
		f.Color = u.Theme.Faint
	}
	key := a.Key(s.stage.Preset().Name)
	kf := ui.Font{Size: ui.Small, Color: u.Theme.Soft, Align: ui.AlignRight}
	u.Text(line.CutRight(110), key, kf)
	icon := line.CutLeft(18)
	switch {
	case a.Checked != nil && a.Checked():
		u.Icon(icon, "check", 14, u.Theme.Accent)
	case a.Icon != "":
		u.Icon(icon, a.Icon, 15, u.Theme.Soft)
	}
	line.CutLeft(8)
	w := u.Width(a.Title, f)
	u.Text(line.CutLeft(w+10), a.Title, f)
	u.Text(line, a.Group, ui.Font{Size: ui.Small, Color: u.Theme.Faint})
}

// drawKeys is the page of F1.
func (s *shell) drawKeys(whole ui.Rect) {
	u := s.u
	u.Modal("keys", min(980, whole.W-60), whole.H-80, func(r ui.Rect) {
		head := r.CutTop(30)
		u.Text(head, "Keys", ui.Font{Size: ui.Title, Bold: true})
		if u.Button("keys/close", head.CutRight(28), "", ui.ButtonOptions{Icon: "close", Flat: true, Tip: "Close (Escape)"}) || u.TakeKey("F1", 0) {
			u.Close("keys")
		}
		names, at := []string{}, 0
		for i := range stage.Presets {
			names = append(names, stage.Presets[i].Name)
			if &stage.Presets[i] == s.stage.Preset() {
				at = i
			}
		}
		head.CutRight(10)
		if n := u.Dropdown("keys/preset", head.CutRight(130), names, at, "Mouse and keys as in another program."); n != at {
			s.stage.Steer(&stage.Presets[n])
			s.keep()
		}
		u.Text(head.CutRight(110), "Navigate as in", ui.Font{Color: u.Theme.Soft})
		r.CutTop(8)
		s.keyColumns(r)
	})
}

func (s *shell) keyColumns(r ui.Rect) {
	u := s.u
	preset := s.stage.Preset()
	type line struct {
		head, key, title string
	}
	lines := []line{{head: "Mouse in " + preset.Name}}
	for _, d := range preset.Drags {
		lines = append(lines, line{key: dragName(d), title: motionName(d.Motion)})
	}
	lines = append(lines, line{key: "wheel", title: "Zoom to the cursor"})
	for _, g := range s.reg.Groups() {
		group := []line{{head: g}}
		for _, a := range s.reg.Group(g) {
			if k := a.Key(preset.Name); k != "" {
				group = append(group, line{key: k, title: a.Title})
			}
		}
		if len(group) > 1 {
			lines = append(lines, group...)
		}
	}
	const high = 22
	columns := r.Split(max(1, int(r.W/300)), 20)
	per := (len(lines) + len(columns) - 1) / len(columns)
	u.Scroll("keys/all", r, float64(per+1)*high, func(c ui.Rect) {
		for i, l := range lines {
			col := columns[i/per]
			row := ui.R(col.X, c.Y+float64(i%per)*high, col.W-10, high)
			if l.head != "" {
				u.Text(row, l.head, ui.Font{Bold: true, Color: u.Theme.Accent})
				continue
			}
			u.Text(row.CutLeft(132), l.key, ui.Font{Size: ui.Small, Color: u.Theme.Soft})
			u.Text(row, l.title, ui.Font{Size: ui.Small + 0.5})
		}
	})
}

func dragName(d stage.Drag) string {
	name := map[stage.Button]string{stage.Left: "left drag", stage.Middle: "middle drag", stage.Right: "right drag"}[d.Button]
	if d.Key != "" {
		name = string(d.Key) + "+" + name
	}
	return command.Chord{Mods: d.Mods, Key: command.Key(name)}.String()
}

func motionName(m stage.Motion) string {
	return map[stage.Motion]string{stage.Orbit: "Orbit", stage.Pan: "Pan", stage.Dolly: "Zoom", stage.Look: "Look round"}[m]
}
