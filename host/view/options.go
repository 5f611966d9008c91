package view

import (
	"context"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// Options of the window; the zero value opens an empty room without a library
// and without a policy.
type Options struct {
	// Document is what is edited first, with Notes on what was put right when it
	// was read; nil shows the start screen over an empty room.
	Document *document.Document
	Notes    []string
	// Run, when set, is watched; RunAt is where it was found, so that it can be
	// attached to again.
	Run   session.Client
	RunAt Place
	// Attach opens a run that the window is told of; nil cannot.
	Attach func(ctx context.Context, where, token string) (session.Client, error)
	// Policy generates and scores; nil leaves editing alone.
	Policy session.Client
	// Stock is what rooms are furnished with.
	Stock furnish.Stock
	// Files is where documents are kept; nil cannot open or save.
	Files document.Files
	// Home remembers the window and recent files; nil forgets them.
	Home Home
	// Copies keep unsaved work through crashes; nil keeps none.
	Copies *Copies
	// Pictures keeps thumbnails from start to start; may be nil.
	Pictures stage.Store
	// Take takes .glb and .gltf files, folders and archives of them, and other
	// libraries into the library, with progress; nil cannot. An error may be of
	// several lines.
	Take func(ctx context.Context, paths []string, progress func(done, total int, file string)) (*Taken, error)
	// IsRun reports whether a folder is that of a run; nil knows none.
	IsRun func(dir string) bool
	// Export writes the level to a file or a folder in each of the formats, with
	// progress, and returns what it wrote; nil cannot. An error that wraps
	// [export.ErrOccupied] says that the folder holds other things.
	Export func(ctx context.Context, s *document.State, path string, o ExportOptions, progress func(done, total int, what string)) ([]string, error)
	// Formats are the names that Export knows.
	Formats []string
	// Report is the page about the run that is watched, empty for none. ReportOf
	// returns that of a run which the window attaches to by itself; nil knows none.
	Report   string
	ReportOf func(run string) string
	// OpenPage shows a page in the person's browser; nil cannot.
	OpenPage func(ctx context.Context, file string) error
	// Clipboard is that of the machine; nil is one of the window's own.
	Clipboard ui.Clipboard
	// Title of the window; the default names what is open.
	Title string
	// Width and Height of the window in units; 0 means as it was left, at first
	// 1440 by 900.
	Width, Height int
	// Screenshot, when set, is a PNG file written after Frames frames, when the
	// window closes by itself. Frames 0 means 60.
	Screenshot string
	Frames     int

	// atOnce draws everything where it is asked for, so that tests see the same
	// every time.
	atOnce bool
}

// Home remembers a small text from start to start, such as in the person's
// folder for settings.
type Home interface {
	Load() ([]byte, error)
	Save([]byte) error
}
