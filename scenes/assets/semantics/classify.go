package semantics

import (
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// kind is what names say about a file. It is this package's only tie to
// scenes/taxonomy.
type kind struct {
	name     string
	known    bool
	evidence string
	mount    scenes.Support
	flat     bool
	// lo and hi bound the usual size; zero when unknown.
	lo, hi scenes.Vec3
	// upper says that a back or headboard tells the front.
	upper bool
	// ruler is the axis (0 right, 1 front, 2 up) by which the class tells a
	// pack's scale, or -1.
	ruler int
}

// classify looks the file's name up, then its nodes' and meshes' names.
func classify(name string, info *gltfio.Info) kind {
	for _, source := range []struct {
		what  string
		names []string
	}{{"file name", []string{name}}, {"node name", info.Nodes}, {"mesh name", info.Meshes}} {
		for _, n := range source.names {
			if c, ok := taxonomy.Lookup(n); ok {
				return kindOf(c, fmt.Sprintf("%s %q", source.what, n))
			}
		}
	}
	var words []string
	for _, w := range taxonomy.Words(name) {
		if len(w) > 1 {
			words = append(words, w)
		}
	}
	k := kind{name: strings.Join(words, "_"), mount: scenes.OnFloor, ruler: -1}
	if k.name == "" {
		k.name = "prop"
	}
	k.evidence = fmt.Sprintf("no known class in the name %q", name)
	return k
}

func kindOf(c taxonomy.Class, evidence string) kind {
	k := kind{
		name: c.Name, known: true, evidence: evidence, mount: c.Mount, flat: c.Flat,
		lo: c.Min, hi: c.Max, ruler: -1,
	}
	bed, seat := c.Has(taxonomy.Bed), c.Has(taxonomy.Seat)
	k.upper = c.Front && (bed || seat || c.Name == "toilet")
	// Bodies fix the length of beds and the height of seats, tables and
	// worktops; widths vary with style, and so do stools and low tables.
	switch {
	case bed:
		k.ruler = 1
	case c.Has(taxonomy.Stool) || c.Has(taxonomy.Bench) || c.Has(taxonomy.LowTable):
	case c.Mount == scenes.OnFloor && (seat || c.Has(taxonomy.Table) || c.Has(taxonomy.Counter) || c.Has(taxonomy.Sanitary)):
		k.ruler = 2
	}
	return k
}
