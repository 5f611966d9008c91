package view

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// asking is what the policy was asked and what it said.
type asking struct {
	title  string
	cancel func()
	// done looks whether the work has ended, and takes its result.
	done     func() bool
	text     string // of the sentence to furnish from
	proposal *assist.Proposal
	answer   *assist.Answer
	// change takes an alternative into the document.
	change func(i int) document.Change
	chosen int
	// taken is set while an alternative is in the document as its last step.
	taken bool
	why   map[string]string
}

func (a *asking) shown() bool { return a.answer != nil }

// begin watches a job until it has ended.
func begin[T any](s *shell, job *assist.Job[T], took func(T)) {
	s.ask.title, s.ask.cancel = job.Title(), job.Cancel
	s.ask.done = func() bool {
		if !job.Ended() {
			return false
		}
		v, err := job.Result()
		switch {
		case errors.Is(err, assist.ErrCancelled):
			s.toast(notice, job.Title()+" was cancelled; nothing has changed.")
		case err != nil:
			s.toast(warning, capital(err.Error()))
		default:
			took(v)
		}
		return true
	}
}

func (s *shell) pollJobs() {
	if s.ask.done == nil {
		return
	}
	done := s.ask.done
	if done() {
		s.ask.cancel, s.ask.done = nil, nil
		s.fresh = true
	} else {
		s.u.WakeAfter(15 * time.Millisecond)
	}
}

// asked is the room with what is to be placed.
func (s *shell) asked(n int) assist.Ask {
	room := s.active()
	a := assist.Ask{Task: room.Task, Layout: room.Layout, N: n}
	for _, r := range s.doc.SelectedObjects() {
		if r.Room == s.room {
			a.Selected = append(a.Selected, r.ID)
		}
	}
	return a
}

func (s *shell) generate(n int) {
	begin(s, s.helper.Generate(s.asked(n)), func(answers []assist.Answer) {
		answer := &answers[0]
		s.take(answer, "Generate", func(i int) document.Change { return answer.Change("Generate", i) }, n > 1)
	})
}

func (s *shell) refine() {
	begin(s, s.helper.Refine(s.asked(1)), func(answers []assist.Answer) {
		answer := &answers[0]
		if !answer.Better {
			s.toast(notice, "Nothing better was found; the room stays as it is.")
			return
		}
		s.take(answer, "Refine", func(i int) document.Change { return answer.Change("Refine", i) }, false)
	})
}

// take shows the first alternative, and the row to choose from where there are
// more.
func (s *shell) take(answer *assist.Answer, what string, change func(i int) document.Change, row bool) {
	if _, n := s.doc.State().Room(answer.Ask.Task.ID); n < 0 {
		s.toast(warning, "The room is gone for which this was made.")
		return
	}
	s.ask.change, s.ask.chosen = change, 0
	s.ask.answer, s.ask.taken = nil, false
	if row {
		s.ask.answer = answer
	}
	s.ask.taken = s.do(change(0))
	s.reasons(&answer.Alternatives[0])
	if s.ask.taken {
		s.toast(success, fmt.Sprintf("%s: %d tries, %s.", what, answer.Tried, faultsIn(answer.Alternatives[0].Findings)))
	}
}

func faultsIn(findings []scenes.Finding) string {
	switch n := len(scenes.Faults(findings)); n {
	case 0:
		return "no faults"
	case 1:
		return "one fault"
	default:
		return fmt.Sprintf("%d faults", n)
	}
}

func (s *shell) reasons(a *assist.Alternative) {
	s.ask.why = map[string]string{}
	for _, p := range a.Layout.Placements {
		s.ask.why[p.ID] = a.Reason(p.ID)
	}
}

// drawAlternatives shows the answers to choose from. Choosing another one
// replaces the first in the history, so that one undo takes all of it back.
func (s *shell) drawAlternatives(r ui.Rect) {
	u := s.u
	u.Fill(r, u.Theme.Panel)
	u.Fill(r.CutTop(1), u.Theme.Line)
	r = r.Pad(12, 8)
	head := r.CutTop(24)
	u.Text(head, fmt.Sprintf("%d alternatives", len(s.ask.answer.Alternatives)), ui.Font{Bold: true})
	if u.Button("alternatives/close", head.CutRight(26), "", ui.ButtonOptions{Icon: "close", Flat: true, Tip: "Keep what is chosen"}) {
		s.ask.answer = nil
		return
	}
	r.CutTop(6)
	w := min(168, (r.W-float64(len(s.ask.answer.Alternatives)-1)*8)/float64(len(s.ask.answer.Alternatives)))
	for i := range s.ask.answer.Alternatives {
		a := &s.ask.answer.Alternatives[i]
		cell := r.CutLeft(w)
		r.CutLeft(8)
		res := u.Interact(fmt.Sprint("alternative", i), cell)
		u.FillRound(cell, ui.Radius, u.Theme.Window)
		in := cell.Inset(4)
		label := in.CutBottom(20)
		img, _ := s.thumbs.Get(stage.LayoutSubject(s.ask.answer.Ask.Task, a.Layout, s.modelNow))
		if img != nil {
			side := min(in.W, in.H)
			u.Picture(in.Middle(side, side), img, 0, 3)
		}
		n := len(scenes.Faults(a.Findings))
		icon, c, text := "good", u.Theme.Good, "no faults"
		if n > 0 {
			icon, c, text = "warn", u.Theme.Warn, faultsIn(a.Findings)
		}
		u.Icon(label.CutLeft(16), icon, 13, c)
		label.CutLeft(4)
		u.Text(label, text, ui.Font{Size: ui.Small})
		switch {
		case i == s.ask.chosen:
			u.Stroke(cell, ui.Radius, 2, u.Theme.Accent)
		case res.Over:
			u.Stroke(cell, ui.Radius, 1, u.Theme.Soft)
		}
		if res.Clicked && i != s.ask.chosen {
			if s.ask.taken {
				s.say(s.doc.Undo())
			}
			s.ask.chosen, s.ask.taken = i, s.do(s.ask.change(i))
			s.reasons(a)
		}
	}
}

// furnishDialog asks for a sentence and shows what was chosen for it.
func (s *shell) furnishDialog() {
	u := s.u
	h := 190.0
	if s.ask.proposal != nil {
		h = 520
	}
	u.Modal("furnish", 560, h, func(r ui.Rect) {
		u.Text(r.CutTop(28), "Furnish "+plain(s.room), ui.Font{Size: ui.Title, Bold: true})
		u.Text(r.CutTop(24), "Say what the room is for. The objects are chosen from your library.", ui.Font{Color: u.Theme.Soft})
		r.CutTop(8)
		line := r.CutTop(32)
		choose := line.CutRight(100)
		line.CutRight(8)
		text, _, entered := u.Field("furnish/text", line, s.ask.text, ui.FieldOptions{Placeholder: "a bedroom for two with a desk and a reading corner", Live: true})
		s.ask.text = text
		ready := strings.TrimSpace(text) != "" && s.ask.cancel == nil
		if u.Button("furnish/choose", choose, "Choose", ui.ButtonOptions{Main: s.ask.proposal == nil, Disabled: !ready}) || entered && ready {
			room := s.active()
			begin(s, s.helper.Choose(room.Task, room.Layout, text, 0), func(p *assist.Proposal) { s.ask.proposal = p })
		}
		r.CutTop(12)
		foot := r.CutBottom(32)
		if u.Button("furnish/cancel", foot.CutLeft(90), "Cancel", ui.ButtonOptions{}) {
			if s.ask.cancel != nil {
				s.ask.cancel()
			}
			s.ask.proposal = nil
			u.Close("furnish")
		}
		p := s.ask.proposal
		if p == nil {
			if s.ask.cancel != nil {
				u.Text(foot, s.ask.title+" …", ui.Font{Color: u.Theme.Soft, Align: ui.AlignRight})
			}
			return
		}
		if u.Button("furnish/place", foot.CutRight(150), "Place them", ui.ButtonOptions{Icon: "spark", Main: true, Disabled: len(p.Things) == 0 || s.ask.cancel != nil}) {
			ask := p.Ask()
			ask.N = 6
			begin(s, s.helper.Generate(ask), func(answers []assist.Answer) {
				answer := &answers[0]
				s.take(answer, "Furnish", func(i int) document.Change { return p.Furnished(answer, i) }, true)
				s.ask.proposal = nil
				u.Close("furnish")
			})
		}
		r.CutBottom(10)
		if len(p.NotUnderstood) > 0 {
			u.Text(r.CutBottom(22), "Not understood: "+strings.Join(p.NotUnderstood, ", "), ui.Font{Size: ui.Small, Color: u.Theme.Warn})
		}
		u.Grid("furnish/things", r, len(p.Things), 116, 118, func(i int, cell ui.Rect, res ui.Response) {
			s.thing(p, i, cell, res)
		})
	})
}

func (s *shell) thing(p *assist.Proposal, i int, cell ui.Rect, res ui.Response) {
	if i >= len(p.Things) {
		return
	}
	u := s.u
	t := p.Things[i]
	u.FillRound(cell, ui.Radius, u.Theme.Window)
	in := cell.Inset(5)
	name := in.CutBottom(20)
	if a, ok := s.opts.Stock.Library.Find(t.Asset); ok {
		if img, _ := s.thumbs.Get(stage.AssetSubject(&a, s.opts.Stock.Library.Read)); img != nil {
			side := min(in.W, in.H)
			u.Picture(in.Middle(side, side), img, 0, 4)
		}
	}
	u.Text(name, plain(t.ID), ui.Font{Size: ui.Small, Align: ui.AlignCenter})
	if res.Over {
		u.Stroke(cell, ui.Radius, 1, u.Theme.Soft)
		u.Icon(ui.R(cell.Right()-22, cell.Y+4, 18, 18), "close", 14, u.Theme.Bad)
	}
	u.Tip("thing/"+t.ID, cell, "Click to leave it out.")
	if res.Clicked {
		s.ask.proposal = p.Without(t.ID)
	}
}
