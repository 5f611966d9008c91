package disk

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/export"
)

func TestExport(t *testing.T) {
	dir := t.TempDir()
	task := &scenes.Task{
		ID: "hall", Room: scenes.RectRoom(4, 3, 2.6),
		Objects: []scenes.Object{{ID: "chair", Category: "chair", Asset: "starter/chair", Size: scenes.Vec3{0.5, 0.5, 0.9}, Support: scenes.OnFloor}},
	}
	level := scenes.Single(task, &scenes.Layout{Placements: []scenes.Placement{{ID: "chair", Position: scenes.Vec3{2, 1, 0.45}}}})
	for _, f := range export.Formats {
		to := filepath.Join(dir, string(f))
		files, err := Export(t.Context(), level, to, export.Options{Format: f}, false)
		if err != nil || len(files) == 0 {
			t.Errorf("%s: %v", f, err)
		}
		for _, file := range files {
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
	// A file is named as it is asked for, and tells its format.
	file := filepath.Join(dir, "named.gltf")
	if _, err := Export(t.Context(), level, file, export.Options{}, false); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
	// A folder with other things is left alone unless it is asked for.
	other := filepath.Join(dir, "mine")
	if err := os.MkdirAll(other, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other, "thesis.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	o := export.Options{Format: export.GLTF}
	if _, err := Export(t.Context(), level, other, o, false); !errors.Is(err, export.ErrOccupied) {
		t.Errorf("wrote among other things: %v", err)
	}
	if _, err := Export(t.Context(), level, other, o, true); err != nil {
		t.Error(err)
	}
}
