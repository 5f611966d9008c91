package reimport

import (
	"bytes"
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// A level goes through Blender and comes back with what was edited there, and
// with everything else within a tenth of a millimetre: with custom properties,
// without them, and without turned axes.
func TestBlender(t *testing.T) {
	if _, err := exec.LookPath("blender"); err != nil {
		t.Skip("blender is not installed")
	}
	level, dir := flat(), t.TempDir()
	var buf bytes.Buffer
	if err := gltfio.ExportLevel(&buf, level, pack, all); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "level.glb"), buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("testdata/edit.py")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	names := []string{"extras.glb", "plain.glb", "z-up.glb"}
	args := []string{"-b", "--factory-startup", "-noaudio", "--python-exit-code", "1", "-P", script, "--", filepath.Join(dir, "level.glb")}
	for _, n := range names {
		args = append(args, filepath.Join(dir, n))
	}
	if out, err := exec.CommandContext(ctx, "blender", args...).CombinedOutput(); err != nil {
		if bytes.Contains(out, []byte("No module named 'numpy'")) {
			t.Skip("blender is installed without numpy, which its importer needs")
		}
		t.Fatalf("blender: %v\n%s", err, out)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			file, err := gltfio.ReadLevel(os.DirFS(dir), name)
			if err != nil {
				t.Fatal(err)
			}
			from := level
			if name == "extras.glb" {
				from = nil
			}
			got, report, err := Level(from, file, Options{})
			if err != nil {
				t.Fatal(err)
			}
			kitchen, loft := got.Rooms[0], got.Rooms[1]
			for id, want := range map[string]scenes.Placement{
				"chair_1": {Position: scenes.Vec3{2.4, 0.5, 0.45}},
				"chair_2": {Position: scenes.Vec3{1.1, 1.2345678, 0.45}, Yaw: 125},
				"chair_4": {Position: scenes.Vec3{1.1, 2.2345678, 0.45}, Yaw: 125},
				"lamp_1":  {Position: scenes.Vec3{2.1, 1.2, 0.95}, Yaw: -33},
				"crate_1": {Position: scenes.Vec3{3.5, 2.5, 0.25}, Yaw: 0},
			} {
				p := kitchen.Layout.Find(id)
				if p == nil || p.Position.Sub(want.Position).Len() > 1e-4 || id != "crate_1" && math.Abs(math.Remainder(p.Yaw-want.Yaw, 360)) > 1e-2 {
					t.Errorf("%s at %v, want %v", id, p, want)
				}
			}
			if len(kitchen.Layout.Placements) != 5 || find(report, "kitchen", "table_1").Change != Removed {
				t.Errorf("kitchen %+v", kitchen.Layout.Placements)
			}
			// An origin that was moved to the base changes nothing.
			if *loft.Layout.Find("shelf_1") != level.Rooms[1].Layout.Placements[0] || loft.Task.Objects[0].Size != level.Rooms[1].Task.Objects[0].Size {
				t.Errorf("shelf %v of %v", loft.Layout.Find("shelf_1"), loft.Task.Objects[0].Size)
			}
			if n := report.Count(Same); n != 3 || len(report.Rooms) > 0 {
				t.Errorf("%d objects are as they were, want 3: %+v %v", n, report.Objects, report.Rooms)
			}
			want := 0
			if name == "z-up.glb" {
				want = 1
			}
			if len(report.Warnings) != want {
				t.Errorf("warnings %q", report.Warnings)
			}
		})
	}
}
