package run

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/goccy/go-yaml"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
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
func EvalTasks(ctx context.Context, cfg *config.Run, lib *assets.Library) ([]*scenes.Task, error) {
	if cfg.Eval.N == 0 {
		return nil, nil
	}
	return Suite(ctx, cfg.Eval.Suite, cfg.Eval.N, SuiteSeed, Items(lib))
}

// Train carries out a run file with plugins that have been started.
func (p *Plugins) Train(ctx context.Context, cfg *config.Run, set *Set, lib *assets.Library, o TrainOptions) (*train.Result, error) {
	trainer, err := set.Trainer()
	if err != nil {
		return nil, BadInput(err)
	}
	held, err := EvalTasks(ctx, cfg, lib)
	if err != nil {
		return nil, err
	}
	hub := session.NewHub(cfg.Out)
	hub.Keep(metrics.NewArchive(cfg.Out))
	stop, opened := func() error { return nil }, false
	// Nothing in the folder is touched before it is sure that it belongs to
	// this run alone.
	open := func() error {
		opened = true
		if !o.Resume {
			if err := SaveConfig(cfg); err != nil {
				return err
			}
		}
		if o.Listen == "off" {
			return nil
		}
		address := o.Listen
		if address == "" {
			address = p.socket()
		}
		address, end, err := session.Open(hub, cfg.Out, address)
		if err != nil && o.Listen != "" {
			return BadInput(err)
		}
		if err != nil {
			return err
		}
		stop = end
		if o.Listening != nil {
			o.Listening(address)
		}
		return nil
	}
	result, err := train.Run(ctx, train.Options{
		Config: cfg, Policy: trainer, Terms: set.Terms, Renderer: set.Renderer, CacheDir: p.cacheDir,
		Meshes: NewMeshes(lib, p.cacheDir).Of,
		Tasks:  Source(cfg, Items(lib)), EvalTasks: held,
		Hub: hub, Resume: o.Resume, Opened: open, Progress: o.Progress, Log: o.Log,
	})
	if stopErr := stop(); err == nil {
		err = stopErr
	}
	if !opened {
		err = BadInput(err)
	}
	return result, err
}

// ConfigFile is the run file as it was carried out, in the run's folder.
const ConfigFile = "run.yaml"

// SaveConfig writes the complete run file into the run's folder, so that the
// run can be repeated and resumed from there.
func SaveConfig(cfg *config.Run) error {
	data, err := yaml.Marshal(cfg.Portable())
	if err != nil {
		return fmt.Errorf("write down the run file: %w", err)
	}
	if err := os.MkdirAll(cfg.Out, 0o755); err != nil {
		return fmt.Errorf("make the run's folder: %w", durable.Explain(err, cfg.Out))
	}
	return durable.WriteFile(filepath.Join(cfg.Out, ConfigFile), data, 0o644)
}
