package view

import (
	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// actions registers everything that can be done.
func (s *shell) actions() {
	keys := command.Chords
	s.reg.Add(
		command.Action{ID: "file.new", Title: "New room", Group: "File", Icon: "plus", Keys: keys("Ctrl+N"), Hint: "An empty room of 5 by 4 metres.", Run: func() { s.leave(func() { s.edit(emptyRoom()) }) }},
		command.Action{ID: "file.open", Title: "Open…", Group: "File", Icon: "open", Keys: keys("Ctrl+O"), Hint: "A room, layout, level or glTF file; files can be dropped on the window too.", Disabled: s.noFiles, Run: func() { s.openDialog("open") }},
		command.Action{ID: "file.save", Title: "Save", Group: "File", Icon: "save", Keys: keys("Ctrl+S"), Disabled: s.noFiles, Run: s.save},
		command.Action{ID: "file.save-as", Title: "Save as…", Group: "File", Keys: keys("Ctrl+Shift+S"), Disabled: s.noFiles, Run: func() { s.openDialog("save") }},
		command.Action{ID: "file.export", Title: "Export…", Group: "File", Icon: "export", Keys: keys("Ctrl+E"), Hint: "GLB, Godot, USD and more into a folder.", Disabled: s.noExport, Run: func() { s.openDialog("export") }},
		command.Action{ID: "file.picture", Title: "Save a picture…", Group: "File", Icon: "camera", Keys: keys("F12"), Hint: "What the room shows now as PNG, at any size.", Disabled: s.noFiles, Run: func() { s.openDialog("picture") }},
		command.Action{ID: "file.start", Title: "Start screen", Group: "File", Icon: "home", Run: func() { s.start = true }},
		command.Action{ID: "file.quit", Title: "Close the window", Group: "File", Keys: keys("Ctrl+Q"), Hint: "A run that is watched goes on.", Run: func() { s.leave(func() { s.quit = true }) }},

		command.Action{ID: "edit.undo", Title: "Undo", Group: "Edit", Icon: "undo", Keys: keys("Ctrl+Z"), Disabled: s.nothing(func() bool { return s.doc.UndoTitle() != "" }, "nothing was done yet"), Run: func() { s.say(s.doc.Undo()) }},
		command.Action{ID: "edit.redo", Title: "Redo", Group: "Edit", Icon: "redo", Keys: keys("Ctrl+Y", "Ctrl+Shift+Z"), Disabled: s.nothing(func() bool { return s.doc.RedoTitle() != "" }, "nothing was undone"), Run: func() { s.say(s.doc.Redo()) }},
		command.Action{ID: "edit.duplicate", Title: "Duplicate", Group: "Edit", Icon: "duplicate", Keys: keys("Ctrl+D"), Disabled: s.noObjects, Run: func() { s.do(document.Duplicate(s.doc.SelectedObjects(), scenes.Vec3{0.3, 0.3, 0})) }},
		command.Action{ID: "edit.delete", Title: "Delete", Group: "Edit", Icon: "trash", Keys: keys("Delete", "Backspace"), Disabled: s.noSelection, Run: func() { s.do(document.Delete(s.doc.Selection())) }},
		command.Action{ID: "edit.all", Title: "Select everything", Group: "Edit", Keys: keys("Ctrl+A"), Run: func() { s.doc.Select(s.doc.State().Objects(s.room)...) }},
		command.Action{ID: "edit.none", Title: "Select nothing", Group: "Edit", Keys: keys("Escape"), Run: func() { s.doc.Select() }},
		command.Action{ID: "edit.rotate-right", Title: "Turn right by 15°", Group: "Edit", Icon: "rotate", Keys: keys("R"), Disabled: s.noObjects, Run: func() { s.turn(15) }},
		command.Action{ID: "edit.rotate-left", Title: "Turn left by 15°", Group: "Edit", Icon: "undo", Keys: keys("Shift+R"), Disabled: s.noObjects, Run: func() { s.turn(-15) }},
		command.Action{ID: "edit.rotate-quarter", Title: "Turn by a quarter", Group: "Edit", Keys: keys("Ctrl+R"), Disabled: s.noObjects, Run: func() { s.turn(90) }},
		command.Action{ID: "edit.drop", Title: "Drop to what is below", Group: "Edit", Icon: "drop", Keys: keys("PageDown"), Disabled: s.noObjects, Run: func() { s.do(document.Drop(s.doc.SelectedObjects())) }},
		command.Action{ID: "edit.lock", Title: "Lock", Group: "Edit", Icon: "lock", Keys: keys("Ctrl+L"), Hint: "Neither you nor the policy moves what is locked; again unlocks.", Disabled: s.noObjects, Run: s.lock},
		command.Action{ID: "edit.hide", Title: "Hide", Group: "Edit", Icon: "eye-off", Keys: keys("H"), Disabled: s.noObjects, Run: func() { s.do(document.Hide(s.doc.SelectedObjects())) }},
		command.Action{ID: "edit.isolate", Title: "Show only the selection", Group: "Edit", Keys: keys("Shift+H"), Disabled: s.noObjects, Run: func() { s.do(document.Isolate(s.doc.SelectedObjects())) }},
		command.Action{ID: "edit.show-all", Title: "Show all", Group: "Edit", Icon: "eye", Keys: keys("Alt+H"), Run: func() { s.do(document.ShowAll()) }},
		command.Action{ID: "edit.grid", Title: "Snap to the grid", Group: "Edit", Icon: "magnet", Keys: keys("G"), Hint: "Moves go by 5 cm; Ctrl while dragging does the opposite.", Checked: func() bool { return !s.mem.GridOff }, Run: func() { s.mem.GridOff = !s.mem.GridOff }},

		command.Action{ID: "help.palette", Title: "Find a command…", Group: "Help", Icon: "search", Keys: keys("Ctrl+P", "Ctrl+Shift+P"), Run: s.openPalette},
		command.Action{ID: "help.keys", Title: "Keys", Group: "Help", Icon: "help", Keys: keys("F1"), Run: func() { s.u.Open("keys") }},
		command.Action{ID: "help.theme", Title: "Dark or light", Group: "Help", Icon: "sun", Run: s.changeTheme},
	)
	for i := range stage.Presets {
		p := &stage.Presets[i]
		s.reg.Add(command.Action{ID: "preset." + p.Name, Title: "Navigate as in " + p.Name, Group: "Help", Checked: func() bool { return s.stage.Preset() == p }, Run: func() { s.stage.Steer(p); s.keep() }})
	}
	s.reg.Add(s.policyActions()...)
	s.reg.Add(stageActions(s.stage)...)
	s.reg.Add(overlayActions(s.stage)...)
	if s.opts.Run != nil {
		s.watchActions()
	}
}

func (s *shell) nothing(ok func() bool, why string) func() string {
	return func() string {
		if ok() {
			return ""
		}
		return why
	}
}

func (s *shell) noFiles() string {
	if s.opts.Files == nil {
		return "this window keeps no files"
	}
	return ""
}

func (s *shell) noExport() string {
	if s.opts.Export == nil {
		return "this window cannot export"
	}
	return ""
}

func (s *shell) noObjects() string {
	if len(s.doc.SelectedObjects()) == 0 {
		return "no object is selected"
	}
	return ""
}

func (s *shell) noSelection() string {
	if len(s.doc.Selection()) == 0 {
		return "nothing is selected"
	}
	return ""
}

func (s *shell) say(err error) {
	if err != nil {
		s.toast(warning, capital(err.Error()))
	}
}

// turn turns the selection about its middle.
func (s *shell) turn(degrees float64) {
	refs := s.doc.SelectedObjects()
	var lo, hi scenes.Vec3
	first := true
	for _, r := range refs {
		a, b, ok := s.doc.State().Bounds(r)
		if !ok {
			continue
		}
		for k := range 3 {
			if first {
				lo[k], hi[k] = a[k], b[k]
			}
			lo[k], hi[k] = min(lo[k], a[k]), max(hi[k], b[k])
		}
		first = false
	}
	s.do(document.Turn(refs, scenes.Vec2{(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2}, degrees))
}

func (s *shell) lock() {
	refs := s.doc.SelectedObjects()
	if s.doc.State().IsLocked(s.doc.Active()) {
		s.do(document.Unlock(refs))
	} else {
		s.do(document.Lock(refs))
	}
}

func (s *shell) changeTheme() {
	if s.u.Theme.Name == "dark" {
		s.u.Theme = ui.Light()
	} else {
		s.u.Theme = ui.Dark()
	}
	s.u.Redraw()
	s.keep()
}

// run runs an action by its name, and says why where it cannot.
func (s *shell) run(id string) { s.say(s.reg.Run(id)) }

// shortcuts runs the actions of the keys that no widget took.
func (s *shell) shortcuts() {
	if s.u.PopupOpen() {
		return
	}
	when := "edit"
	if s.watch.on {
		when = "watch"
	}
	for _, p := range s.u.Keys() {
		a := s.reg.ByChord(p.Chord, s.stage.Preset().Name, when)
		if a == nil || p.Repeat && p.Key != "Z" && p.Key != "Y" && p.Key != "R" {
			continue
		}
		if why := a.Why(); why != "" {
			if a.ID != "view.leave" {
				s.status = a.Title + ": " + why
			}
		} else {
			a.Run()
		}
		s.busy = true
	}
}
