package view

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
)

// asking is what the policy was asked and what it said.
type asking struct {
	// title and the rest are of the job under way; cancel is nil where there is
	// none.
	title    string
	cancel   func()
	progress func() (done, of int)
	// ended looks whether the job has ended, and takes its result.
	ended func() bool
	began time.Duration
	// doc is the document that the job is for.
	doc *document.Document

	row     picking
	furnish furnishing
	level   planning
	why     map[spot]string
}

// spot is an object where a policy has put it.
type spot struct {
	room string
	at   scenes.Placement
}

// begin watches a job until it has ended.
func begin[T any](s *shell, job *assist.Job[T], took func(T)) {
	s.ask.title, s.ask.cancel, s.ask.progress = job.Title(), job.Cancel, job.Progress
	s.ask.doc, s.ask.began = s.doc, s.u.Input().Time
	s.ask.ended = func() bool {
		if !job.Ended() {
			return false
		}
		v, err := job.Result()
		switch {
		case errors.Is(err, assist.ErrCancelled):
			s.toast(notice, job.Title()+" was cancelled; nothing has changed.")
		case err != nil:
			s.toast(warning, sentence(err))
		default:
			took(v)
		}
		return true
	}
}

// sentence is what people are told of an error: its first line.
func sentence(err error) string {
	text, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	return capital(text)
}

// pollJobs takes the result of a job that has ended. One that was for another
// document has none.
func (s *shell) pollJobs() {
	if s.ask.cancel == nil {
		return
	}
	if s.ask.doc != s.doc {
		s.ask.cancel()
		s.ask.cancel, s.ask.ended = nil, nil
		return
	}
	if ended := s.ask.ended; ended() {
		s.ask.cancel, s.ask.ended = nil, nil
		s.fresh = true
		return
	}
	// The assistant wakes the window at the end of the job; this is for what is
	// shown of it meanwhile.
	s.u.WakeAfter(50 * time.Millisecond)
}

// forget drops what the policy said of another document.
func (a *asking) forget() {
	a.row, a.furnish.proposal, a.why = picking{}, nil, nil
}

// asked is a room with what is to be placed: the selected objects, or all.
func (s *shell) asked(room *scenes.LevelRoom, n int) assist.Ask {
	a := assist.Ask{Task: room.Task, Layout: room.Layout, N: n}
	for _, r := range s.doc.SelectedObjects() {
		if r.Room == room.Task.ID {
			a.Selected = append(a.Selected, r.ID)
		}
	}
	return a
}

// generate asks for n layouts of the active room to choose from.
func (s *shell) generate(n int) {
	ask := s.asked(s.active(), n)
	verb := "Generate"
	if ask.Selected != nil {
		verb = "Generate the selection in"
	}
	begin(s, s.helper.Generate(ask), func(answers []assist.Answer) {
		s.takeAnswer(picking{answer: &answers[0], verb: verb}, n > 1)
	})
}

func (s *shell) refine() {
	begin(s, s.helper.Refine(s.asked(s.active(), 1)), func(answers []assist.Answer) {
		if !answers[0].Better {
			s.toast(notice, "Nothing better was found; the room stays as it is.")
			return
		}
		s.takeAnswer(picking{answer: &answers[0], verb: "Refine"}, false)
	})
}

// generateAll asks for a layout of every room that has objects.
func (s *shell) generateAll() {
	var asks []assist.Ask
	level := s.doc.State().Level
	for i := range level.Rooms {
		if r := &level.Rooms[i]; len(r.Task.Objects) > len(r.Task.Locked) {
			asks = append(asks, assist.Ask{Task: r.Task, Layout: r.Layout})
		}
	}
	begin(s, s.helper.Generate(asks...), func(answers []assist.Answer) {
		var rooms []*scenes.LevelRoom
		faults := 0
		for i := range answers {
			room, _ := s.doc.State().Room(answers[i].Ask.Task.ID)
			if room == nil {
				s.toast(warning, "A room is gone for which this was made; generate again.")
				return
			}
			rooms = append(rooms, room)
			faults += len(scenes.Faults(answers[i].Alternatives[0].Findings))
			s.remember(&answers[i])
		}
		s.ask.row = picking{}
		if s.do(assist.Change(fmt.Sprintf("Generate %d rooms", len(rooms)), answers, rooms)) {
			s.toast(success, fmt.Sprintf("Generated %d rooms: %s.", len(rooms), faultCount(faults)))
		}
	})
}

// remember keeps why the policy puts things where it does. What it says of an
// object holds as long as it stands there, also after an undo.
func (s *shell) remember(n *assist.Answer) {
	const most = 20000
	if s.ask.why == nil || len(s.ask.why) > most {
		s.ask.why = map[spot]string{}
	}
	for i := range n.Alternatives {
		a := &n.Alternatives[i]
		for _, p := range a.Layout.Placements {
			if why := a.Reason(p.ID); why != "" {
				s.ask.why[spot{n.Ask.Task.ID, p}] = why
			}
		}
	}
}

// whyThere is what the policy said of an object that stands where it put it.
func (s *shell) whyThere(room, id string) string {
	r, _ := s.doc.State().Room(room)
	if r == nil {
		return ""
	}
	p := r.Layout.Find(id)
	if p == nil {
		return ""
	}
	return s.ask.why[spot{room, *p}]
}

func faultsIn(findings []scenes.Finding) string { return faultCount(len(scenes.Faults(findings))) }

func faultCount(n int) string {
	switch n {
	case 0:
		return "no faults"
	case 1:
		return "one fault"
	default:
		return fmt.Sprintf("%d faults", n)
	}
}
