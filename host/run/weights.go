package run

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// LoadWeights gives a policy the weights in a file, in a checkpoint's folder
// or in a run's folder, where the newest checkpoint counts.
func LoadWeights(ctx context.Context, p policy.Policy, where string) error {
	t, ok := p.(policy.Trainer)
	if !ok {
		return fmt.Errorf("%s has no weights to load; leave out %q", p.Describe().ID, where)
	}
	file, err := weightsFile(where)
	if err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("checkpoint %s: %w", where, err)
	}
	defer f.Close()
	if err := t.Load(ctx, f); err != nil {
		return fmt.Errorf("%s cannot load checkpoint %s: %w", p.Describe().ID, file, err)
	}
	return nil
}

func weightsFile(where string) (string, error) {
	info, err := os.Stat(where)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("checkpoint %s does not exist: %w", where, fs.ErrNotExist)
	case err != nil:
		return "", fmt.Errorf("checkpoint %s: %w", where, err)
	case !info.IsDir():
		return where, nil
	}
	for _, dir := range []string{filepath.Join(where, train.CheckpointDir), where} {
		store := checkpoint.Store{Dir: dir}
		if c, err := store.Latest(); err == nil && c != nil {
			return filepath.Join(c.Dir, checkpoint.PolicyFile), nil
		}
	}
	if file := filepath.Join(where, checkpoint.PolicyFile); fileExists(file) {
		return file, nil
	}
	return "", fmt.Errorf("%s holds no checkpoint; name a run's folder, a checkpoint's folder or a weights file", where)
}

func fileExists(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}
