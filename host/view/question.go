package view

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// question is asked before something goes on that cannot be taken back. Escape
// and Cancel leave everything as it is.
type question struct {
	title, text string
	// choices go on; the first is the one that is meant.
	choices []choice
	// not is what the way back is called; empty means Cancel.
	not string
}

// choice is an answer to a question.
type choice struct {
	label string
	do    func()
}

// put asks a question in place of the one that is open.
func (s *shell) put(q question) {
	s.question = q
	s.u.Open("question")
	s.u.Focus("question/" + q.choices[0].label)
}

func (s *shell) drawQuestion() {
	u := s.u
	q := s.question
	const wide = 460
	w, _ := u.Size()
	text := min(wide, w-24) - 2*(ui.Margin+4)
	h := 28 + 8 + u.ParagraphHeight(q.text, text, ui.Font{}) + 18 + 32 + 2*(ui.Margin+4)
	u.Modal("question", wide, h, func(r ui.Rect) {
		u.Text(r.CutTop(28), q.title, ui.Font{Size: ui.Title, Bold: true})
		r.CutTop(8)
		foot := r.CutBottom(32)
		u.Paragraph(r, q.text, ui.Font{Color: u.Theme.Soft})
		for i, c := range q.choices {
			o := ui.ButtonOptions{Main: i == 0}
			if u.Button("question/"+c.label, foot.CutRight(u.ButtonWidth(c.label, o)+10), c.label, o) {
				u.Close("question")
				c.do()
			}
			foot.CutRight(8)
		}
		if u.Button("question/not", foot.CutLeft(90), cmp.Or(q.not, "Cancel"), ui.ButtonOptions{Flat: true}) {
			u.Close("question")
		}
	})
}

// leave goes on to what would lose unsaved changes, after asking.
func (s *shell) leave(after func()) {
	if !s.doc.Changed() {
		after()
		return
	}
	q := question{
		title:   "Save the changes?",
		text:    "What was changed in " + s.docName() + " since it was saved last would be lost.",
		choices: []choice{{label: "Save", do: func() { s.saveThen(after) }}, {label: "Don't save", do: after}},
	}
	if s.noFiles() != "" {
		q.title, q.choices = "Lose the changes?", q.choices[1:]
	}
	s.put(q)
}

// docName is what the document is called.
func (s *shell) docName() string {
	if f := s.doc.File(); f.From != "" {
		return filepath.Base(f.From)
	}
	return "the new room"
}

// save writes the document to its file.
func (s *shell) save() { s.saveThen(nil) }

// saveThen saves and then goes on. What cannot be saved stays as it is, and
// nothing goes on.
func (s *shell) saveThen(after func()) {
	err := s.doc.Save(s.opts.Files)
	switch {
	case errors.Is(err, document.ErrNoFile):
		s.openDialog(toSave)
		s.dialog.after = after
	case errors.Is(err, document.ErrOther):
		path := s.doc.File().Path
		s.put(question{
			title: "Replace what another program wrote?",
			text:  path + " was changed by another program since it was opened here.",
			choices: []choice{
				{label: "Save as…", do: func() { s.openDialog(toSave); s.dialog.after = after }},
				{label: "Replace", do: func() { s.saveAs(path, after) }},
			},
		})
	case err != nil:
		s.notSaved(err, after)
	default:
		s.saved(after)
	}
}

// notSaved says why nothing was saved, and offers another place.
func (s *shell) notSaved(err error, after func()) {
	s.put(question{
		title:   "Not saved",
		text:    capital(err.Error()) + " Nothing is lost: your work is in the window.",
		choices: []choice{{label: "Save elsewhere…", do: func() { s.openDialog(toSave); s.dialog.after = after }}},
		not:     "Go on",
	})
}

// saveNew saves to the file that was named, and asks before it replaces another
// one.
func (s *shell) saveNew(path string, after func()) {
	path = ending(s.opts.Files.Abs(path), ".json")
	_, err := fs.Stat(s.opts.Files.Folder(filepath.Dir(path)), filepath.Base(path))
	if err != nil || path == s.doc.File().Path {
		s.saveAs(path, after)
		return
	}
	s.put(question{
		title: "Replace " + filepath.Base(path) + "?",
		text:  path + " is there already, and would be lost.",
		choices: []choice{
			{label: "Replace", do: func() { s.saveAs(path, after) }},
			{label: "Another name…", do: func() { s.openDialog(toSave); s.dialog.path, s.dialog.after = path, after }},
		},
	})
}

func (s *shell) saveAs(path string, after func()) {
	if err := s.doc.SaveAs(s.opts.Files, path); err != nil {
		s.notSaved(err, after)
		return
	}
	s.saved(after)
}

func (s *shell) saved(after func()) {
	s.toast(success, "Saved "+s.doc.File().Path+".")
	s.mem.opened(s.doc.File().Path)
	s.keep()
	if after != nil {
		after()
	}
}

// askLost asks what to do about the unsaved work on the file that is open.
func (s *shell) askLost(l *document.Lost) {
	lost := *l
	s.put(question{
		title: "Restore unsaved work?",
		text:  "A window ended without saving its work on " + s.lostName(l) + ". What is shown now is the file as it was saved last; the work stays on the start screen if you leave it.",
		choices: []choice{
			{label: "Restore", do: func() { s.leave(func() { s.restore(lost) }) }},
		},
		not: "Not now",
	})
}
