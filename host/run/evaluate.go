package run

import (
	"context"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// Evaluated starts what an evaluation outside a run needs of a run file: the
// policy with its weights, the terms and, where any of them wants pictures, the
// renderer. It returns the policy and the options that name the others.
func (p *Plugins) Evaluated(ctx context.Context, cfg *config.Run, lib *assets.Library) (policy.Policy, eval.Options, error) {
	var o eval.Options
	list := []config.Plugin{cfg.Policy.Plugin}
	for _, t := range cfg.Terms {
		list = append(list, t.Plugin)
	}
	handles, err := p.Start(ctx, list...)
	if err != nil {
		return nil, o, err
	}
	evaluated, err := handles[0].Policy()
	if err != nil {
		return nil, o, err
	}
	if err := p.firstWeights(ctx, handles[0], evaluated, cfg.Policy.Checkpoint); err != nil {
		return nil, o, err
	}
	d := evaluated.Describe()
	wanted := d.Wanted()
	if len(cfg.Terms) > 0 {
		var terms []reward.Term
		for i, t := range cfg.Terms {
			term, err := handles[1+i].Term()
			if err != nil {
				return nil, o, err
			}
			terms = append(terms, reward.Term{Name: t.ID, Weight: t.Weight, Plugin: term})
		}
		if o.Terms, err = reward.New(terms); err != nil {
			return nil, o, err
		}
		o.Terms.Meshes = NewMeshes(lib, p.cacheDir).Of
		wanted = append(wanted, o.Terms.Pictures()...)
	}
	if r := RendererOf(cfg); len(wanted) > 0 && r.Name != "" {
		handles, err := p.Start(ctx, r)
		if err != nil {
			return nil, o, err
		}
		if o.Renderer, err = handles[0].Renderer(); err != nil {
			return nil, o, err
		}
	}
	return evaluated, o, nil
}
