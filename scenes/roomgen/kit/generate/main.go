// Command generate writes the starter kit's models and their list.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes/roomgen/kit/design"
)

func main() {
	out := flag.String("out", ".", "the kit's folder")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// run replaces the kit's files by what the code makes.
func run(out string) error {
	files, err := design.Build()
	if err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(out, "models", "*.glb"))
	if err != nil {
		return err
	}
	for _, f := range old {
		if err := os.Remove(f); err != nil {
			return err
		}
	}
	for _, f := range files {
		name := filepath.Join(out, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
