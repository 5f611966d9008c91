// Package config is the run file: everything that decides what a training run
// does, in one YAML document.
//
// [Default] is a complete run; a file names only what differs. [Load] refuses
// keys it does not know and says which key was probably meant. The JSON Schema
// in run.schema.json is made from the comments of this file.
package config

import (
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// Run is a training run.
type Run struct {
	// Seed decides every random number of the run.
	Seed uint64 `yaml:"seed" json:"seed"`
	// Minutes ends the run after that time, with the iteration then under way
	// finished; 0 sets no limit.
	Minutes float64 `yaml:"minutes,omitempty" json:"minutes,omitempty"`
	// Iterations ends the run after that many iterations; 0 sets no limit. One
	// of minutes and iterations must be given.
	Iterations int `yaml:"iterations,omitempty" json:"iterations,omitempty"`
	// Out is the folder of the run: metrics, samples, checkpoints.
	Out string `yaml:"out" json:"out"`
	// Tasks says what is trained on.
	Tasks Tasks `yaml:"tasks" json:"tasks"`
	// GroupSize is the number of episodes per task whose rewards are compared
	// with one another. A group of one has nothing to compare with: it suits
	// "reinforce++", and with "grpo" the advantage is the reward itself, as in
	// the reference.
	GroupSize int `yaml:"group_size" json:"group_size"`
	// Turns is the length of an episode.
	Turns int `yaml:"turns" json:"turns"`
	// Returns says which rewards of an episode a turn answers for: "mixed" gives
	// it half the advantage of its own reward and half that of the final one,
	// "gain" the mean of both less the reward before it, "discounted" its own and the discounted later ones, "reference" the
	// normalised discounted sum of all turns, as MetaSpatial's code does.
	Returns string `yaml:"returns" json:"returns"`
	// Gamma discounts later turns when returns is "discounted" or "reference".
	Gamma float64 `yaml:"gamma" json:"gamma"`
	// Advantage is how rewards become advantages. Within a group: "grpo" (less
	// the mean, over the deviation), "dr_grpo" (less the mean), "rloo" (less the
	// mean of the others), "grpo_batch" (less the group's mean, over the batch's
	// deviation). Over the batch: "reinforce++" (whitened),
	// "reinforce++_baseline" (less the group's mean, then whitened).
	Advantage string `yaml:"advantage" json:"advantage"`
	// Resample replaces groups whose episodes all got the same reward, which
	// teach nothing, by groups of new tasks, in at most that many further
	// rollouts per iteration (dynamic sampling of DAPO); 0 keeps them.
	Resample int `yaml:"resample" json:"resample"`
	// Temperature of the sampling during training.
	Temperature float64 `yaml:"temperature" json:"temperature"`
	// Policy is the policy plugin and the weights it starts from.
	Policy Policy `yaml:"policy" json:"policy"`
	// Renderer is the renderer plugin; plugin: "" runs without one, if no plugin needs images.
	Renderer Plugin `yaml:"renderer" json:"renderer"`
	// Terms are the reward terms, in the order of the table.
	Terms []Term `yaml:"terms" json:"terms"`
	// OnTermFailure says what happens when a term fails in the middle of the run
	// (its program ends twice in one call or five times within minutes, does not
	// answer in time, or returns an error or a number that is not finite):
	// "stop" saves the last complete iteration and ends the run, "continue" goes
	// on without that term, for good.
	OnTermFailure string `yaml:"on_term_failure" json:"on_term_failure"`
	// Plugins says where plugins are looked for, and what they may use.
	Plugins Plugins `yaml:"plugins" json:"plugins,omitzero"`
	// Optimiser says how the policy learns from advantages.
	Optimiser Optimiser `yaml:"optimiser" json:"optimiser"`
	// Credit is the share of object-level advantages.
	Credit Credit `yaml:"credit" json:"credit"`
	// Divergence says when a run counts as diverging, and how often it may go
	// back.
	Divergence Divergence `yaml:"divergence" json:"divergence"`
	// Eval is the evaluation on held-out tasks during the run.
	Eval Eval `yaml:"eval" json:"eval"`
	// Checkpoint says how often to save and how much to keep.
	Checkpoint Checkpoint `yaml:"checkpoint" json:"checkpoint"`
	// Recorder says what the run's folder gets beside the metrics.
	Recorder Recorder `yaml:"recorder" json:"recorder"`
}

// Tasks says what is trained on.
type Tasks struct {
	// Programs are the kinds of room to draw from; empty means all.
	Programs []string `yaml:"programs,omitempty" json:"programs,omitempty"`
	// ObjectsMin and ObjectsMax bound the number of objects in a room.
	ObjectsMin int `yaml:"objects_min" json:"objects_min"`
	// ObjectsMax is the largest number of objects in a room.
	ObjectsMax int `yaml:"objects_max" json:"objects_max"`
	// Crowded is the share of crowded ones among the plain rectangular rooms: with
	// furniture on 36 to 60 % of the floor, where the others have 20 to 42.
	Crowded float64 `yaml:"crowded" json:"crowded"`
	// Polygons is the share of rooms that are no rectangles: L- and T-shaped
	// ones, with a side askew, a corner cut off, a bay or a pillar.
	Polygons float64 `yaml:"polygons" json:"polygons"`
	// Large is the share of rooms of 25 to 40 objects and sides of 6 to 12 m.
	Large float64 `yaml:"large" json:"large"`
	// Free is the share of rooms without relations.
	Free float64 `yaml:"free" json:"free"`
	// Prompts is the share of rooms with a preference text in the place of
	// relations; reward/relations scores it.
	Prompts float64 `yaml:"prompts" json:"prompts"`
	// Locked is the share of rooms in which some objects stay where they are.
	Locked float64 `yaml:"locked" json:"locked"`
	// Optional is the share of rooms with more objects than must be placed.
	Optional float64 `yaml:"optional" json:"optional"`
	// AnyYaw is the share of rooms in which some objects may stand askew.
	AnyYaw float64 `yaml:"any_yaw" json:"any_yaw"`
	// PerIteration is the number of tasks in one iteration.
	PerIteration int `yaml:"per_iteration" json:"per_iteration"`
	// Assets is an imported asset library; empty means the starter kit.
	Assets string `yaml:"assets,omitempty" json:"assets,omitempty"`
}

// Plugin names a plugin and its settings.
type Plugin struct {
	// Name is the id of a plugin, such as "render/raster", that is built in or lies
	// in a folder of plugins, or the path of a program or of a plugin's folder,
	// such as "./clearance".
	Name string `yaml:"plugin,omitempty" json:"plugin,omitempty"`
	// Config are the plugin's own settings.
	Config map[string]any `yaml:"config,omitempty" json:"config,omitempty"`
}

// Policy names the policy plugin.
type Policy struct {
	Plugin `yaml:",inline"`
	// Checkpoint is what to start from: a weights file, a checkpoint's folder, or
	// a run's folder, with @best after it for its best checkpoint in the place of
	// its newest; empty starts untrained.
	Checkpoint string `yaml:"checkpoint,omitempty" json:"checkpoint,omitempty"`
}

// Term is one reward term.
type Term struct {
	// ID is the term's name, unique within the run; empty takes the last part
	// of the plugin's.
	ID     string `yaml:"id,omitempty" json:"id,omitempty"`
	Plugin `yaml:",inline"`
	// Weight multiplies the term's values; 0 reports the term only.
	Weight float64 `yaml:"weight" json:"weight"`
	// Schedule changes the weight in the course of the run, stage by stage.
	Schedule []Stage `yaml:"schedule,omitempty" json:"schedule,omitempty"`
}

// Stage is a weight that a term has from some point of the run on. It begins
// once the stage before it has begun and both of its conditions hold; a weight
// that is set by hand ends the term's schedule.
type Stage struct {
	// When is a condition on the metrics of the iteration before, such as
	// "term/format > 0.9"; the operator is < or >. Empty always holds.
	When string `yaml:"when,omitempty" json:"when,omitempty"`
	// From is the fraction of the planned iterations that must have passed.
	From float64 `yaml:"from,omitempty" json:"from,omitempty"`
	// Weight is the term's weight from then on.
	Weight float64 `yaml:"weight" json:"weight"`
	// Over is the fraction of the planned iterations in which the weight gets
	// there, in a straight line; 0 is at once.
	Over float64 `yaml:"over,omitempty" json:"over,omitempty"`
}

// Optimiser says how the policy learns from advantages.
type Optimiser struct {
	// LearningRate at the start of the run.
	LearningRate float64 `yaml:"learning_rate" json:"learning_rate"`
	// Schedule of the learning rate over the planned iterations: "constant",
	// "linear" or "cosine".
	Schedule string `yaml:"schedule" json:"schedule"`
	// FinalFraction of the learning rate is left at the end of the schedule.
	FinalFraction float64 `yaml:"final_fraction" json:"final_fraction"`
	// Loss is the policy-gradient loss.
	Loss loss.Spec `yaml:"loss" json:"loss"`
	// KLIn says where the divergence from the reference policy counts, which
	// loss.kl weighs: in the "loss", or in the "reward", where every response
	// loses kl times the sum of the estimates over its decisions before rewards
	// become advantages (use_kl_in_reward of verl). There k1 is the estimate
	// whose gradient is the divergence's. The reference is the policy as the run
	// found it.
	KLIn string `yaml:"kl_in" json:"kl_in"`
	// Minibatch is the number of decisions per optimiser step; 0 leaves it to
	// the policy.
	Minibatch int `yaml:"minibatch" json:"minibatch"`
	// Epochs is the number of passes over each iteration's samples.
	Epochs int `yaml:"epochs" json:"epochs"`
	// MaxGradNorm clips the gradient's global norm; 0 does not clip.
	MaxGradNorm float64 `yaml:"max_grad_norm" json:"max_grad_norm"`
}

// Credit is the share of object-level advantages.
type Credit struct {
	// Kind of object-level credit: "mixed" mixes the advantage of the trajectory
	// with those of its objects, "modulated" lowers the reward for the actions
	// on faulty objects (3D-SPO).
	Kind string `yaml:"kind" json:"kind"`
	// Object is the weight of the object-level advantage at the start: 0 trains
	// on trajectories only; at 1, mixed gives half the trajectory's advantage
	// plus the object's, and modulated the whole penalty.
	Object float64 `yaml:"object" json:"object"`
	// Anneal is the fraction of the planned iterations over which the object
	// weight falls to 0; 0 keeps it constant.
	Anneal float64 `yaml:"anneal" json:"anneal"`
}

// Divergence says when a run counts as diverging. Then the weights of the last
// good checkpoint come back, the learning rate is halved for the rest of the
// run, and the iterations go on counting. An update with statistics that are
// not finite always counts.
type Divergence struct {
	// Rollbacks is how often the run may go back; the next time it ends, with
	// the good checkpoint.
	Rollbacks int `yaml:"rollbacks" json:"rollbacks"`
	// GradNorm is the largest policy/grad_norm that is still good; 0 does not
	// look at it.
	GradNorm float64 `yaml:"grad_norm" json:"grad_norm"`
	// KL is the largest size of policy/kl that is still good; 0 does not look at
	// it.
	KL float64 `yaml:"kl" json:"kl"`
	// Entropy is the smallest share of the first iteration's policy/entropy that
	// is still good: a policy with none left tries nothing any more, and cannot
	// learn; 0 does not look at it.
	Entropy float64 `yaml:"entropy" json:"entropy"`
	// Collapse is the number of iterations in a row whose terms, at the weights
	// of the iteration, are worse than those of the first iteration by more than
	// the spread they had then; 0 does not look at them.
	Collapse int `yaml:"collapse" json:"collapse"`
}

// Eval is the evaluation on held-out tasks during the run.
type Eval struct {
	// Suite is the held-out suite.
	Suite string `yaml:"suite" json:"suite"`
	// N is the number of tasks.
	N int `yaml:"n" json:"n"`
	// Every is the number of iterations between evaluations; 0 evaluates only
	// before and after the run. With evaluations the best checkpoint is the one
	// with the most rooms fully valid, of several the one with the highest reward
	// on them, and every new best is saved; without, it is the checkpoint with
	// the highest reward in training.
	Every int `yaml:"every" json:"every"`
	// Patience ends the run early when that many evaluations in a row have not
	// found more rooms fully valid than the best before them; 0 never does.
	Patience int `yaml:"patience" json:"patience"`
}

// Checkpoint says how often to save and how much to keep.
type Checkpoint struct {
	// Every is the number of iterations between checkpoints; 0 saves only at
	// the end and when interrupted. A diverging run goes back to one of these, or
	// to its beginning.
	Every int `yaml:"every" json:"every"`
	// Keep is the number of newest checkpoints that stay, beside the best and the
	// one that a diverging run would go back to.
	Keep int `yaml:"keep" json:"keep"`
}

// Recorder says what the run's folder gets beside the metrics.
type Recorder struct {
	// Samples is the number of tasks whose layouts are recorded at every
	// sampled iteration.
	Samples int `yaml:"samples" json:"samples"`
	// SamplesEvery is the number of iterations between recorded layouts; 0
	// writes none to disk.
	SamplesEvery int `yaml:"samples_every" json:"samples_every"`
	// Images has the recorded layouts drawn too, where there is a renderer.
	Images bool `yaml:"images" json:"images"`
	// TensorBoard writes event files beside metrics.jsonl.
	TensorBoard bool `yaml:"tensorboard" json:"tensorboard"`
}
