package view

import (
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/ui"
)

// The dialogs that name a file or folder.
const (
	toOpen      = "open"
	toSave      = "save"
	toFind      = "models"
	toExport    = "export"
	toPicture   = "picture"
	toTurntable = "turntable"
)

// dialog asks for a file or folder, and for what is to be made.
type dialog struct {
	kind string
	path string
	// after goes on once it is saved; may be nil.
	after   func()
	folder  listing
	export  ExportOptions
	formats map[string]bool
	// w and h are pixels; frames and fps are those of a turntable, whose form is
	// an index of turntableForms.
	w, h, frames, fps float64
	form              int
	overlays          bool
}

// dialogText is what a dialog says.
type dialogText struct {
	title, text, do string
	// endings are those of the files that are listed, besides folders.
	endings []string
	// more is the height of what a dialog asks besides the path.
	more float64
}

var dialogTexts = map[string]dialogText{
	toOpen:      {"Open", "A room, layout, level or glTF file. You can also drop files on the window.", "Open", []string{".json", ".yaml", ".yml", ".glb", ".gltf"}, 0},
	toSave:      {"Save as", "A JSON file that holds the room with its task, which every command reads.", "Save", []string{".json"}, 0},
	toFind:      {"Find the missing models", "The folder, .zip archive or library that has them; they come into your library.", "Look there", []string{".zip", ".glb", ".gltf"}, 0},
	toExport:    {"Export", "A folder, or a file whose ending tells the format.", "Export", []string{".glb", ".gltf", ".json", ".tscn", ".usda"}, 2 * (ui.Row + 6)},
	toPicture:   {"Save a picture", "The PNG file, and its size in pixels.", "Save", []string{".png"}, ui.Row + 6},
	toTurntable: {"Save a turntable", "Once round the room, as an animation or a folder of pictures.", "Save", []string{".gif", ".png"}, 2 * (ui.Row + 6)},
}

// openDialog asks for a file.
func (s *shell) openDialog(kind string) {
	form, formats := s.dialog.form, s.dialog.formats
	if formats == nil {
		formats = map[string]bool{"glb": true}
	}
	s.dialog = dialog{kind: kind, w: 1920, h: 1080, frames: 36, fps: 12, form: form, formats: formats, export: s.dialog.export}
	f := s.doc.File()
	stem := strings.TrimSuffix(f.From, filepath.Ext(f.From))
	if stem == "" {
		stem = s.opts.Files.Abs(s.room)
	}
	s.dialog.folder.base = filepath.Dir(stem)
	switch kind {
	case toSave:
		s.dialog.path = stem + ".json"
	case toExport:
		s.dialog.path = stem + "-export"
	case toPicture:
		s.dialog.path = stem + ".png"
	case toTurntable:
		s.dialog.w, s.dialog.h = 640, 480
		s.dialog.path = stem + turntableForms[form].ending
	}
	s.u.Open("file")
	s.u.Focus("file/path")
}

func (s *shell) fileDialog() {
	u := s.u
	d := &s.dialog
	text := dialogTexts[d.kind]
	_, high := u.Size()
	u.Modal("file", 600, min(216+text.more+190, max(210+text.more, high-60)), func(r ui.Rect) {
		u.Text(r.CutTop(28), text.title, ui.Font{Size: ui.Title, Bold: true})
		u.Text(r.CutTop(24), text.text, ui.Font{Color: u.Theme.Soft})
		r.CutTop(6)
		entered := false
		d.path, _, entered = u.Field("file/path", r.CutTop(32), d.path, ui.FieldOptions{Icon: "open", Live: true, Placeholder: "rooms/living.json"})
		r.CutTop(6)
		foot := r.CutBottom(32)
		r.CutBottom(10)
		if text.more > 0 {
			more := r.CutBottom(text.more)
			r.CutBottom(10)
			s.dialogMore(more)
		}
		chosen := s.drawListing(r, text.endings)
		o := ui.ButtonOptions{Main: true, Disabled: strings.TrimSpace(d.path) == ""}
		if u.Button("file/do", foot.CutRight(u.ButtonWidth(text.do, o)+10), text.do, o) || (entered || chosen) && !o.Disabled {
			u.Close("file")
			d.path = strings.TrimSpace(d.path)
			s.answer(*d)
		}
		foot.CutRight(8)
		if u.Button("file/cancel", foot.CutRight(90), "Cancel", ui.ButtonOptions{}) {
			u.Close("file")
		}
	})
}

// dialogMore asks what is to be made.
func (s *shell) dialogMore(r ui.Rect) {
	u, d := s.u, &s.dialog
	number := func(line *ui.Rect, id, unit string, v *float64, lo, hi float64) {
		*v, _, _ = u.Number("file/"+id, line.CutLeft(100), *v, ui.NumberOptions{Unit: unit, Min: lo, Max: hi})
		line.CutLeft(8)
	}
	check := func(line *ui.Rect, label string, on *bool) {
		if u.Check("file/"+label, line.CutLeft(u.Width(label, ui.Font{})+40), label, *on) {
			*on = !*on
		}
	}
	line := r.CutTop(ui.Row)
	r.CutTop(6)
	switch d.kind {
	case toPicture:
		number(&line, "w", "wide", &d.w, 16, mostPixels)
		number(&line, "h", "high", &d.h, 16, mostPixels)
		check(&line, "with overlays", &d.overlays)
	case toTurntable:
		was := d.form
		names := make([]string, len(turntableForms))
		for i, f := range turntableForms {
			names[i] = f.name
		}
		d.form = u.Dropdown("file/form", line.CutLeft(208), names, d.form, "")
		if was != d.form {
			d.path = strings.TrimSuffix(d.path, turntableForms[was].ending) + turntableForms[d.form].ending
		}
		line = r.CutTop(ui.Row)
		number(&line, "w", "wide", &d.w, 16, 2048)
		number(&line, "h", "high", &d.h, 16, 2048)
		number(&line, "frames", "frames", &d.frames, 2, 360)
		number(&line, "fps", "a second", &d.fps, 1, 50)
	case toExport:
		for _, f := range s.opts.Formats {
			on := d.formats[f]
			check(&line, f, &on)
			d.formats[f] = on
		}
		line = r.CutTop(ui.Row)
		check(&line, "colliders", &d.export.Colliders)
		check(&line, "navigation mesh", &d.export.Navmesh)
		check(&line, "ceiling", &d.export.Ceiling)
	}
}

// answer does what a dialog was asked for.
func (s *shell) answer(d dialog) {
	path := s.opts.Files.Abs(d.path)
	switch d.kind {
	case toOpen:
		s.leave(func() { s.open(path) })
	case toSave:
		s.saveNew(path, d.after)
	case toFind:
		s.findMissing(path)
	case toExport:
		o := d.export
		for _, f := range s.opts.Formats {
			if d.formats[f] {
				o.Formats = append(o.Formats, f)
			}
		}
		s.export(path, o)
	case toPicture:
		path = ending(path, ".png")
		s.replacing(path, func() { s.picture(path, int(d.w), int(d.h), d.overlays) })
	case toTurntable:
		path = ending(path, filepath.Ext(turntableForms[d.form].ending))
		s.replacing(path, func() { s.turntable(path, d) })
	}
}

// ending gives a path that ends in none the one of its format.
func ending(path, e string) string {
	if filepath.Ext(path) == "" {
		return path + e
	}
	return path
}
