package semantics

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/metaspatial/metaspatial/scenes"
)

const sample = `# What I know of the pack.
scale: 0.7   # measured a door
licence: CC0-1.0

assets:
  # The only one that faces backwards.
  chair_A:
    front: -X # seen in the game
    size_m: [0.5, 0.55, 0.9]
    sides:
      - front
      - left
  # Not for us.
  "odd name: 1":
    skip: true
  001:
    flat: false
    tags: [no, oak wood]
`

func TestParseOverrides(t *testing.T) {
	o, err := ParseOverrides("mine.yaml", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	no := false
	want := &Overrides{
		Name: "mine.yaml", Scale: 0.7, Licence: "CC0-1.0",
		Assets: map[string]Override{
			"chair_A":     {Front: "-X", Size: scenes.Vec3{0.5, 0.55, 0.9}, Sides: []string{"front", "left"}},
			"odd name: 1": {Skip: true},
			"001":         {Flat: &no, Tags: []string{"no", "oak wood"}},
		},
	}
	if diff := cmp.Diff(want, o, cmpopts.IgnoreUnexported(Overrides{}, Override{})); diff != "" {
		t.Errorf("overrides (-want +got):\n%s", diff)
	}
	for _, empty := range []string{"", "# nothing yet\n", "---\n", "assets:\n", "assets: {}\n"} {
		o, err := ParseOverrides("x", []byte(empty))
		if err != nil || len(o.Assets) != 0 || o.Scale != 0 {
			t.Errorf("%q: %+v, %v", empty, o, err)
		}
	}
}

func TestParseOverridesErrors(t *testing.T) {
	deep := strings.Repeat("[", 100000)
	for text, want := range map[string]string{
		"scle: 0.7":                                                          `f.yaml:1: unknown key "scle"; did you mean "scale"?`,
		"colour: red":                                                        `f.yaml:1: unknown key "colour"; the keys are scale,`,
		"assets:\n  chair:\n    frnt: +X":                                    `f.yaml:3: unknown key "frnt" of "chair"; did you mean "front"?`,
		"assets:\n  chair:\n    front: +Y":                                   `f.yaml:3: front of "chair" is "+Y"; it must be`,
		"assets:\n  chair:\n    front: [+Y]":                                 `f.yaml:3: front of "chair" must be text`,
		"assets:\n  chair:\n    size_m: [1, 2]":                              `f.yaml:3: size_m of "chair" must be three numbers, not 2: right, front and up`,
		"assets:\n  chair:\n    size_m: [0, 0, 0]":                           `says nothing`,
		"assets:\n  chair:\n    size_m: [1, 2, -1]":                          `not negative`,
		"assets:\n  chair:\n    size_m: 1":                                   `must be a list`,
		"assets:\n  chair:\n    mount: ceilling":                             `did you mean "ceiling"?`,
		"assets:\n  chair:\n    skip: maybe":                                 `must be true or false`,
		"assets:\n  chair:\n    sides: [front, top]":                         `sides of "chair" is "top"`,
		"assets:\n  chair:\n    category: ofice_chair":                       `f.yaml:3: category of "chair" is "ofice_chair", which is no known class; did you mean "office_chair"?`,
		"assets:\n  chair:\n    flat: true\n    category: xqzzy":             `f.yaml:4: category of "chair" is "xqzzy", which is no known class; name one, such as`,
		"assets:\n  chair:\n    category: chairs":                            `did you mean "chair"?`,
		"assets:\n  chair:\n    category: ''":                                `no known class`,
		"assets:\n  chair:\n    category: " + strings.Repeat("chair", 1<<19): `no known class`,
		"assets:\n  chair: red":                                              `f.yaml:2: "chair" must hold keys`,
		"assets: [a]":                                                        `f.yaml:1: assets must hold a name`,
		"scale: -1":                                                          `f.yaml:1: scale is -1; it must be a positive number`,
		"scale: .nan":                                                        `f.yaml:1: scale must be a number`,
		"scale: wide":                                                        `f.yaml:1: scale must be a number`,
		"up: north":                                                          `f.yaml:1: up is "north"`,
		"- a":                                                                `holds no overrides`,
		"scale: 1\n---\nscale: 2":                                            `a second document begins`,
		"a: &x 1\nb: *x":                                                     `unknown key`,
		"assets: &x {chair: {front: +X}}":                                    `assets must hold`,
		"scale: 0.7\nscale: 0.8":                                             `f.yaml:2`,
		"scale: [":                                                           `f.yaml`,
		"\xff\xfe":                                                           `is not UTF-8`,
		deep:                                                                 `nested deeper`,
		strings.Repeat("- ", 5000):                                           `nested deeper`,
		"assets:\n  chair:\n    tags: " + listOf(100):                        `100 entries`,
		"assets:\n  chair:\n    tags: " + deep + "\n":                        `nested deeper`,
		strings.Repeat("# long\n", 1<<20) + strings.Repeat(" ", 10<<20): `larger than`,
	} {
		_, err := ParseOverrides("f.yaml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: got %v, want %q", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%.60q: several lines: %v", text, err)
		}
	}
}

func listOf(n int) string { return "[" + strings.Repeat("a, ", n-1) + "a]" }

func TestSet(t *testing.T) {
	for name, test := range map[string]struct {
		text, asset, key, value, want string
	}{
		"pack, in place":   {sample, "", "scale", "0.75", strings.Replace(sample, "0.7   # measured", "0.75 # measured", 1)},
		"pack, new":        {"# mine\nscale: 1\n", "", "author", "Jane: the #1", "# mine\nauthor: \"Jane: the #1\"\nscale: 1\n"},
		"asset, in place":  {sample, "chair_A", "front", "+Z", strings.Replace(sample, "-X # seen", "+Z # seen", 1)},
		"asset, a list":    {sample, "chair_A", "sides", "[front]", strings.Replace(sample, "sides:\n      - front\n      - left", "sides: [front]", 1)},
		"asset, new key":   {sample, "chair_A", "mount", "wall", strings.Replace(sample, "      - left\n", "      - left\n    mount: wall\n", 1)},
		"asset, taken":     {sample, "chair_A", "front", "", strings.Replace(sample, "    front: -X # seen in the game\n", "", 1)},
		"asset, last":      {sample, "odd name: 1", "skip", "", strings.Replace(sample, "  \"odd name: 1\":\n    skip: true\n", "", 1)},
		"new asset":        {sample, "sofa", "category", "sofa", sample + "  sofa:\n    category: sofa\n"},
		"new odd asset":    {sample, "a: b", "skip", "true", sample + "  \"a: b\":\n    skip: true\n"},
		"numbered asset":   {sample, "001", "flat", "true", strings.Replace(sample, "flat: false", "flat: true", 1)},
		"first of all":     {"", "sofa", "front", "-Z", "assets:\n  sofa:\n    front: -Z\n"},
		"no assets yet":    {"scale: 1\n", "sofa", "front", "-Z", "scale: 1\nassets:\n  sofa:\n    front: -Z\n"},
		"empty assets":     {"assets: {} # none\n", "sofa", "front", "-Z", "assets: # none\n  sofa:\n    front: -Z\n"},
		"in braces":        {"assets:\n  sofa: {front: -X, tags: [a, b]}\n  x:\n    skip: true\n", "sofa", "front", "-Z", "assets:\n  sofa:\n    front: -Z\n    tags: [a, b]\n  x:\n    skip: true\n"},
		"nothing to take":  {sample, "sofa", "front", "", sample},
		"the only asset":   {"scale: 2\nassets:\n  a:\n    skip: true\n", "a", "skip", "", "scale: 2\n"},
		"text that is yes": {"", "", "author", "yes", "author: \"yes\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := ParseOverrides("f.yaml", []byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			got, err := o.Set(test.asset, test.key, test.value)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			again, err := ParseOverrides("f.yaml", got)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(again, o, cmpopts.IgnoreUnexported(Overrides{}, Override{})); diff != "" {
				t.Errorf("state (-parsed +set):\n%s", diff)
			}
		})
	}
}

func TestSetErrors(t *testing.T) {
	for _, test := range [][4]string{
		{"chair_A", "frnt", "+X", "no key"}, {"", "assets", "x", "no key"}, {"", "front", "+X", "no key"}, {"chair_A", "front", "up", "front of"},
		{"chair_A", "size_m", "[1", "size_m"}, {"chair_A", "category", "ofice_chair", `did you mean "office_chair"?`}, {"chair_A", "scale", "-1", "positive"}, {"chair_A", "author", "a\nb", "one line"},
	} {
		o, err := ParseOverrides("f.yaml", []byte(sample))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Set(test[0], test[1], test[2]); err == nil || !strings.Contains(err.Error(), test[3]) {
			t.Errorf("%v: got %v", test, err)
		}
		if o.text != sample {
			t.Errorf("%v: the text has changed", test)
		}
	}
}

// A person's words stand over those that a pack brings.
func TestOver(t *testing.T) {
	mine, err := ParseOverrides("mine", []byte("scale: 2\nassets:\n  a: {front: -X, skip: false}\n  b: {skip: true}\n"))
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := ParseOverrides("theirs", []byte("scale: 3\nauthor: Ann\nassets:\n  a: {front: +X, mount: wall, skip: true}\n"))
	if err != nil {
		t.Fatal(err)
	}
	o := mine.Over(theirs)
	a := o.Asset("a")
	if o.Scale != 2 || o.Author != "Ann" || a.Front != "-X" || a.Mount != "wall" || a.Skip || !o.Asset("b").Skip {
		t.Errorf("merged to %+v", o)
	}
	for key, want := range map[string]string{"front": "said in mine", "mount": "said in theirs"} {
		if got := a.where.said(key).Why; got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
	var none *Overrides
	if none.Over(nil) != nil || none.Over(mine) != mine || mine.Over(none) != mine || none.Asset("a").Skip {
		t.Error("nothing said changes something")
	}
}

func TestUnknownNames(t *testing.T) {
	o, err := ParseOverrides("mine", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`mine speaks of "chair_A", which the pack does not have; did you mean "chair_B"?`, `mine speaks of "odd name: 1", which the pack does not have`}
	if diff := cmp.Diff(want, o.Unknown([]string{"001", "chair_B"})); diff != "" {
		t.Errorf("unknown (-want +got):\n%s", diff)
	}
}

// The manual's example says what its comments say.
func TestManual(t *testing.T) {
	page, err := os.ReadFile("../../../docs/packs.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(page), "\n```yaml\n# furniture, bought")
	text, _, end := strings.Cut(rest, "\n```\n")
	if !ok || !end {
		t.Fatal("the manual has no example of overrides")
	}
	o, err := ParseOverrides("furniture.yaml", []byte("# furniture, bought"+text))
	if err != nil {
		t.Fatal(err)
	}
	if a := o.Asset("chair_A"); o.Scale != 0.7 || o.Up != "+Y" || a.Front != "-Z" || a.Size != (scenes.Vec3{0, 0, 0.95}) || !o.Asset("test_cube").Skip {
		t.Errorf("the example says %+v", o)
	}
	for _, key := range append(slices.Clone(packKeys), assetKeys...) {
		if !strings.Contains(text, key+":") {
			t.Errorf("the example does not show %s", key)
		}
	}
}

func FuzzSet(f *testing.F) {
	f.Add(sample, "chair_A", "front", "+X")
	f.Add("assets: {a: {skip: true}}", "a", "tags", "[x]")
	f.Add("a: |\n  b", "a", "author", "#")
	f.Fuzz(func(t *testing.T, text, asset, key, value string) {
		o, err := ParseOverrides("f", []byte(text))
		if err != nil {
			return
		}
		before := o.Assets
		got, err := o.Set(asset, key, value)
		if err != nil {
			return
		}
		again, err := ParseOverrides("f", got)
		if err != nil {
			t.Fatalf("%q became %q: %v", text, got, err)
		}
		for name, a := range before {
			if name != asset && !cmp.Equal(a, again.Assets[name], cmpopts.IgnoreUnexported(Override{})) {
				t.Fatalf("%q became %q: %q has changed", text, got, name)
			}
		}
	})
}
