package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/train"
)

// runEnded says how a run goes on that an error or an interruption has ended.
func runEnded(ctx context.Context, err error, dir string) error {
	var input *run.InputError
	if errors.As(err, &input) {
		return err
	}
	again := ""
	if c, cerr := (&checkpoint.Store{Dir: filepath.Join(dir, train.CheckpointDir)}).Latest(); cerr == nil && c != nil {
		again = "the run goes on with: metaspatial train -c " + shellWord(filepath.Join(dir, run.ConfigFile)) + " --resume"
	}
	switch {
	case !interrupted(ctx, err) && again != "":
		return &endedError{explain(err) + "; " + again, err}
	case !interrupted(ctx, err):
		return err
	case again != "":
		say("interrupted; %s", again)
	default:
		say("interrupted before the first iteration was done; start again with the same command")
	}
	return told(err)
}

// interrupted reports whether err is what the user's interruption made.
func interrupted(ctx context.Context, err error) bool {
	return ctx.Err() != nil && errors.Is(err, context.Canceled)
}

// endedError is a run's error with the way on.
type endedError struct {
	text string
	err  error
}

func (e *endedError) Error() string { return e.text }
func (e *endedError) Unwrap() error { return e.err }

// shellWord makes a path one word for a shell.
func shellWord(path string) string {
	if !strings.ContainsAny(path, " \t\"'$&;|<>()*?[]#~`!{}\\") {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
