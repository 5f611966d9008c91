package view

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// Copies say where unsaved work outlives a crash.
type Copies struct {
	// KeeperOptions are the folder that all windows share, and this window's
	// name in it. Files and Changed are set by the window.
	document.KeeperOptions
	// Open reports whether the window of a copy is still open, so that its work
	// is not lost.
	Open func(session string) bool
	// Now is the time of day.
	Now func() time.Time
}

// unsaved is the window's copy of what is being edited, and what windows have
// left behind that ended without saving.
type unsaved struct {
	keeper  *document.Keeper
	doc     *document.Document
	version uint64
	lost    []document.Lost
}

// beginKeeping starts to copy what is edited, and looks for what was lost.
func (s *shell) beginKeeping() {
	if s.opts.Copies == nil || s.opts.Files == nil {
		return
	}
	o := s.opts.Copies.KeeperOptions
	o.Files, o.Changed = s.opts.Files, s.poke
	s.unsaved.keeper = document.NewKeeper(o)
	s.sendQuietly("Looking for unsaved work", func(context.Context, *errand) func() {
		found, err := document.FindLost(o.Files, o.Folder)
		var lost []document.Lost
		for _, l := range found {
			if !s.opts.Copies.Open(l.Session) {
				lost = append(lost, l)
			}
		}
		return func() {
			s.unsaved.lost = lost
			s.say(err)
			s.offerLost()
		}
	})
}

// offerLost asks about the file that is open, or says where the rest is.
func (s *shell) offerLost() {
	if l := s.lostOf(s.doc.File().From); l != nil && !s.doc.Changed() {
		s.askLost(l)
	} else if len(s.unsaved.lost) > 0 && !s.start {
		s.toast(notice, "There is unsaved work of a window that ended without saving; the start screen offers it.")
	}
}

// lostOf returns what was lost of a file, or nil.
func (s *shell) lostOf(path string) *document.Lost {
	if path == "" || s.opts.Files == nil {
		return nil
	}
	for i := range s.unsaved.lost {
		if l := &s.unsaved.lost[i]; l.File != "" && s.opts.Files.Abs(l.File) == s.opts.Files.Abs(path) {
			return l
		}
	}
	return nil
}

// keepUnsaved notes what has been edited for the copy.
func (s *shell) keepUnsaved() {
	w := &s.unsaved
	if w.keeper == nil || w.doc == s.doc && w.version == s.doc.Version() {
		return
	}
	w.doc, w.version = s.doc, s.doc.Version()
	w.keeper.Keep(s.doc, s.opts.Copies.Now())
}

// endKeeping ends the copying. Unless the person has closed the window knowingly
// the copy stays; its file is returned, or "" where there is none.
func (s *shell) endKeeping(knowingly bool) (string, error) {
	k := s.unsaved.keeper
	if k == nil {
		return "", nil
	}
	s.unsaved.keeper = nil
	err := k.Close(knowingly)
	return k.Path(), err
}

// restore brings a copy back.
func (s *shell) restore(l document.Lost) {
	d, err := document.Recover(s.opts.Files, s.opts.Copies.Folder, l.Session)
	if err != nil {
		s.say(err)
		return
	}
	s.edit(d)
	s.unsaved.doc, s.unsaved.version = d, d.Version()
	s.unsaved.keeper.Adopt(d, s.opts.Copies.Now(), l.Session)
	s.passOver(l)
	s.toast(success, "Your work is back. It is not saved yet: Ctrl+S saves it.")
}

// forget removes a copy that nobody wants.
func (s *shell) forget(l document.Lost) {
	if err := document.Forget(s.opts.Files, s.opts.Copies.Folder, l.Session); err != nil {
		s.say(err)
		return
	}
	s.passOver(l)
}

func (s *shell) passOver(l document.Lost) {
	var rest []document.Lost
	for _, o := range s.unsaved.lost {
		if o.Session != l.Session {
			rest = append(rest, o)
		}
	}
	s.unsaved.lost = rest
}

// lostName is what a copy is called, and when it was made.
func (s *shell) lostName(l *document.Lost) string {
	name := "A new room"
	if l.File != "" {
		name = filepath.Base(l.File)
	}
	if l.When.IsZero() {
		return name
	}
	return name + ", " + ago(s.opts.Copies.Now().Sub(l.When))
}

// ago says roughly how long something is past.
func ago(d time.Duration) string {
	for _, unit := range []struct {
		name string
		size time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}} {
		switch n := int(d / unit.size); {
		case n == 1:
			return "1 " + unit.name + " ago"
		case n > 1:
			return fmt.Sprintf("%d %ss ago", n, unit.name)
		}
	}
	return "just now"
}

// drawUnkept says in a strip at the top of r, until it is over, that the work is
// in the window only.
func (s *shell) drawUnkept(r *ui.Rect) {
	if s.unsaved.keeper == nil || !s.doc.Changed() {
		return
	}
	err := s.unsaved.keeper.Err()
	if err == nil {
		return
	}
	u := s.u
	const button, margin = 92, 12
	text := capital(err.Error()) + " Your work is in this window only; save it, elsewhere if need be."
	w := r.W - 2*margin - 30 - 10 - button
	strip := r.CutTop(max(u.ParagraphHeight(text, w, ui.Font{})+12, 40))
	u.Fill(strip, u.Theme.Over)
	u.Fill(strip.CutBottom(2), u.Theme.Warn)
	in := strip.Pad(margin, 5)
	u.Icon(in.CutLeft(20), "warn", 18, u.Theme.Warn)
	in.CutLeft(10)
	if u.Button("unkept/save", in.CutRight(button).Middle(button, ui.Row), "Save as…", ui.ButtonOptions{}) {
		s.run("file.save-as")
	}
	in.CutRight(10)
	h := u.ParagraphHeight(text, w, ui.Font{})
	u.Paragraph(in.Middle(in.W, h), text, ui.Font{})
}
