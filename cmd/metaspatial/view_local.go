package main

import (
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// localSession starts a host for a viewer without a run: the named policy, or
// the one that comes with the program, and the terms of a run file that says
// nothing of them. It returns at once; the plugins start beside it, and end with
// Close of the plugins.
func localSession(plugins *run.Plugins, lib *assets.Library, policy, library string) *run.Local {
	cfg := config.Default()
	if policy == "" {
		policy = defaultPolicy
	}
	cfg.Policy, cfg.Tasks.Assets = run.ParsePolicy(policy), library
	cfg.Policy.Config = map[string]any{}
	completePolicy(&cfg.Policy)
	return plugins.Local(cfg, lib)
}
