package main

import (
	"context"
	"log/slog"
	"maps"
	"slices"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/plugins/policy/anneal"
	"github.com/metaspatial/metaspatial/plugins/policy/compact"
	"github.com/metaspatial/metaspatial/plugins/policy/random"
	"github.com/metaspatial/metaspatial/plugins/policy/solver"
	"github.com/metaspatial/metaspatial/plugins/policy/vlm"
	"github.com/metaspatial/metaspatial/plugins/render/raster"
	"github.com/metaspatial/metaspatial/plugins/reward/critic"
	"github.com/metaspatial/metaspatial/plugins/reward/format"
	"github.com/metaspatial/metaspatial/plugins/reward/function"
	"github.com/metaspatial/metaspatial/plugins/reward/judge"
	"github.com/metaspatial/metaspatial/plugins/reward/physics"
	"github.com/metaspatial/metaspatial/plugins/reward/relations"
	"github.com/metaspatial/metaspatial/sdk/base"
)

// builtins are the plugins that come with the program. Each runs as a process
// of its own, as external ones do: the program starts itself again.
var builtins = map[string]func() base.Plugin{
	"policy/anneal":    func() base.Plugin { return anneal.New() },
	"policy/compact":   func() base.Plugin { return compact.New() },
	"policy/random":    func() base.Plugin { return random.New() },
	"policy/solver":    func() base.Plugin { return solver.New() },
	"policy/vlm":       func() base.Plugin { return vlm.New() },
	"render/raster":    func() base.Plugin { return raster.New() },
	"reward/critic":    func() base.Plugin { return critic.New() },
	"reward/format":    func() base.Plugin { return format.New() },
	"reward/function":  func() base.Plugin { return function.New() },
	"reward/judge":     func() base.Plugin { return judge.New() },
	"reward/physics":   func() base.Plugin { return physics.New() },
	"reward/relations": func() base.Plugin { return relations.New() },
}

func builtinIDs() []string { return slices.Sorted(maps.Keys(builtins)) }

func isBuiltin(id string) bool { return builtins[id] != nil }

// openLock opens the user's list of trusted plugins; nil without a folder for
// the user's settings, as in some containers, where nothing is trusted.
func openLock() (*catalog.Lock, error) {
	path, err := catalog.DefaultLockPath()
	if err != nil {
		return nil, nil
	}
	return catalog.OpenLock(path)
}

// openCatalog opens the catalog, which searches the given folders before the
// usual ones.
func openCatalog(dirs ...string) (*catalog.Catalog, error) {
	lock, err := openLock()
	if err != nil {
		return nil, err
	}
	c, err := catalog.New(catalog.Options{Builtins: builtinIDs(), Lock: lock, Folders: catalog.Folders(dirs), Ask: askTrust()})
	if err != nil {
		return nil, err
	}
	return c, reattach(c)
}

// openPlugins prepares to start plugins for one command.
func openPlugins(o run.PluginOptions) (*run.Plugins, error) {
	if o.Settings.Network == "" { // a command without a run file
		o.Settings = config.Default().Plugins
	}
	if o.Output == nil && logger.Enabled(context.Background(), slog.LevelDebug) {
		o.Output = pluginLines()
	}
	var err error
	if o.Catalog, err = openCatalog(o.Settings.Dirs...); err != nil {
		return nil, err
	}
	return run.OpenPlugins(o)
}
