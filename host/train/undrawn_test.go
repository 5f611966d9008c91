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

// A renderer that fails at the pictures of the record costs the pictures, not
// the run.
func TestRendererOfTheRecordFails(t *testing.T) {
	o := options(t, 10)
	r := &toy.Renderer{Dir: filepath.Join(t.TempDir(), "missing")}
	o.Renderer, o.CacheDir = r, r.Dir
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
	if len(said) != 1 || !strings.Contains(said[0], "without pictures") || r.Scenes.Load() != 1 {
		t.Errorf("after %d pictures it said %q", r.Scenes.Load(), said)
	}
	data, err := os.ReadFile(filepath.Join(o.Config.Out, metrics.SamplesFile))
	if n := bytes.Count(data, []byte("\n")); err != nil || n != 4 {
		t.Errorf("%d layouts are recorded, want 4: %v", n, err)
	}
}
