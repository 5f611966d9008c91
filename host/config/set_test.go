package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/config"
)

func runFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "run.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestLoadWith(t *testing.T) {
	file := runFile(t, "minutes: 1\npolicy: {plugin: policy/compact, config: {hidden: 8}}\n")
	got, err := config.LoadWith(file, []config.Setting{
		{"optimiser.learning_rate", "3e-3"},
		{"optimiser.loss.clip_high", "0.3"},
		{"terms.physics.weight", "2"},
		{"terms[0].weight", "0"},
		{"tasks.programs", "[bedroom, office]"},
		{"tasks.programs[1]", "bedroom"},
		{"tasks.assets", "pack"},
		{"eval", "{n: 4}"},
		{"policy.config.layers", "3"},
		// Neither can be had without the other.
		{"tasks.objects_min", "20"},
		{"tasks.objects_max", "30"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	want.Optimiser.LearningRate, want.Optimiser.Loss.ClipHigh = 3e-3, 0.3
	want.Terms[0].Weight, want.Terms[1].Weight = 0, 2
	want.Tasks.Programs = []string{"bedroom", "bedroom"}
	want.Tasks.ObjectsMin, want.Tasks.ObjectsMax, want.Tasks.Assets = 20, 30, filepath.Join(filepath.Dir(file), "pack")
	want.Eval.N = 4
	want.Policy.Config = map[string]any{"hidden": uint64(8), "layers": uint64(3)}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestLoadWithErrors(t *testing.T) {
	file := runFile(t, "minutes: 1\n")
	for _, c := range []struct{ path, value, want string }{
		{"optimiser.learning_rte", "1", `unknown key "learning_rte" under "optimiser"; did you mean "learning_rate"?`},
		{"optimizer.learning_rate", "1", `unknown key "optimizer"; did you mean "optimiser"?`},
		{"", "1", `unknown key ""`},
		{".", "1", `unknown key ""`},
		{"turns", "many", "cannot unmarshal"},
		{"turns", "", "it needs one value; write KEY=VALUE"},
		{"turns", "null", "it needs one value"},
		{"turns", "# none", "it needs one value"},
		{"turns", "1\n---\n2", "it needs one value"},
		{"turns", "[1, 2", "turns=[1, 2: "},
		{"turns.a", "1", `"turns" is a value, it has no key "a" below it`},
		{"turns", "0", "turns is 0; it must be from 1 to 100"},
		{"gamma", ".nan", "gamma is NaN; it must be from 0 to 1"},
		{"eval", "{m: 4}", `unknown key "m" under "eval"; did you mean "n"?`},
		{"eval", "&a {n: 4}", ""},
		{"tasks.programs", "[&a bedroom, *a]", "a YAML alias stands here"},
		{"policy.config.a", "[&a b, *a]", "a YAML alias stands here"},
		{"policy.config.a.b", "1", "one level"},
		{"policy.config.", "1", "the key of the plugin's setting is missing"},
		{"terms.light.weight", "1", `"terms" has no "light"; the terms are format, physics`},
		{"terms[7].weight", "1", `"terms" has no "7"`},
		{"terms[-1].weight", "1", `"terms" has no "-1"`},
		{"tasks.programs[0]", "bedroom", `"tasks.programs" has no element "0"; it has 0`},
		{"terms.physics.weight", ".inf", "terms[1].weight is +Inf; it must be a finite number"},
		{"eval.suite", "norml", `eval.suite is "norml"; did you mean "normal"?`},
	} {
		_, err := config.LoadWith(file, []config.Setting{{c.path, c.value}})
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s=%s: %v", c.path, c.value, err)
		case c.want == "":
		case err == nil:
			t.Errorf("%s=%s is taken", c.path, c.value)
		case !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), file+" with "+c.path+"=") || strings.Contains(strings.TrimPrefix(err.Error(), file+" with "+c.path+"="+c.value), "\n"):
			t.Errorf("%s=%s: %v; want %s", c.path, c.value, err, c.want)
		}
	}
}
