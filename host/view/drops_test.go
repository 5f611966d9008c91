package view

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// grown is the kit with some assets more.
func grown(ids ...string) *assets.Library {
	var list []assets.Asset
	for _, id := range ids {
		_, name, _ := strings.Cut(id, "/")
		list = append(list, assets.Asset{ID: id, Name: name, Category: "chair", Size: scenes.Vec3{0.5, 0.5, 0.9}, Mount: scenes.OnFloor, Licence: "CC0-1.0"})
	}
	more, err := assets.New(list, func(assets.Asset) func() (*mesh.Model, error) {
		return func() (*mesh.Model, error) { return assets.Starter().Model("starter/chair") }
	})
	if err != nil {
		panic(err)
	}
	return assets.Join(assets.Starter(), more)
}

func TestDroppedModelsAreImported(t *testing.T) {
	files := memoryFiles{fstest.MapFS{
		"pack/a.glb": {Data: []byte("glTF")}, "pack/b.gltf": {Data: []byte("{}")}, "pack.zip": {Data: []byte("PK")},
		"notes.txt": {Data: []byte("hello")}, "folder/c.glb": {Data: []byte("glTF")},
	}}
	var asked []string
	p := sit(t, Options{Files: files, Take: func(ctx context.Context, paths []string, progress func(done, total int, file string)) (*Taken, error) {
		asked = paths
		progress(1, 4, "a.glb")
		return &Taken{Library: grown("pack/a chair", "pack/b chair"), New: []string{"pack/a chair", "pack/b chair"}, Refused: []string{"c.glb was not taken: its buffer is cut off; export it again."}}, nil
	}})
	before := p.opts.Stock.Library.Len()
	p.dropped([]string{"pack/a.glb", "notes.txt", "pack/b.gltf", "folder", "pack.zip", "gone.glb"})
	p.settle()
	p.settle()
	if !slices.Equal(asked, []string{"pack/a.glb", "pack/b.gltf", "folder", "pack.zip"}) {
		t.Errorf("imported %q", asked)
	}
	if n := p.opts.Stock.Library.Len(); n != before+2 {
		t.Errorf("%d assets, want %d", n, before+2)
	}
	if !p.u.IsOpen("told") || !strings.Contains(strings.Join(p.told.lines, " "), "c.glb") {
		t.Errorf("told: %+v", p.told)
	}
	p.look("dropped")
	p.keys("Escape")
	// What is new comes first and is ready to drag.
	if got := p.browser.list[0].ID; got != "pack/a chair" {
		t.Errorf("the library begins with %s", got)
	}
	x, y := p.seen(scenes.Vec3{2, 2, 0})
	p.drag(60, 140, x, y)
	if len(p.objects()) != 1 || p.objects()[0].Asset != "pack/a chair" {
		t.Errorf("dragged in: %+v", p.objects())
	}
	if len(p.missing()) != 0 {
		t.Error("a new asset is missing")
	}
	p.look("dropped-placed")
}

func TestImportIsCancelled(t *testing.T) {
	files := memoryFiles{fstest.MapFS{"pack.zip": {Data: []byte("PK")}}}
	begun := make(chan struct{})
	p := sit(t, Options{Files: files, Take: func(ctx context.Context, paths []string, progress func(done, total int, file string)) (*Taken, error) {
		progress(3, 12, "sofa_wide.glb")
		close(begun)
		<-ctx.Done()
		return nil, ctx.Err()
	}})
	p.dropped([]string{"pack.zip"})
	p.until("the import has begun", func() bool {
		select {
		case <-begun:
			return true
		default:
			return false
		}
	})
	p.frames(20) // what lasts is shown
	p.look("importing")
	p.click(8+320-12-11, 600-34-64+8+10)
	p.settle()
	if len(p.toasts) == 0 || !strings.Contains(p.toasts[len(p.toasts)-1].text, "cancelled") {
		t.Errorf("said: %+v", p.toasts)
	}
}

func TestDroppedRoomIsOpened(t *testing.T) {
	files := memoryFiles{fstest.MapFS{}}
	d := emptyRoom()
	if err := d.Do(document.SetPreference("room", "dropped")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"one.json", "two.json"} {
		if err := d.SaveAs(files, name); err != nil {
			t.Fatal(err)
		}
	}
	p := sit(t, Options{Files: files})
	p.dropped([]string{"one.json", "two.json"})
	p.settle()
	p.settle()
	if p.active().Task.Preference != "dropped" || p.doc.File().Path != "one.json" {
		t.Errorf("opened %q", p.doc.File().Path)
	}
	if !p.u.IsOpen("told") || !strings.Contains(p.told.lines[0], "two.json") {
		t.Errorf("told: %+v", p.told)
	}
	p.keys("Escape")
	// What is unsaved is asked for first.
	p.do(document.SetPreference("room", "changed"))
	p.dropped([]string{"two.json"})
	p.settle()
	if !p.u.IsOpen("question") || p.active().Task.Preference != "changed" {
		t.Error("unsaved work was replaced without asking")
	}
}

// closing is a run that can be let go of.
type closing struct{ *fake }

func (closing) Close() error { return nil }

func TestDroppedRunIsWatched(t *testing.T) {
	files := memoryFiles{fstest.MapFS{"runs/first/run.yaml": {Data: []byte("name: first")}, "runs/bad/run.yaml": {Data: []byte("name: bad")}}}
	fake := newFake()
	p := sit(t, Options{
		Files: files,
		IsRun: func(dir string) bool { return strings.HasPrefix(dir, "runs/") },
		Attach: func(ctx context.Context, dir, token string) (session.Client, error) {
			if dir == "runs/bad" {
				return nil, errors.New("runs/bad is the folder of no run")
			}
			return closing{fake}, nil
		},
	})
	p.dropped([]string{"runs/bad"})
	p.settle()
	p.settle()
	if p.watch.on || len(p.toasts) != 1 {
		t.Errorf("watching %v, said %+v", p.watch.on, p.toasts)
	}
	p.dropped([]string{"runs/first"})
	p.settle()
	p.settle()
	p.until("three rooms", func() bool { return len(p.feed.Frames()) == 3 })
	p.look("dropped-run")
}

// A level whose assets are not in the library is drawn with boxes, says which
// are missing, and finds them in a folder by their names.
func TestMissingAssets(t *testing.T) {
	task := &scenes.Task{ID: "study", Room: scenes.RectRoom(4, 3, 2.6)}
	layout := &scenes.Layout{}
	for i, asset := range []string{"old-pack/desk chair", "old-pack/desk chair", "old-pack/globe", "starter/chair"} {
		id := string(rune('a' + i))
		task.Objects = append(task.Objects, scenes.Object{ID: id, Category: "chair", Asset: asset, Size: scenes.Vec3{0.5, 0.5, 0.9}, Support: scenes.OnFloor})
		layout.Placements = append(layout.Placements, scenes.Placement{ID: id, Position: scenes.Vec3{0.6 + 0.8*float64(i), 1.5, 0.45}})
	}
	state, _, err := document.Tidy(scenes.Single(task, layout))
	if err != nil {
		t.Fatal(err)
	}
	files := memoryFiles{fstest.MapFS{}}
	if err := document.New(state).SaveAs(files, "study.json"); err != nil {
		t.Fatal(err)
	}
	var asked []string
	p := sit(t, Options{Files: files, Take: func(ctx context.Context, paths []string, _ func(done, total int, file string)) (*Taken, error) {
		asked = paths
		return &Taken{Library: grown("new-pack/Desk_Chair", "new-pack/lamp"), New: []string{"new-pack/Desk_Chair", "new-pack/lamp"}}, nil
	}})
	p.open("study.json")
	p.settle()
	if !p.u.IsOpen("missing") || len(p.gone) != 2 || len(p.gone[0].Refs) != 2 {
		t.Fatalf("listed: %+v", p.gone)
	}
	p.look("missing")
	p.w, p.h = 640, 420
	p.rest()
	p.golden("missing-small")
	p.w, p.h = 960, 600
	p.keys("Escape")
	p.look("missing-boxes")
	p.openDialog(toFind)
	p.frames(2)
	p.write("downloads/new-pack")
	p.keys("Enter")
	p.settle()
	if !slices.Equal(asked, []string{"downloads/new-pack"}) {
		t.Fatalf("looked in %q", asked)
	}
	if got := p.objects()[0].Asset; got != "new-pack/Desk_Chair" || p.objects()[1].Asset != got {
		t.Errorf("the chairs are %s and %s", got, p.objects()[1].Asset)
	}
	if len(p.gone) != 1 || !p.u.IsOpen("missing") {
		t.Errorf("still missing: %+v", p.gone)
	}
	p.keys("Escape", "Ctrl+Z")
	if got := p.objects()[0].Asset; got != "old-pack/desk chair" {
		t.Errorf("one undo leads to %s", got)
	}
}
