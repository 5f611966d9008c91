package view

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/gif"
	"image/png"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes/export"
)

func TestPictureOfAnySize(t *testing.T) {
	files := newFullFiles()
	p := sit(t, Options{Files: files})
	p.run("file.picture")
	p.frames(2)
	p.dialog.w, p.dialog.h = 400, 300
	p.look("dialog-picture")
	p.keys("Ctrl+A")
	p.write("pictures/room.png")
	p.keys("Enter")
	p.settle()
	img, err := png.DecodeConfig(bytes.NewReader(files.read("pictures/room.png")))
	if err != nil || img.Width != 400 || img.Height != 300 {
		t.Fatalf("%+v: %v", img, err)
	}
	// What is there is replaced only after asking.
	was := len(files.read("pictures/room.png"))
	p.run("file.picture")
	p.keys("Ctrl+A")
	p.write("pictures/room.png")
	p.dialog.w, p.dialog.h = 200, 150
	p.keys("Enter")
	p.settle()
	if !p.u.IsOpen("question") || len(files.read("pictures/room.png")) != was {
		t.Error("replaced without asking")
	}
	p.keys("Escape")
	files.setFull(true)
	p.shell.picture("pictures/other.png", 64, 48, false)
	p.settle()
	if last := p.toasts[len(p.toasts)-1]; last.level != warning || !strings.Contains(last.text, "full") {
		t.Errorf("on a full disk: %+v", last)
	}
}

func TestTurntable(t *testing.T) {
	files := newFullFiles()
	p := sit(t, Options{Files: files})
	p.run("file.turntable")
	p.look("dialog-turntable")
	p.keys("Escape")
	for form, name := range []string{"round.gif", "round.png", "round"} {
		p.turntable(name, dialog{form: form, w: 48, h: 40, frames: 4, fps: 10})
		p.settle()
	}
	if g, err := gif.DecodeAll(bytes.NewReader(files.read("round.gif"))); err != nil || len(g.Image) != 4 || g.Delay[0] != 10 {
		t.Errorf("the GIF: %v", err)
	}
	if data := files.read("round.png"); !bytes.Contains(data, []byte("acTL")) {
		t.Error("the PNG is no animation")
	}
	for i := 1; i <= 4; i++ {
		if img, err := png.Decode(bytes.NewReader(files.read(fmt.Sprintf("round/%03d.png", i)))); err != nil || img.Bounds().Dx() != 48 {
			t.Errorf("picture %d: %v", i, err)
		}
	}
	p.turntable("large.gif", dialog{w: 2048, h: 2048, frames: 360, fps: 10})
	if len(p.errands.list) != 0 || !strings.Contains(p.toasts[len(p.toasts)-1].text, "too many") {
		t.Error("an animation of 6 GB was begun")
	}
}

func TestExportDialog(t *testing.T) {
	var asked []ExportOptions
	occupied := true
	p := sit(t, Options{
		Files:   newFullFiles(),
		Formats: []string{"glb", "gltf", "json", "sceneeval", "tscn", "usda"},
		Export: func(_ context.Context, s *document.State, path string, o ExportOptions, progress func(done, total int, what string)) ([]string, error) {
			progress(0, 1, "glb")
			asked = append(asked, o)
			if path != "out/level" || s == nil || o.Library == nil {
				t.Errorf("exported to %q", path)
			}
			if occupied && !o.Force {
				return nil, fmt.Errorf("out/level: %w", export.ErrOccupied)
			}
			return []string{"out/level/room.glb"}, nil
		},
	})
	if p.reg.Find("file.export").Why() == "" {
		t.Error("a room with nothing in it can be exported")
	}
	p.addInMiddle(p.browser.list[0])
	p.run("file.export")
	p.rest()
	p.golden("dialog-export")
	p.w, p.h = 640, 420
	p.look("dialog-export-small")
	p.w, p.h = 960, 600
	p.frames(1)
	p.dialog.formats["usda"], p.dialog.export.Colliders = true, true
	p.keys("Ctrl+A")
	p.write("out/level")
	p.keys("Enter")
	p.settle()
	if !p.u.IsOpen("question") || len(asked) != 1 || !slices.Equal(asked[0].Formats, []string{"glb", "usda"}) || !asked[0].Colliders {
		t.Fatalf("asked for %+v", asked)
	}
	p.keys("Tab", "Enter")
	p.settle()
	if len(asked) != 2 || !asked[1].Force || p.toasts[len(p.toasts)-1].level != success {
		t.Errorf("asked for %+v, said %+v", asked, p.toasts)
	}
}

func TestDialogListsTheFolder(t *testing.T) {
	files := newFullFiles()
	d := emptyRoom()
	for _, name := range []string{"rooms/hall.json", "rooms/kitchen.json", "rooms/notes.txt"} {
		if err := d.SaveAs(files, name); err != nil {
			t.Fatal(err)
		}
	}
	p := sit(t, Options{Files: files})
	p.run("file.open")
	p.write("rooms/")
	p.settle()
	p.u.Focus("") // a caret blinks by the time
	p.rest()
	p.golden("dialog-open")
	p.u.Focus("file/path")
	if got := len(p.dialog.folder.list); got != 3 || p.dialog.folder.dir != "rooms" {
		t.Fatalf("%d entries of %q", got, p.dialog.folder.dir)
	}
	p.w, p.h = 640, 420
	p.look("dialog-open-small")
	// What fits what is typed comes first.
	p.write("ki")
	p.frames(2)
	p.keys("Escape")
}

func TestReportIsOpened(t *testing.T) {
	fake := newFake()
	var opened string
	p := sit(t, Options{Run: fake, Report: "run/report.html", OpenPage: func(_ context.Context, file string) error {
		opened = file
		if file == "run/report.html" {
			return nil
		}
		return errors.New("this machine has no browser")
	}})
	p.run("run.report")
	p.settle()
	if opened != "run/report.html" || !strings.Contains(p.toasts[len(p.toasts)-1].text, "run/report.html") {
		t.Errorf("opened %q, said %+v", opened, p.toasts)
	}
	p.opts.Report = "other.html"
	p.run("run.report")
	p.settle()
	if last := p.toasts[len(p.toasts)-1]; last.level != warning || !strings.Contains(last.text, "other.html") {
		t.Errorf("said %+v", last)
	}
}

// What is no scene is said in one sentence, and what is open stays open.
func TestBadFiles(t *testing.T) {
	deep := strings.Repeat("[", 200_000)
	files := memoryFiles{fstest.MapFS{
		"empty.json":     {Data: nil},
		"text.json":      {Data: []byte("a room, please")},
		"half.json":      {Data: []byte(`{"task": {"id": "a", "room": {"floor": [[0,0]`)},
		"list.json":      {Data: []byte("[1, 2, 3]")},
		"other.json":     {Data: []byte(`{"name": "left-pad", "version": "1.0.0"}`)},
		"deep.json":      {Data: []byte(deep)},
		"huge.json":      {Data: []byte(`{"task":{"id":"a","room":{"floor":[[0,0],[1e300,0],[1e300,1e300]],"height":2.5},"objects":[]},"layout":[]}`)},
		"nothing.json":   {Data: []byte(`{"level": "x", "rooms": []}`)},
		"scene.json":     {Data: []byte(`{"format": "sceneState"}`)},
		"broken.yaml":    {Data: []byte("room: {floor: [[0,0],[4,0]\n\tx: y")},
		"cut.glb":        {Data: []byte("glTF\x02\x00\x00\x00\xff\xff\xff\x7f")},
		"strange.gltf":   {Data: []byte(`{"asset": {"version": "2.0"}, "buffers": [{"byteLength": 99999999999, "uri": "../../secret"}]}`)},
		"picture.json":   {Data: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")},
		"folder/in.json": {Data: []byte("{}")},
	}}
	p := sit(t, Options{Files: files})
	p.do(document.SetPreference(p.room, "mine"))
	for _, name := range []string{
		"empty.json", "text.json", "half.json", "list.json", "other.json", "deep.json", "huge.json", "nothing.json", "scene.json",
		"broken.yaml", "cut.glb", "strange.gltf", "picture.json", "folder", "gone.json",
	} {
		p.toasts = nil
		p.open(name)
		p.settle()
		if len(p.toasts) != 1 || p.toasts[0].level != warning {
			t.Errorf("%s: said %+v", name, p.toasts)
			continue
		}
		text := p.toasts[0].text
		if strings.Contains(text, "\n") || len(text) > 320 || !strings.HasPrefix(strings.ToLower(text), name+" ") {
			t.Errorf("%s: not one sentence that says where: %q", name, text)
		}
		if p.active().Task.Preference != "mine" || p.u.IsOpen("question") {
			t.Errorf("%s: the room that was open is gone", name)
		}
	}
}

func TestTheNameOfAFileTellsItsFormat(t *testing.T) {
	var asked []string
	p := sit(t, Options{Files: newFullFiles(), Export: func(_ context.Context, _ *document.State, _ string, o ExportOptions, _ func(int, int, string)) ([]string, error) {
		asked = append(asked, strings.Join(o.Formats, "+"))
		return nil, nil
	}})
	for path, formats := range map[string][]string{"a.gltf": {"glb"}, "b.json": {"sceneeval"}, "c.usda": nil, "folder": {"glb", "usda"}} {
		asked = nil
		p.export(path, ExportOptions{Formats: formats})
		p.settle()
		want := map[string]string{"a.gltf": "gltf", "b.json": "sceneeval", "c.usda": "usda", "folder": "glb+usda"}[path]
		if len(asked) != 1 || asked[0] != want {
			t.Errorf("%s of %q was exported as %q, want %q", path, formats, asked, want)
		}
	}
}

// A window that keeps no files says so wherever one would be opened or saved.
func TestWithoutFiles(t *testing.T) {
	p := sit(t, Options{Home: &noted{data: []byte(`{"Recent":["rooms/living.json"]}`)}})
	p.press("start/recent/rooms/living.json")
	if len(p.toasts) != 1 || !strings.Contains(p.toasts[0].text, "keeps no files") {
		t.Errorf("said %+v", p.toasts)
	}
	p.do(document.SetPreference(p.room, "dark"))
	p.keys("Ctrl+S", "Ctrl+E", "Ctrl+Q")
	p.frames(2)
	if !p.u.IsOpen("question") || len(p.question.choices) != 1 || p.quit {
		t.Errorf("asked %+v", p.question)
	}
	p.keys("Enter")
	if !p.quit {
		t.Error("the window cannot be closed")
	}
}
