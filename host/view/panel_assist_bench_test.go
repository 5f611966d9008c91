package view

import (
	"image"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// window is a shell as a real window has it, without the display.
type window struct {
	*shell
	in  ui.Input
	img *image.RGBA
}

func openWindow(b *testing.B, objects int) *window {
	b.Helper()
	s, err := newShell(Options{Policy: &decorator{}, Stock: starterStock()}, func() {})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.close)
	w := &window{shell: s, img: image.NewRGBA(image.Rect(0, 0, 1440, 900))}
	s.do(document.SetFloor("room", scenes.RectRoom(9, 7, 2.7).Floor))
	for _, a := range starterStock().Library.Assets() {
		i := len(s.active().Task.Objects)
		if a.Mount != scenes.OnFloor || i == objects || max(a.Size[0], a.Size[1]) > 1.3 {
			continue
		}
		x, y := float64(i%6)*1.4+1, float64(i/6)*1.5+1
		s.do(document.AddObject("room", document.ObjectOf(a), scenes.Placement{Position: scenes.Vec3{x, y, a.Size[2] / 2}}, ""))
	}
	s.doc.Select()
	s.beHome()
	for range 60 {
		w.frame()
		time.Sleep(5 * time.Millisecond)
	}
	return w
}

// frame draws one and uploads it nowhere.
func (w *window) frame() {
	w.in.Time += 16 * time.Millisecond
	w.shell.frame(w.in, 1440, 900, 1)
	w.u.Paint(w.img)
	w.in.Keys = nil
}

// BenchmarkWindow measures what the window adds to an answer: a frame, with its
// painting, after which a person sees it.
func BenchmarkWindow(b *testing.B) {
	b.Run("findings after an edit of 20", func(b *testing.B) {
		w := openWindow(b, 20)
		w.tab = tabFindings
		// Into its neighbour, and out again.
		ref := w.doc.State().Objects("room")[3]
		way := 0.9
		for b.Loop() {
			if way = -way; !w.do(document.Move([]document.Ref{ref}, scenes.Vec3{way, 0, 0})) {
				b.Fatal("not moved")
			}
			w.frame()
			if w.truth.Layout != w.active().Layout {
				b.Fatal("the findings are of the layout before")
			}
		}
	})
	b.Run("generate 12", func(b *testing.B) {
		w := openWindow(b, 12)
		for b.Loop() {
			before := w.active().Layout
			w.in.Keys = ui.Keys("Ctrl+G")
			for w.active().Layout == before || w.ask.cancel != nil {
				w.frame()
			}
			w.frame()
			w.run("edit.undo")
		}
	})
}
