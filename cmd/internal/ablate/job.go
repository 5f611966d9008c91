package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
)

// job is one row with one seed.
type job struct {
	Row row
	cfg *config.Run
	// had is what was found of the run: nil when it must be trained.
	had *outcome
}

// evalLimit bounds an evaluation, and trainingSlack what a training may take
// beyond its minutes: starting, measuring before and after, saving.
const (
	evalLimit     = 20 * time.Minute
	trainingSlack = 5 * time.Minute
)

// do trains and measures the job's run, as far as that is not done.
func (s *study) do(ctx context.Context, j *job) (*outcome, error) {
	o := j.had
	if o == nil {
		var err error
		if o, err = s.train(ctx, j); err != nil {
			return nil, fmt.Errorf("%s, seed %d: training: %w", j.Row.ID, j.cfg.Seed, err)
		}
	}
	if o.measured(s.suites, s.rooms) {
		return o, nil
	}
	if err := s.measure(ctx, j, o); err != nil {
		return nil, fmt.Errorf("%s, seed %d: measuring: %w", j.Row.ID, j.cfg.Seed, err)
	}
	return o, nil
}

func (s *study) train(ctx context.Context, j *job) (*outcome, error) {
	if err := empty(j.cfg.Out); err != nil {
		return nil, err
	}
	if err := run.SaveConfig(j.cfg); err != nil {
		return nil, err
	}
	o := &outcome{Row: j.Row.ID, Seed: j.cfg.Seed, Program: s.program.sha256, LoadStart: load(), dir: j.cfg.Out}
	var said struct {
		Iterations int     `json:"iterations"`
		ElapsedS   float64 `json:"elapsed_s"`
		After      *suite  `json:"after"`
	}
	begun := time.Now()
	limit := time.Duration(j.cfg.Minutes*float64(time.Minute)) + trainingSlack
	err := s.program.call(ctx, limit, filepath.Join(j.cfg.Out, "train.log"), &said,
		"train", "-c", filepath.Join(j.cfg.Out, run.ConfigFile), "--listen", "off", "--json")
	if err != nil {
		return nil, err
	}
	if said.After == nil {
		return nil, errors.New("it did not measure itself at the end")
	}
	o.TrainS, o.LoadEnd = time.Since(begun).Seconds(), load()
	o.Iterations, o.ElapsedS, o.HeldOut = said.Iterations, said.ElapsedS, said.After.FullyValid
	return o, o.save()
}

// measure evaluates the trained policy, greedy, in episodes as long as those
// that it was trained in.
func (s *study) measure(ctx context.Context, j *job, o *outcome) error {
	args := []string{"eval", "--policy", j.cfg.Policy.Name + ":" + j.cfg.Out, "--suite", strings.Join(s.suites, ","),
		"--n", fmt.Sprint(s.rooms), "--turns", fmt.Sprint(j.cfg.Turns), "--json"}
	for _, name := range slices.Sorted(maps.Keys(j.cfg.Policy.Config)) {
		args = append(args, "--set", fmt.Sprintf("%s=%v", name, j.cfg.Policy.Config[name]))
	}
	var said struct {
		Suites map[string]suite `json:"suites"`
	}
	begun := time.Now()
	if err := s.program.call(ctx, evalLimit, filepath.Join(j.cfg.Out, "eval.log"), &said, args...); err != nil {
		return err
	}
	o.EvalS, o.Rooms, o.Suites = time.Since(begun).Seconds(), s.rooms, said.Suites
	if !o.measured(s.suites, s.rooms) {
		return errors.New("a suite is missing from what it printed")
	}
	return o.save()
}

// empty removes what an unfinished run left in its folder. A folder without a
// run file is not this command's, and stays.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == run.ConfigFile }) {
		return fmt.Errorf("%s holds something else than a run; name another folder with --out", dir)
	}
	return os.RemoveAll(dir)
}
