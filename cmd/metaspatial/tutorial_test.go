package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestTutorials follows every page of docs/tutorials, and docs/operations.md, as
// its reader would, from its first line to its last, in an empty folder, with the
// program on the PATH as metaspatial.
//
// The convention of the pages:
//
//   - A block fenced as sh is run, all blocks of a page by one shell, so that
//     folders and variables carry on from block to block. A command that fails
//     fails the page. Commands in the background are ended with the page.
//   - Words after sh name what the block needs: "display", or a program such as
//     "blender" or "python3". Without it the block is left out, by name in the
//     test's log; with METASPATIAL_CHECKERS=required that fails.
//   - A block in any other language whose first line is a comment with nothing
//     but a file's name (# run.yaml, // term.go) is that file: it is written
//     where the page has come to.
//   - Everything else, such as text and console, is shown and not run.
//
// REPO names the folder of the source, for what a page takes from it, and Go
// works without a network. A page has to be through within a minute.
func TestTutorials(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the tutorials' commands are written for a Unix shell")
	}
	pages, err := filepath.Glob(filepath.Join("..", "..", "docs", "tutorials", "*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("found the tutorials %v, %v", pages, err)
	}
	for _, page := range append(pages, filepath.Join("..", "..", "docs", "operations.md")) {
		t.Run(strings.TrimSuffix(filepath.Base(page), ".md"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			script, left, err := tutorialScript(string(text), tutorialHas)
			if err != nil {
				t.Fatalf("%s: %v", page, err)
			}
			for _, what := range left {
				if os.Getenv("METASPATIAL_CHECKERS") == "required" {
					t.Errorf("%s: %s", page, what)
				}
				t.Logf("%s: %s", page, what)
			}
			followTutorial(t, page, script, limit)
		})
	}
}

// TestContributing adds a reward term as CONTRIBUTING.md says, in a clone of this
// repository. The page's commands are those of its list of steps.
func TestContributing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the page's commands are written for a Unix shell")
	}
	if os.Getenv("METASPATIAL_CHECKERS") != "required" {
		t.Skip("it compiles much of the repository anew; set METASPATIAL_CHECKERS=required to run it")
	}
	repo := filepath.Join("..", "..")
	if err := exec.Command("git", "-C", repo, "rev-parse", "HEAD").Run(); err != nil {
		t.Skip("this is no clone that could be cloned: ", err)
	}
	t.Parallel()
	page := filepath.Join(repo, "CONTRIBUTING.md")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	in := false
	for _, line := range strings.Split(string(text), "\n") {
		switch inner, indented := strings.CutPrefix(line, "   "); {
		case indented && inner == "```sh":
			in = true
		case indented && inner == "```":
			in = false
		case in:
			steps = append(steps, inner)
		}
	}
	if len(steps) < 10 {
		t.Fatalf("the page has the steps %q", steps)
	}
	// Without the clone's path in it, what is compiled is not compiled anew each time.
	const clone = `export CGO_ENABLED=0 GOFLAGS=-trimpath
git clone --quiet --shared "$REPO" clone && cd clone
ln -s "$(command -v metaspatial)" metaspatial
`
	followTutorial(t, page, clone+strings.Join(steps, "\n")+"\ntest -s out/swept/sweep.html\n", 10*limit)
}

// fence opens a block of a page: its language and the words behind it.
var fence = regexp.MustCompile("^```([a-z]*) *(.*)$")

// fileLine is the first line of a block that is a file.
var fileLine = regexp.MustCompile(`^(?:#|//|--) ([A-Za-z0-9_./-]+\.[a-z]+|Makefile|go\.mod)$`)

// tutorialScript turns a page into a script of the same line numbers, and says
// which blocks it left out.
func tutorialScript(page string, has func(string) bool) (script string, left []string, err error) {
	lines := strings.Split(page, "\n")
	out := make([]string, len(lines))
	for i := 0; i < len(lines); i++ {
		m := fence.FindStringSubmatch(lines[i])
		if m == nil {
			continue
		}
		end := i + 1
		for end < len(lines) && lines[end] != "```" {
			end++
		}
		if end == len(lines) {
			return "", nil, fmt.Errorf("line %d: the block has no end", i+1)
		}
		block := lines[i+1 : end]
		switch {
		case m[1] == "sh":
			if what := missing(strings.Fields(m[2]), has); what != "" {
				left = append(left, fmt.Sprintf("line %d: not run, there is no %s", i+1, what))
				break
			}
			copy(out[i+1:], block)
		case len(block) > 0:
			if f := fileLine.FindStringSubmatch(block[0]); f != nil {
				out[i] = fmt.Sprintf("mkdir -p \"$(dirname %s)\"; cat >%s <<'END OF FILE'", f[1], f[1])
				copy(out[i+1:], block)
				out[end] = "END OF FILE"
			}
		}
		i = end
	}
	return strings.Join(out, "\n"), left, nil
}

// missing is the first of the things that is not to be had.
func missing(needs []string, has func(string) bool) string {
	for _, n := range needs {
		if !has(n) {
			return n
		}
	}
	return ""
}

// tutorialHas reports whether this machine has what a block needs.
func tutorialHas(what string) bool {
	if what == "display" {
		return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
	}
	_, err := exec.LookPath(what)
	return err == nil
}

// followTutorial runs a page's script, which has to be through within a time.
func followTutorial(t *testing.T, page, script string, within time.Duration) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "empty")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := commandWithin(t, within, dir, "")
	self := cmd.Path
	bin := filepath.Join(t.TempDir(), "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(bin, "metaspatial")); err != nil {
		t.Fatal(err)
	}
	repo, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal("the tutorials need a shell: ", err)
	}
	// Every line is shown before it is run; the last one is the one that failed.
	// (The jobs of a shell are unknown to a command substitution of it.)
	const end = "trap 'exec 2>/dev/null; jobs -p >../jobs; kill $(cat ../jobs) || true' EXIT; "
	cmd.Path, cmd.Args, cmd.WaitDelay = sh, []string{"sh", "-eux", "-c", end + script}, 5*time.Second
	cmd.Env = append(cmd.Env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "REPO="+repo, "GOPROXY=off", "GOTOOLCHAIN=local")
	cmd.Env = append(cmd.Env, goFolders(t)...)
	for _, name := range []string{"DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "METASPATIAL_PYTHON"} {
		if v, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		said := out.String()
		t.Fatalf("%s: %v, after\n%s", page, err, said[max(0, len(said)-6000):])
	}
}

// goFolders are the folders of the Go command, which it would otherwise make
// anew, and without a network in vain, below the reader's new home.
func goFolders(t *testing.T) []string {
	t.Helper()
	names := []string{"GOCACHE", "GOMODCACHE", "GOPATH"}
	text, err := exec.CommandContext(context.WithoutCancel(t.Context()), "go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var env []string
	for i, dir := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		env = append(env, names[i]+"="+dir)
	}
	return env
}

func TestTutorialScript(t *testing.T) {
	page := strings.Join([]string{
		"# A page", "```sh", "one", "```", "text", "```sh display nothing", "two", "```",
		"```yaml", "# sub/run.yaml", "seed: 1", "```", "```text", "# not a file", "```", "```sh", "three", "```",
	}, "\n")
	script, left, err := tutorialScript(page, func(s string) bool { return s == "display" })
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"", "", "one", "", "", "", "", "",
		`mkdir -p "$(dirname sub/run.yaml)"; cat >sub/run.yaml <<'END OF FILE'`, "# sub/run.yaml", "seed: 1", "END OF FILE", "", "", "", "", "three", "",
	}
	if got := strings.Split(script, "\n"); !equalLines(got, want) {
		t.Errorf("script %q, want %q", got, want)
	}
	if len(left) != 1 || left[0] != "line 6: not run, there is no nothing" {
		t.Errorf("left out %q", left)
	}
	if _, _, err := tutorialScript("```sh\none\n", nil); err == nil {
		t.Error("a block without an end is no error")
	}
}

func equalLines(a, b []string) bool { return strings.Join(a, "\n") == strings.Join(b, "\n") }
