package view

import (
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// placeRoom shows where a room lies in its level, where that has several.
func (s *shell) placeRoom(r *ui.Rect, room *scenes.LevelRoom) {
	u := s.u
	if len(s.doc.State().Level.Rooms) < 2 {
		return
	}
	cells := s.row(r, "In the level").Split(3, 5)
	origin, yaw := room.Origin, room.Yaw
	changed := false
	for k, unit := range []string{"x", "y"} {
		v, set, _ := u.Number("room/origin-"+unit, cells[k], origin[k], ui.NumberOptions{Digits: 2, Unit: unit, Min: -10000, Max: 10000, Step: 0.1, Tip: "Where its corner lies in the level, in metres " + [...]string{"east.", "north."}[k]})
		if set {
			origin[k], changed = v, true
		}
	}
	if v, set, _ := u.Number("room/turned", cells[2], yaw, ui.NumberOptions{Digits: 0, Unit: "°", Step: 90, Min: -3600, Max: 3600, Tip: "How far it is turned in the level, clockwise."}); set {
		yaw, changed = v, true
	}
	if changed && s.do(document.PlaceRoom(s.room, origin, yaw)) {
		s.fresh = true
	}
}
