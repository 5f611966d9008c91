package run

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// opened are the plugins of a catalog; they are closed with the test.
func opened(t *testing.T, o catalog.Options) *Plugins {
	t.Helper()
	cat, err := catalog.New(o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := OpenPlugins(PluginOptions{Catalog: cat})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// world is a run of the toy policy, in this process.
func world(t *testing.T) (*Plugins, *config.Run, *Set) {
	t.Helper()
	p := opened(t, catalog.Options{})
	cfg := config.Default()
	cfg.Iterations, cfg.Out = 2, filepath.Join(t.TempDir(), "run")
	cfg.GroupSize, cfg.Turns, cfg.Eval.N = 2, 1, 0
	cfg.Tasks = config.Tasks{ObjectsMin: 3, ObjectsMax: 3, PerIteration: 2}
	return p, cfg, &Set{Policy: &toy.Policy{}, Terms: []reward.Term{{Name: "target", Weight: 1, Plugin: toy.Target()}}}
}

func TestTrainIsWatched(t *testing.T) {
	p, cfg, set := world(t)
	watched := 0
	res, err := p.Train(t.Context(), cfg, set, assets.Starter(), TrainOptions{
		Progress: func(pr train.Progress) {
			c, err := Attach(t.Context(), cfg.Out, "")
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			s, err := c.Snapshot(t.Context())
			if err != nil || s.State != session.Running || len(s.History) != pr.Iteration {
				t.Errorf("after %d iterations: %s with %d records, %v", pr.Iteration, s.State, len(s.History), err)
			}
			watched++
		},
	})
	if err != nil || res.Iterations != 2 || watched != 2 {
		t.Fatalf("%+v, %v, seen %d times", res, err, watched)
	}
	if _, err := os.Stat(filepath.Join(cfg.Out, session.AddressFile)); err == nil {
		t.Error("the ended run still names an address")
	}
	// From its folder, when it is over.
	c, err := Attach(t.Context(), cfg.Out, "")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if s, err := c.Snapshot(t.Context()); err != nil || s.State != session.Finished || len(s.History) != 2 {
		t.Errorf("recorded: %s with %d records, %v", s.State, len(s.History), err)
	}
}

func TestTrainLeavesOtherRunsAlone(t *testing.T) {
	p, cfg, set := world(t)
	if _, err := p.Train(t.Context(), cfg, set, assets.Starter(), TrainOptions{Listen: "off"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(cfg.Out, ConfigFile)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Seed++
	var input *InputError
	_, err = p.Train(t.Context(), cfg, set, assets.Starter(), TrainOptions{Listen: "off"})
	if !errors.As(err, &input) || !strings.Contains(err.Error(), "already holds a run of 2 iterations") {
		t.Errorf("got %v", err)
	}
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Errorf("the refused run has changed %s: %v", ConfigFile, err)
	}
	again, err := config.Load(file)
	if err != nil || again.Out != cfg.Out {
		t.Errorf("the run file leads to %q, %v", again.Out, err)
	}
}

// silent is a policy that does not learn.
type silent struct{ policy.Policy }

func (silent) Describe() base.Description { return base.Description{ID: "policy/silent"} }

func TestTrainNeedsATrainer(t *testing.T) {
	p, cfg, set := world(t)
	set.Policy = silent{set.Policy}
	var input *InputError
	_, err := p.Train(t.Context(), cfg, set, assets.Starter(), TrainOptions{})
	if !errors.As(err, &input) || !strings.HasPrefix(err.Error(), "policy/silent cannot be trained") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(cfg.Out); err == nil {
		t.Error("the run's folder was made")
	}
}

func TestLoadWeights(t *testing.T) {
	p, cfg, set := world(t)
	cfg.Iterations = 3
	res, err := p.Train(t.Context(), cfg, set, assets.Starter(), TrainOptions{Listen: "off"})
	if err != nil {
		t.Fatal(err)
	}
	want := set.Policy.(*toy.Policy).Logits()
	for _, where := range []string{cfg.Out, filepath.Join(cfg.Out, train.CheckpointDir), res.Checkpoint, filepath.Join(res.Checkpoint, checkpoint.PolicyFile)} {
		fresh := &toy.Policy{}
		if err := LoadWeights(t.Context(), fresh, where); err != nil || fresh.Logits() != want {
			t.Errorf("%s: %v", filepath.Base(where), err)
		}
	}
	empty := t.TempDir()
	for where, want := range map[string]string{
		filepath.Join(empty, "none"): "none does not exist; check the path",
		empty:                        "holds no checkpoint; name a run's folder, a checkpoint's folder or a weights file",
		filepath.Join(res.Checkpoint, checkpoint.StateFile): "state.json cannot be loaded: ",
	} {
		if err := LoadWeights(t.Context(), &toy.Policy{}, where); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if err := LoadWeights(t.Context(), silent{}, cfg.Out); err == nil || !strings.HasPrefix(err.Error(), "policy/silent has no weights to load; leave out ") {
		t.Errorf("got %v", err)
	}
}

func TestParsePolicy(t *testing.T) {
	for arg, want := range map[string]config.Policy{
		"policy/compact":     {Plugin: config.Plugin{Name: "policy/compact"}},
		"policy/compact:run": {Plugin: config.Plugin{Name: "policy/compact"}, Checkpoint: "run"},
		"policy/other":       {Plugin: config.Plugin{Name: "policy/other"}},
		"./mine:a/policy":    {Plugin: config.Plugin{Name: "./mine"}, Checkpoint: "a/policy"},
		`C:\mine.exe`:        {Plugin: config.Plugin{Name: `C:\mine.exe`}},
		`C:\mine.exe:D:\run`: {Plugin: config.Plugin{Name: `C:\mine.exe`}, Checkpoint: `D:\run`},
	} {
		got := ParsePolicy(arg)
		if got.Name != want.Name || got.Checkpoint != want.Checkpoint {
			t.Errorf("%s: %+v, want %+v", arg, got, want)
		}
	}
}
