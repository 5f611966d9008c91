package view

import (
	"fmt"
	"path"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/search"
)

// furnishing is the dialog that furnishes a room from a sentence.
type furnishing struct {
	open bool
	text string
	// proposal was chosen for the text in said, for the room as it was in from.
	proposal *assist.Proposal
	said     string
	from     scenes.LevelRoom
	// thing is the one for which others are shown, empty for none.
	thing  string
	others []assets.Asset
}

const furnishExample = "a bedroom for two with a desk and a reading corner"

func (s *shell) openFurnish() {
	s.u.Open("furnish")
	s.u.Focus("furnish/text")
}

// furnishDialog asks for a sentence, shows what was chosen for it, and lets it
// be changed before it is placed.
func (s *shell) furnishDialog() {
	u, f := s.u, &s.ask.furnish
	if was := f.open; s.attend("furnish", &f.open) != was {
		f.thing = ""
	}
	if !f.open {
		return
	}
	room := s.active()
	if f.proposal != nil && (f.from.Task != room.Task || f.from.Layout != room.Layout) {
		f.proposal, f.thing = nil, ""
	}
	h := 196.0
	if f.proposal != nil {
		h = 560
	}
	if u.TakeKey(command.Escape, 0) {
		// At once, also while the sentence is typed.
		if f.thing == "" {
			u.Close("furnish")
		}
		f.thing = ""
	}
	u.Modal("furnish", 580, h, func(r ui.Rect) {
		if f.thing != "" {
			s.drawOthers(r)
			return
		}
		u.Text(r.CutTop(28), "Furnish "+plain(s.room), ui.Font{Size: ui.Title, Bold: true})
		hint := "Say what the room is for. The objects are chosen from your library."
		if n := len(room.Task.Objects); n > 0 {
			hint = fmt.Sprintf("Say what is to be added. The %s in the room stay where they are.", objectCount(n))
		}
		u.Text(r.CutTop(24), hint, ui.Font{Color: u.Theme.Soft})
		r.CutTop(8)
		s.drawSentence(r.CutTop(32))
		r.CutTop(12)
		s.drawFurnishFoot(r.CutBottom(32))
		r.CutBottom(10)
		if p := f.proposal; p != nil {
			s.drawProposal(r, p)
		}
	})
}

func objectCount(n int) string {
	if n == 1 {
		return "one object"
	}
	return fmt.Sprintf("%d objects", n)
}

// drawSentence is the line that takes the sentence.
func (s *shell) drawSentence(line ui.Rect) {
	u, f := s.u, &s.ask.furnish
	label := "Choose"
	if f.proposal != nil {
		label = "Choose again"
	}
	choose := line.CutRight(max(100, u.ButtonWidth(label, ui.ButtonOptions{Main: true})))
	line.CutRight(8)
	text, _, entered := u.Field("furnish/text", line, f.text, ui.FieldOptions{Placeholder: furnishExample, Live: true})
	f.text = text
	ready := strings.TrimSpace(text) != "" && s.ask.cancel == nil
	clicked := u.Button("furnish/choose", choose, label, ui.ButtonOptions{Main: f.proposal == nil, Disabled: !ready, Tip: "Again chooses other things that fit as well"})
	switch {
	case !ready:
	case clicked, entered && (f.proposal == nil || f.said != text):
		room := *s.active()
		begin(s, s.helper.Choose(room.Task, room.Layout, text, 0), func(p *assist.Proposal) {
			f.proposal, f.said, f.from = p, text, room
		})
	case entered:
		s.place()
	}
}

// drawFurnishFoot has the buttons that end the dialog.
func (s *shell) drawFurnishFoot(foot ui.Rect) {
	u, f := s.u, &s.ask.furnish
	if u.Button("furnish/cancel", foot.CutLeft(90), "Cancel", ui.ButtonOptions{}) {
		f.proposal = nil
		u.Close("furnish")
	}
	foot.CutLeft(12)
	if f.proposal != nil {
		o := ui.ButtonOptions{Icon: "spark", Main: true, Disabled: len(f.proposal.Things) == 0 || s.ask.cancel != nil}
		label := "Place " + objectCount(len(f.proposal.Things))
		if u.Button("furnish/place", foot.CutRight(u.ButtonWidth(label, o)), label, o) {
			s.place()
		}
		foot.CutRight(12)
	}
	s.drawProgress(foot)
}

// place has the policy place what was chosen, and shows its layouts.
func (s *shell) place() {
	p := s.ask.furnish.proposal
	if p == nil || len(p.Things) == 0 || s.ask.cancel != nil {
		return
	}
	ask := p.Ask()
	ask.N = alternatives
	begin(s, s.helper.Generate(ask), func(answers []assist.Answer) {
		s.ask.furnish.proposal, s.ask.furnish.open = nil, false
		s.u.Close("furnish")
		s.takeAnswer(picking{answer: &answers[0], verb: "Furnish", proposal: p}, true)
	})
}

// drawProposal shows what was chosen and what could not be.
func (s *shell) drawProposal(r ui.Rect, p *assist.Proposal) {
	u := s.u
	var said []string
	for _, n := range p.Left {
		said = append(said, capital(n))
	}
	if len(p.NotUnderstood) > 0 {
		said = append(said, "Not understood: "+strings.Join(p.NotUnderstood, ", ")+".")
	}
	if len(said) > 0 {
		text, f := strings.Join(said, " "), ui.Font{Size: ui.Small, Color: u.Theme.Warn}
		h := min(60, u.ParagraphHeight(text, r.W, f))
		line := r.CutBottom(h + 4)
		u.Paragraph(line, text, f)
		u.Tip("furnish/said", line, text)
	}
	if len(p.Things) == 0 {
		u.Empty(r, "sofa", "Nothing is left", "Choose again, or say something else.")
		return
	}
	u.Grid("furnish/things", r, len(p.Things), 124, 122, func(i int, cell ui.Rect, res ui.Response) {
		if i < len(p.Things) {
			s.thing(p, i, cell, res)
		}
	})
}

// thing draws one of the chosen, with what can be done with it.
func (s *shell) thing(p *assist.Proposal, i int, cell ui.Rect, res ui.Response) {
	u := s.u
	t := &p.Things[i]
	s.card(cell, t.Asset, plain(t.ID), res.Over)
	id := "thing/" + t.ID
	u.Tip(id, cell, capital(fmt.Sprintf("%s, %s (%s)", plain(path.Base(t.Asset)), search.Metres(t.Size), t.Why))+" Click to exchange it.")
	out := ui.R(cell.Right()-26, cell.Y+4, 22, 22)
	onOut := out.Has(u.Input().X, u.Input().Y)
	if res.Over {
		col := u.Theme.Soft
		if onOut {
			col = u.Theme.Bad
			tip := "Leave it out"
			if len(t.Drops) > 0 {
				tip += ", with " + listed(t.Drops)
			}
			u.Tip(id+"/out", out, tip+".")
		}
		u.FillRound(out, ui.Radius, u.Theme.Over)
		u.Icon(out, "close", 13, col)
	}
	if !res.Clicked || s.ask.cancel != nil {
		return
	}
	if onOut {
		s.ask.furnish.proposal = p.Without(t.ID)
		return
	}
	name := t.ID
	begin(s, s.helper.Others(p, name), func(list []assets.Asset) {
		s.ask.furnish.thing, s.ask.furnish.others = name, list
	})
}

// card draws an asset with its name.
func (s *shell) card(cell ui.Rect, asset, name string, over bool) {
	u := s.u
	u.FillRound(cell, ui.Radius, u.Theme.Window)
	in := cell.Inset(5)
	label := in.CutBottom(20)
	if a, ok := s.opts.Stock.Library.Find(asset); ok {
		if img, _ := s.thumbs.Get(stage.AssetSubject(&a, s.opts.Stock.Library.Read)); img != nil {
			side := min(in.W, in.H)
			u.Picture(in.Middle(side, side), img, 0, 4)
		} else {
			u.Icon(in, "cube", 24, u.Theme.Faint)
		}
	}
	u.Text(label, name, ui.Font{Size: ui.Small, Align: ui.AlignCenter})
	if over {
		u.Stroke(cell, ui.Radius, 1, u.Theme.Soft)
	}
}

// drawOthers shows what may take the place of a thing.
func (s *shell) drawOthers(r ui.Rect) {
	u, f := s.u, &s.ask.furnish
	head := r.CutTop(28)
	if u.Button("others/back", head.CutLeft(28), "", ui.ButtonOptions{Icon: "left", Flat: true, Tip: "Back, and keep it"}) {
		f.thing = ""
		return
	}
	head.CutLeft(8)
	u.Text(head, "In place of "+plain(f.thing), ui.Font{Size: ui.Title, Bold: true})
	u.Text(r.CutTop(24), "What is most like it comes first. Relations and what stands on it stay.", ui.Font{Color: u.Theme.Soft})
	r.CutTop(8)
	clicked := -1
	u.Grid("others/grid", r, len(f.others), 124, 122, func(i int, cell ui.Rect, res ui.Response) {
		a := &f.others[i]
		s.card(cell, a.ID, plain(a.Name), res.Over)
		u.Tip("other/"+a.ID, cell, capital(fmt.Sprintf("%s, %s", plain(path.Base(a.ID)), search.Metres(a.Size))))
		if res.Clicked {
			clicked = i
		}
	})
	if clicked >= 0 && f.proposal != nil {
		f.proposal = f.proposal.Exchanged(f.thing, f.others[clicked])
		f.thing = ""
	}
}
