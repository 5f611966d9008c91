//go:build xla && cgo

package compact

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gomlx/compute"
	"github.com/gomlx/go-xla/compute/xla"
)

// newXLA starts XLA through a PJRT plugin that is on this machine: a file
// pjrt_c_api_NAME_plugin.so in a folder of PJRT_PLUGIN_LIBRARY_PATH, or where
// that is not set, where package pjrt looks. It never downloads one.
func newXLA(plugin string) (compute.Backend, error) {
	xla.EnableAutoInstall(false)
	found := xla.GetAvailablePlugins()
	if !slices.ContainsFunc(found, func(name string) bool { return name == plugin || strings.HasPrefix(name, plugin+"_v") }) {
		return nil, fmt.Errorf("there is no PJRT plugin %q on this machine: put pjrt_c_api_%s_plugin.so into a folder and name the folder in PJRT_PLUGIN_LIBRARY_PATH; one for CUDA counts only where there is an NVIDIA device (docs/backends.md)", plugin, plugin)
	}
	return startXLA(plugin)
}

// startXLA starts a plugin by its name or its path.
func startXLA(plugin string) (compute.Backend, error) {
	b, err := xla.New(plugin)
	if err != nil {
		// A typed nil would not be nil.
		return nil, err
	}
	return b, nil
}
