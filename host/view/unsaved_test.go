package view

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/metaspatial/metaspatial/host/view/document"
)

// fullFiles are files in memory that several goroutines use; full ones write
// nothing.
type fullFiles struct {
	mu    sync.Mutex
	files fstest.MapFS
	full  bool
}

func newFullFiles() *fullFiles { return &fullFiles{files: fstest.MapFS{}} }

func (f *fullFiles) Folder(dir string) fs.FS {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := fstest.MapFS{}
	for name, file := range f.files {
		if rest, ok := strings.CutPrefix(name, path.Clean(filepath.ToSlash(dir))+"/"); ok {
			out[rest] = file
		} else if dir == "." {
			out[name] = file
		}
	}
	return out
}

func (f *fullFiles) Write(name string, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.full {
		return fmt.Errorf("the disk is full while writing %s; free some space: %w", name, syscall.ENOSPC)
	}
	f.files[path.Clean(filepath.ToSlash(name))] = &fstest.MapFile{Data: data, Mode: 0o644}
	return nil
}

func (f *fullFiles) Remove(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.files, path.Clean(filepath.ToSlash(name)))
	return nil
}

func (f *fullFiles) Abs(name string) string { return path.Clean(filepath.ToSlash(name)) }

func (f *fullFiles) setFull(full bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.full = full
}

// read returns a file, or nil.
func (f *fullFiles) read(name string) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	if file := f.files[name]; file != nil {
		return file.Data
	}
	return nil
}

// names lists the files of a folder.
func (f *fullFiles) names(dir string) (out []string) {
	entries, _ := fs.ReadDir(f.Folder(dir), ".")
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// noon is the time of day of the tests.
var noon = time.Unix(1_700_000_000, 0)

// copies keeps unsaved work in the folder "unsaved" as fast as can be; windows
// in open are still open.
func copies(session string, open ...string) *Copies {
	return &Copies{
		KeeperOptions: document.KeeperOptions{
			Folder: "unsaved",
			Claim:  func() (string, error) { return session, nil },
			Delay:  time.Microsecond, Retry: time.Microsecond,
		},
		Open: func(s string) bool { return strings.Contains(strings.Join(open, " "), s) },
		Now:  func() time.Time { return noon },
	}
}

// settle waits until nothing goes on beside the window.
func (p *person) settle() {
	p.t.Helper()
	p.until("nothing is under way any more", func() bool { return len(p.errands.list) == 0 })
	p.frames(2)
}

// look writes a picture of the window at rest, for whoever wants to see it.
func (p *person) look(name string) {
	if os.Getenv("VIEW_SCREENSHOT_DIR") != "" {
		p.rest()
		p.picture(name)
	}
}

// crashed leaves the copy of a window that was editing a file when it ended.
func crashed(t *testing.T, files *fullFiles, file string) {
	p := sit(t, Options{Files: files, Copies: copies("1")})
	p.settle()
	if file != "" {
		if err := p.doc.SaveAs(files, file); err != nil {
			t.Fatal(err)
		}
	}
	if !p.do(document.SetPreference(p.room, "a room to read in")) {
		t.Fatal("nothing was edited")
	}
	p.until("the copy is written", func() bool { return len(files.names("unsaved")) == 1 })
	if _, err := p.endKeeping(false); err != nil {
		t.Fatal(err)
	}
}

func TestUnsavedWorkIsOfferedAtTheNextStart(t *testing.T) {
	files := newFullFiles()
	crashed(t, files, "")
	p := sit(t, Options{Files: files, Copies: copies("2")})
	p.settle()
	if !p.start || len(p.unsaved.lost) != 1 {
		t.Fatalf("%d copies are offered", len(p.unsaved.lost))
	}
	p.look("start-lost")
	p.w, p.h = 640, 420
	p.look("start-lost-small")
	p.w, p.h = 960, 600
	p.frames(2)
	p.press("start/lost/1")
	if got := p.active().Task.Preference; got != "a room to read in" || !p.doc.Changed() {
		t.Fatalf("restored %q, changed %v", got, p.doc.Changed())
	}
	p.until("the copy is this window's", func() bool { return strings.Join(files.names("unsaved"), " ") == "2.recovery.json" })
	p.keys("Ctrl+S")
	p.keys("Ctrl+A")
	p.write("reading.json")
	p.keys("Enter")
	if p.doc.Changed() {
		t.Fatal("not saved")
	}
	p.until("the copy is gone", func() bool { return len(files.names("unsaved")) == 0 })
}

func TestWorkOfAnOpenWindowIsNotOffered(t *testing.T) {
	files := newFullFiles()
	crashed(t, files, "")
	p := sit(t, Options{Files: files, Copies: copies("2", "1")})
	p.settle()
	if len(p.unsaved.lost) != 0 {
		t.Error("the work of a window that is open is offered")
	}
}

func TestUnsavedWorkIsOfferedWithItsFile(t *testing.T) {
	files := newFullFiles()
	crashed(t, files, "rooms/hall.json")
	p := sit(t, Options{Files: files, Copies: copies("2")})
	p.settle()
	p.keys("Ctrl+O")
	p.write("rooms/hall.json")
	p.keys("Enter")
	p.settle()
	p.look("question-lost")
	if !p.u.IsOpen("question") || p.active().Task.Preference != "" {
		t.Fatal("nobody asks about the unsaved work")
	}
	p.keys("Enter")
	if got := p.active().Task.Preference; got != "a room to read in" {
		t.Fatalf("restored %q", got)
	}
	p.keys("Ctrl+S")
	if p.doc.Changed() || p.doc.File().Path != "rooms/hall.json" {
		t.Errorf("saved to %q, changed %v", p.doc.File().Path, p.doc.Changed())
	}
}

func TestUnsavedWorkIsThrownAwayAfterAsking(t *testing.T) {
	files := newFullFiles()
	crashed(t, files, "")
	p := sit(t, Options{Files: files, Copies: copies("2")})
	p.settle()
	p.rest()
	p.press("start/forget/1")
	p.look("question-forget")
	if !p.u.IsOpen("question") || len(files.names("unsaved")) != 1 {
		t.Fatal("thrown away without asking")
	}
	p.keys("Enter")
	if len(files.names("unsaved")) != 0 || len(p.unsaved.lost) != 0 {
		t.Error("still there")
	}
}

// On a full disk one warning stays until a copy can be written; the work can be
// saved elsewhere, and nothing of it is lost.
func TestFullDiskWarnsUntilItWorks(t *testing.T) {
	files := newFullFiles()
	files.setFull(true)
	p := sit(t, Options{Files: files, Copies: copies("1")})
	p.settle()
	p.do(document.SetPreference(p.room, "bright"))
	p.until("the keeper has failed", func() bool { return p.unsaved.keeper.Err() != nil })
	p.frames(100)
	if p.unsaved.keeper.Err() == nil || len(p.toasts) != 0 {
		t.Errorf("after a while: %v, %d toasts", p.unsaved.keeper.Err(), len(p.toasts))
	}
	p.look("unkept")
	p.w, p.h = 640, 420
	p.rest()
	p.golden("unkept-small")
	if p.active().Task.Preference != "bright" {
		t.Error("the work is gone")
	}
	files.setFull(false)
	p.until("the copy is written", func() bool { return p.unsaved.keeper.Err() == nil })
	if len(files.names("unsaved")) != 1 {
		t.Error("there is no copy")
	}
}

func TestClosingForgetsTheCopy(t *testing.T) {
	files := newFullFiles()
	p := sit(t, Options{Files: files, Copies: copies("1")})
	p.settle()
	p.do(document.SetPreference(p.room, "dark"))
	p.until("the copy is written", func() bool { return len(files.names("unsaved")) == 1 })
	p.keys("Ctrl+Q")
	p.rest()
	p.golden("question-leave")
	p.keys("Tab", "Enter") // the second choice is not to save
	if !p.quit {
		t.Fatal("the window stays open")
	}
	if _, err := p.endKeeping(p.quit); err != nil || len(files.names("unsaved")) != 0 {
		t.Errorf("left behind %v: %v", files.names("unsaved"), err)
	}
}

func TestSavingAsksBeforeItReplaces(t *testing.T) {
	files := newFullFiles()
	p := sit(t, Options{Files: files, Copies: copies("1")})
	p.settle()
	_ = files.Write("hall.json", []byte("{}"))
	p.do(document.SetPreference(p.room, "dark"))
	p.keys("Ctrl+S", "Ctrl+A")
	p.write("hall")
	p.keys("Enter")
	p.look("question-replace")
	if !p.u.IsOpen("question") || !p.doc.Changed() {
		t.Fatal("a file is replaced without asking")
	}
	p.keys("Enter")
	if p.doc.Changed() || p.doc.File().Path != "hall.json" {
		t.Error("not replaced")
	}
	// What another program wrote since is not replaced by a mere save either.
	_ = files.Write("hall.json", []byte("{} "))
	p.do(document.SetPreference(p.room, "darker"))
	p.keys("Ctrl+S")
	if !p.u.IsOpen("question") || !p.doc.Changed() {
		t.Error("another program's work is replaced without asking")
	}
}

// A window that breaks down says in one sentence why and where the work is.
func TestBrokenWindow(t *testing.T) {
	real := play
	t.Cleanup(func() { play = real })
	for name, run := range map[string]func(ebiten.Game) error{
		"graphics failed: no OpenGL": func(ebiten.Game) error { return errors.New("no OpenGL") },
		"mistake of this program: ":  func(g ebiten.Game) error { g.(*game).shell.doc = nil; g.(*game).w = 100; return g.Update() },
	} {
		files := newFullFiles()
		p := sit(t, Options{Files: files, Copies: copies("1")})
		p.settle()
		p.do(document.SetPreference(p.room, "kept"))
		p.frames(1)
		play = run
		err := (&game{shell: p.shell, opts: p.opts, ctx: t.Context(), device: newDevice()}).run()
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "unsaved/1.recovery.json") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		p.doc = emptyRoom()
		d, err := document.Recover(files, "unsaved", "1")
		if err != nil || d.State().Level.Rooms[0].Task.Preference != "kept" {
			t.Errorf("%s: recovered %v", name, err)
		}
	}
}

func TestSavingOnAFullDiskOffersAnotherPlace(t *testing.T) {
	files := newFullFiles()
	p := sit(t, Options{Files: files, Copies: copies("1")})
	p.settle()
	if err := p.doc.SaveAs(files, "hall.json"); err != nil {
		t.Fatal(err)
	}
	p.do(document.SetPreference(p.room, "bright"))
	files.setFull(true)
	p.keys("Ctrl+S")
	p.look("question-not-saved")
	if !p.u.IsOpen("question") || !p.doc.Changed() {
		t.Fatal("nobody says that it was not saved")
	}
	files.setFull(false)
	p.keys("Enter", "Ctrl+A")
	p.write("other/hall.json")
	p.keys("Enter")
	if p.doc.Changed() || files.read("other/hall.json") == nil {
		t.Error("not saved elsewhere")
	}
}
