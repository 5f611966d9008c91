package run

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// LoadWeights gives a policy the weights in a file, in a checkpoint's folder
// or in a run's folder, where the newest checkpoint counts; RUN@best is its best
// one and RUN@latest its newest.
func LoadWeights(ctx context.Context, p policy.Policy, where string) error {
	id := p.Describe().ID
	t, ok := p.(policy.Trainer)
	if !ok {
		return fmt.Errorf("%s has no weights to load; leave out %q", id, where)
	}
	file, err := weightsFile(where, id)
	if err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("checkpoint %s: %w", where, err)
	}
	defer f.Close()
	if err := t.Load(ctx, f); err != nil {
		var said *client.Error
		if errors.As(err, &said) && !said.Gone && ctx.Err() == nil {
			return fmt.Errorf("checkpoint %s cannot be loaded: %s", file, said.Message)
		}
		return fmt.Errorf("checkpoint %s cannot be loaded: %w", file, err)
	}
	return nil
}

// weightsFile finds the file of weights for the policy of the given id.
func weightsFile(where, id string) (string, error) {
	where, mark, err := cutMark(where)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(where)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("checkpoint %s does not exist; check the path", where)
	case err != nil:
		return "", fmt.Errorf("checkpoint %s: %w", where, err)
	case !info.IsDir() && mark == "":
		return where, nil
	case !info.IsDir():
		return "", fmt.Errorf("checkpoint %s is a file of weights and has no @%s; name a run's folder before it", where, mark)
	}
	c, err := findCheckpoint(where, mark)
	switch {
	case err != nil:
		return "", err
	case c == nil && mark != "":
		return "", fmt.Errorf("%s holds no checkpoint marked %q; leave out @%s for its newest", where, mark, mark)
	case c == nil:
		return "", fmt.Errorf("%s holds no checkpoint; name a run's folder, a checkpoint's folder or a weights file", where)
	case c.State.Policy != id:
		return "", fmt.Errorf("checkpoint %s is of %s, not of %s; name the policy that made it", c.Dir, c.State.Policy, id)
	}
	return c.PolicyPath(), nil
}

// cutMark splits RUN@best into the run and the mark. A path that exists is one,
// whatever its name; @latest is no mark, because the newest needs none.
func cutMark(where string) (string, checkpoint.Mark, error) {
	at := strings.LastIndexByte(where, '@')
	if _, err := os.Stat(where); err == nil || at <= 0 || strings.ContainsAny(where[at:], `/\`) {
		return where, "", nil
	}
	switch which := where[at+1:]; which {
	case "latest":
		return where[:at], "", nil
	case string(checkpoint.Best):
		return where[:at], checkpoint.Best, nil
	default:
		if _, err := os.Stat(where[:at]); err != nil {
			return where, "", nil // a missing file with @ in its name
		}
		return "", "", fmt.Errorf("checkpoint %s: a run has no %q; write @best or @latest, or nothing after the run's folder", where, which)
	}
}

// findCheckpoint reads the checkpoint of a folder: of a run, of checkpoints or
// of one; of several the newest, or the one with the mark. It returns nil when
// there is none.
func findCheckpoint(where string, mark checkpoint.Mark) (*checkpoint.Checkpoint, error) {
	for _, dir := range []string{filepath.Join(where, train.CheckpointDir), where} {
		store := checkpoint.Store{Dir: dir}
		if mark != "" {
			if c, err := store.Marked(mark); c != nil || err != nil {
				return c, err
			}
			continue
		}
		if c, err := store.Latest(); c != nil || err != nil {
			return c, err
		}
	}
	if mark != "" {
		return nil, nil
	}
	if _, err := os.Stat(filepath.Join(where, checkpoint.StateFile)); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return checkpoint.Read(where)
}

func fileExists(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}
