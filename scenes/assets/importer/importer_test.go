package importer

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

func TestFurniturePack(t *testing.T) {
	dir := t.TempDir()
	lib, report, err := Import(context.Background(), []string{scenestest.Shared(t, "packs/kaykit-furniture-bits")}, ImportOptions{Library: dir})
	if err != nil {
		t.Fatal(err)
	}
	if report.Files != 53 || report.Taken != 53 || report.Refused != 0 || report.Packs[0].Textures != 1 {
		t.Fatalf("report %d/%d/%d of %d textures", report.Files, report.Taken, report.Refused, report.Packs[0].Textures)
	}
	for _, f := range report.Assets {
		t.Logf("%-28s %-14s %.2f×%.2f×%.2f %s %-7s %v %v", f.Name, f.Category, f.Size[0], f.Size[1], f.Size[2], f.Front, f.Mount, f.SupportHeights, f.Warnings)
	}
	t.Log(report.Packs[0].Why)
	if s := report.Packs[0].Scale; s < 0.65 || s > 0.75 {
		t.Errorf("scale %v, want about 0.7", s)
	}
	within := func(id string, axis int, lo, hi float64) {
		a, ok := lib.Find("kaykit-furniture-bits/" + id)
		if !ok || a.Size[axis] < lo || a.Size[axis] > hi {
			t.Errorf("%s: side %d of %v is not within %v and %v", id, axis, a.Size, lo, hi)
		}
	}
	within("chair_A", 2, 0.8, 1)
	within("bed_single_A", 1, 1.9, 2.2)
	within("table_medium", 2, 0.65, 0.8)
	within("lamp_standing", 2, 1.4, 1.9)
	for ext, want := range map[string]int{"glb": 53, "png": 1} {
		if have, err := filepath.Glob(filepath.Join(dir, "blobs", "??", "*."+ext)); err != nil || len(have) != want {
			t.Errorf("%d blobs of %s, want %d (%v)", len(have), ext, want, err)
		}
	}
	for _, a := range lib.Assets() {
		if a.Front != "+Z" {
			t.Errorf("%s: front %s (%s)", a.ID, a.Front, a.Evidence.Front.Why)
		}
		if a.Licence != "CC0-1.0" || !a.Known {
			t.Errorf("%s: licence %q, category %q", a.ID, a.Licence, a.Category)
		}
		wall := strings.Contains(a.Name, "shelf") || (strings.Contains(a.Name, "pictureframe") && !strings.Contains(a.Name, "standing"))
		if wall != (a.Mount == scenes.OnWall) {
			t.Errorf("%s: mount %s", a.ID, a.Mount)
		}
		if a.Flat != strings.HasPrefix(a.Name, "rug") {
			t.Errorf("%s: flat %v", a.ID, a.Flat)
		}
		if strings.HasPrefix(a.Name, "table_") {
			if n := len(a.SupportHeights); n == 0 || math.Abs(a.SupportHeights[n-1]-a.Size[2]) > 0.01 {
				t.Errorf("%s: support heights %v of %v", a.ID, a.SupportHeights, a.Size[2])
			}
		}
	}
}

// A pack keeps its models when it is saved and moves away.
func TestSavedLibraryStandsAlone(t *testing.T) {
	src := filepath.Join(t.TempDir(), "pack")
	packtest.Write(t, src, "gltf/chair_A.glb", packtest.Chair(2, "right"))
	packtest.Write(t, src, "gltf/table.glb", packtest.Boxes([2][3]float32{{-1, -1, 0}, {1, 1, 1.5}}))
	if err := os.WriteFile(filepath.Join(src, "License.txt"), []byte("Creative Commons Zero, CC0"), 0o644); err != nil {
		t.Fatal(err)
	}
	plain, _, err := Import(context.Background(), []string{src}, ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "library")
	if _, _, err := Import(context.Background(), []string{src}, ImportOptions{Library: dir}); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(src); err != nil {
		t.Fatal(err)
	}
	got, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := plain.Assets()
	for i := range want {
		want[i].Blob = got.Assets()[i].Blob
	}
	if diff := cmp.Diff(want, got.Assets()); diff != "" {
		t.Errorf("assets (-want +got):\n%s", diff)
	}
	a, ok := got.Find("pack/chair_A")
	if !ok || a.Front != "+X" || a.Scale != 0.5 || a.Licence != "CC0-1.0" {
		t.Fatalf("chair is %+v", a)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			m, err := got.Model(a.ID)
			if err != nil {
				t.Error(err)
				return
			}
			for k := range 3 {
				if math.Abs(float64(m.Size[k])-a.Size[k]) > 1e-4 {
					t.Errorf("model of %v for an asset of %v", m.Size, a.Size)
				}
			}
		})
	}
	wg.Wait()
	healthy(t, dir)
}

// healthy holds that a library is as it should be, without anything left over.
func healthy(t *testing.T, dir string) {
	t.Helper()
	h, err := store.Check(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Faults) > 0 || h.Strays > 0 {
		t.Errorf("the library has faults %v and %d strays", h.Faults, h.Strays)
	}
}

func TestScale(t *testing.T) {
	for name, test := range map[string]struct {
		unit float64
		want float64
		why  string
	}{
		"metres":      {1, 1, "metres"},
		"centimetres": {100, 0.01, "centimetres"},
		"game units":  {1.6, 0.63, "median over"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			packtest.Write(t, dir, "chair.glb", packtest.Chair(float32(test.unit), ""))
			u := float32(test.unit)
			packtest.Write(t, dir, "table.glb", packtest.Boxes([2][3]float32{{-.6 * u, -.4 * u, 0}, {.6 * u, .4 * u, .74 * u}}))
			_, report, err := Import(context.Background(), []string{dir}, ImportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			p := report.Packs[0]
			if math.Abs(p.Scale-test.want) > 0.02*test.want || !strings.Contains(p.Why, test.why) {
				t.Errorf("scale %v (%s), want %v", p.Scale, p.Why, test.want)
			}
		})
	}
}

func TestUnknownThingsKeepTheirUnits(t *testing.T) {
	_, report, err := Import(context.Background(), []string{scenestest.Shared(t, "packs/kenney-starter-city-builder")}, ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if report.Taken != 15 || report.Packs[0].Scale != 1 || report.Packs[0].Licence != "CC0-1.0" {
		t.Errorf("%d taken, pack %+v", report.Taken, report.Packs[0])
	}
}

func TestRefusalsAreReported(t *testing.T) {
	dir := t.TempDir()
	packtest.Write(t, dir, "chair.glb", packtest.Chair(1, ""))
	packtest.Write(t, dir, "a/stool.glb", packtest.Chair(1, ""))
	packtest.Write(t, dir, "b/stool.glb", packtest.Chair(1, ""))
	if err := os.WriteFile(filepath.Join(dir, "broken.gltf"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	lib, report, err := Import(context.Background(), []string{dir}, ImportOptions{Workers: 3})
	if err != nil {
		t.Fatal(err)
	}
	if report.Files != 4 || report.Taken != 3 || report.Refused != 1 || report.Refusals[0].File != "broken.gltf" || report.Refusals[0].Remedy == "" {
		t.Errorf("report %+v", report)
	}
	pack := filepath.Base(dir)
	var ids []string
	for _, a := range lib.Assets() {
		ids = append(ids, strings.TrimPrefix(a.ID, pack+"/"))
	}
	if diff := cmp.Diff([]string{"a/stool", "b/stool", "chair"}, ids); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	text, err := json.Marshal(report)
	if err != nil || !strings.Contains(string(text), `"refusals":[{"file":"broken.gltf"`) {
		t.Errorf("report is %s %v", text, err)
	}
	if _, err := lib.Model("gone"); err == nil {
		t.Error("an unknown asset has a model")
	}
}

func TestImportErrors(t *testing.T) {
	empty, broken := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "x.glb"), []byte("glTF"), 0o644); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(broken, "x.txt")
	if err := os.WriteFile(text, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	for name, test := range map[string]struct {
		dirs []string
		opts ImportOptions
		want string
	}{
		"missing":      {dirs: []string{filepath.Join(empty, "gone")}, want: "there is no folder"},
		"empty":        {dirs: []string{empty}, want: "holds no .gltf or .glb files"},
		"all refused":  {dirs: []string{broken}, want: "the one file, x.glb, could not be taken"},
		"another file": {dirs: []string{text}, want: "neither a folder nor"},
		"nothing":      {want: "no folder to import"},
		"bad scale":    {dirs: []string{empty}, opts: ImportOptions{Scale: -1}, want: "not a positive number"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := Import(ctx, test.dirs, test.opts); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	cancel()
	packtest.Write(t, broken, "chair.glb", packtest.Chair(1, ""))
	if _, _, err := Import(ctx, []string{broken}, ImportOptions{Workers: 1}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v after cancellation", err)
	}
}
