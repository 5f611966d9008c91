package view

import (
	"fmt"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// actions registers everything that can be done.
func (s *shell) actions() {
	keys := command.Chords
	s.reg.Add(
		command.Action{ID: "file.new", Title: "New room", Group: "File", Icon: "plus", Keys: keys("Ctrl+N"), Hint: "An empty room of 5 by 4 metres.", Run: func() { s.leave(func() { s.edit(emptyRoom()) }) }},
		command.Action{ID: "file.open", Title: "Open…", Group: "File", Icon: "open", Keys: keys("Ctrl+O"), Hint: "A room, layout, level or glTF file; files can be dropped on the window too.", Disabled: s.noFiles, Run: func() { s.openDialog(toOpen) }},
		command.Action{ID: "file.save", Title: "Save", Group: "File", Icon: "save", Keys: keys("Ctrl+S"), Disabled: s.noFiles, Run: s.save},
		command.Action{ID: "file.save-as", Title: "Save as…", Group: "File", Keys: keys("Ctrl+Shift+S"), Disabled: s.noFiles, Run: func() { s.openDialog(toSave) }},
		command.Action{ID: "file.export", Title: "Export…", Group: "File", Icon: "export", Keys: keys("Ctrl+E"), Hint: "GLB, Godot, USD and more into a folder.", Disabled: s.noExport, Run: func() { s.openDialog(toExport) }},
		command.Action{ID: "file.picture", Title: "Save a picture…", Group: "File", Icon: "camera", Keys: keys("F12"), Hint: "What the room shows now as PNG, at any size.", Disabled: s.noFiles, Run: func() { s.openDialog(toPicture) }},
		command.Action{ID: "file.turntable", Title: "Save a turntable…", Group: "File", Icon: "rotate", Keys: keys("Shift+F12"), Hint: "Once round the room as GIF, animated PNG or single pictures.", Disabled: s.noFiles, Run: func() { s.openDialog(toTurntable) }},
		command.Action{ID: "run.report", Title: "Open the report", Group: "Run", Icon: "chart", Keys: keys("Ctrl+Shift+E"), Hint: "The page about the run, in your browser.", Disabled: s.noReport, Run: s.openReport},
		command.Action{ID: "file.missing", Title: "Missing assets…", Group: "File", Icon: "cube", Keys: keys("Ctrl+Shift+M"), Hint: "What the library does not have, and a folder to find it in.", Disabled: s.noMissing, Run: s.showMissing},
		command.Action{ID: "file.start", Title: "Start screen", Group: "File", Icon: "home", Keys: keys("Ctrl+Shift+N"), Run: func() { s.start = true }},
		command.Action{ID: "file.quit", Title: "Close the window", Group: "File", Keys: keys("Ctrl+Q"), Hint: "A run that is watched goes on.", Run: func() { s.leave(func() { s.quit = true }) }},
	)
	s.reg.Add(s.toolActions()...)
	s.reg.Add(s.editActions()...)
	s.reg.Add(s.mendActions()...)
	s.reg.Add(
		command.Action{ID: "help.palette", Title: "Find a command…", Group: "Help", Icon: "search", Keys: keys("Ctrl+P", "Ctrl+Shift+P"), Run: s.openPalette},
		command.Action{ID: "help.keys", Title: "Keys", Group: "Help", Icon: "help", Keys: keys("F1"), Run: func() { s.u.Open("keys") }},
		command.Action{ID: "help.theme", Title: "Dark or light", Group: "Help", Icon: "sun", Keys: keys("F9"), Run: s.changeTheme},
	)
	for i := range stage.Presets {
		p := &stage.Presets[i]
		s.reg.Add(command.Action{ID: "preset." + p.Name, Title: "Navigate as in " + p.Name, Group: "Help", Keys: keys(fmt.Sprintf("Ctrl+Alt+%d", i+1)), Checked: func() bool { return s.stage.Preset() == p }, Run: func() { s.stage.Steer(p); s.keep() }})
	}
	s.reg.Add(s.policyActions()...)
	s.reg.Add(stageActions(s.stage)...)
	s.reg.Add(overlayActions(s.stage)...)
	s.watchActions()
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
	if s.opts.Export == nil || s.opts.Files == nil {
		return "this window cannot export"
	}
	for _, r := range s.doc.State().Level.Rooms {
		if len(r.Task.Objects) == 0 {
			return plain(r.Task.ID) + " has no objects yet"
		}
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

func (s *shell) changeTheme() {
	if s.u.Theme.Name == "dark" {
		s.u.Theme = ui.Light()
	} else {
		s.u.Theme = ui.Dark()
	}
	s.u.Redraw()
	s.stage.SetBackground(s.u.Theme.Stage)
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
		if a == nil || p.Repeat && !a.Repeats {
			continue
		}
		if s.steers(p.Key) {
			continue
		}
		if s.tool.hand != nil && !handy(a, p.Chord) && a.ID != "edit.undo" {
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
