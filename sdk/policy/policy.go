// Package policy is the contract of a policy: something that answers a task
// with a layout, and may learn.
package policy

import (
	"context"
	"errors"
	"io"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// ErrLost is in the chain of a host's error when the process of a policy has
// ended, and with it its weights and the samples that it kept. Load makes the
// policy usable again.
var ErrLost = errors.New("the policy has lost what it had learned")

// Policy answers observations with responses.
type Policy interface {
	base.Plugin
	// Sample draws N responses for every observation. The same request gives
	// the same responses. Inside it there is no search over the reward, no
	// repair and no rejection, unless the plugin's description says that it is
	// a baseline that does just that.
	Sample(ctx context.Context, req SampleRequest) (SampleResponse, error)
}

// Observation is what the policy sees at one turn of one episode.
type Observation struct {
	Task *scenes.Task
	// Turn counts from 0. From turn 1 on, Previous, Findings and Reward are
	// those of the turn before; Previous is nil if it did not parse.
	Turn     int
	Previous *scenes.Layout
	Findings []scenes.Finding
	Reward   float64
	// Image is the render of Previous; nil unless the policy's description has
	// base.NeedImages.
	Image *base.Image
}

// SampleRequest asks for responses.
type SampleRequest struct {
	Observations []Observation
	// N responses are drawn for each observation; 0 means 1.
	N int
	// Temperature 0 is greedy.
	Temperature float64
	// Seed decides everything random in the answer.
	Seed uint64
	// Keep asks a trainer to remember what Update will need.
	Keep bool
	// Reference asks a trainer for [Action.RefLogProb] as well.
	Reference bool
}

// SampleResponse holds Samples[observation][n].
type SampleResponse struct {
	Samples [][]Sample
	// Reference says that the actions carry RefLogProb. A policy that leaves it
	// false where it was asked for has no reference policy to tell of.
	Reference bool
	// Statistics are what this call took, such as "requests", "input_tokens",
	// "output_tokens" and "cost": amounts that add up over calls. Policies that
	// ask nobody leave it empty.
	Statistics  []Statistic
	Diagnostics diag.Diagnostics
}

// Sample is one response.
type Sample struct {
	// Handle names the sample in a later Update; 0 when it was not kept.
	Handle uint64
	// Response is <think>…</think><answer>JSON</answer>.
	Response string
	// Actions are the decisions behind the response, with their
	// log-probabilities under the weights and the temperature they were drawn
	// with; empty for policies that cannot tell.
	Actions []Action
}

// Action is one decision.
type Action struct {
	// Object is the index of the task's object it decides, or -1.
	Object int
	// Coordinate says what it decides: "position", "yaw", or a plugin's own.
	Coordinate string
	LogProb    float64
	// RefLogProb is the log-probability of the same decision under the reference
	// policy, at the same temperature; 0 unless [SampleResponse.Reference]. The
	// reference is what Update's divergence is measured from, too: the policy as
	// it was before the first Sample with Reference, or the first Update with
	// [loss.Spec.KL], whichever came first. Save writes it and Load reads it
	// back. A decision that leaves nothing to choose has RefLogProb = LogProb.
	RefLogProb float64
}

// Trainer is a policy that learns. It owns its weights and optimiser; the host
// owns episodes, rewards and advantages.
type Trainer interface {
	Policy
	// Update takes one optimisation pass over kept samples and forgets every
	// kept sample, named or not.
	Update(ctx context.Context, req UpdateRequest) (UpdateResponse, error)
	// Save writes weights and optimiser; Load reads them back, so that
	// training goes on as if it had not been interrupted.
	Save(ctx context.Context, w io.Writer) error
	Load(ctx context.Context, r io.Reader) error
}

// UpdateRequest is one optimisation pass.
type UpdateRequest struct {
	// Items may be empty, where there was nothing to decide.
	Items []Item
	Loss  loss.Spec
	// LearningRate is the optimiser's step; schedules are the host's.
	LearningRate float64
	// MaxGradNorm clips the gradient's global norm where it is positive.
	MaxGradNorm float64
	// Minibatch is the number of actions per optimiser step; 0 leaves it to
	// the policy.
	Minibatch int
	// Epochs is the number of passes over the items; 0 means 1.
	Epochs int
	// Seed orders the minibatches.
	Seed uint64
}

// Item is one kept sample with its advantages.
type Item struct {
	Handle uint64
	// Advantages has one entry per action of the sample, in their order, and a
	// single one for a sample without actions.
	Advantages []float64
}

// UpdateResponse reports what the update did.
type UpdateResponse struct {
	Statistics  []Statistic
	Diagnostics diag.Diagnostics
}

// Statistic is one named number: "loss", "entropy", "clip_fraction", "kl",
// "grad_norm" and "steps" mean the same for every policy. One that is NaN or
// infinite says that the weights are spoilt: the run goes back to a checkpoint.
type Statistic struct {
	Name  string
	Value float64
}
