package config_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/config"
)

func TestLoadOverDefaults(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "run.yaml")
	text := `
# A comment.
seed: 7
iterations: 50
tasks: {objects_max: 9, assets: pack}
policy:
  plugin: plugins/mine
  config: {layers: 2, name: deep}
terms:
  - {plugin: reward/physics, weight: 2}
  - {id: strict, plugin: reward/physics, weight: 0, config: {mode: reference}}
optimiser:
  loss: {clip_high: 0.3}
`
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Default()
	want.Seed, want.Iterations, want.Out = 7, 50, filepath.Join(dir, "run")
	want.Tasks.ObjectsMax, want.Tasks.Assets = 9, filepath.Join(dir, "pack")
	want.Policy = config.Policy{Plugin: config.Plugin{Name: filepath.Join(dir, "plugins/mine"), Config: map[string]any{"layers": uint64(2), "name": "deep"}}}
	want.Terms = []config.Term{
		{Plugin: config.Plugin{Name: "reward/physics"}, ID: "physics", Weight: 2},
		{Plugin: config.Plugin{Name: "reward/physics", Config: map[string]any{"mode": "reference"}}, ID: "strict"},
	}
	want.Optimiser.Loss.ClipHigh = 0.3
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestLoadErrors(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"misspelt key":           {"minutes: 1\ngroup_sise: 4\n", `run.yaml:2: unknown key "group_sise"; did you mean "group_size"?`},
		"misspelt nested key":    {"minutes: 1\noptimiser:\n  learning_rte: 1\n", `run.yaml:3: unknown key "learning_rte" under "optimiser"; did you mean "learning_rate"?`},
		"misspelt key of a loss": {"minutes: 1\noptimiser:\n  loss:\n    entropie: 1\n", `run.yaml:4: unknown key "entropie" under "optimiser.loss"; did you mean "entropy"?`},
		"misspelt key in a list": {"minutes: 1\nterms:\n  - plugin: reward/physics\n    wieght: 1\n", `run.yaml:4: unknown key "wieght" under "terms[0]"; did you mean "weight"?`},
		"far-off key":            {"minutes: 1\neval: {colour: red}\n", `run.yaml:2: unknown key "colour" under "eval"; the keys are every, n, patience, suite`},
		"wrong type":             {"minutes: 1\nturns: many\n", "run.yaml:2: "},
		"syntax":                 {"minutes: [1\n", "run.yaml:1: "},
		"key twice":              {"minutes: 1\nminutes: 2\n", "run.yaml:2: "},
		"no end":                 {"seed: 1\n", "run.yaml: minutes and iterations are both missing"},
		"a word":                 {"minutes\n", "run.yaml:1: is no run file; write keys with their values, such as minutes: 3"},
		"a list":                 {"# run\n- minutes: 3\n", "run.yaml:2: is no run file"},
		"only a comment":         {"# minutes: 3\n", "run.yaml: minutes and iterations are both missing"},
		"empty":                  {"", "run.yaml: minutes and iterations are both missing"},
		"value":                  {"minutes: 1\noptimiser:\n  epochs: 0\n", "run.yaml:3: optimiser.epochs is 0; it must be from 1 to 100"},
		"negative":               {"minutes: -1\n", "run.yaml:1: minutes is -1; it must be at least 0"},
		"not a number":           {"minutes: 1\ngamma: .nan\n", "run.yaml:2: gamma is NaN; it must be from 0 to 1"},
		"max below min":          {"minutes: 1\ntasks: {objects_min: 9, objects_max: 4}\n", "run.yaml:2: tasks.objects_max is 4; it must be from 9 to 60"},
		"choice":                 {"minutes: 1\noptimiser: {schedule: linaer}\n", `run.yaml:2: optimiser.schedule is "linaer"; did you mean "linear"?`},
		"suite":                  {"minutes: 1\neval:\n  suite: twelv\n", `run.yaml:3: eval.suite is "twelv"; did you mean "twelve"?`},
		"program":                {"minutes: 1\ntasks:\n  programs:\n    - kitchen\n    - bedrom\n", `run.yaml:5: tasks.programs[1] is "bedrom"; did you mean "bedroom"?`},
		"no plugin":              {"minutes: 1\nterms:\n  - weight: 1\n", "run.yaml:3: terms[0] names no plugin"},
		"same name twice":        {"minutes: 1\nterms: [{plugin: reward/a, weight: 1}, {plugin: reward/a, weight: 1}]\n", `run.yaml:2: terms[1] is a second term named "a"`},
		"unclear condition":      {"minutes: 1\nterms:\n  - plugin: reward/a\n    schedule: [{when: format, weight: 1}]\n", `run.yaml:4: terms[0].schedule[0].when "format" has no < or >; write it as "term/format > 0.9"`},
		"condition on no term":   {"minutes: 1\nterms:\n  - plugin: reward/physics\n    schedule:\n      - {when: term/phisics > 0.9, weight: 1}\n", `run.yaml:5: terms[0].schedule[0].when waits for the term "phisics", which the run does not have; did you mean "physics"?`},
		"stages out of order":    {"minutes: 1\nterms:\n  - plugin: reward/a\n    schedule:\n      - {from: 0.9, weight: 1}\n      - {from: 0.1, weight: 2}\n", "run.yaml:6: terms[0].schedule[1].from is 0.1, but a stage before it begins at 0.9; list the stages in the order of their beginning"},
		"stage beyond the end":   {"minutes: 1\nterms:\n  - plugin: reward/a\n    schedule:\n      - {from: 2, weight: 1}\n", "run.yaml:5: terms[0].schedule[0].from is 2; it must be from 0 to 1"},
		"alias":                  {"minutes: 1\nseed: &a 2\nturns: *a\n", "run.yaml:3: a YAML alias stands here; write the value out"},
		"alias in a setting":     {"minutes: 1\nseed: &a 2\npolicy:\n  config:\n    list: [1, *a]\n", "run.yaml:5: a YAML alias stands here; write the value out"},
		"no terms":               {"minutes: 1\nterms: []\n", "run.yaml:2: terms is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Parse("run.yaml", []byte(c.text))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
	if _, err := config.Load(filepath.Join(t.TempDir(), "none.yaml")); err == nil || !strings.Contains(err.Error(), "none.yaml does not exist") {
		t.Errorf("a missing file: %v", err)
	}
}

func TestDefaultIsValid(t *testing.T) {
	c := config.Default()
	c.Minutes = 3
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	c.Terms[0].Weight = math.Inf(1)
	if err := c.Validate(); err == nil {
		t.Error("an infinite weight is valid")
	}
}
