package disk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
)

// room is a document with a room that holds nothing.
func room(t *testing.T) *document.Document {
	t.Helper()
	task := &scenes.Task{ID: "hall", Room: scenes.RectRoom(4, 3, 2.6)}
	s, _, err := document.Tidy(scenes.Single(task, &scenes.Layout{}))
	if err != nil {
		t.Fatal(err)
	}
	return document.New(s)
}

// TestMain becomes a window that edits and is never closed, where the
// environment says so.
func TestMain(m *testing.M) {
	dir := os.Getenv("KEEP_IN")
	if dir == "" {
		os.Exit(m.Run())
	}
	sessions := NewSessions(dir)
	k := document.NewKeeper(document.KeeperOptions{Files: Files{}, Folder: dir, Claim: sessions.Claim, Delay: time.Millisecond})
	task := &scenes.Task{ID: "hall", Room: scenes.RectRoom(4, 3, 2.6)}
	s, _, err := document.Tidy(scenes.Single(task, &scenes.Layout{}))
	if err != nil {
		panic(err)
	}
	d := document.New(s)
	if err := d.Do(document.SetPreference("hall", "a quiet hall")); err != nil {
		panic(err)
	}
	k.Keep(d, time.Unix(1000, 0))
	for {
		if lost, _ := document.FindLost(Files{}, dir); len(lost) > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	fmt.Println("kept")
	select {} // until it is killed
}

// A window that is killed leaves its work, which is nobody's as long as the
// window is open, and of the next one afterwards.
func TestKilledWindow(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "unsaved")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "KEEP_IN="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "kept\n" {
		t.Fatalf("the window says %q: %v", line, err)
	}
	lost, err := document.FindLost(Files{}, dir)
	if err != nil || len(lost) != 1 {
		t.Fatalf("found %v: %v", lost, err)
	}
	mine := NewSessions(dir)
	defer mine.Close()
	if !mine.Open(lost[0].Session) {
		t.Error("a window that is open counts as lost")
	}
	if name, err := mine.Claim(); err != nil || name == lost[0].Session {
		t.Errorf("two windows are called %q: %v", name, err)
	}
	if err := cmd.Process.Signal(os.Kill); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if mine.Open(lost[0].Session) {
		t.Error("a window that was killed counts as open")
	}
	// A third window passes over the name of the copy, and tidies up what one of
	// its own name has left half written.
	half := filepath.Join(dir, ".3.recovery.json-123")
	if err := os.WriteFile(half, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	third := NewSessions(dir)
	defer third.Close()
	name, err := third.Claim()
	if err != nil || name == lost[0].Session {
		t.Errorf("the name of a copy was given away: %q, %v", name, err)
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("half a copy stays for ever")
	}
	back, err := document.Recover(Files{}, dir, lost[0].Session)
	if err != nil || back.State().Level.Rooms[0].Task.Preference != "a quiet hall" {
		t.Fatalf("recovered %+v: %v", back, err)
	}
	k := document.NewKeeper(document.KeeperOptions{Files: Files{}, Folder: dir, Claim: third.Claim})
	k.Adopt(back, time.Unix(2000, 0), lost[0].Session)
	if err := k.Close(false); err != nil {
		t.Fatal(err)
	}
	now, err := document.FindLost(Files{}, dir)
	if err != nil || len(now) != 1 || now[0].Session != name {
		t.Errorf("after it was adopted there are %+v: %v", now, err)
	}
}

// A folder that cannot be written is said, again and again tried, and written
// as soon as it can be.
func TestFolderThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	block := filepath.Join(dir, "unsaved")
	if err := os.WriteFile(block, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	sessions := NewSessions(block)
	defer sessions.Close()
	changed := make(chan struct{}, 10)
	k := document.NewKeeper(document.KeeperOptions{
		Files: Files{}, Folder: block, Claim: sessions.Claim, Delay: time.Millisecond, Retry: time.Millisecond,
		Changed: func() { changed <- struct{}{} },
	})
	d := room(t)
	if err := d.Do(document.SetPreference("hall", "bright")); err != nil {
		t.Fatal(err)
	}
	k.Keep(d, time.Unix(1, 0))
	<-changed
	if err := k.Err(); err == nil || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("it is not said that nothing is written: %v", err)
	}
	// The work can be saved elsewhere all the while.
	if err := d.SaveAs(Files{}, filepath.Join(dir, "hall.json")); err != nil {
		t.Error(err)
	}
	if err := d.Do(document.SetPreference("hall", "brighter")); err != nil {
		t.Fatal(err)
	}
	k.Keep(d, time.Unix(2, 0))
	if err := os.Remove(block); err != nil {
		t.Fatal(err)
	}
	<-changed
	if err := k.Err(); err != nil {
		t.Errorf("still said: %v", err)
	}
	if err := k.Close(true); err != nil {
		t.Error(err)
	}
	if lost, err := document.FindLost(Files{}, block); err != nil || len(lost) > 0 {
		t.Errorf("left behind: %v, %v", lost, err)
	}
}

// fullDisk writes as long as there is room.
type fullDisk struct {
	Files
	full bool
}

func (f *fullDisk) Write(path string, data []byte) error {
	if f.full {
		return &fs.PathError{Op: "write", Path: path, Err: syscall.ENOSPC}
	}
	return f.Files.Write(path, data)
}

// Saving on a full disk leaves the file that was there, and the work.
func TestSaveOnAFullDisk(t *testing.T) {
	files := &fullDisk{}
	path := filepath.Join(t.TempDir(), "hall.json")
	d := room(t)
	if err := d.SaveAs(files, path); err != nil {
		t.Fatal(err)
	}
	if err := d.Do(document.SetPreference("hall", "large")); err != nil {
		t.Fatal(err)
	}
	files.full = true
	if err := d.Save(files); !errors.Is(err, syscall.ENOSPC) || !d.Changed() {
		t.Errorf("saved on a full disk: %v, changed %v", err, d.Changed())
	}
	was, _, err := document.Open(context.Background(), path, document.OpenOptions{Files: files})
	if err != nil || was.State().Level.Rooms[0].Task.Preference != "" {
		t.Errorf("the file of before is gone: %v", err)
	}
}

func TestPathsOfPersons(t *testing.T) {
	home, err := os.UserHomeDir()
	if err != nil {
		t.Skip(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"~/a.json": filepath.Join(home, "a.json"), "a.json": filepath.Join(here, "a.json"), "~x": filepath.Join(here, "~x")} {
		if got := (Files{}).Abs(path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}
