package view

import (
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// Whatever hands do to a room, in whatever order, it stays one that can be saved
// and opened again, and undoing everything brings back what there was.
func TestAnyHandsLeaveARoom(t *testing.T) {
	for seed := range uint64(2) {
		p := studio(t)
		p.w, p.h = 640, 420 // small pictures are drawn faster
		p.rest()
		first := p.doc.State()
		var chords []string
		for _, a := range p.reg.All() {
			if a.ID == "edit.undo" || a.ID == "edit.redo" {
				continue
			}
			switch a.Group {
			case toolGroup, "Edit", "Arrange":
				for _, c := range a.Keys {
					chords = append(chords, c.String())
				}
			}
		}
		for range 6 {
			chords = append(chords, "Enter", "X", "Y", "Z", "Tab", "G", "R", "P", "D", "M")
		}
		r := rand.New(rand.NewPCG(seed, 9))
		place := func() (x, y float64) {
			return p.centre.X + r.Float64()*p.centre.W, p.centre.Y + r.Float64()*p.centre.H
		}
		for range 150 {
			switch r.IntN(8) {
			case 0, 1:
				p.keys(chords[r.IntN(len(chords))])
			case 2:
				p.write([]string{"1", "-0.5", "45", ".", ",", "9999999999", "--", "0"}[r.IntN(8)])
			case 3:
				x, y := place()
				p.click(x, y)
			case 4:
				p.in.Down[ui.LeftButton] = !p.in.Down[ui.LeftButton]
				p.frames(1)
			case 5:
				p.in.Mods = []command.Mods{0, 0, command.Ctrl, command.Shift}[r.IntN(4)]
				p.move(place())
				p.in.Mods = 0
			case 6:
				x0, y0 := place()
				x1, y1 := place()
				p.drag(x0, y0, x1, y1)
			default:
				if objects := p.objects(); len(objects) > 0 {
					p.doc.Select(document.Ref{Room: p.room, ID: objects[r.IntN(len(objects))].ID})
					p.frames(1)
				}
			}
		}
		p.in.Down[ui.LeftButton] = false
		p.frames(2)
		p.dropHand()
		if _, notes, err := document.Tidy(p.doc.State().Level); err != nil || len(notes) > 0 {
			t.Errorf("seed %d: %v %v", seed, err, notes)
		}
		p.doc.Goto(0)
		if p.doc.State() != first {
			t.Errorf("seed %d: undoing everything does not lead back", seed)
		}
		p.frames(2)
		titles, _ := p.doc.Steps()
		t.Logf("seed %d: %d steps", seed, len(titles))
	}
}
