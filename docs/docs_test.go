// Package docs holds the manual; its tests hold the manual to its word.
package docs

import (
	"encoding/json"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/codec"
)

// blocks returns the fenced code blocks of a page in the given language.
func blocks(t *testing.T, page, language string) []string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, part := range strings.Split(string(text), "\n```"+language+"\n")[1:] {
		code, _, ok := strings.Cut(part, "\n```\n")
		if !ok {
			t.Fatalf("%s has a code block without an end", page)
		}
		out = append(out, code+"\n")
	}
	return out
}

// TestPluginPage builds the plugin of the page, runs the page's test of it and
// asks the program for its description.
func TestPluginPage(t *testing.T) {
	code := blocks(t, "plugins.md", "go")
	if len(code) != 2 {
		t.Fatalf("plugins.md has %d Go files, want the program and its test", len(code))
	}
	dir := t.TempDir()
	for i, name := range []string{"main.go", "main_test.go"} {
		if neat, err := format.Source([]byte(code[i])); err != nil || string(neat) != code[i] {
			t.Errorf("gofmt would change %s: %v", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(code[i]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) []byte {
		t.Helper()
		out, err := exec.Command(name, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
		return out
	}
	source := filepath.Join(dir, "main.go")
	run("go", "test", source, filepath.Join(dir, "main_test.go"))
	program := filepath.Join(dir, "middle")
	run("go", "build", "-o", program, source)
	var d struct{ ID, Kind string }
	if err := json.Unmarshal(run(program, "--describe"), &d); err != nil || d.ID != "reward/middle" || d.Kind != "reward" {
		t.Errorf("the program describes itself as %+v, %v", d, err)
	}
}

func TestFormatsPage(t *testing.T) {
	tasks := blocks(t, "formats.md", "yaml")
	if len(tasks) == 0 {
		t.Fatal("formats.md shows no task")
	}
	for i, text := range tasks {
		if _, err := codec.ReadTask("formats.md", []byte(text)); err != nil {
			t.Errorf("task %d: %v", i, err)
		}
	}
	layouts := blocks(t, "formats.md", "json")
	if len(layouts) == 0 {
		t.Fatal("formats.md shows no layout")
	}
	for i, text := range layouts {
		if _, err := codec.DecodeLayout([]byte(text)); err != nil {
			t.Errorf("layout %d: %v", i, err)
		}
	}
}
