package train

import (
	"fmt"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// Options are the parts of a run. The plugins have been configured.
type Options struct {
	Config *config.Run
	Policy policy.Trainer
	Terms  []reward.Term
	// Renderer may be nil when no plugin needs images; sample pictures are then
	// left out.
	Renderer render.Renderer
	// Meshes returns the models of a task's assets for terms that need them;
	// may be nil when none does.
	Meshes func(*scenes.Task) ([]base.Mesh, error)
	// CacheDir is the folder below which the renderer's images lie.
	CacheDir string
	// Tasks returns the tasks of an iteration, the same at every call. Draw 0 is
	// asked for always, further ones to replace tasks that taught nothing.
	Tasks func(iteration, draw int) ([]*scenes.Task, error)
	// EvalTasks are held out: Tasks never returns them. Empty skips the
	// evaluations.
	EvalTasks []*scenes.Task
	// Hub receives what happens and hands in control actions; nil means that
	// nobody watches.
	Hub *session.Hub
	// Resume goes on from the latest checkpoint in the run's folder.
	Resume bool
	// Opened is called once the folder belongs to this run and a resumed one
	// has been restored, before anything is computed; may be nil.
	Opened func() error
	// Progress is called after every iteration, for a progress bar; may be nil.
	Progress func(Progress)
	// Log receives lines for people, such as the table of terms; may be nil.
	Log func(line string)
}

// Progress is where a run stands after an iteration.
type Progress struct {
	// Iteration is the number of finished iterations, Planned the expected
	// total, 0 while it is not known.
	Iteration, Planned int
	// Fraction of the run that is done, by iterations or by the clock,
	// whichever ends it first.
	Fraction float64
	Record   session.Record
}

// Result is what a run has come to.
type Result struct {
	// Iterations is the number of finished iterations, Elapsed the training
	// time in seconds, both with the earlier parts of a resumed run.
	Iterations int
	Elapsed    float64
	// Before and After are the evaluations of the untrained and the trained
	// policy; nil without held-out tasks, and After of an interrupted run.
	Before, After *eval.Summary
	// Checkpoint is the folder of the last checkpoint; empty when there is none.
	Checkpoint string
	// Best is the best checkpoint; nil when none was ranked.
	Best *Best
}

// Best is the best checkpoint of a run.
type Best struct {
	// Rank says by what it is the best, and of which iteration.
	checkpoint.Rank
	// Dir is the folder of a copy of it.
	Dir string
}

func (o *Options) check() error {
	switch {
	case o.Config == nil:
		return fmt.Errorf("a run needs a configuration")
	case o.Policy == nil:
		return fmt.Errorf("a run needs a policy that can be trained")
	case o.Tasks == nil:
		return fmt.Errorf("a run needs tasks to train on")
	}
	return o.Config.Validate()
}
