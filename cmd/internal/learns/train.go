package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"

	"github.com/goccy/go-yaml"
)

// fields are a run file or a part of it.
type fields = map[string]any

// trained are the training rooms for each suite, where they are not the default
// ones: of the kind that is measured, and never the measured ones themselves.
var trained = map[string]fields{"free": {"free": 1}, "prompts": {"prompts": 1}}

// begin finds the policy that all terms begin from.
func (w *workshop) begin() error {
	if w.policy == "" {
		w.start = fields{"plugin": "policy/compact", "config": fields{"weights": "pretrained"}}
		w.flags = []string{"--policy", "policy/compact"}
		return w.same("its pretrained weights")
	}
	w.start = fields{"plugin": "policy/compact", "checkpoint": w.policy}
	w.flags = []string{"--policy", "policy/compact:" + w.policy}
	return w.same(w.policy)
}

// same holds that the results in the folder are all of one policy.
func (w *workshop) same(policy string) error {
	was, err := once(w, "policy.json", func() (string, error) { return policy, nil })
	if err == nil && was != policy {
		err = fmt.Errorf("%s has results of %s; name another folder with --dir for %s", w.dir, was, policy)
	}
	return err
}

// The policy that all terms begin from is good already: small steps, and a fault
// that costs more than a term can win.
const (
	physicsWeight = 4
	learningRate  = 1e-3
)

// runFile is a run with the default terms and, where there is one, another.
func (w *workshop) runFile(minutes float64, seed int, tasks fields, t *term) fields {
	list := []fields{{"plugin": "reward/format", "weight": 0.5}, {"plugin": "reward/physics", "weight": physicsWeight}}
	if t != nil {
		list = append(list, fields{"id": t.name, "plugin": w.program(t.name), "weight": t.weight})
	}
	run := fields{
		"seed": seed, "minutes": minutes, "terms": list,
		// What is valid already differs by the term alone; over the batch a fault
		// weighs what it costs.
		"advantage": "grpo_batch",
		"optimiser": fields{"learning_rate": learningRate},
		"eval":      fields{"n": 0},
		"recorder":  fields{"samples": 0, "images": false, "tensorboard": false},
		"policy":    w.start,
	}
	if tasks != nil {
		run["tasks"] = tasks
	}
	return run
}

// train carries out a run file into a folder of the workshop, or goes on with the
// run that lies there.
func (w *workshop) train(ctx context.Context, name string, file fields) error {
	dir := filepath.Join(w.dir, name)
	done := filepath.Join(dir, "trained")
	if _, err := os.Stat(done); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	args := []string{"train", "--listen", "off", "-c"}
	if saved, err := filepath.Glob(filepath.Join(dir, "checkpoints", "step-*")); err == nil && len(saved) > 0 {
		log.Printf("going on with %s", name)
		args = append(args, filepath.Join(dir, "run.yaml"), "--resume")
	} else {
		log.Printf("training %s for %v min", name, file["minutes"])
		text, err := yaml.Marshal(file)
		if err != nil {
			return err
		}
		// A run that was interrupted before its first checkpoint begins anew.
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		wanted := dir + ".yaml"
		if err := replace(wanted, text); err != nil {
			return err
		}
		args = append(args, wanted, "--out", dir)
	}
	if _, err := w.command(ctx, args...); err != nil {
		return err
	}
	return replace(done, nil)
}
