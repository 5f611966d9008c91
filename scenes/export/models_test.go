package export

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/export/internal/checkers"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// single exports every model of the libraries alone, its images beside it, as
// scenes for Godot and stores have them.
func single(t *testing.T) (files []string, list []assets.Asset) {
	t.Helper()
	dir := t.TempDir()
	libraries := []*assets.Library{assets.Starter()}
	t.Run("kaykit", func(t *testing.T) { libraries = append(libraries, kaykit(t)) })
	textures := newImages(&Bundle{names: make(map[string]bool)}, "")
	for _, lib := range libraries {
		for _, a := range lib.Assets() {
			m, err := lib.Model(a.ID)
			if err != nil {
				t.Fatal(err)
			}
			var buf bytes.Buffer
			if err := gltfio.ExportModel(&buf, m, gltfio.ModelExport{Copyright: a.Licence, Compact: len(files)%2 == 1, Images: textures.keep}); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, fmt.Sprintf("%d.glb", len(files)))
			if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			files, list = append(files, file), append(list, a)
		}
	}
	for _, f := range textures.bundle.Files {
		put(t, filepath.Join(dir, f.Name), string(f.Data))
	}
	return files, list
}

func TestModelsAloneInTheValidator(t *testing.T) {
	v := checkers.FindValidator(t)
	files, _ := single(t)
	v.Check(t, files...)
}

// TestModelsAloneInBlender holds that each stands on its origin with its front
// along −y, which is Blender's front, as large as the library says.
func TestModelsAloneInBlender(t *testing.T) {
	b := checkers.FindBlender(t)
	files, list := single(t)
	for i, seen := range b.Import(t, files...) {
		a := list[i]
		if len(seen) != 1 {
			t.Errorf("%s: %d objects", a.ID, len(seen))
			continue
		}
		s := seen[0]
		off := max(math.Abs(s.Centre[0]), math.Abs(s.Centre[1]), math.Abs(s.Centre[2]-a.Size[2]/2), s.Size.Sub(a.Size).Len())
		if !(off < checkers.Tolerance) || math.Abs(s.Yaw-180) > 1e-3 {
			t.Errorf("%s: round %v, %v large, facing %v°; want %v large", a.ID, s.Centre, s.Size, s.Yaw, a.Size)
		}
	}
}
