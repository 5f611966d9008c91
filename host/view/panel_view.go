package view

import (
	"math"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// drawStrokes draws what lies over a picture of the stage in a place. Their
// pixels are those of the stage.
func drawStrokes(u *ui.UI, place ui.Rect, list []stage.Stroke) {
	k := u.Scale()
	for i := range list {
		s := &list[i]
		points := make([]ui.Point, len(s.Points), len(s.Points)+1)
		for j, q := range s.Points {
			points[j] = ui.Point{X: place.X + q[0]/k, Y: place.Y + q[1]/k}
		}
		if s.Filled {
			u.Polygon(s.Color, points...)
		}
		if s.Closed {
			points = append(points, points[0])
		}
		switch {
		case len(points) == 1 && s.Width > 0:
			u.Disc(points[0].X, points[0].Y, s.Width/2, s.Color)
		case s.Dashed:
			dash(points, 6, 4, func(a, b ui.Point) { u.Line(s.Width, s.Color, a, b) })
		case s.Width > 0:
			u.Line(s.Width, s.Color, points...)
		}
		if s.Text != "" {
			drawLabel(u, points[0], s.Text)
		}
	}
}

// drawLabel writes a text beside a place, on a ground of its own.
func drawLabel(u *ui.UI, at ui.Point, text string) {
	f := ui.Font{Size: ui.Small}
	r := ui.R(at.X+8, at.Y-10, u.Width(text, f)+12, 20)
	u.FillRound(r, 4, ui.Alpha(u.Theme.Panel, 0.92))
	u.Text(r.Pad(6, 0), text, f)
}

// mostDashes bounds a broken line that runs far off the window.
const mostDashes = 400

// dash calls draw with the pieces of a broken line.
func dash(points []ui.Point, on, off float64, draw func(a, b ui.Point)) {
	at, n := 0.0, 0
	for i := 0; i+1 < len(points); i++ {
		a, b := points[i], points[i+1]
		l := math.Hypot(b.X-a.X, b.Y-a.Y)
		if !(l > 0 && l < 1e5) {
			continue
		}
		point := func(t float64) ui.Point { return ui.Point{X: a.X + (b.X-a.X)*t/l, Y: a.Y + (b.Y-a.Y)*t/l} }
		for t := 0.0; t < l && n < mostDashes; n++ {
			phase := math.Mod(at+t, on+off)
			if phase < on {
				end := min(l, t+on-phase)
				draw(point(t), point(end))
				t = end + 1e-6
			} else {
				t += on + off - phase + 1e-6
			}
		}
		at += l
	}
}

// stageActions are the actions of a stage for menus, keys and the palette.
func stageActions(s *stage.Stage) []command.Action {
	icons := map[stage.Action]string{
		stage.Focus: "target", stage.FrameAll: "frame", stage.ViewHome: "home", stage.ViewTop: "top",
		stage.Walk: "walk", stage.Smooth: "sun", stage.Ortho: "ortho", stage.WallsCycle: "walls",
	}
	var out []command.Action
	for _, a := range stage.Actions {
		id := a.Action
		action := command.Action{
			ID: string(id), Title: a.Title, Group: "View", Icon: icons[id], Preset: map[string][]command.Chord{},
			Run: func() { s.Do(id) },
		}
		for i := range stage.Presets {
			action.Preset[stage.Presets[i].Name] = stage.Presets[i].Chords(id)
		}
		action.Keys = stage.Presets[0].Chords(id)
		switch id {
		case stage.Ortho:
			action.Checked = func() bool { return !s.View().Ortho }
		case stage.Smooth:
			action.Checked = s.Smooth
		case stage.Walk:
			action.Checked = s.Walking
		case stage.Fly:
			action.Checked = s.Flying
		case stage.LeaveMoving:
			action.Disabled = func() string {
				if s.Walking() || s.Flying() {
					return ""
				}
				return "nobody walks or flies"
			}
		}
		out = append(out, action)
	}
	return out
}
