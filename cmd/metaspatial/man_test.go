package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestMan writes the pages as two users would on two days: they are the same, and
// there is one of every command.
func TestMan(t *testing.T) {
	t.Parallel()
	var pages [2]map[string]string
	for i := range pages {
		dir := t.TempDir()
		cmd := command(t, dir, "man", "pages")
		cmd.Env = append(cmd.Env, "SOURCE_DATE_EPOCH=1700000000", fmt.Sprintf("METASPATIAL_TOKEN=of-user-%d", i))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		pages[i] = map[string]string{}
		files, err := os.ReadDir(filepath.Join(dir, "pages"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text, err := os.ReadFile(filepath.Join(dir, "pages", f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			pages[i][f.Name()] = string(text)
			if strings.Contains(string(text), dir) || strings.Contains(string(text), "of-user") {
				t.Errorf("%s names what is the user's own", f.Name())
			}
		}
	}
	var walk func(*cobra.Command)
	want := 0
	walk = func(c *cobra.Command) {
		if !c.IsAvailableCommand() && c.HasParent() {
			return
		}
		want++
		name := strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1"
		text := pages[0][name]
		if !strings.HasPrefix(text, `.nh`) || !strings.Contains(text, ".SH NAME") || !strings.Contains(text, "Nov 2023") || !strings.Contains(text, c.Short[1:]) {
			t.Errorf("the page %s is %.200q", name, text)
		}
		if pages[1][name] != text {
			t.Errorf("the page %s differs from user to user", name)
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	root := newRoot()
	root.InitDefaultCompletionCmd()
	walk(root)
	if len(pages[0]) != want {
		t.Errorf("%d pages of %d commands", len(pages[0]), want)
	}
}

// TestManReads shows a page as man does, where there is one.
func TestManReads(t *testing.T) {
	if _, err := exec.LookPath("man"); err != nil {
		t.Skip("there is no man here")
	}
	t.Parallel()
	dir := t.TempDir()
	done(t, dir, "man", "pages")
	cmd := exec.Command("man", "--warnings", "-l", filepath.Join(dir, "pages", "metaspatial-train.1"))
	cmd.Env = append(os.Environ(), "MANPAGER=cat", "MANWIDTH=100")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "metaspatial train") || strings.Contains(string(out), "warning:") {
		t.Errorf("%v\n%.500s", err, out)
	}
}

func TestManMarkdown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	done(t, dir, "man", "pages", "--markdown")
	text, err := os.ReadFile(filepath.Join(dir, "pages", "metaspatial_plugin_install.md"))
	if err != nil || !strings.Contains(string(text), "metaspatial plugin install") {
		t.Errorf("%v, %.200q", err, text)
	}
	write(t, dir, "file", "")
	if r := program(t, dir, nil, "man", "file"); r.code != exitBadInput {
		t.Errorf("into a file: exit code %d, %s", r.code, r.stderr)
	}
}
