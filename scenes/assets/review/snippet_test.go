package review

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// oddNames are names that YAML or a shell could take for something else.
var oddNames = []string{
	"chair", "chair 2", "yes", "null", "1e3", "-x", "- a", "a: b", "#1", "it's", `say "hi"`, `back\slash`, "tisch_größe", "{a}", "[b]",
	"&anchor", "*alias", "!tag", "%dir", "a,b", "sub/folder/chair", "@home", "$(true)", "`true`", "tab\tbed", "~", "?", "a\u202eb", " edge ", "=", "<<",
}

// exported leaves out where the parser found things.
var exported = cmpopts.IgnoreUnexported(semantics.Override{})

func TestSnippetsParse(t *testing.T) {
	text := "assets:\n"
	want := map[string]semantics.Override{}
	for i, name := range oddNames {
		a := chair("p/"+name, func(a *assets.Asset) {
			a.Name, a.Front, a.Mount, a.Tags, a.Sides = "another name", []string{"+Z", "-X"}[i%2], scenes.OnWall, []string{name}, []string{"front"}
			a.Known = i%3 > 0
		})
		text += snippet(&a)
		said := semantics.Override{Front: gltfio.Axis(a.Front), Mount: scenes.OnWall}
		if a.Known {
			said.Category = "chair"
		}
		want[name] = said
	}
	got, err := semantics.ParseOverrides("p.yaml", []byte(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if diff := cmp.Diff(want, got.Assets, exported); diff != "" {
		t.Errorf("what the snippets say (-want +got):\n%s", diff)
	}
	// The comments are right too, once they are opened.
	got, err = semantics.ParseOverrides("p.yaml", []byte(strings.ReplaceAll(text, "    # ", "    ")))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	flat := false
	whole := semantics.Override{
		Category: "chair", Front: "-X", Up: "+Y", Mount: scenes.OnWall, Flat: &flat, Size: scenes.Vec3{.5, .5, .9},
		SupportHeights: []float64{.45}, Sides: []string{"front"}, Tags: []string{"chair 2"}, Skip: true,
	}
	if diff := cmp.Diff(whole, got.Assets["chair 2"], exported); diff != "" {
		t.Errorf("all lines of a snippet (-want +got):\n%s", diff)
	}
}

func TestPackSnippetParses(t *testing.T) {
	for _, name := range oddNames {
		a := chair("p/a", func(a *assets.Asset) { a.Licence, a.Author, a.Scale = name, name, .72 })
		p := packOf([]assets.Asset{a}, make([]drawn, 1), []*card{{asset: &a}})
		got, err := semantics.ParseOverrides("p.yaml", []byte(p.Snippet))
		if err != nil {
			t.Fatalf("%v in\n%s", err, p.Snippet)
		}
		if clean := strings.TrimSpace(name); got.Scale != .72 || got.Licence != clean || got.Author != clean {
			t.Errorf("%q becomes scale %v, licence %q, author %q", name, got.Scale, got.Licence, got.Author)
		}
	}
}

func TestCommandsSurviveTheShell(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh")
	}
	for _, name := range oddNames {
		a := chair(name+"/a", nil)
		cmd := exec.CommandContext(t.Context(), sh, "-c", `metaspatial() { printf '%s\n' "$@"; }; `+command(&a, name))
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%q: %v", command(&a, name), err)
		}
		want := []string{"assets", "set", "--library", name, name + "/a", "category=chair", "front=+Z", "mount=floor", ""}
		if strings.HasPrefix(name, "-") {
			want = append(want[:4], append([]string{"--"}, want[4:]...)...)
		}
		if diff := cmp.Diff(want, strings.Split(string(out), "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", command(&a, name), diff)
		}
	}
}
