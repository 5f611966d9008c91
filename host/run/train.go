package run

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/goccy/go-yaml"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// TrainOptions say how a run is carried out beside its run file.
type TrainOptions struct {
	Resume bool
	// Listen is where viewers attach: empty is a socket of this machine,
	// HOST:PORT the network, "off" nothing.
	Listen string
	// Listening is called with the address, for people; may be nil.
	Listening func(address string)
	Progress  func(train.Progress)
	Log       func(line string)
}

// EvalTasks returns the held-out tasks of a run file.
func EvalTasks(cfg *config.Run, lib *assets.Library) ([]*scenes.Task, error) {
	if cfg.Eval.N == 0 {
		return nil, nil
	}
	return roomgen.Suite(cfg.Eval.Suite, cfg.Eval.N, SuiteSeed, Items(lib))
}

// Train carries out a run file with plugins that have been started.
func (p *Plugins) Train(ctx context.Context, cfg *config.Run, set *Set, lib *assets.Library, o TrainOptions) (*train.Result, error) {
	trainer, err := set.Trainer()
	if err != nil {
		return nil, err
	}
	held, err := EvalTasks(cfg, lib)
	if err != nil {
		return nil, err
	}
	if !o.Resume {
		if err := SaveConfig(cfg); err != nil {
			return nil, err
		}
	}
	hub := session.NewHub(cfg.Out)
	stop := func() error { return nil }
	if o.Listen != "off" {
		var address string
		if address, stop, err = session.Open(hub, cfg.Out, o.Listen); err != nil {
			return nil, err
		}
		if o.Listening != nil {
			o.Listening(address)
		}
	}
	result, err := train.Run(ctx, train.Options{
		Config: cfg, Policy: trainer, Terms: set.Terms, Renderer: set.Renderer, CacheDir: p.cacheDir,
		Tasks: Source(cfg, Items(lib)), EvalTasks: held,
		Hub: hub, Resume: o.Resume, Progress: o.Progress, Log: o.Log,
	})
	return result, errors.Join(err, stop())
}

// ConfigFile is the run file as it was carried out, in the run's folder.
const ConfigFile = "run.yaml"

// SaveConfig writes the complete run file into the run's folder, so that the
// run can be repeated and resumed from there.
func SaveConfig(cfg *config.Run) error {
	data, err := yaml.Marshal(cfg)
	if err != nil {
		return fmt.Errorf("write down the run file: %w", err)
	}
	if err := os.MkdirAll(cfg.Out, 0o755); err != nil {
		return fmt.Errorf("make the run's folder: %w", err)
	}
	return durable.WriteFile(filepath.Join(cfg.Out, ConfigFile), data, 0o644)
}
