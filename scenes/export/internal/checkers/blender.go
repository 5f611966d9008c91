package checkers

import (
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

//go:embed import.py
var importScript []byte

// Blender is Blender with its glTF importer; written for 3.4.1.
type Blender struct{ program, script string }

// FindBlender finds it, with the numpy that its importer needs.
func FindBlender(t testing.TB) *Blender {
	t.Helper()
	b := &Blender{program: program(t, "blender"), script: script(t, "import.py", importScript)}
	probe := command(t, b.program, "--background", "--factory-startup", "--python-exit-code", "3", "--python-expr", "import numpy")
	if err := probe.Run(); err != nil {
		absent(t, "Blender has no numpy, which its glTF importer needs (python3-numpy)")
	}
	return b
}

// Import imports the files, each into an empty scene, and returns what Blender
// shows of each. Where METASPATIAL_PICTURE names a file, the last one is drawn
// there for a person to look at.
func (b *Blender) Import(t testing.TB, files ...string) [][]Seen {
	t.Helper()
	out := filepath.Join(t.TempDir(), "seen.json")
	args := []string{"--background", "--factory-startup", "--python-exit-code", "3", "--python", b.script, "--", out}
	cmd := command(t, b.program, append(args, files...)...)
	if picture := os.Getenv("METASPATIAL_PICTURE"); picture != "" {
		cmd.Env = append(cmd.Env, "PICTURE="+picture)
	}
	printed := run(t, cmd)
	var lists [][]node
	text, err := os.ReadFile(out)
	if err == nil {
		err = json.Unmarshal(text, &lists)
	}
	if err != nil || len(lists) != len(files) {
		t.Fatalf("Blender shows %d of %d files: %v\n%s", len(lists), len(files), err, tail(printed))
	}
	all := make([][]Seen, len(lists))
	for i, list := range lists {
		for _, n := range list {
			if s, ok := blender.seen(n); ok {
				all[i] = append(all[i], s)
			}
		}
	}
	return all
}

// Objects keeps what came with an object_id.
func Objects(all []Seen) []Seen {
	var out []Seen
	for _, s := range all {
		if s.Object != "" {
			out = append(out, s)
		}
	}
	return out
}
