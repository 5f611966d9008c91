package judge_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/plugins/reward/judge"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
)

func TestPlugin(t *testing.T) { plugintest.Check(t, judge.New()) }

// configure gives a term its settings, and returns what it answers.
func configure(t *testing.T, term *judge.Term, dir string, settings map[string]any) base.ConfigureResponse {
	t.Helper()
	values, ds := term.Describe().Schema.Resolve(settings)
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	resp, err := term.Configure(t.Context(), base.ConfigureRequest{Values: values, CacheDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = term.Stop(t.Context()) })
	return resp
}

func TestPictures(t *testing.T) {
	view := func(camera string) base.Picture {
		return base.Picture{Camera: camera, Output: "color", Width: 512, Height: 512, Quality: "beauty"}
	}
	critics := base.Picture{}.Complete()
	for name, c := range map[string]struct {
		settings map[string]any
		want     []base.Picture
	}{
		"default":  {nil, []base.Picture{view("dollhouse"), view("top"), view("eye"), critics}},
		"cameras":  {map[string]any{"views": " top, orbit:30,20  north,eye", "fallback": "none"}, []base.Picture{view("top"), view("orbit:30,20"), view("north"), view("eye")}},
		"recorded": {map[string]any{"views": "top", "fallback": "none", "record": t.TempDir() + "/judge.jsonl"}, []base.Picture{view("top"), critics}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.settings == nil {
				c.settings = map[string]any{}
			}
			c.settings["model"] = "m"
			if d := cmp.Diff(c.want, configure(t, judge.New(), t.TempDir(), c.settings).Pictures); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestSettingsThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		settings map[string]any
		want     string
	}{
		"no cameras":        {map[string]any{"views": " , "}, "config.views: names 0 cameras"},
		"many cameras":      {map[string]any{"views": "a b c d e f g h i"}, "names 9 cameras"},
		"both files":        {map[string]any{"record": "a", "replay": "b"}, "give either record or replay"},
		"no prices":         {map[string]any{"budget_cost": 5}, "config.budget_cost: needs the prices"},
		"extra":             {map[string]any{"extra": `{"seed": 3}`}, `config.extra: must not name "seed"`},
		"no object":         {map[string]any{"extra": `[]`}, "config.extra: must be a JSON object"},
		"address":           {map[string]any{"base_url": "localhost"}, "base URL"},
		"secret in address": {map[string]any{"base_url": "http://me:secret@localhost/v1"}, "must have no user"},
		"no key":            {map[string]any{"key_env": "METASPATIAL_NO_SUCH_KEY"}, "METASPATIAL_NO_SUCH_KEY"},
		"no record":         {map[string]any{"replay": dir + "/none.jsonl"}, "config.replay"},
		"record in nowhere": {map[string]any{"record": dir + "/none/judge.jsonl"}, "config.record"},
	} {
		t.Run(name, func(t *testing.T) {
			c.settings["model"] = "m"
			ds := configure(t, judge.New(), dir, c.settings).Diagnostics
			if err := ds.Err(); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v, want %q", ds, c.want)
			}
		})
	}
	if ds := configure(t, judge.New(), dir, nil).Diagnostics; ds.HasError() || len(ds) != 1 || !strings.Contains(ds[0].Summary, "no judge is named") {
		t.Errorf("without a model: %v", ds)
	}
}
