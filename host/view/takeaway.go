package view

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/export"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/sheet"
)

// ExportOptions say what is exported.
type ExportOptions struct {
	// Formats are of [Options.Formats].
	Formats []string
	// Colliders, Navmesh and Ceiling are added in the formats that have a place
	// for them.
	Colliders, Navmesh, Ceiling bool
	// Library has the models; the window says which.
	Library *assets.Library
	// Force writes into a folder whatever it holds.
	Force bool
}

// mostPixels bounds the sides of a picture.
const mostPixels = raster.MaxSize

// replacing goes on, after asking where that replaces a file.
func (s *shell) replacing(path string, do func()) {
	st, err := fs.Stat(s.opts.Files.Folder(filepath.Dir(path)), filepath.Base(path))
	if err != nil || st.IsDir() {
		do()
		return
	}
	s.put(question{
		title:   "Replace " + filepath.Base(path) + "?",
		text:    path + " is there already, and would be lost.",
		choices: []choice{{label: "Replace", do: do}},
	})
}

// export writes the level in some formats.
func (s *shell) export(path string, o ExportOptions) {
	if f, ok := export.FormatOf(filepath.Base(path)); ok && !(len(o.Formats) == 1 && export.Format(o.Formats[0]).Ending() == f.Ending()) {
		o.Formats = []string{string(f)} // the name of a file tells
	}
	if len(o.Formats) == 0 {
		s.toast(warning, "Choose at least one format to export.")
		return
	}
	state := s.doc.State()
	o.Library = s.opts.Stock.Library
	s.send("Exporting "+s.docName(), func(ctx context.Context, e *errand) func() {
		files, err := s.opts.Export(ctx, state, path, o, func(done, total int, what string) {
			e.report(float64(done)/float64(max(1, total)), what)
		})
		return func() {
			switch {
			case errors.Is(err, export.ErrOccupied):
				s.put(question{
					title:   "Write into a folder that holds other things?",
					text:    path + " holds something that no export wrote. Files of the same names would be replaced.",
					choices: []choice{{label: "Another folder…", do: func() { s.openDialog(toExport) }}, {label: "Write there", do: func() { o.Force = true; s.export(path, o) }}},
				})
			case err != nil:
				s.say(err)
			default:
				s.toast(success, fmt.Sprintf("Wrote %s to %s.", things(len(files), "file"), path))
			}
		}
	})
}

// picture writes what the stage shows as PNG.
func (s *shell) picture(path string, w, h int, overlays bool) {
	take, err := s.stage.Shot(stage.ShotOptions{Width: w, Height: h, Overlays: overlays})
	if err != nil {
		s.say(err)
		return
	}
	s.send(fmt.Sprintf("Drawing %d × %d pixels", w, h), func(ctx context.Context, e *errand) func() {
		img, err := take()
		if err == nil && ctx.Err() == nil {
			e.report(0.7, filepath.Base(path))
			err = s.writePicture(path, img)
		}
		return s.wrote(path, err)
	})
}

// wrote says that a file was written, or why not.
func (s *shell) wrote(path string, err error) func() {
	return func() {
		if err != nil {
			s.say(err)
			return
		}
		s.toast(success, "Saved "+path+".")
	}
}

func (s *shell) writePicture(path string, img image.Image) error {
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		return err
	}
	return s.opts.Files.Write(path, buf.Bytes())
}

// turntableForms are the forms that turntables come in.
var turntableForms = []struct{ name, ending string }{
	{"Animated GIF", ".gif"}, {"Animated PNG", "-turntable.png"}, {"Folder of PNG pictures", "-turntable"},
}

// mostFrames bounds the bytes of the frames of an animation, which are all in
// memory.
const mostFrames = 512 << 20

// turntable draws the active room from all sides.
func (s *shell) turntable(path string, d dialog) {
	w, h, n, form := int(d.w), int(d.h), int(d.frames), turntableForms[d.form].ending
	if folder := form == "-turntable"; !folder && w*h*4*n > mostFrames {
		s.toast(warning, fmt.Sprintf("%d frames of %d × %d pixels are too many for one animation; use fewer or smaller ones, or a folder of pictures.", n, w, h))
		return
	}
	room := s.active()
	task, layout := room.Task, s.doc.State().Shown(room.Task.ID)
	cameras, err := sheet.Turntable(&task.Room, n, w, h)
	if err != nil {
		s.say(err)
		return
	}
	s.send("Drawing the turntable", func(ctx context.Context, e *errand) func() {
		var brush raster.Renderer
		var frame raster.Frame
		var frames []image.Image
		o := raster.Options{Width: w, Height: h, Quality: raster.Beauty}
		scene := raster.Scene{Task: task, Layout: layout, Models: s.modelNow}
		for i, c := range cameras {
			if ctx.Err() != nil {
				return nil
			}
			e.report(0.9*float64(i)/float64(n), fmt.Sprintf("frame %d of %d", i+1, n))
			if err := brush.Render(scene, c, o, &frame); err != nil {
				return s.wrote(path, err)
			}
			if form == "-turntable" {
				if err := s.writePicture(filepath.Join(path, fmt.Sprintf("%03d.png", i+1)), frame.Color); err != nil {
					return s.wrote(path, err)
				}
				continue
			}
			img := *frame.Color
			img.Pix = bytes.Clone(img.Pix)
			frames = append(frames, &img)
		}
		if form == "-turntable" {
			return s.wrote(path, nil)
		}
		e.report(0.9, filepath.Base(path))
		return s.wrote(path, s.animate(path, form, frames, time.Second/time.Duration(d.fps)))
	})
}

func (s *shell) animate(path, form string, frames []image.Image, delay time.Duration) error {
	encode := sheet.EncodeGIF
	if form != ".gif" {
		encode = sheet.EncodeAPNG
	}
	var buf bytes.Buffer
	if err := encode(&buf, frames, sheet.Animation{Delay: delay}); err != nil {
		return err
	}
	return s.opts.Files.Write(path, buf.Bytes())
}

// openReport opens the page about the run that is watched.
func (s *shell) openReport() {
	page := s.opts.Report
	if s.opts.OpenPage == nil {
		s.toast(notice, "The report is "+page+".")
		return
	}
	s.send("Opening the report", func(ctx context.Context, _ *errand) func() {
		err := s.opts.OpenPage(ctx, page)
		return func() {
			if err != nil {
				s.toast(warning, fmt.Sprintf("%s could not be opened: %v. Open it in a browser.", page, err))
				return
			}
			s.toast(success, "Opened "+page+".")
		}
	})
}

func (s *shell) noReport() string {
	switch {
	case s.feed == nil:
		return "no run is watched"
	case s.opts.Report == "":
		return "there is no report about this run"
	}
	return ""
}
