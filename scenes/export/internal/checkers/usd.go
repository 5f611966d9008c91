package checkers

import (
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

//go:embed stage.py
var stageScript []byte

// USD is OpenUSD's Python package, usd-core.
type USD struct{ python, script string }

// FindUSD finds a Python that has it: the one METASPATIAL_USD_PYTHON names, or
// python3.
func FindUSD(t testing.TB) *USD {
	t.Helper()
	python := os.Getenv("METASPATIAL_USD_PYTHON")
	if python == "" {
		python = program(t, "python3")
	}
	if err := command(t, python, "-c", "from pxr import UsdValidation").Run(); err != nil {
		absent(t, "python3 has no OpenUSD (pip install usd-core)")
	}
	return &USD{python, script(t, "stage.py", stageScript)}
}

// Stage is a USD file as OpenUSD composes it.
type Stage struct {
	// Problems are what its validators say.
	Problems []string
	Up       string
	Unit     float64
	Default  string
	Shown    []Seen
}

// Open opens the files.
func (u *USD) Open(t testing.TB, files ...string) []Stage {
	t.Helper()
	out := filepath.Join(t.TempDir(), "seen.json")
	printed := run(t, command(t, u.python, append([]string{u.script, out}, files...)...))
	var reports []struct {
		Stage
		Nodes []node
	}
	text, err := os.ReadFile(out)
	if err == nil {
		err = json.Unmarshal(text, &reports)
	}
	if err != nil || len(reports) != len(files) {
		t.Fatalf("OpenUSD opens %d of %d files: %v\n%s", len(reports), len(files), err, tail(printed))
	}
	stages := make([]Stage, len(reports))
	for i, r := range reports {
		stages[i] = r.Stage
		for _, n := range r.Nodes {
			if s, ok := zUp.seen(n); ok {
				stages[i].Shown = append(stages[i].Shown, s)
			}
		}
	}
	return stages
}
