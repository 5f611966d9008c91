package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
)

// outcome is what a run's folder holds.
type outcome struct {
	history []session.Record
	weights string // hash of the newest checkpoint's
	files   []string
}

// read reads a run's folder after its host has ended. Whatever moment that was,
// everything in it must be readable, and the record without gaps.
func read(out string) (*outcome, error) {
	o := &outcome{}
	var err error
	if o.history, err = metrics.History(out); err != nil {
		return nil, err
	}
	for i, r := range o.history {
		if r.Iteration != i {
			return nil, fmt.Errorf("record %d is of iteration %d", i, r.Iteration)
		}
		for name := range r.Metrics {
			if strings.HasPrefix(name, "time/") {
				delete(r.Metrics, name)
			}
		}
		o.history[i].Elapsed = 0
	}
	dirs, err := filepath.Glob(filepath.Join(out, train.CheckpointDir, "step-*"))
	if err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		c, err := checkpoint.Read(dir)
		if err != nil {
			return nil, err
		}
		o.weights = c.State.SHA256 // the last is the newest
		if c.State.Iteration > len(o.history) {
			return nil, fmt.Errorf("checkpoint %s is ahead of the record, which has %d iterations", dir, len(o.history))
		}
	}
	err = filepath.WalkDir(out, func(path string, _ os.DirEntry, err error) error {
		o.files = append(o.files, strings.TrimPrefix(path, out))
		return err
	})
	if os.IsNotExist(err) { // killed before it had a folder
		err = nil
	}
	slices.Sort(o.files)
	return o, err
}

// same reports how the outcome of another run differs. Event files of
// TensorBoard have the time in their names.
func (o *outcome) same(other *outcome) error {
	if d := cmp.Diff(o.history, other.history); d != "" {
		return fmt.Errorf("the run has another record than one that is left alone (-alone +killed):\n%s", d)
	}
	if o.weights != other.weights {
		return fmt.Errorf("the run ends on other weights than one that is left alone")
	}
	keep := func(files []string) []string {
		return slices.DeleteFunc(slices.Clone(files), func(f string) bool { return strings.Contains(f, metrics.TensorBoardDir+"/") })
	}
	if d := cmp.Diff(keep(o.files), keep(other.files)); d != "" {
		return fmt.Errorf("the run's folder has other files than that of one that is left alone (-alone +killed):\n%s", d)
	}
	return nil
}
