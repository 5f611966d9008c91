package view

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// planning is the dialog that plans a level of several rooms and furnishes it.
type planning struct {
	open bool
	ask  assist.LevelAsk
	plan *assist.LevelPlan
}

const (
	levelExample  = "living room, kitchen 12 m2, 2 bedrooms, bathroom"
	wishesExample = "cosy, with many plants; a desk in the bedroom"
)

func (s *shell) openLevel() {
	s.u.Open("level")
	s.u.Focus("level/rooms")
}

// levelDialog asks for the rooms, shows their plan, and furnishes it.
func (s *shell) levelDialog() {
	u, l := s.u, &s.ask.level
	if !s.attend("level", &l.open) {
		return
	}
	h := 236.0
	if l.plan != nil {
		h = 680
	}
	if (u.Focused() == "" || u.Focused() == "level/rooms" || u.Focused() == "level/prefer") && u.TakeKey(command.Escape, 0) {
		u.Close("level")
	}
	u.Modal("level", 640, h, func(r ui.Rect) {
		u.Text(r.CutTop(28), "Plan a level", ui.Font{Size: ui.Title, Bold: true})
		u.Text(r.CutTop(24), "Say which rooms it has. They are joined by doors, and furnished from your library.", ui.Font{Color: u.Theme.Soft})
		r.CutTop(8)
		s.drawLevelWords(&r)
		s.drawLevelFoot(r.CutBottom(32))
		r.CutBottom(10)
		if l.plan != nil {
			s.drawLevelSize(r.CutTop(ui.Row))
			r.CutTop(10)
			s.drawPlan(r, l.plan.Plan)
		}
	})
}

// drawLevelWords takes the rooms and the wishes in words.
func (s *shell) drawLevelWords(r *ui.Rect) {
	u, l := s.u, &s.ask.level
	line := r.CutTop(32)
	r.CutTop(6)
	label := "Plan"
	if l.plan != nil {
		label = "Another plan"
	}
	button := line.CutRight(max(100, u.ButtonWidth(label, ui.ButtonOptions{Main: true})))
	line.CutRight(8)
	rooms, changed, entered := u.Field("level/rooms", line, l.ask.Rooms, ui.FieldOptions{Placeholder: levelExample, Live: true})
	if l.ask.Rooms = rooms; changed {
		// Other rooms need another size.
		l.ask.Width, l.ask.Depth = 0, 0
	}
	ready := strings.TrimSpace(rooms) != "" && s.ask.cancel == nil
	again := l.plan != nil && l.plan.Ask.Rooms == rooms
	if clicked := u.Button("level/plan", button, label, ui.ButtonOptions{Main: l.plan == nil, Disabled: !ready, Tip: "Every plan is another one"}); ready && (clicked || entered && !again) {
		s.plan()
	} else if entered && again {
		s.furnishLevel()
	}
	line = r.CutTop(32)
	r.CutTop(12)
	l.ask.Prefer, _, _ = u.Field("level/prefer", line, l.ask.Prefer, ui.FieldOptions{Placeholder: "Wishes: " + wishesExample, Live: true, Tip: "What is said of a room is for that room, everything else for all of them."})
}

func (s *shell) plan() {
	l := &s.ask.level
	begin(s, s.helper.Plan(l.ask), func(p *assist.LevelPlan) {
		l.plan = p
		l.ask.Width, l.ask.Depth, l.ask.Height = p.Ask.Width, p.Ask.Depth, p.Ask.Height
	})
}

func (s *shell) furnishLevel() {
	l := &s.ask.level
	if l.plan == nil || s.ask.cancel != nil {
		return
	}
	p := *l.plan
	p.Ask.Prefer = l.ask.Prefer
	begin(s, s.helper.Level(&p), func(n *assist.LevelAnswer) {
		l.plan, l.open = nil, false
		s.u.Close("level")
		s.takeLevel(n)
	})
}

// takeLevel puts a furnished level in the place of what is open.
func (s *shell) takeLevel(n *assist.LevelAnswer) {
	s.ask.row = picking{}
	if !s.do(n.Change()) {
		return
	}
	level := s.doc.State().Level
	s.room = level.Rooms[0].Task.ID
	s.beHome()
	s.toast(success, fmt.Sprintf("A level of %d rooms. One undo brings back what was there.", len(level.Rooms)))
}

// beHome shows what is edited, and all of it.
func (s *shell) beHome() {
	s.fresh = true
	s.show() // the stage looks at what it has
	if len(s.doc.State().Level.Rooms) > 1 {
		s.stage.Do(stage.FrameAll)
		return
	}
	s.stage.Do(stage.ViewHome)
}

// drawLevelFoot has the buttons that end the dialog.
func (s *shell) drawLevelFoot(foot ui.Rect) {
	u, l := s.u, &s.ask.level
	if u.Button("level/cancel", foot.CutLeft(90), "Cancel", ui.ButtonOptions{}) {
		u.Close("level")
	}
	foot.CutLeft(12)
	if l.plan != nil {
		o := ui.ButtonOptions{Icon: "spark", Main: true, Disabled: s.ask.cancel != nil, Tip: "Takes the place of what is open; one undo brings it back."}
		label := fmt.Sprintf("Furnish %d rooms", len(l.plan.Plan.Rooms))
		if u.Button("level/furnish", foot.CutRight(u.ButtonWidth(label, o)), label, o) {
			s.furnishLevel()
		}
		foot.CutRight(12)
	}
	s.drawProgress(foot)
}

// drawLevelSize takes the size of the building; another one is another plan.
func (s *shell) drawLevelSize(line ui.Rect) {
	u, l := s.u, &s.ask.level
	u.Text(line.CutLeft(70), "Outside", ui.Font{Color: u.Theme.Soft, Size: ui.Small + 0.5})
	final := false
	for _, f := range []struct {
		unit, tip string
		v         *float64
		lo, hi    float64
	}{
		{"wide", "East to west, in metres.", &l.ask.Width, 2, floorplan.Longest},
		{"deep", "South to north, in metres.", &l.ask.Depth, 2, floorplan.Longest},
		{"high", "Floor to ceiling, in metres.", &l.ask.Height, 2.2, 20},
	} {
		v, _, done := u.Number("level/"+f.unit, line.CutLeft(112), *f.v, ui.NumberOptions{Digits: 1, Unit: f.unit, Min: f.lo, Max: f.hi, Tip: f.tip})
		*f.v = v
		final = final || done
		line.CutLeft(8)
	}
	a := l.plan.Ask
	if final && s.ask.cancel == nil && (a.Width != l.ask.Width || a.Depth != l.ask.Depth || a.Height != l.ask.Height) {
		s.plan()
	}
}

// drawPlan draws a plan from above: the rooms with their names and floors, the
// doors as gaps in the walls.
func (s *shell) drawPlan(r ui.Rect, p *floorplan.Plan) {
	u := s.u
	u.FillRound(r, ui.Radius, u.Theme.Window)
	in := r.Inset(16)
	size := extent(p.Footprint)
	k := min(in.W/size[0], in.H/size[1])
	x0, y0 := in.X+(in.W-k*size[0])/2, in.Y+(in.H-k*size[1])/2
	at := func(v scenes.Vec2) ui.Point { return ui.Point{X: x0 + k*v[0], Y: y0 + k*(size[1]-v[1])} }
	kinds := map[string]int{}
	for i := range p.Rooms {
		room := &p.Rooms[i]
		if _, ok := kinds[room.Program]; !ok {
			kinds[room.Program] = len(kinds)
		}
		var floor, wall []ui.Point
		for _, c := range room.Cell {
			wall = append(wall, at(c))
		}
		for _, c := range room.Space.Floor {
			floor = append(floor, at(c.Add(room.Origin)))
		}
		u.Polygon(u.Theme.Faint, wall...)
		u.Polygon(u.Theme.Panel, floor...)
		u.Polygon(ui.Alpha(u.Theme.Series[kinds[room.Program]%len(u.Theme.Series)], 0.35), floor...)
	}
	for i := range p.Doors {
		d := &p.Doors[i]
		c, mid := u.Theme.Ink, d.At
		in := scenes.Vec2{-d.Along[1], d.Along[0]}
		if d.Rooms[1] == floorplan.Outside {
			// Half of the outer wall is all that the building has of it.
			c, mid = u.Theme.Accent, mid.Add(in.Mul(p.Wall/4))
		}
		along, across := d.Along.Mul(d.Width/2), in.Mul(max(p.Wall/2, 2/k))
		u.Polygon(c, at(mid.Sub(along).Sub(across)), at(mid.Add(along).Sub(across)), at(mid.Add(along).Add(across)), at(mid.Sub(along).Add(across)))
	}
	for i := range p.Rooms {
		s.drawRoomName(&p.Rooms[i], at, k)
	}
}

// drawRoomName writes what a room is in the middle of its largest free part.
func (s *shell) drawRoomName(room *floorplan.Room, at func(scenes.Vec2) ui.Point, k float64) {
	u := s.u
	c, half := roomiest(&room.Space)
	p := at(c.Add(room.Origin))
	w := min(2*k*half[0], 140)
	name, size := ui.R(p.X-w/2, p.Y-17, w, 18), ui.R(p.X-w/2, p.Y+1, w, 16)
	var ink color.NRGBA
	if room.Added {
		ink = u.Theme.Soft
	}
	if 2*k*half[1] < 36 {
		name = ui.R(p.X-w/2, p.Y-9, w, 18)
	} else {
		u.Text(size, fmt.Sprintf("%.0f m²", room.Area()), ui.Font{Size: ui.Small, Color: u.Theme.Soft, Align: ui.AlignCenter})
	}
	u.Text(name, plain(room.Name), ui.Font{Size: ui.Small + 0.5, Bold: true, Align: ui.AlignCenter, Color: ink})
	u.Tip("plan/"+room.Name, ui.R(p.X-w/2, p.Y-18, w, 36), fmt.Sprintf("%s, %.1f m²", capitalised(plain(room.Name)), room.Area()))
}

func capitalised(text string) string { return strings.TrimSuffix(capital(text), ".") }

func extent(floor []scenes.Vec2) scenes.Vec2 {
	var out scenes.Vec2
	for _, c := range floor {
		out[0], out[1] = max(out[0], c[0]), max(out[1], c[1])
	}
	return out
}

// roomiest is the middle of the largest rectangle between corners of a floor
// whose walls are along the axes, and half its size; for other floors it is the
// box round it.
func roomiest(room *scenes.Room) (middle, half scenes.Vec2) {
	best := -1.0
	for _, a := range room.Floor {
		for _, b := range room.Floor {
			lo := scenes.Vec2{min(a[0], b[0]), min(a[1], b[1])}
			hi := scenes.Vec2{max(a[0], b[0]), max(a[1], b[1])}
			if area := (hi[0] - lo[0]) * (hi[1] - lo[1]); area > best && within(room, lo, hi) {
				best = area
				middle, half = lo.Add(hi).Mul(0.5), hi.Sub(lo).Mul(0.5)
			}
		}
	}
	if best <= 0 {
		e := extent(room.Floor)
		return e.Mul(0.5), e.Mul(0.5)
	}
	return middle, half
}

// within reports whether a rectangle lies inside a floor, by nine of its points.
func within(room *scenes.Room, lo, hi scenes.Vec2) bool {
	for _, fx := range []float64{0.01, 0.5, 0.99} {
		for _, fy := range []float64{0.01, 0.5, 0.99} {
			if !geom.InsideFloor(room, scenes.Vec2{lo[0] + fx*(hi[0]-lo[0]), lo[1] + fy*(hi[1]-lo[1])}, 0) {
				return false
			}
		}
	}
	return true
}
