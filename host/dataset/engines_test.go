package dataset_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/metaspatial/metaspatial/host/dataset"
)

// TestEnginesRead reads every format with pyarrow, pandas and datasets, as the
// engines do. METASPATIAL_PYTHON names a Python that has them and pillow.
func TestEnginesRead(t *testing.T) {
	python := os.Getenv("METASPATIAL_PYTHON")
	if python == "" {
		t.Skip("set METASPATIAL_PYTHON to a Python with pyarrow, pandas, datasets and pillow")
	}
	for _, f := range dataset.Formats {
		t.Run(string(f), func(t *testing.T) {
			const tasks = 24
			dir := filepath.Join(t.TempDir(), "set")
			build(t, options(dir, f, tasks))
			cmd := exec.Command(python, filepath.Join("testdata", "read.py"), string(f), dir, strconv.Itoa(tasks))
			cmd.Env = append(os.Environ(), "HF_HOME="+t.TempDir(), "HF_HUB_OFFLINE=1")
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			t.Logf("%s", out)
		})
	}
}
