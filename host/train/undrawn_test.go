package train_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/train"
)

// A renderer that fails at the pictures of the record, or whose pictures are
// gone when they are wanted, costs the pictures, not the run.
func TestRendererOfTheRecordFails(t *testing.T) {
	for name, c := range map[string]struct {
		dir   string
		drawn int64
	}{
		"draws nothing":      {filepath.Join(t.TempDir(), "missing"), 1},
		"its files are gone": {t.TempDir(), 2},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, 10)
			r := &toy.Renderer{Dir: c.dir}
			o.Renderer, o.CacheDir = r, filepath.Join(c.dir, "elsewhere")
			o.Config.Recorder.Images = true
			var said []string
			o.Log = func(line string) {
				if strings.Contains(line, "render/toy") {
					said = append(said, line)
				}
			}
			if _, err := train.Run(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			if len(said) != 1 || !strings.Contains(said[0], "without pictures") || r.Scenes.Load() != c.drawn {
				t.Errorf("after %d pictures it said %q", r.Scenes.Load(), said)
			}
			data, err := os.ReadFile(filepath.Join(o.Config.Out, metrics.SamplesFile))
			if n := bytes.Count(data, []byte("\n")); err != nil || n != 4 {
				t.Errorf("%d layouts are recorded, want 4: %v", n, err)
			}
		})
	}
}
