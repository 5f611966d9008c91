package run

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/config"
)

// TestDevNamesPrograms starts a program that is no plugin: it fails for want of
// trust, or, under the developer's override, only when it has run.
func TestDevNamesPrograms(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	program := filepath.Join(dir, "mine")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		dev, path string
		runs      bool
	}{
		"not named":         {"./other", program, false},
		"the same":          {program, program, true},
		"relative":          {"./mine", program, true},
		"relative, by path": {program, "mine", true},
	} {
		t.Run(name, func(t *testing.T) {
			cat, err := catalog.New(catalog.Options{})
			if err != nil {
				t.Fatal(err)
			}
			p, err := OpenPlugins(PluginOptions{Catalog: cat, Dev: []string{c.dev}})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			_, err = p.Start(t.Context(), config.Plugin{Name: c.path})
			if err == nil || strings.Contains(err.Error(), "is not trusted yet") == c.runs {
				t.Errorf("got %v", err)
			}
		})
	}
}
