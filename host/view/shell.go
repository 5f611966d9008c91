package view

import (
	"image"
	"sync/atomic"
	"time"

	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/live"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// The bounds of a side panel's width.
const minPanel, maxPanel = 180, 560

// shell is the window without a display. It is used by one goroutine; what
// goes on beside it wakes it through poke.
type shell struct {
	opts Options
	u    *ui.UI
	reg  command.Registry
	mem  memory
	poke func()

	doc    *document.Document
	room   string // the active room's id
	stage  *stage.Stage
	models *stage.Models
	thumbs *stage.Thumbs
	helper *assist.Assistant
	truth  *assist.Truth
	score  breakdown
	feed   *live.Feed
	watch  watching

	shown    uint64 // the document's version that the stage shows
	modelled uint64
	fresh    bool // the stage has to be told of everything
	bar      viewBar
	centre   ui.Rect // where the room is shown
	side     ui.Rect
	turning  bool // the view cube is held
	image    image.RGBA
	tool     tool
	heat     heating
	pastes   int // since the last copy
	browser  browser
	tab      int
	wording  wording
	start    bool
	palette  finder
	ask      asking
	dialog   dialog
	question question
	errands  errands
	unsaved  unsaved
	told     sentences
	gone     []document.Missing // as they are listed
	library  atomic.Pointer[assets.Library]
	toasts   []toast
	status   string
	busy     bool
	quit     bool
}

// newShell returns a window's inside. Close ends what it started.
func newShell(o Options, poke func()) (*shell, error) {
	s := &shell{opts: o, u: ui.New(), poke: poke, mem: remember(o.Home), fresh: true, browser: browser{}}
	s.u.Clipboard = o.Clipboard
	if s.mem.Theme == "light" {
		s.u.Theme = ui.Light()
	}
	s.doc = o.Document
	if s.doc == nil {
		s.doc, s.start = emptyRoom(), o.Run == nil
	}
	s.room = s.doc.State().Level.Rooms[0].Task.ID
	so := stage.Options{Preset: stage.PresetNamed(s.mem.Preset), Background: s.u.Theme.Stage, AtOnce: o.atOnce}
	s.library.Store(o.Stock.Library)
	s.models = stage.NewModels(s.readModel, 2)
	so.Models = s.models.Model
	if o.atOnce {
		so.Models = s.modelNow
	}
	s.stage = stage.New(so)
	s.bar = viewBar{stage: s.stage, tip: func(id string) string { return s.reg.Find(id).Tip(s.stage.Preset().Name) }}
	s.stage.SetOverlays(stage.Overlays{Collisions: true, Compass: true, Marks: true})
	s.thumbs = stage.NewThumbs(stage.ThumbOptions{Store: o.Pictures, Side: 160, AtOnce: o.atOnce})
	s.openHelper()
	s.listAssets("")
	s.actions()
	for _, n := range o.Notes {
		s.toast(notice, n)
	}
	s.showMissing()
	s.beginKeeping()
	return s, nil
}

func (s *shell) close() {
	s.closeErrands()
	_, _ = s.endKeeping(s.quit) // the window said it when it ended by itself
	s.unfollow()
	if s.helper != nil {
		s.helper.Close()
	}
	s.thumbs.Close()
	s.stage.Close()
	s.models.Close()
}

// emptyRoom is what is there before anything is opened.
func emptyRoom() *document.Document {
	room := scenes.RectRoom(5, 4, 2.7)
	door := document.NewOpening(scenes.Door, room.Height)
	door.ID, door.Wall, door.Offset = "door_1", 0, 1
	window := document.NewOpening(scenes.Window, room.Height)
	window.ID, window.Wall, window.Offset = "window_1", 2, 2.5
	room.Openings = []scenes.Opening{door, window}
	t := &scenes.Task{ID: "room", Room: room, Objects: []scenes.Object{}}
	state, _, err := document.Tidy(scenes.Single(t, &scenes.Layout{}))
	if err != nil {
		panic("view: the empty room makes no sense: " + err.Error())
	}
	return document.New(state)
}

// frame runs one frame of the window.
func (s *shell) frame(in ui.Input, w, h, scale float64) {
	u := s.u
	u.Begin(in, w, h, scale)
	s.busy = false
	s.poll()
	whole := ui.R(0, 0, w, h)
	r := whole
	s.toolbar(r.CutTop(46))
	s.statusLine(r.CutBottom(26))
	s.drawUnkept(&r)
	if s.watch.on {
		s.watchLayout(r)
	} else {
		s.editLayout(r)
	}
	s.modals(whole)
	s.drawErrands(whole)
	s.drawToasts(whole)
	s.shortcuts()
	u.End()
	if s.busy {
		u.WakeAfter(0)
	}
}

// editLayout divides the window for editing.
func (s *shell) editLayout(r ui.Rect) {
	u := s.u
	left := r.CutLeft(min(s.mem.Left, r.W/4))
	s.mem.Left = clampPanel(s.mem.Left + u.Splitter("split-left", r.CutLeft(4), true))
	right := r.CutRight(min(s.mem.Right, 0.45*r.W))
	s.mem.Right = clampPanel(s.mem.Right - u.Splitter("split-right", r.CutRight(4), true))
	s.drawBrowser(left)
	s.drawSide(right)
	if s.ask.row.shown() {
		s.drawAlternatives(r.CutBottom(rowHeight))
	}
	s.drawStage(r)
	s.drawWork(r)
	if s.start {
		s.drawStart(r)
	}
}

func clampPanel(w float64) float64 { return max(minPanel, min(maxPanel, w)) }

// poll takes in what has happened beside the window.
func (s *shell) poll() {
	s.pollJobs()
	s.pollErrands()
	s.keepUnsaved()
	if !s.watch.on {
		s.show()
	}
	if v := s.models.Version(); v != s.modelled {
		s.modelled = v
		s.stage.Refresh()
		s.busy = true
	}
	if s.models.Pending() {
		s.u.WakeAfter(30 * time.Millisecond)
	}
	if s.thumbs.Pending() {
		s.u.WakeAfter(30 * time.Millisecond)
	}
}

// active returns the room that is edited.
func (s *shell) active() *scenes.LevelRoom {
	room, _ := s.doc.State().Room(s.room)
	if room == nil {
		room = &s.doc.State().Level.Rooms[0]
		s.room = room.Task.ID
	}
	return room
}

// show gives the stage what the document has become.
func (s *shell) show() {
	room := s.active()
	// The score comes later than the findings, and changes nothing on the stage.
	s.truth = s.truthOf(room)
	if s.doc.Version() == s.shown && !s.fresh {
		return
	}
	state := s.doc.State()
	s.shown, s.fresh = s.doc.Version(), false
	c := stage.Content{}
	for i := range state.Level.Rooms {
		lr := state.Level.Rooms[i]
		sr := stage.Room{LevelRoom: lr}
		for _, p := range lr.Task.Locked {
			sr.Locked = append(sr.Locked, p.ID)
		}
		for _, h := range state.Hidden {
			if h.Room == lr.Task.ID {
				sr.Hidden = append(sr.Hidden, h.ID)
			}
		}
		if lr.Task.ID == s.room {
			c.Active = i
			sr.Findings = scenes.Faults(s.truth.Findings)
		}
		c.Rooms = append(c.Rooms, sr)
	}
	for _, ref := range s.doc.SelectedObjects() {
		if ref.Room == s.room {
			c.Selected = append(c.Selected, ref.ID)
		}
	}
	c.Hovered, c.Field = s.tool.hover, s.field()
	s.stage.Show(c)
}

// do makes a change, or says why it cannot be made.
func (s *shell) do(c document.Change) bool {
	if err := s.doc.Do(c); err != nil {
		s.toast(warning, capital(err.Error()))
		return false
	}
	s.start = false
	return true
}
