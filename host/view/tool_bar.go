package view

import "github.com/metaspatial/metaspatial/host/view/ui"

// barTools are the tools at the left edge of the room, in groups.
var barTools = [][]string{
	{"tool.move", "tool.turn", "tool.measure"},
	{"tool.draw", "tool.shape", "tool.room", "tool.door", "tool.window"},
	{"edit.mend", "overlay.heat"},
}

// barGap parts the groups of tools.
const barGap = 9

// toolBar is where the tools are in the place of the room, below the compass, in
// as many columns as they need, and where each of them is.
func toolBar(r ui.Rect) (place ui.Rect, buttons [][]ui.Rect) {
	place = ui.R(r.X+ui.Margin, r.Y+60, toolSize, 0)
	most := r.Bottom() - ui.Margin - 40
	x, y := place.X, place.Y
	for g, group := range barTools {
		if g > 0 {
			y += barGap
		}
		var row []ui.Rect
		for range group {
			if y+toolSize > most && y > place.Y {
				x, y = x+toolSize+toolGap, place.Y
			}
			row = append(row, ui.R(x, y, toolSize, toolSize))
			place.W, place.H = x+toolSize-place.X, max(place.H, y+toolSize-place.Y)
			y += toolSize + toolGap
		}
		buttons = append(buttons, row)
	}
	return place, buttons
}

// onTools reports whether a point is over the tools.
func (s *shell) onTools(r ui.Rect, x, y float64) bool {
	place, _ := toolBar(r)
	return !s.watch.on && place.Inset(-3).Has(x, y)
}

// drawTools draws the tools at the left edge and serves them.
func (s *shell) drawTools(r ui.Rect) {
	if s.watch.on {
		return
	}
	u := s.u
	place, buttons := toolBar(r)
	u.FillRound(place.Inset(-3), ui.Radius, ui.Alpha(u.Theme.Panel, 0.88))
	for g, row := range buttons {
		if first := row[0]; g > 0 && first.Y > place.Y {
			u.Fill(ui.R(first.X+4, first.Y-toolGap-barGap/2, first.W-8, 1), u.Theme.Line)
		}
		for i, b := range row {
			s.actionButton(b, barTools[g][i], "")
		}
	}
}
