package catalog

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestManifest reads plugin.json files, and holds that the JSON Schema says of
// each the same.
func TestManifest(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(ManifestSchema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("plugin.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("plugin.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	good := manifest("reward/mine")
	swap := func(old, new string) string {
		t.Helper()
		if !strings.Contains(good, old) {
			t.Fatalf("no %s in %s", old, good)
		}
		return strings.Replace(good, old, new, 1)
	}
	with := func(more string) string { return strings.TrimSuffix(good, "}") + "," + more + "}" }
	for text, want := range map[string]string{
		good: "",
		with(`"args":["--x"],"license":"MIT","homepage":"https://example.org/x","$schema":"s"`): "",
		swap(`"run"`, `"bin/{os}-{arch}/run"`):                                                  "",
		swap("1.2.3", "1.2.3-rc.1+5"):                                                           "",
		"":                                                                                      "is no JSON object",
		"[]":                                                                                    "is no JSON object",
		"null":                                                                                  "id is",
		"{}":                                                                                    "id is",
		good + "{}":                                                                             "is no JSON object",
		with(`"sumary":"x"`):                                                                    `unknown key "sumary"; did you mean "summary"?`,
		with(`"zzzzzzzz":1`):                                                                    "the keys are",
		swap(`"id"`, `"ID"`):                                                                    `unknown key "ID"`,
		swap("reward/mine", "reward/Mine"):                                                      "id is",
		swap("reward/mine", "reward/../x"):                                                      "id is",
		swap("reward/mine", "other/mine"):                                                       "id is",
		swap("1.2.3", "1.2"):                                                                    "version is",
		swap("1.2.3", "v1.2.3"):                                                                 "version is",
		swap("Tests.", `a\u009bb`):                                                              "summary must be",
		swap("Tests.", " "):                                                                     "summary must be",
		swap("Tests.", `a\nb`):                                                                  "summary must be",
		swap(`"program":"run"`, `"program":"../run"`):             "program is",
		swap(`"program":"run"`, `"program":"/bin/sh"`):            "program is",
		swap(`"program":"run"`, `"program":"a\\b"`):               "program is",
		swap(`"program":"run"`, `"program":"c:run"`):              "program is",
		swap(`"program":"run"`, `"program":"."`):                  "program is",
		swap(`"program":"run"`, `"program":"a//b"`):               "program is",
		swap(`"program":"run"`, `"program":7`):                    "program is a number",
		swap(`"lib"`, `"../lib"`):                                 "files[0] is",
		swap(`"lib"`, `"a/./b"`):                                  "files[0] is",
		swap(`"lib"`, `""`):                                       "files[0] is",
		swap("[1]", "[]"):                                         "protocols is empty",
		swap("[1]", "[0]"):                                        "protocols has 0",
		swap("[1]", `["1"]`):                                      "protocols",
		with(`"homepage":"javascript:x"`):                         "homepage is",
		with(`"args":["\u0000"]`):                                 "args[0]",
		with(`"args":[` + strings.Repeat(`"",`, 100) + `""]`):     "args has more",
		with(`"license":"` + strings.Repeat("x", 201) + `"`):      "license must",
		swap("Tests.", strings.Repeat("x", 501)):                  "summary must",
		swap("Tests.", strings.Repeat("x", maxManifest)):          "is larger than",
		swap(`"run"`, `"`+strings.Repeat("x", 501)+`"`):           "program is",
		with(`"files":[` + strings.Repeat(`"f",`, 1000) + `"f"]`): "files has more",
	} {
		m, err := ReadManifest(fstest.MapFS{ManifestFile: {Data: []byte(text)}})
		if (want == "") != (err == nil) || want != "" && lacks(err, want) {
			t.Errorf("%.200s: %v, error %v lacks %q", text, m, err, want)
		}
		var v any
		if json.Unmarshal([]byte(text), &v) != nil {
			continue
		}
		if serr := s.Validate(v); (serr == nil) != (err == nil) {
			t.Errorf("%.200s: the schema says %v, the program %v", text, serr, err)
		}
	}
}

// FuzzManifest reads anything: it is refused or stays below the plugin's folder.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(manifest("reward/mine")))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadManifest(fstest.MapFS{ManifestFile: {Data: data}})
		if err != nil {
			return
		}
		for _, p := range append(m.Files, m.Program) {
			if strings.HasPrefix(p, "/") || strings.Contains("/"+p+"/", "/../") || strings.ContainsAny(p, "\\:\x00") {
				t.Errorf("%q", p)
			}
		}
	})
}
