package view

import (
	"fmt"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// overlayList are the overlays as they can be switched.
var overlayList = []struct {
	id, title string
	of        func(o *stage.Overlays) *bool
}{
	{"collisions", "Faults", func(o *stage.Overlays) *bool { return &o.Collisions }},
	{"walkable", "Walkable floor", func(o *stage.Overlays) *bool { return &o.Walkable }},
	{"swings", "Door swings and clearances", func(o *stage.Overlays) *bool { return &o.Swings }},
	{"relations", "Relations", func(o *stage.Overlays) *bool { return &o.Relations }},
	{"fronts", "Fronts", func(o *stage.Overlays) *bool { return &o.Fronts }},
	{"names", "Names", func(o *stage.Overlays) *bool { return &o.Names }},
	{"dimensions", "Dimensions of the room", func(o *stage.Overlays) *bool { return &o.Dimensions }},
	{"sizes", "Sizes of the selection", func(o *stage.Overlays) *bool { return &o.Sizes }},
	{"compass", "Compass and scale", func(o *stage.Overlays) *bool { return &o.Compass }},
	{"marks", "Locks and hidden objects", func(o *stage.Overlays) *bool { return &o.Marks }},
}

// overlayActions switch the overlays from menus and the palette.
func overlayActions(s *stage.Stage) []command.Action {
	var out []command.Action
	for i, l := range overlayList {
		out = append(out, command.Action{
			ID: "overlay." + l.id, Title: "Show: " + l.title, Group: "View", Icon: "layers",
			Keys:    command.Chords(fmt.Sprintf("Alt+%d", (i+1)%10)), // the ten digits, 0 last
			Checked: func() bool { o := s.Overlays(); return *l.of(&o) },
			Run:     func() { toggle(s, l.of) },
		})
	}
	return out
}

// toggle switches one overlay.
func toggle(s *stage.Stage, of func(o *stage.Overlays) *bool) {
	o := s.Overlays()
	b := of(&o)
	*b = !*b
	s.SetOverlays(o)
}

// viewBar is a column of buttons for the camera and the overlays at the right
// edge of the room, several columns where the room is low.
type viewBar struct {
	stage *stage.Stage
	list  bool // the list of overlays is open
	// tip returns what a button's tooltip says of an action.
	tip func(action string) string
}

const (
	toolSize = 28
	toolGap  = 2
)

// viewTools are its buttons.
var viewTools = []struct {
	icon   string
	action stage.Action // empty for the list of overlays
}{
	{"home", stage.ViewHome}, {"target", stage.Focus}, {"top", stage.ViewTop},
	{"ortho", stage.Ortho}, {"walls", stage.WallsCycle}, {"sun", stage.Smooth}, {"walk", stage.Walk}, {"layers", ""},
}

// place is where the buttons are in the place of the room, below a height;
// empty where there is no room for them.
func (p *viewBar) place(room ui.Rect, top float64) ui.Rect {
	rows := min(len(viewTools), int((room.Bottom()-top-ui.Margin+toolGap)/(toolSize+toolGap)))
	if rows < 1 {
		return ui.Rect{}
	}
	columns := (len(viewTools) + rows - 1) / rows
	rows = (len(viewTools) + columns - 1) / columns
	w := float64(columns)*(toolSize+toolGap) - toolGap
	if w > room.W/2 {
		return ui.Rect{}
	}
	return ui.R(room.Right()-ui.Margin-w, top, w, float64(rows)*(toolSize+toolGap)-toolGap)
}

// has reports whether a point is over the buttons or the list.
func (p *viewBar) has(room ui.Rect, top, x, y float64) bool {
	r := p.place(room, top)
	return r.W > 0 && r.Inset(-3).Has(x, y) || p.list && p.listPlace(room, top).Has(x, y)
}

// frame draws the buttons in the place of the room, below a height, and serves
// them.
func (p *viewBar) frame(u *ui.UI, room ui.Rect, top float64) {
	r := p.place(room, top)
	if r.H < toolSize {
		return
	}
	u.FillRound(r.Inset(-3), ui.Radius, ui.Alpha(u.Theme.Panel, 0.88))
	rows := int((r.H + toolGap) / (toolSize + toolGap))
	for i, t := range viewTools {
		b := ui.R(r.X+float64(i/rows)*(toolSize+toolGap), r.Y+float64(i%rows)*(toolSize+toolGap), toolSize, toolSize)
		id := "view tool " + t.icon
		a := u.Interact(id, b)
		if t.action == "" {
			u.Tip(id, b, "What is drawn over the room")
		} else if p.tip != nil {
			u.Tip(id, b, p.tip(string(t.action)))
		}
		switch {
		case a.Held:
			u.FillRound(b, ui.Radius, u.Theme.Down)
		case a.Over:
			u.FillRound(b, ui.Radius, u.Theme.Over)
		}
		c := u.Theme.Ink
		if p.lit(t.action) {
			c = u.Theme.Accent
		}
		u.Icon(b, t.icon, 18, c)
		if a.Clicked {
			if t.action == "" {
				p.list = !p.list
			} else {
				p.stage.Do(t.action)
			}
		}
	}
	if p.list {
		p.overlays(u, p.listPlace(room, top))
	}
}

// lit reports whether a button's switch is on.
func (p *viewBar) lit(a stage.Action) bool {
	switch a {
	case stage.Ortho:
		return p.stage.View().Ortho
	case stage.WallsCycle:
		return p.stage.Walls() != stage.WallsAway
	case stage.Smooth:
		return p.stage.Smooth()
	case stage.Walk:
		return p.stage.Walking()
	case "":
		return p.list
	}
	return false
}

// listPlace is where the list of overlays opens.
func (p *viewBar) listPlace(room ui.Rect, top float64) ui.Rect {
	const wide = 236
	t := p.place(room, top)
	h := float64(len(overlayList))*ui.Row + 2*ui.Gap
	return ui.R(t.X-wide-2*ui.Gap, max(room.Y, min(max(t.Y, t.Bottom()-h), room.Bottom()-h)), wide, h)
}

// overlays draws the list of overlays and switches them.
func (p *viewBar) overlays(u *ui.UI, r ui.Rect) {
	u.Shadow(r)
	u.FillRound(r, ui.Radius, u.Theme.Panel)
	u.Stroke(r, ui.Radius, 1, u.Theme.Line)
	r = r.Inset(ui.Gap)
	o := p.stage.Overlays()
	for _, l := range overlayList {
		row := r.CutTop(ui.Row)
		a := u.Interact("overlay "+l.id, row)
		if a.Over {
			u.FillRound(row, ui.Radius, u.Theme.Over)
		}
		box := row.CutLeft(ui.Row).Middle(16, 16)
		if *l.of(&o) {
			u.FillRound(box, 3, u.Theme.Accent)
			u.Icon(box, "check", 14, u.Theme.OnAccent)
		} else {
			u.Stroke(box, 3, 1, u.Theme.Soft)
		}
		u.Text(row, l.title, ui.Font{})
		if a.Clicked {
			toggle(p.stage, l.of)
		}
	}
}
