package sweep

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// ResultFile is what a finished run leaves in its folder.
const ResultFile = "result.json"

// Result is what a run has come to.
type Result struct {
	// Config identifies the run file that was carried out to its end.
	Config     string  `json:"config_sha256"`
	Seed       uint64  `json:"seed"`
	Iterations int     `json:"iterations"`
	Elapsed    float64 `json:"elapsed_s"`
	// Checkpoint is the folder of the last checkpoint, below the run's.
	Checkpoint string `json:"checkpoint"`
	// Best says what is in the run's folder of the best checkpoint; nil where none
	// was ranked.
	Best *checkpoint.Rank `json:"best,omitempty"`
	// Before and After are the held-out rooms, untrained and trained; nil where
	// the run has none.
	Before *measure.Summary `json:"before,omitempty"`
	After  *measure.Summary `json:"after,omitempty"`
}

// finished returns the result of a run, or nil where it is not finished or was
// carried out by another run file, say a shorter one.
func (r *Run) finished() (*Result, error) {
	path := filepath.Join(r.Config.Out, ResultFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var res Result
	if err := json.Unmarshal(data, &res); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w; remove it to have the run finished again", path, err)
	}
	if res.Config != r.hash {
		return nil, nil
	}
	return &res, nil
}

// finish records that a run is finished.
func (r *Run) finish(from *train.Result) (*Result, error) {
	res := &Result{Config: r.hash, Seed: r.Seed, Iterations: from.Iterations, Elapsed: from.Elapsed}
	if rel, err := filepath.Rel(r.Config.Out, from.Checkpoint); err == nil && from.Checkpoint != "" {
		res.Checkpoint = filepath.ToSlash(rel)
	}
	if from.Best != nil {
		res.Best = &from.Best.Rank
	}
	if from.Before != nil {
		res.Before = &from.Before.Summary
	}
	if from.After != nil {
		res.After = &from.After.Summary
	}
	data, err := json.MarshalIndent(res, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("the result of %s: %w", r.Name, err)
	}
	return res, durable.WriteFile(filepath.Join(r.Config.Out, ResultFile), append(data, '\n'), 0o644)
}
