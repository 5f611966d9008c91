package main

import (
	"maps"
	"os"
	"slices"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/sdk/client"
)

// reattach makes the catalog use the plugins that a debugger holds, and says of
// each what is then not seen to.
func reattach(c *catalog.Catalog) error {
	plugins, err := catalog.ParseAttachments(os.Getenv(client.ReattachEnv))
	if err != nil {
		return badInput(err)
	}
	for _, id := range slices.Sorted(maps.Keys(plugins)) {
		a := plugins[id]
		say("warning: %s is the process %d that %s names: its program is not checked, what it is told is not encrypted, and neither limits nor deadlines hold", id, a.PID, client.ReattachEnv)
	}
	c.Attach(plugins)
	return nil
}
