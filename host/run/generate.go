package run

import (
	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// Bounds of what may be asked for at once: layouts returned, and tries.
const (
	MaxLayouts = train.MaxLayouts
	MaxTries   = train.MaxTries
)

// serviceTemperature makes tries differ without making them careless.
const serviceTemperature = 0.5

// ServiceOptions say how layouts are made and scored outside a run.
type ServiceOptions struct {
	// Turns is the length of an episode; 0 means 1.
	Turns int
	// Rules is the weight of the rules of scenes/measure beside the terms of the
	// set; 0 leaves them out, which needs a term.
	Rules float64
	// Library has the models for terms that measure meshes.
	Library *assets.Library
}

// Service answers requests with a policy outside any run. What it is scored by
// is Rules times minus the faults per object, and the weighted terms of the set.
// Of several answers the best are chosen by the host, never inside the policy.
func (p *Plugins) Service(set *Set, o ServiceOptions) (session.Service, error) {
	var scorer env.Scorer = eval.Rules{}
	var terms func() []reward.Term
	if len(set.Terms) > 0 {
		m, err := reward.New(set.Terms)
		if err != nil {
			return nil, err
		}
		if o.Library != nil {
			m.Meshes = NewMeshes(o.Library, p.cacheDir).Of
		}
		scorer, terms = eval.Ruled{Weight: o.Rules, Terms: m}, m.Terms
	}
	d := set.Policy.Describe()
	e, err := env.New(env.Options{Scorer: scorer, Renderer: set.Renderer, Turns: max(1, o.Turns), Pictures: d.Wanted()})
	if err != nil {
		return nil, err
	}
	return train.NewService(train.ServiceOptions{Policy: set.Policy, Env: e, Temperature: serviceTemperature, Terms: terms}), nil
}
