package view

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/scenes"
)

// toolGroup is the heading of what takes the pointer: one tool follows another
// without being put away first.
const toolGroup = "Tools"

// others are the presets in which W and E move and turn, as their programs have
// it.
func others(key string) map[string][]command.Chord {
	out := map[string][]command.Chord{}
	for _, p := range []string{"Unity", "Godot", "Maya"} {
		out[p] = command.Chords(key)
	}
	return out
}

// toolActions are the tools of the pointer.
func (s *shell) toolActions() []command.Action {
	keys := command.Chords
	noObjects := s.noObjects
	return []command.Action{
		{ID: "tool.move", Title: "Move", Group: toolGroup, Icon: "move", Keys: keys("G"), Preset: others("W"), When: "edit", Checked: s.holds(func(h hand) bool { m, ok := h.(*moving); return ok && !m.turning }), Hint: "The selection follows the pointer; X, Y or Z keeps an axis, digits type metres, a click or Enter ends.", Disabled: noObjects, Run: func() { s.moveByKey(false) }},
		{ID: "tool.turn", Title: "Turn", Group: toolGroup, Icon: "rotate", Keys: keys("R"), Preset: others("E"), When: "edit", Checked: s.holds(func(h hand) bool { m, ok := h.(*moving); return ok && m.turning }), Hint: "The selection turns with the pointer; digits type degrees, a click or Enter ends.", Disabled: noObjects, Run: func() { s.moveByKey(true) }},
		{ID: "tool.measure", Title: "Measure", Group: toolGroup, Icon: "measure", Keys: keys("M"), When: "edit", Hint: "Click two points, objects or walls; the distance stays in the picture.", Checked: s.holds(func(h hand) bool { _, on := h.(*ruler); return on }), Run: s.measure},
		{ID: "tool.shape", Title: "Change the room's shape", Group: toolGroup, Icon: "room", Keys: keys("Tab"), When: "edit", Hint: "Pull corners and walls; a double click on a wall adds a corner, Delete over a corner takes it away.", Checked: func() bool { return s.tool.shaping }, Run: s.shape},
		{ID: "tool.draw", Title: "Draw the room's floor", Group: toolGroup, Icon: "pencil", Keys: keys("P"), When: "edit", Hint: "Click the corners; what stands in the room stays.", Checked: s.holds(func(h hand) bool { d, ok := h.(*drawing); return ok && d.what == ofRoom }), Run: func() { s.drawFloor(ofRoom) }},
		{ID: "tool.room", Title: "Draw another room", Group: toolGroup, Icon: "plus", Keys: keys("Shift+P"), When: "edit", Hint: "Click the corners of its floor beside this one.", Checked: s.holds(func(h hand) bool { d, ok := h.(*drawing); return ok && d.what == ofAnother }), Run: func() { s.drawFloor(ofAnother) }},
		{ID: "tool.hole", Title: "Cut out of the floor", Group: toolGroup, Icon: "frame", Keys: keys("Alt+P"), When: "edit", Hint: "Click the corners of a shaft, a stair or a column, where nothing can stand.", Checked: s.holds(func(h hand) bool { d, ok := h.(*drawing); return ok && d.what == ofHole }), Run: func() { s.drawFloor(ofHole) }},
		{ID: "tool.fill", Title: "Fill what is cut out of the floor", Group: toolGroup, Keys: keys("Alt+Shift+P"), When: "edit", Disabled: s.noHoles, Run: func() { s.do(document.SetHoles(s.room, nil)) }},
		{ID: "tool.door", Title: "Add a door", Group: toolGroup, Icon: "door", Keys: keys("D"), When: "edit", Hint: "Click the wall where it goes.", Checked: s.holds(func(h hand) bool { p, ok := h.(*placing); return ok && p.opening == scenes.Door }), Run: func() { s.take(newPlacing(scenes.Door)) }},
		{ID: "tool.window", Title: "Add a window", Group: toolGroup, Icon: "window", Keys: keys("Shift+D"), When: "edit", Hint: "Click the wall where it goes.", Checked: s.holds(func(h hand) bool { p, ok := h.(*placing); return ok && p.opening == scenes.Window }), Run: func() { s.take(newPlacing(scenes.Window)) }},
	}
}

// holds reports whether what is under way is of a kind.
func (s *shell) holds(is func(h hand) bool) func() bool {
	return func() bool { return s.tool.hand != nil && is(s.tool.hand) }
}

// editActions are what is done to the level and its objects at once.
func (s *shell) editActions() []command.Action {
	keys := command.Chords
	out := []command.Action{
		{ID: "edit.undo", Repeats: true, Title: "Undo", Group: "Edit", Icon: "undo", Keys: keys("Ctrl+Z"), Disabled: s.nothing(func() bool { return s.doc.UndoTitle() != "" || s.tool.hand != nil }, "nothing was done yet"), Run: s.undo},
		{ID: "edit.redo", Repeats: true, Title: "Redo", Group: "Edit", Icon: "redo", Keys: keys("Ctrl+Y", "Ctrl+Shift+Z"), Disabled: s.nothing(func() bool { return s.doc.RedoTitle() != "" }, "nothing was undone"), Run: func() { s.say(s.doc.Redo()) }},
		{ID: "edit.copy", Title: "Copy", Group: "Edit", Icon: "copy", Keys: keys("Ctrl+C"), When: "edit", Hint: "Also into other rooms and windows of this program.", Disabled: s.noObjects, Run: s.copy},
		{ID: "edit.cut", Title: "Cut", Group: "Edit", Keys: keys("Ctrl+X"), When: "edit", Disabled: s.noObjects, Run: s.cut},
		{ID: "edit.paste", Title: "Paste", Group: "Edit", Icon: "import", Keys: keys("Ctrl+V"), When: "edit", Hint: "To where the pointer is over the room, else beside where it was copied.", Run: s.paste},
		{ID: "edit.duplicate", Title: "Duplicate", Group: "Edit", Icon: "duplicate", Keys: keys("Ctrl+D"), Disabled: s.noObjects, Run: func() { s.do(document.Duplicate(s.doc.SelectedObjects(), scenes.Vec3{0.3, 0.3, 0})) }},
		{ID: "edit.delete", Title: "Delete", Group: "Edit", Icon: "trash", Keys: keys("Delete", "Backspace"), Disabled: s.noSelection, Run: s.remove},
		{ID: "edit.all", Title: "Select everything", Group: "Edit", Keys: keys("Ctrl+A"), Run: func() { s.doc.Select(s.doc.State().Objects(s.room)...) }},
		{ID: "edit.none", Title: "Select nothing", Group: "Edit", Keys: keys("Escape"), Run: func() { s.doc.Select() }},
		{ID: "edit.rotate-right", Repeats: true, Title: "Turn right by 15°", Group: "Edit", Icon: "rotate", Keys: keys("."), When: "edit", Disabled: s.noObjects, Run: func() { s.turn(turnBy) }},
		{ID: "edit.rotate-left", Repeats: true, Title: "Turn left by 15°", Group: "Edit", Icon: "unrotate", Keys: keys(","), When: "edit", Disabled: s.noObjects, Run: func() { s.turn(-turnBy) }},
		{ID: "edit.rotate-quarter", Title: "Turn by a quarter", Group: "Edit", Keys: keys("Ctrl+R"), Disabled: s.noObjects, Run: func() { s.turn(90) }},
		{ID: "edit.drop", Title: "Drop to what is below", Group: "Edit", Icon: "drop", Keys: keys("PageDown"), Disabled: s.noObjects, Run: func() { s.do(document.Drop(s.doc.SelectedObjects())) }},
		{ID: "edit.lock", Title: "Lock", Group: "Edit", Icon: "lock", Keys: keys("Ctrl+L"), Hint: "Neither you nor the policy moves what is locked; again unlocks.", Disabled: s.noObjects, Checked: func() bool { return s.doc.State().IsLocked(s.doc.Active()) }, Run: s.lock},
		{ID: "edit.hide", Title: "Hide", Group: "Edit", Icon: "eye-off", Keys: keys("H"), Disabled: s.noObjects, Run: func() { s.do(document.Hide(s.doc.SelectedObjects())) }},
		{ID: "edit.isolate", Title: "Show only the selection", Group: "Edit", Keys: keys("Shift+H"), Disabled: s.noObjects, Run: func() { s.do(document.Isolate(s.doc.SelectedObjects())) }},
		{ID: "edit.show-all", Title: "Show all", Group: "Edit", Icon: "eye", Keys: keys("Alt+H"), Run: func() { s.do(document.ShowAll()) }},
		{ID: "edit.unplace", Title: "Take out of the layout", Group: "Edit", Keys: keys("Shift+Delete"), Hint: "It stays in the room's list for the policy to place.", Disabled: s.noObjects, Run: func() { s.do(document.Unplace(s.doc.SelectedObjects())) }},
		{ID: "edit.to-room", Title: "Move to another room", Group: "Edit", Icon: "right", Keys: keys("Ctrl+M"), When: "edit", Hint: "The room after this one; what is dragged over another room's floor goes there too.", Disabled: s.noOtherRoom, Run: s.toRoom},
		{ID: "edit.next-room", Title: "Go on in the next room", Group: "Edit", Keys: keys("Ctrl+PageDown"), When: "edit", Hint: "A click into a room does the same.", Disabled: s.oneRoom, Run: s.nextRoom},
		{ID: "edit.remove-room", Title: "Remove this room", Group: "Edit", Keys: keys("Ctrl+Shift+Delete"), When: "edit", Hint: "With everything in it; it can be undone.", Disabled: s.oneRoom, Run: s.removeRoom},
		{ID: "edit.grid", Title: "Snapping", Group: "Edit", Icon: "magnet", Keys: keys("Shift+G"), Hint: "To walls, sides, what carries things, and a grid of 5 cm; Ctrl while dragging does the opposite.", Checked: func() bool { return !s.mem.GridOff }, Run: func() { s.mem.GridOff = !s.mem.GridOff }},
	}
	return append(out, s.arrangeActions()...)
}

// arrangeActions put several objects in line, and move them by keys.
func (s *shell) arrangeActions() []command.Action {
	var out []command.Action
	for _, a := range []struct {
		id, title, key string
		axis           int
		edge           document.Edge
	}{
		{"west", "Align the left (west) sides", "Ctrl+Alt+Left", 0, document.Low},
		{"east", "Align the right (east) sides", "Ctrl+Alt+Right", 0, document.High},
		{"south", "Align the near (south) sides", "Ctrl+Alt+Down", 1, document.Low},
		{"north", "Align the far (north) sides", "Ctrl+Alt+Up", 1, document.High},
		{"column", "Align in a column", "Ctrl+Alt+H", 0, document.Middle},
		{"row", "Align in a row", "Ctrl+Alt+V", 1, document.Middle},
		{"top", "Align the tops", "Ctrl+Alt+T", 2, document.High},
		{"bottom", "Align the undersides", "Ctrl+Alt+B", 2, document.Low},
	} {
		out = append(out, command.Action{ID: "align." + a.id, Title: a.title, Group: "Arrange", Icon: "align", Keys: command.Chords(a.key), Hint: "To the object that was selected last.", Disabled: s.fewer(2), Run: func() { s.do(document.Align(s.doc.SelectedObjects(), a.axis, a.edge)) }})
	}
	for axis, a := range [][2]string{{"Equal gaps, west to east", "Ctrl+Alt+X"}, {"Equal gaps, south to north", "Ctrl+Alt+Y"}} {
		out = append(out, command.Action{ID: fmt.Sprint("distribute.", "xy"[axis:axis+1]), Title: a[0], Group: "Arrange", Icon: "align", Keys: command.Chords(a[1]), Hint: "The two outermost objects stay.", Disabled: s.fewer(3), Run: func() { s.do(document.Distribute(s.doc.SelectedObjects(), axis)) }})
	}
	for _, a := range []struct {
		title, key string
		x, y       float64
	}{{"Move left", "Left", -1, 0}, {"Move right", "Right", 1, 0}, {"Move away", "Up", 0, 1}, {"Move nearer", "Down", 0, -1}} {
		out = append(out,
			command.Action{Repeats: true, ID: "nudge." + a.key, Title: a.title + " by 5 cm", Group: "Arrange", Keys: command.Chords(a.key), When: "edit", Disabled: s.noObjects, Run: func() { s.nudge(a.x*gridStep, a.y*gridStep) }},
			command.Action{Repeats: true, ID: "nudge.far." + a.key, Title: a.title + " by 50 cm", Group: "Arrange", Keys: command.Chords("Shift+" + a.key), When: "edit", Disabled: s.noObjects, Run: func() { s.nudge(10*a.x*gridStep, 10*a.y*gridStep) }})
	}
	return out
}

// gridStep is by how much the arrow keys move, in metres.
const gridStep = 0.05

func snapped(v float64) float64 { return math.Round(v/gridStep) * gridStep }

// fewer says that fewer than n placed objects are selected.
func (s *shell) fewer(n int) func() string {
	return func() string {
		if len(s.placed()) < n {
			return fmt.Sprintf("select %d or more objects", n)
		}
		return ""
	}
}

// noHoles says that there is nothing to fill.
func (s *shell) noHoles() string {
	if len(s.active().Task.Room.Holes) == 0 {
		return "nothing is cut out of this floor"
	}
	return ""
}

// oneRoom says that there is no other room.
func (s *shell) oneRoom() string {
	if len(s.doc.State().Level.Rooms) < 2 {
		return "the level has one room; Shift+P draws another"
	}
	return ""
}

// noOtherRoom says why nothing can go to another room.
func (s *shell) noOtherRoom() string {
	if why := s.oneRoom(); why != "" {
		return why
	}
	return s.noObjects()
}

// nextRoom goes on with the next room of the level, and looks into it.
func (s *shell) nextRoom() {
	level := s.doc.State().Level
	_, at := s.doc.State().Room(s.room)
	s.room, s.fresh = level.Rooms[(at+1)%len(level.Rooms)].Task.ID, true
	s.show()
	s.stage.Do(stage.ViewHome)
}

// removeRoom takes the room that is edited out of the level.
func (s *shell) removeRoom() {
	if s.do(document.Delete([]document.Ref{{Room: s.room, Kind: document.Whole}})) {
		s.room, s.fresh = s.doc.State().Level.Rooms[0].Task.ID, true
		s.show()
		s.stage.Do(stage.FrameAll)
	}
}

// undo takes back what is under way, or the last step.
func (s *shell) undo() {
	if d, ok := s.tool.hand.(*drawing); ok && len(d.pen.Points) > 0 {
		d.pen.Back()
		return
	}
	if s.tool.hand != nil {
		s.dropHand()
		return
	}
	s.say(s.doc.Undo())
}

// remove deletes what is selected.
func (s *shell) remove() {
	refs := s.doc.Selection()
	s.tool.hover, s.tool.opening = "", ""
	s.do(document.Delete(refs))
}

// turn turns the selection about its middle.
func (s *shell) turn(degrees float64) {
	at := s.active().Point(s.pivot())
	s.do(document.Turn(s.doc.SelectedObjects(), at.Vec2(), degrees))
}

// nudge moves the selection across the picture: to the right and away by so many
// metres, along those axes of the room that come nearest to it.
func (s *shell) nudge(right, away float64) {
	room := s.active()
	// Seen from a heading, right and away are the axes turned by quarters.
	quarter := math.Round((s.stage.View().Yaw+180-room.Yaw)/90) * 90
	r, f := scenes.Axes(quarter)
	by := r.Mul(right).Add(f.Mul(away)).Vec3(0)
	s.do(document.Move(s.doc.SelectedObjects(), room.Point(by).Sub(room.Origin)))
}

func (s *shell) lock() {
	refs := s.doc.SelectedObjects()
	if s.doc.State().IsLocked(s.doc.Active()) {
		s.do(document.Unlock(refs))
	} else {
		s.do(document.Lock(refs))
	}
}

// toRoom takes the selection into the next room of the level, to the same place
// from that room's corner, or its middle where it is smaller.
func (s *shell) toRoom() {
	level := s.doc.State().Level
	_, at := s.doc.State().Room(s.room)
	next := &level.Rooms[(at+1)%len(level.Rooms)]
	refs := s.placed()
	if len(refs) == 0 {
		s.toast(warning, "What is selected has no place yet.")
		return
	}
	e := next.Task.Room.Extent()
	from, middle := s.active().Point(s.pivot()), next.Point(scenes.Vec3{e[0] / 2, e[1] / 2, 0})
	way := middle.Sub(from)
	way[2] = next.Origin[2] - s.active().Origin[2]
	if s.do(document.Batch("Move to "+next.Task.ID, document.Move(refs, way), document.MoveTo(refs, next.Task.ID))) {
		s.room, s.fresh = next.Task.ID, true
		s.toast(notice, "Moved to the middle of "+plain(s.room)+".")
	}
}
