// Package reward is the contract of a reward term.
//
// A term is a pure function of a batch of candidates wherever it can be. It
// returns raw values; weights belong to the host. Higher is better.
package reward

import (
	"context"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
)

// Term scores layouts.
type Term interface {
	base.Plugin
	// Evaluate scores every candidate of one task: len(Results) equals
	// len(Candidates), in the same order. An error ends the run; what is wrong
	// with a candidate goes into its result. Several calls may run at once.
	Evaluate(ctx context.Context, req EvaluateRequest) (EvaluateResponse, error)
}

// EvaluateRequest is a batch of candidates for one task. It is read only.
type EvaluateRequest struct {
	Task       *scenes.Task
	Candidates []Candidate
	// Meshes are the models of the task's assets, each once, in the order in
	// which the objects first name them; empty unless the term needs meshes. An
	// object without one is a box.
	Meshes []base.Mesh
}

// Candidate is one response to a task.
type Candidate struct {
	// Response is the policy's text; empty unless the term needs responses.
	Response string
	// Layout is what the response says, or nil when it does not parse. Objects
	// of the task may be missing from it.
	Layout *scenes.Layout
	// ParseError says why Layout is nil.
	ParseError string
	// Turn counts from 0.
	Turn int
	// Images are the layout's pictures; empty unless the term needs images.
	// Their files lie below the CacheDir of Configure.
	Images []base.Image
}

// EvaluateResponse holds one result per candidate.
type EvaluateResponse struct {
	Results     []Result
	Diagnostics diag.Diagnostics
}

// Result is the score of one candidate.
type Result struct {
	// Value is the raw score: finite, higher is better. The host multiplies it
	// by the term's weight.
	Value float64
	// Invalid marks a candidate the term cannot score; Value is then the
	// term's worst and Reason says why. The host counts it as the worst of its
	// group.
	Invalid bool
	Reason  string
	// Parts are the named summands or measurements behind Value.
	Parts []Part
	// Objects is the value per object in the task's order, or nil for a term
	// that cannot tell objects apart. It decides which objects the policy
	// learns to place otherwise.
	Objects []float64
	// Findings say what is wrong. People see them, and so does the policy at
	// its next turn when the term has a weight.
	Findings []scenes.Finding
}

// Part is one named number behind a value.
type Part struct {
	Name  string
	Value float64
}
