package view

import (
	"context"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes/reimport"
)

// edit shows another document.
func (s *shell) edit(d *document.Document) {
	s.doc, s.room = d, d.State().Level.Rooms[0].Task.ID
	s.fresh, s.start, s.shown = true, false, 0
	s.watch.on = false
	s.ask.forget()
	s.beHome()
}

// open reads a document beside the window and shows it. What is edited while it
// is being read is not lost: it is asked for.
func (s *shell) open(path string) {
	if why := s.noFiles(); why != "" {
		s.toast(warning, capital(why))
		return
	}
	path = s.opts.Files.Abs(path)
	o := document.OpenOptions{Files: s.opts.Files}
	if lib := s.opts.Stock.Library; lib != nil {
		o.Find = reimport.Finder(lib)
	}
	doc, version := s.doc, s.doc.Version()
	s.send("Opening "+filepath.Base(path), func(ctx context.Context, _ *errand) func() {
		d, notes, err := document.Open(ctx, path, o)
		return func() {
			switch {
			case err != nil:
				s.say(err)
			case s.doc == doc && s.doc.Version() == version:
				s.opened(path, d, notes)
			default:
				s.leave(func() { s.opened(path, d, notes) })
			}
		}
	})
}

// opened shows a document that was read, and says what is strange about it.
func (s *shell) opened(path string, d *document.Document, notes []string) {
	s.edit(d)
	for _, n := range notes {
		s.toast(notice, n)
	}
	s.mem.opened(path)
	s.keep()
	s.showMissing()
	if l := s.lostOf(path); l != nil {
		s.askLost(l)
	}
}
