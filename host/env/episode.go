package env

import (
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// Episode is one attempt at a task, of several turns.
type Episode struct {
	Task *scenes.Task
	// Turn is the number of turns taken.
	Turn int
	// Done is set after the last turn.
	Done bool
	// Last is the outcome of the newest turn, or nil before the first.
	Last *Outcome
}

// Outcome is what one turn led to.
type Outcome struct {
	Turn     int
	Response string
	// Layout is nil and ParseError says why when the response does not parse.
	Layout     *scenes.Layout
	ParseError string
	Score      reward.Score
	// Images are all pictures of the layout, Image the policy's own.
	Images []base.Image
	Image  *base.Image
}

// Observation returns what the policy sees next.
func (e *Episode) Observation() policy.Observation {
	o := policy.Observation{Task: e.Task, Turn: e.Turn}
	if e.Last != nil {
		o.Previous, o.Findings, o.Reward = e.Last.Layout, scenes.Faults(e.Last.Score.Findings), e.Last.Score.Total
		o.Image = e.Last.Image
	}
	return o
}

// From returns an episode that continues from a layout, as if it had been the
// answer of the turn before.
func From(task *scenes.Task, last Outcome) *Episode {
	last.Turn = 0
	return &Episode{Task: task, Turn: 1, Last: &last}
}
