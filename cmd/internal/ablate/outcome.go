package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/run"
)

// outcome is what came of one run.
type outcome struct {
	Row  string `json:"row"`
	Seed uint64 `json:"seed"`
	// Program is the SHA-256 of the program that trained, with its build of the
	// policy.
	Program string `json:"program_sha256"`
	// Iterations is how far the run came in ElapsedS of training time.
	Iterations int     `json:"iterations"`
	ElapsedS   float64 `json:"elapsed_s"`
	// HeldOut is the share of fully valid rooms of the run file's suite at the
	// end, the last point of the curve.
	HeldOut float64 `json:"held_out"`
	// LoadStart and LoadEnd are the machine's load averages when the training
	// began and when it ended; absent where the system does not say.
	LoadStart *float64 `json:"load_start,omitempty"`
	LoadEnd   *float64 `json:"load_end,omitempty"`
	// TrainS and EvalS are the wall times of the two processes.
	TrainS float64 `json:"train_wall_s"`
	EvalS  float64 `json:"eval_wall_s"`
	// Rooms is the number of rooms of each suite, Suites what was measured.
	Rooms  int              `json:"rooms,omitempty"`
	Suites map[string]suite `json:"suites,omitempty"`
	// dir is the run's folder.
	dir string
}

// suite is what this command reads of a suite's JSON. Shares lie between 0
// and 1.
type suite struct {
	FullyValid    float64     `json:"fully_valid"`
	CollisionFree float64     `json:"collision_free"`
	Violating2cm  float64     `json:"violating_2cm"`
	Paper         *eval.Paper `json:"paper,omitempty"`
	SHA256        string      `json:"sha256"`
}

// measured reports whether all suites were measured on n rooms.
func (o *outcome) measured(suites []string, n int) bool {
	return o.Rooms == n && !slices.ContainsFunc(suites, func(s string) bool { _, ok := o.Suites[s]; return !ok })
}

// outcomeFile lies in the run's folder and says that the run is finished.
const outcomeFile = "outcome.json"

// read returns the outcome of a run's folder, or nil where the run is not
// finished. A run by another run file is an error: rows must not mix.
func read(wanted *config.Run) (*outcome, error) {
	file := filepath.Join(wanted.Out, outcomeFile)
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	o := &outcome{dir: wanted.Out}
	if err := json.Unmarshal(data, o); err != nil {
		return nil, fmt.Errorf("%s is damaged (%w); delete it to repeat the run", file, err)
	}
	had, err := config.Load(filepath.Join(wanted.Out, run.ConfigFile))
	if err != nil {
		return nil, err
	}
	same, err := alike(had, wanted)
	if err == nil && !same {
		err = fmt.Errorf("%s holds a run of other settings; name another folder with --out", wanted.Out)
	}
	return o, err
}

// alike compares two run files but for their folders.
func alike(a, b *config.Run) (bool, error) {
	x, y := *a, *b
	x.Out, y.Out = "", ""
	s, err := yaml.Marshal(x)
	if err != nil {
		return false, err
	}
	t, err := yaml.Marshal(y)
	return bytes.Equal(s, t), err
}

// save writes the outcome into the run's folder.
func (o *outcome) save() error {
	data, err := json.MarshalIndent(o, "", "  ")
	if err != nil {
		return err
	}
	return write(filepath.Join(o.dir, outcomeFile), append(data, '\n'))
}

// write replaces a file in one step.
func write(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".ablate-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	for _, then := range []func() error{func() error { return f.Chmod(0o644) }, f.Sync, f.Close} {
		if e := then(); err == nil {
			err = e
		}
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return os.Rename(f.Name(), name)
}
