package view

import (
	"encoding/json"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
)

// clipping is the text on the clipboard that stands for objects.
type clipping struct {
	Pieces []document.Piece `json:"metaspatial/objects"`
}

// mostClipped bounds what is read from the clipboard, in bytes and objects.
const mostClipped, mostPieces = 4 << 20, 2000

// copy puts the selected objects on the clipboard.
func (s *shell) copy() {
	data, err := json.Marshal(clipping{document.Copy(s.doc.State(), s.doc.SelectedObjects())})
	if err != nil {
		s.say(err)
		return
	}
	s.u.Copy(string(data))
	s.pastes = 0
}

// cut copies the selected objects and deletes them.
func (s *shell) cut() {
	s.copy()
	s.remove()
}

// paste adds the objects that are on the clipboard: their middle to the floor
// under the pointer where it is over the room, else beside where they were.
func (s *shell) paste() {
	text := s.u.Pasted()
	var c clipping
	if len(text) > mostClipped || json.Unmarshal([]byte(text), &c) != nil || len(c.Pieces) == 0 || len(c.Pieces) > mostPieces {
		s.toast(notice, "There are no objects on the clipboard; Ctrl+C copies what is selected.")
		return
	}
	s.pastes++
	by := scenes.Vec3{0.3, 0.3, 0}.Mul(float64(s.pastes))
	in := s.u.Input()
	if s.centre.Has(in.X, in.Y) {
		x, y := s.pointer()
		if at, ok := s.ray(x, y).Floor(0); ok {
			var middle scenes.Vec3
			n := 0.0
			for _, p := range c.Pieces {
				if p.Placement != nil {
					middle, n = middle.Add(p.Placement.Position), n+1
				}
			}
			if n > 0 {
				by = at.Sub(middle.Mul(1 / n))
				by = scenes.Vec3{snapped(by[0]), snapped(by[1]), 0}
			}
		}
	}
	s.do(document.Paste(s.room, c.Pieces, by))
}
