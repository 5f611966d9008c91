package config

import (
	"fmt"
	"math"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// FieldError is a setting that cannot be used.
type FieldError struct {
	// Path is the setting, such as "terms[1].weight".
	Path    string
	Message string
}

// Error returns the path and the message.
func (e *FieldError) Error() string { return e.Path + " " + e.Message }

func bad(path, format string, args ...any) error {
	return &FieldError{Path: path, Message: fmt.Sprintf(format, args...)}
}

// Validate reports the first setting that makes no sense. It also gives every
// reward term its name.
func (r *Run) Validate() error {
	if r.Iterations == 0 && r.Minutes == 0 {
		return bad("minutes", "and iterations are both missing; give at least one of them, such as minutes: 3")
	}
	if r.Out == "" {
		return bad("out", "is empty; name the folder of the run")
	}
	for _, n := range r.numbers() {
		if !(n.v >= n.min && n.v <= n.max) {
			return bad(n.path, "is %v; it must be %s", n.v, bounds(n.min, n.max))
		}
	}
	if err := oneOf("returns", r.Returns, Mixed, Gain, Discounted, Reference); err != nil {
		return err
	}
	if err := oneOf("advantage", r.Advantage, advantages...); err != nil {
		return err
	}
	if r.GroupSize == 1 && !slices.Contains([]string{GRPO, ReinforcePP}, r.Advantage) {
		return bad("group_size", "is 1, where every advantage of %q is 0; use 2 or more, or advantage: reinforce++", r.Advantage)
	}
	if err := oneOf("on_term_failure", r.OnTermFailure, Stop, Continue); err != nil {
		return err
	}
	if err := oneOf("optimiser.kl_in", r.Optimiser.KLIn, InLoss, InReward); err != nil {
		return err
	}
	if err := r.Optimiser.Loss.Validate(); err != nil {
		return bad("optimiser.loss", "cannot be used: %v", err)
	}
	if err := oneOf("credit.kind", r.Credit.Kind, CreditMixed, CreditModulated); err != nil {
		return err
	}
	if err := oneOf("optimiser.schedule", r.Optimiser.Schedule, Constant, Linear, Cosine); err != nil {
		return err
	}
	if err := oneOf("eval.suite", r.Eval.Suite, roomgen.Suites()...); err != nil {
		return err
	}
	for i, p := range r.Tasks.Programs {
		if err := oneOf(fmt.Sprintf("tasks.programs[%d]", i), p, roomgen.Programs()...); err != nil {
			return err
		}
	}
	if err := r.Plugins.validate(); err != nil {
		return err
	}
	if err := r.Policy.validate("policy", true); err != nil {
		return err
	}
	if err := r.Renderer.validate("renderer", false); err != nil {
		return err
	}
	return r.validateTerms()
}

// advantages are the values of Advantage.
var advantages = []string{GRPO, DrGRPO, RLOO, BatchScale, ReinforcePP, ReinforcePPBaseline}

// number is a setting with bounds, both inclusive.
type number struct {
	path        string
	v, min, max float64
}

// numbers lists the numbers of the run.
func (r *Run) numbers() []number {
	return append(r.Plugins.numbers(), []number{
		{"minutes", r.Minutes, 0, math.MaxFloat64},
		{"iterations", float64(r.Iterations), 0, math.MaxInt32},
		{"tasks.objects_min", float64(r.Tasks.ObjectsMin), 1, roomgen.MaxObjects},
		{"tasks.objects_max", float64(r.Tasks.ObjectsMax), float64(max(1, r.Tasks.ObjectsMin)), roomgen.MaxObjects},
		{"tasks.polygons", r.Tasks.Polygons, 0, 1},
		{"tasks.large", r.Tasks.Large, 0, 1},
		{"tasks.free", r.Tasks.Free, 0, 1},
		{"tasks.prompts", r.Tasks.Prompts, 0, 1},
		{"tasks.locked", r.Tasks.Locked, 0, 1},
		{"tasks.optional", r.Tasks.Optional, 0, 1},
		{"tasks.crowded", r.Tasks.Crowded, 0, 1},
		{"tasks.any_yaw", r.Tasks.AnyYaw, 0, 1},
		{"tasks.per_iteration", float64(r.Tasks.PerIteration), 1, 1 << 16},
		{"group_size", float64(r.GroupSize), 1, 1 << 16},
		{"turns", float64(r.Turns), 1, 100},
		{"gamma", r.Gamma, 0, 1},
		{"resample", float64(r.Resample), 0, 100},
		{"temperature", r.Temperature, 1e-3, 100},
		{"optimiser.learning_rate", r.Optimiser.LearningRate, 0, 10},
		{"optimiser.final_fraction", r.Optimiser.FinalFraction, 0, 1},
		{"optimiser.loss.clip_low", r.Optimiser.Loss.ClipLow, 0, 1},
		{"optimiser.loss.clip_high", r.Optimiser.Loss.ClipHigh, 0, 100},
		{"optimiser.loss.dual_clip", r.Optimiser.Loss.Dual, 0, 1e9},
		{"optimiser.loss.max_actions", r.Optimiser.Loss.MaxActions, 0, 1e9},
		{"optimiser.loss.entropy", r.Optimiser.Loss.Entropy, 0, 100},
		{"optimiser.loss.kl", r.Optimiser.Loss.KL, 0, 100},
		{"optimiser.minibatch", float64(r.Optimiser.Minibatch), 0, 1 << 24},
		{"optimiser.epochs", float64(r.Optimiser.Epochs), 1, 100},
		{"optimiser.max_grad_norm", r.Optimiser.MaxGradNorm, 0, math.MaxFloat64},
		{"credit.object", r.Credit.Object, 0, 2},
		{"credit.anneal", r.Credit.Anneal, 0, 1},
		{"divergence.rollbacks", float64(r.Divergence.Rollbacks), 0, 1000},
		{"divergence.grad_norm", r.Divergence.GradNorm, 0, math.MaxFloat64},
		{"divergence.kl", r.Divergence.KL, 0, math.MaxFloat64},
		{"divergence.entropy", r.Divergence.Entropy, 0, 1},
		{"divergence.collapse", float64(r.Divergence.Collapse), 0, math.MaxInt32},
		{"eval.n", float64(r.Eval.N), 0, 1 << 16},
		{"eval.every", float64(r.Eval.Every), 0, math.MaxInt32},
		{"eval.patience", float64(r.Eval.Patience), 0, math.MaxInt32},
		{"checkpoint.every", float64(r.Checkpoint.Every), 0, math.MaxInt32},
		{"checkpoint.keep", float64(r.Checkpoint.Keep), 1, 1 << 16},
		{"recorder.samples", float64(r.Recorder.Samples), 0, 64},
		{"recorder.samples_every", float64(r.Recorder.SamplesEvery), 0, math.MaxInt32},
	}...)
}

func (r *Run) validateTerms() error {
	if len(r.Terms) == 0 {
		return bad("terms", "is empty; name at least one reward term")
	}
	names := map[string]bool{}
	for i := range r.Terms {
		t, at := &r.Terms[i], fmt.Sprintf("terms[%d]", i)
		if err := t.validate(at, true); err != nil {
			return err
		}
		if math.IsNaN(t.Weight) || math.IsInf(t.Weight, 0) {
			return bad(at+".weight", "is %v; it must be a finite number", t.Weight)
		}
		if t.ID == "" {
			t.ID = t.defaultID()
		}
		if names[t.ID] {
			return bad(at, "is a second term named %q; give it another id", t.ID)
		}
		names[t.ID] = true
	}
	for i := range r.Terms {
		reached := 0.0
		for k := range r.Terms[i].Schedule {
			s, at := &r.Terms[i].Schedule[k], fmt.Sprintf("terms[%d].schedule[%d]", i, k)
			if err := s.validate(at, r.Terms); err != nil {
				return err
			}
			if s.From > 0 && s.From < reached {
				return bad(at+".from", "is %v, but a stage before it begins at %v; list the stages in the order of their beginning", s.From, reached)
			}
			reached = max(reached, s.From)
		}
	}
	return nil
}

// builtin is what the id of a plugin looks like, of a built-in one or of one in
// a folder of plugins. Anything else is a path; a program in a folder of that
// form is written with ./ before it.
var builtin = regexp.MustCompile(`^(policy|render|reward)/[a-z0-9_-]+$`)

// External reports whether the plugin is named by the path of a program or of
// its folder.
func (p *Plugin) External() bool { return p.Name != "" && !builtin.MatchString(p.Name) }

// defaultID is the last part of a built-in's id, or the file's base name.
func (p *Plugin) defaultID() string {
	if !p.External() {
		return path.Base(p.Name)
	}
	base := filepath.Base(p.Name)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

func (p *Plugin) validate(at string, required bool) error {
	if required && p.Name == "" {
		return bad(at, "names no plugin; write plugin: with the id of a built-in one or the path of a program")
	}
	return nil
}

func oneOf(path, v string, allowed ...string) error {
	if slices.Contains(allowed, v) {
		return nil
	}
	if near := schema.Nearest(v, allowed); near != "" {
		return bad(path, "is %q; did you mean %q?", v, near)
	}
	return bad(path, "is %q; use one of %s", v, strings.Join(allowed, ", "))
}

func bounds(lo, hi float64) string {
	if hi >= math.MaxInt32 {
		return fmt.Sprintf("at least %v", lo)
	}
	return fmt.Sprintf("from %v to %v", lo, hi)
}
