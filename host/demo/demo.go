// Package demo is the main job from end to end: import a pack, train a policy
// to furnish rooms with it, measure it on rooms it has never seen, and leave a
// report, the rooms and the checkpoint.
package demo

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/importer"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// Options of the demo. Plugins, Out and Minutes are required.
type Options struct {
	Plugins *run.Plugins
	// Assets is the folder of a pack; empty uses the starter kit.
	Assets  string
	Minutes float64
	Out     string
	Seed    uint64
	// Rooms is the number of held-out rooms; 0 means 128.
	Rooms int
	// Stage is called when the demo turns to something else; may be nil.
	Stage func(string)
	// Train is called after every iteration; may be nil.
	Train func(train.Progress)
	// Listening is called with the address for viewers; may be nil.
	Listening func(address string)
}

// Contender is one policy of the final table.
type Contender struct {
	Name   string
	Result *eval.Result
}

// Result is what the demo leaves.
type Result struct {
	// Table holds random, untrained, trained and solver, in this order.
	Table      []Contender
	Import     *importer.ImportReport
	Training   *train.Result
	Config     *config.Run
	Report     string
	Checkpoint string
}

// The places of the table.
const (
	random = iota
	untrained
	trained
	solver
)

// Before returns the untrained policy's evaluation.
func (r *Result) Before() *eval.Result { return r.Table[untrained].Result }

// After returns the trained policy's evaluation.
func (r *Result) After() *eval.Result { return r.Table[trained].Result }

// Suite is what the demo measures on.
const Suite = "twelve"

// galleryRooms is how many rooms the report shows.
const galleryRooms = 8

// Run does it. A demo that ends early keeps its run, which can be resumed; with
// nothing learned yet it leaves no trace. After an error the result holds what
// was reached.
func Run(ctx context.Context, o Options) (res *Result, err error) {
	if o.Rooms == 0 {
		o.Rooms = 128
	}
	stage := o.Stage
	if stage == nil {
		stage = func(string) {}
	}
	res = &Result{Config: configure(o)}
	made, err := claim(o.Out)
	if err != nil {
		return res, run.BadInput(err)
	}
	defer func() {
		if err != nil {
			tidy(o.Out, res.Config, made)
		}
	}()

	lib := assets.Starter()
	if o.Assets != "" {
		stage("importing " + o.Assets)
		res.Config.Tasks.Assets = filepath.Join(o.Out, libraryDir)
		if lib, res.Import, err = importer.Import(ctx, []string{o.Assets}, importer.ImportOptions{Library: res.Config.Tasks.Assets}); err != nil {
			return res, run.BadInput(err)
		}
	}

	stage("starting plugins")
	set, err := o.Plugins.StartSet(ctx, res.Config)
	if err != nil {
		return res, err
	}
	baselines, err := o.Plugins.Start(ctx, config.Plugin{Name: "policy/random"}, config.Plugin{Name: "policy/solver"})
	if err != nil {
		return res, err
	}
	var policies [2]policy.Policy
	for i, h := range baselines {
		if policies[i], err = h.Policy(); err != nil {
			return res, err
		}
	}

	stage(fmt.Sprintf("making %d rooms that training will not see", o.Rooms))
	held, err := run.Suite(ctx, Suite, o.Rooms, run.SuiteSeed, run.Items(lib))
	if err != nil {
		if o.Assets != "" && ctx.Err() == nil {
			err = run.BadInput(fmt.Errorf("the demo's rooms cannot be furnished from %s alone (usable models: %d); add more kinds of furniture, or leave out --assets", o.Assets, lib.Len()))
		}
		return res, err
	}
	res.Table = []Contender{{Name: "random"}, {Name: "untrained"}, {Name: "trained"}, {Name: "solver"}}
	measure := func(place int, p policy.Policy, turns int) (err error) {
		stage("measuring the " + res.Table[place].Name + " policy")
		res.Table[place].Result, err = eval.Run(ctx, p, held, eval.Options{Turns: turns, Seed: o.Seed})
		return err
	}
	for _, m := range []struct {
		place  int
		policy policy.Policy
		turns  int
	}{{random, policies[0], 1}, {solver, policies[1], 1}, {untrained, set.Policy, res.Config.Turns}} {
		if err := measure(m.place, m.policy, m.turns); err != nil {
			return res, err
		}
	}

	stage(fmt.Sprintf("training for %s", minutes(o.Minutes)))
	res.Training, err = o.Plugins.Train(ctx, res.Config, set, lib, run.TrainOptions{Progress: o.Train, Listening: o.Listening})
	if err != nil {
		return res, err
	}
	res.Checkpoint = res.Training.Checkpoint
	if err := measure(trained, set.Policy, res.Config.Turns); err != nil {
		return res, err
	}

	stage("drawing and writing the rooms")
	g := gallery{o: o, set: set, lib: lib, held: held, result: res}
	if err := g.write(ctx); err != nil {
		return res, err
	}
	res.Report = filepath.Join(o.Out, "report.html")
	return res, nil
}

// configure is the run that the demo trains.
func configure(o Options) *config.Run {
	c := config.Default()
	c.Seed, c.Minutes, c.Out = o.Seed, o.Minutes, filepath.Join(o.Out, runDir)
	// The demo measures by itself, on the same rooms for every policy.
	c.Eval.N = 0
	return c
}

func minutes(m float64) string {
	if m == 1 {
		return "1 minute"
	}
	return fmt.Sprintf("%g minutes", m)
}

// fileName makes a task's id fit for a file.
func fileName(t *scenes.Task) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, t.ID)
}
