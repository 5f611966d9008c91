package tries

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/plugins/policy/anneal"
	"github.com/metaspatial/metaspatial/plugins/policy/compact"
	"github.com/metaspatial/metaspatial/plugins/policy/random"
	"github.com/metaspatial/metaspatial/plugins/policy/solver"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

var builtins = map[string]func() policy.Policy{
	"policy/anneal":  func() policy.Policy { return anneal.New() },
	"policy/compact": func() policy.Policy { return compact.New() },
	"policy/random":  func() policy.Policy { return random.New() },
	"policy/solver":  func() policy.Policy { return solver.New() },
}

// Open makes the built-in policy that ID[:CHECKPOINT] names, in this process,
// with settings over its defaults; the compact one without a checkpoint has the
// weights that come with it.
func Open(ctx context.Context, arg string, settings map[string]any) (policy.Policy, error) {
	c := run.ParsePolicy(arg)
	make := builtins[c.Name]
	if make == nil {
		return nil, fmt.Errorf("there is no built-in policy %q; use one of %s", c.Name, strings.Join(slices.Sorted(maps.Keys(builtins)), ", "))
	}
	if _, set := settings["weights"]; c.Name == "policy/compact" && c.Checkpoint == "" && !set {
		settings = maps.Clone(settings)
		if settings == nil {
			settings = map[string]any{}
		}
		settings["weights"] = "pretrained"
	}
	p := make()
	values, diagnostics := p.Describe().Schema.Resolve(settings)
	if err := diagnostics.Err(); err != nil {
		return nil, err
	}
	said, err := p.Configure(ctx, base.ConfigureRequest{Values: values})
	if err == nil {
		err = said.Diagnostics.Err()
	}
	if err != nil {
		return nil, err
	}
	if c.Checkpoint != "" {
		return p, run.LoadWeights(ctx, p, c.Checkpoint)
	}
	return p, nil
}
