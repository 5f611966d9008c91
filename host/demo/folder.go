package demo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/train"
)

// The folders of the imported pack and of the run, below that for the results.
const (
	libraryDir = "library"
	runDir     = "run"
)

// claim makes the folder for the results, or refuses one that cannot be used,
// before any work is done. It reports whether the folder is new.
func claim(dir string) (made bool, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return false, fmt.Errorf("make the folder for the results: %w", err)
		}
		return true, nil
	case err != nil:
		return false, fmt.Errorf("read the folder for the results: %w", err)
	case len(entries) > 0 && resumable(filepath.Join(dir, runDir)):
		return false, fmt.Errorf("%s already holds a demo; name another folder with --out, remove it, or go on with: metaspatial train -c %s --resume",
			dir, filepath.Join(dir, runDir, run.ConfigFile))
	case len(entries) > 0:
		return false, fmt.Errorf("%s already holds files; name another folder with --out, or remove it", dir)
	}
	// That it exists does not mean that it may be written to.
	f, err := os.CreateTemp(dir, ".metaspatial-*")
	if err != nil {
		return false, fmt.Errorf("write to the folder for the results: %w", err)
	}
	return false, errors.Join(f.Close(), os.Remove(f.Name()))
}

// resumable reports whether a run's folder has a checkpoint.
func resumable(dir string) bool {
	c, err := (&checkpoint.Store{Dir: filepath.Join(dir, train.CheckpointDir)}).Latest()
	return c != nil || err != nil
}

// tidy removes what a demo has made that ended before it had learned anything,
// so that it can be started again. What cannot be removed stays.
func tidy(out string, c *config.Run, made bool) {
	history, err := metrics.History(c.Out)
	if err != nil || len(history) > 0 {
		return
	}
	if resumable(c.Out) {
		return
	}
	os.RemoveAll(c.Out)
	os.RemoveAll(filepath.Join(out, libraryDir))
	if made {
		os.Remove(out)
	}
}
