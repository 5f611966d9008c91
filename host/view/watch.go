package view

import (
	"context"
	"fmt"
	"image/color"
	"math"
	"path"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/live"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// watching is the window on a run.
type watching struct {
	on    bool
	room  int
	frame live.Frame
	// many shows all rooms at once, in split.
	many    bool
	split   *splitView
	weights map[string]*weighing
	// at is where the run was found, client its session where the window opened
	// it by itself.
	at     Place
	client session.Client
	dialog attaching
	// explored is the iteration at which the timeline was asked for last.
	explored int
}

// exploreEvery is after how many iterations the window asks again which of them
// are on record.
const exploreEvery = 50

// attach begins to watch the run of the options.
func (s *shell) attach(ctx context.Context) error {
	feed, err := live.Attach(ctx, s.opts.Run, live.Options{Changed: s.poke})
	if err != nil {
		return fmt.Errorf("view: %w", err)
	}
	s.follow(feed, nil, s.opts.RunAt)
	return nil
}

// follow shows a run in the place of the one that was shown.
func (s *shell) follow(feed *live.Feed, client session.Client, at Place) {
	s.unfollow()
	s.feed, s.start = feed, false
	s.watch = watching{on: true, many: s.watch.many, at: at, client: client, weights: map[string]*weighing{}}
	s.watch.split = newSplitView(feed, s.modelNow, s.opts.atOnce)
	if s.fresh = true; client != nil {
		s.opts.Report = "" // that of the run before
		if s.opts.ReportOf != nil {
			s.opts.Report = s.opts.ReportOf(at.Where)
		}
	}
	feed.Explore()
}

// unfollow ends the window on a run; the run goes on.
func (s *shell) unfollow() {
	if s.watch.split != nil {
		s.watch.split.close()
	}
	if s.feed != nil {
		s.feed.Close()
	}
	if s.watch.client != nil {
		s.watch.client.Close()
	}
	s.feed, s.watch.split, s.watch.client = nil, nil, nil
}

func (s *shell) watchActions() {
	keys := command.Chords
	frames := func(step int) func() {
		return func() {
			if n := len(s.feed.Frames()); n > 0 {
				s.watch.room = (s.watch.room + step + n) % n
			}
		}
	}
	none := func() string {
		if s.feed == nil {
			return "no run is watched"
		}
		return ""
	}
	control := func() string {
		if why := none(); why != "" {
			return why
		}
		if !s.feed.State().Control {
			return "this run takes no commands; it has ended or is a record"
		}
		return ""
	}
	attach := func() string {
		if s.opts.Attach == nil {
			return "this window cannot attach to runs"
		}
		return ""
	}
	s.reg.Add(
		command.Action{ID: "run.attach", Title: "Watch a run…", Group: "Run", Icon: "chart", Keys: keys("Ctrl+Shift+O"), Hint: "A run on this machine by its folder, or one elsewhere by its address and token.", Disabled: attach, Run: func() { s.openAttach(s.watch.at) }},
		command.Action{ID: "run.toggle", Title: "Pause or resume", Group: "Run", Icon: "pause", Keys: keys("Space"), When: "watch", Checked: func() bool { return s.feed != nil && s.feed.State().State == session.Paused }, Disabled: control, Run: func() { s.feed.Toggle() }},
		command.Action{ID: "run.stop", Title: "Stop the run", Group: "Run", Icon: "stop", Keys: command.Chords("Ctrl+Shift+Space"), Hint: "After the present iteration, with a checkpoint; it can be resumed.", Disabled: control, Run: func() { s.feed.Stop() }},
		command.Action{ID: "run.split", Title: "All rooms at once", Group: "Run", Icon: "grid", Keys: keys("V"), When: "watch", Checked: func() bool { return s.watch.many }, Disabled: none, Run: func() { s.watch.many, s.watch.frame = !s.watch.many, live.Frame{} }},
		command.Action{ID: "run.compare", Title: "Before and after", Group: "Run", Icon: "split", Keys: keys("B"), When: "watch", Hint: "The rooms of the first iteration, as they were furnished then and as the policy furnishes them now.", Disabled: control, Run: func() { s.watch.many = true; s.watch.split.flip() }},
		command.Action{ID: "run.follow", Title: "Follow the newest", Group: "Run", Icon: "play", Keys: keys("End"), When: "watch", Disabled: none, Run: func() { s.feed.Follow() }},
		command.Action{ID: "run.back", Title: "An iteration back", Group: "Run", Keys: keys(","), When: "watch", Disabled: none, Run: func() { s.seek(-1) }},
		command.Action{ID: "run.forth", Title: "An iteration on", Group: "Run", Keys: keys("."), When: "watch", Disabled: none, Run: func() { s.seek(1) }},
		command.Action{ID: "run.turn-back", Title: "A turn back", Group: "Run", Keys: keys("Shift+,"), When: "watch", Hint: "What the policy answered before it saw its faults.", Disabled: none, Run: func() { s.seekTurn(-1) }},
		command.Action{ID: "run.turn-forth", Title: "A turn on", Group: "Run", Keys: keys("Shift+."), When: "watch", Disabled: none, Run: func() { s.seekTurn(1) }},
		command.Action{ID: "run.next", Title: "The next room", Group: "Run", Keys: keys("Right", "Tab"), When: "watch", Disabled: none, Run: frames(1)},
		command.Action{ID: "run.before", Title: "The room before", Group: "Run", Keys: keys("Left", "Shift+Tab"), When: "watch", Disabled: none, Run: frames(-1)},
		command.Action{ID: "run.take", Title: "Edit this room", Group: "Run", Icon: "pencil", Keys: command.Chords("Shift+F2"), Hint: "Takes a copy of the room that is shown into the editor.", Disabled: none, Run: s.takeRoom},
		command.Action{ID: "run.watch", Title: "Watch or edit", Group: "Run", Icon: "eye", Keys: keys("F2"), Disabled: none, Run: s.watchOrEdit},
	)
}

// watchOrEdit goes from the run to the editor and back.
func (s *shell) watchOrEdit() {
	s.watch.on, s.watch.frame = !s.watch.on, live.Frame{}
	if !s.watch.on {
		s.beHome()
	}
}

// seek goes some recorded iterations on.
func (s *shell) seek(step int) {
	line := s.feed.Timeline()
	if len(line) == 0 {
		return
	}
	at, _ := s.feed.At()
	i := 0
	for i < len(line)-1 && line[i] < at.Iteration {
		i++
	}
	i = max(0, min(len(line)-1, i+step))
	s.feed.Seek(live.Moment{Iteration: line[i], Turn: live.Last})
}

// seekTurn goes some turns on in the episodes that are shown.
func (s *shell) seekTurn(step int) {
	turns := s.feed.Turns()
	if turns == 0 {
		return
	}
	at, _ := s.feed.At()
	if at.Turn == live.Last {
		at.Turn = turns - 1
	}
	at.Turn = max(0, min(turns-1, at.Turn+step))
	s.feed.Seek(at)
}

// takeRoom brings the room that is shown into the editor.
func (s *shell) takeRoom() {
	f := s.watch.frame
	if f.Task == nil {
		s.toast(notice, "The run has shown no room yet.")
		return
	}
	state, _, err := document.Tidy(scenes.Single(f.Task, f.Layout))
	if err != nil {
		s.say(err)
		return
	}
	s.leaveTo(document.New(state))
}

func (s *shell) leaveTo(d *document.Document) {
	s.watch.on = false
	s.leave(func() { s.edit(d) })
}

// watchLayout divides the window for watching.
func (s *shell) watchLayout(r ui.Rect) {
	u := s.u
	right := r.CutRight(min(s.mem.Right+40, r.W/2))
	s.mem.Right = clampPanel(s.mem.Right - u.Splitter("split-right", r.CutRight(4), true))
	st := s.feed.State()
	frames := s.feed.Frames()
	if st.Iteration >= s.watch.explored+exploreEvery {
		s.watch.explored = st.Iteration
		s.feed.Explore()
	}
	s.watch.room = max(0, min(s.watch.room, len(frames)-1))
	s.drawRun(right, st)
	if !(s.watch.many && s.watch.split.compare) {
		s.drawTimeline(r.CutBottom(44))
	}
	if s.watch.many {
		s.drawSplit(r)
		return
	}
	if len(frames) > 1 {
		s.drawFrames(r.CutBottom(min(132, r.H/4)), frames)
	}
	if len(frames) == 0 {
		u.Fill(r, u.Theme.Stage)
		title := "Waiting for the first layouts"
		if st.Snapshot.State == session.Finished || st.Snapshot.State == session.Failed {
			title = "This run has recorded no layouts"
		}
		u.Empty(r, "clock", title, "Curves and findings appear as the run goes on.")
		return
	}
	s.showFrame(frames[s.watch.room])
	s.drawStage(r)
	s.caption(r, frames[s.watch.room])
}

// showFrame gives the stage a room of the run.
func (s *shell) showFrame(f live.Frame) {
	if f.Task == s.watch.frame.Task && f.Layout == s.watch.frame.Layout {
		return
	}
	same := s.watch.frame.Task != nil && s.watch.frame.Task.Room.Extent() == f.Task.Room.Extent()
	s.watch.frame = f
	s.stage.Show(stage.Content{Rooms: []stage.Room{{LevelRoom: scenes.LevelRoom{Task: f.Task, Layout: f.Layout}, Findings: scenes.Faults(f.Findings)}}})
	if !same {
		s.stage.Enter()
	}
	s.busy = true
}

func (s *shell) caption(r ui.Rect, f live.Frame) {
	u := s.u
	name := f.Task.Program
	if name == "" {
		name = f.Task.ID
	}
	text := fmt.Sprintf("%s   reward %.3f   iteration %d, turn %d", plain(name), f.Reward, f.Iteration+1, f.Turn+1)
	box := ui.R(r.X+74, r.Y+10, min(r.W-220, u.Width(text, ui.Font{Bold: true})+20), 26)
	u.FillRound(box, ui.Radius, ui.Alpha(u.Theme.Panel, 0.9))
	u.Text(box.Pad(10, 0), text, ui.Font{Bold: true})
	if f.Task.Preference != "" {
		w := min(r.W-220, u.Width(f.Task.Preference, ui.Font{Size: ui.Small})+20)
		box = ui.R(r.X+74, r.Y+40, w, 22)
		u.FillRound(box, ui.Radius, ui.Alpha(u.Theme.Panel, 0.9))
		u.Text(box.Pad(10, 0), f.Task.Preference, ui.Font{Size: ui.Small})
	}
}

// drawFrames shows the rooms of the moment side by side.
func (s *shell) drawFrames(r ui.Rect, frames []live.Frame) {
	u := s.u
	u.Fill(r, u.Theme.Window)
	r = r.Pad(8, 8)
	n := min(len(frames), max(1, int(r.W/110)))
	for i, cell := range r.Split(max(n, 4), 8) {
		if i >= n {
			return
		}
		f := frames[i]
		res := u.Interact(fmt.Sprint("frame", i), cell)
		u.FillRound(cell, ui.Radius, u.Theme.Panel)
		side := min(cell.W, cell.H) - 8
		if img, _ := s.thumbs.Get(stage.LayoutSubject(f.Task, f.Layout, s.modelNow)); img != nil {
			u.Picture(cell.Middle(side, side), img, 0, 3)
		}
		icon, c := "good", u.Theme.Good
		if k := len(scenes.Faults(f.Findings)); k > 0 {
			icon, c = "warn", u.Theme.Warn
		}
		u.Icon(ui.R(cell.Right()-22, cell.Y+5, 16, 16), icon, 15, c)
		u.Text(ui.R(cell.X+7, cell.Y+4, 40, 18), fmt.Sprint(i+1), ui.Font{Size: ui.Small, Bold: true})
		if i == s.watch.room {
			u.Stroke(cell, ui.Radius, 2, u.Theme.Accent)
		} else if res.Over {
			u.Stroke(cell, ui.Radius, 1, u.Theme.Soft)
		}
		if res.Clicked {
			s.watch.room = i
		}
	}
}

// drawTimeline goes back over the iterations and turns on record.
func (s *shell) drawTimeline(r ui.Rect) {
	u := s.u
	u.Fill(r, u.Theme.Panel)
	u.Fill(r.CutTop(1), u.Theme.Line)
	r = r.Pad(10, 7)
	at, following := s.feed.At()
	line := s.feed.Timeline()
	if u.Button("timeline/back", r.CutLeft(ui.Row), "", ui.ButtonOptions{Icon: "left", Flat: true, Tip: "An iteration back (,)", Disabled: len(line) == 0}) {
		s.seek(-1)
	}
	if u.Button("timeline/forth", r.CutLeft(ui.Row), "", ui.ButtonOptions{Icon: "right", Flat: true, Tip: "An iteration on (.)", Disabled: len(line) == 0}) {
		s.seek(1)
	}
	r.CutLeft(6)
	if u.Button("timeline/follow", r.CutRight(92), "Newest", ui.ButtonOptions{Icon: "play", On: following, Tip: "Follow the run (End)"}) {
		s.feed.Follow()
	}
	r.CutRight(10)
	label := r.CutRight(120)
	u.Text(label, fmt.Sprintf("iteration %d", at.Iteration+1), ui.Font{Size: ui.Small, Color: u.Theme.Soft, Align: ui.AlignRight})
	if turns := s.feed.Turns(); turns > 1 {
		names := make([]string, turns+1)
		names[0] = "last turn"
		for i := range turns {
			names[i+1] = fmt.Sprint("turn ", i+1)
		}
		if n := u.Dropdown("timeline/turn", r.CutRight(100), names, at.Turn+1, "Which answer of the episode is shown."); n != at.Turn+1 {
			s.feed.Seek(live.Moment{Iteration: at.Iteration, Turn: n - 1})
		}
		r.CutRight(8)
	}
	if len(line) > 1 {
		first, last := float64(line[0]), float64(line[len(line)-1])
		if v, changed, _ := u.Slider("timeline", r, max(first, min(last, float64(at.Iteration))), first, last); changed {
			best := line[0]
			for _, i := range line {
				if math.Abs(float64(i)-v) < math.Abs(float64(best)-v) {
					best = i
				}
			}
			s.feed.Seek(live.Moment{Iteration: best, Turn: at.Turn})
		}
	}
}

// drawRun shows the state of the run, its weights and its curves.
func (s *shell) drawRun(r ui.Rect, st live.State) {
	u := s.u
	u.Fill(r, u.Theme.Panel)
	r = r.Pad(12, 10)
	head := r.CutTop(26)
	label, c := stateLabel(u.Theme, &st)
	u.Text(head.CutRight(u.Width(label, ui.Font{Bold: true})+2), label, ui.Font{Bold: true, Color: c, Align: ui.AlignRight})
	u.Text(head, runName(st.Run), ui.Font{Size: 15, Bold: true})
	u.Tip("run/name", head, st.Run)
	progress := fmt.Sprintf("iteration %d", st.Iteration)
	if st.Iterations > 0 {
		progress += fmt.Sprintf(" of %d", st.Iterations)
	}
	progress += "   " + time.Duration(st.Elapsed*float64(time.Second)).Round(time.Second).String()
	line := r.CutTop(22)
	if s.opts.Report != "" {
		if u.Button("run/report", line.CutRight(90), "Report", ui.ButtonOptions{Icon: "link", Tip: "Opens " + s.opts.Report}) {
			s.run("run.report")
		}
	}
	u.Text(line, progress, ui.Font{Color: u.Theme.Soft})
	if text := st.Notice; text != "" {
		text = capital(text)
		r.CutTop(6)
		h := u.ParagraphHeight(text, r.W, ui.Font{Size: ui.Small + 0.5})
		u.Paragraph(r.CutTop(h), text, ui.Font{Size: ui.Small + 0.5, Color: u.Theme.Warn})
	}
	r.CutTop(8)
	line = r.CutTop(ui.Row)
	if st.Lost && s.opts.Attach != nil && s.watch.at != (Place{}) {
		again := ui.ButtonOptions{Icon: "refine", Tip: "Looks for the run where it was: " + s.watch.at.Where}
		if u.Button("run/again", line.CutRight(u.ButtonWidth("Attach again", again)), "Attach again", again) {
			s.attachTo(s.watch.at)
		}
		line.CutRight(8)
	}
	s.actionButton(line, "run.take", "Edit this room")
	r.CutTop(8)
	s.tab = u.Tabs("run/tabs", r.CutTop(32), []string{"Curves", "Weights", "Findings"}, s.tab)
	r.CutTop(8)
	switch s.tab {
	case 0:
		s.drawCurves(r, st)
	case 1:
		s.drawWeights(r, st)
	default:
		if f := s.drawFindings("run/findings", r, s.watch.frame.Findings); f != nil && f.Object != "" {
			s.stage.Focus(f.Object)
		}
	}
}

func (s *shell) drawCurves(r ui.Rect, st live.State) {
	u := s.u
	curves := live.Curves(st.History)
	if len(curves) == 0 {
		u.Empty(r, "chart", "No curves yet", "The first iteration has not ended.")
		return
	}
	at, following := s.feed.At()
	mark := float64(at.Iteration)
	if following {
		mark = math.NaN()
	}
	const high = 112
	u.Scroll("run/curves", r, float64(len(curves))*(high+8), func(c ui.Rect) {
		for i, curve := range curves {
			cell := c.CutTop(high)
			c.CutTop(8)
			if cell.Bottom() < r.Y || cell.Y > r.Bottom() {
				continue
			}
			line := ui.Curve{Name: curve.Name, X: curve.X, Y: curve.Y, Color: u.Theme.Series[i%len(u.Theme.Series)]}
			u.Plot(fmt.Sprint("curve", i), cell, []ui.Curve{line}, ui.PlotOptions{Title: curve.Name, Smooth: max(1, len(curve.Y)/25), Mark: mark})
		}
	})
}

func stateLabel(t *ui.Theme, st *live.State) (string, color.NRGBA) {
	if st.Lost {
		return "out of reach", t.Bad
	}
	switch st.Snapshot.State {
	case session.Running:
		return "running", t.Good
	case session.Paused:
		return "paused", t.Warn
	case session.Finished:
		return "finished", t.Accent
	case session.Failed:
		return "failed", t.Bad
	}
	return string(st.Snapshot.State), t.Soft
}

// runName is what people call a run: the last part of its folder.
func runName(run string) string {
	name := path.Base(strings.ReplaceAll(run, `\`, "/"))
	if name == "." || name == "/" {
		return run
	}
	return name
}
