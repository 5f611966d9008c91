package main

import "github.com/metaspatial/metaspatial/host/config"

// withWeights lets policy/compact begin with the weights that come with it, where
// neither a checkpoint nor a setting says otherwise.
func withWeights(p *config.Policy) {
	if p.Name != compactPolicy || p.Checkpoint != "" {
		return
	}
	if _, set := p.Config["weights"]; set {
		return
	}
	if p.Config == nil {
		p.Config = map[string]any{}
	}
	p.Config["weights"] = "pretrained"
}
